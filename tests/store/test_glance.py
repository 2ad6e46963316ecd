import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.alert import Alert, Cause, Delivery, Response, ResponseKind, Severity
from monitor.domain.evidence import (
    Act,
    Evidence,
    Feed,
    Item,
    Signal,
    Witness,
)
from monitor.domain.standing import Standing, Transition, Word
from monitor.errors import EX_CONFIG, SchemaError, StoreError
from monitor.store import declared, facts, items, people, polls, reads, runs, standings
from monitor.store.engine import Store, open_store
from monitor.store.glance import glance
from monitor.store.source import Source

NOON = datetime(2026, 11, 1, 12, 0, 0, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def _fill(store: Store) -> None:
    """One of everything that the quick commands show."""
    feed = Feed(id="wire", address="https://wire.example/rss", family="wire")
    item = Item(id="wire:1", feed="wire", key="k", title="T", first_seen=NOON)
    evidence = Evidence(
        id="e1",
        item=item.id,
        commitment="soybeans",
        signal=Signal.BREACH,
        act=Act.ALLEGATION,
        quote="T",
        learned_at=NOON,
        witness=Witness(family="wire"),
    )
    standing = Standing(
        commitment="soybeans", at=NOON, word=Word.REPORTED, machine_word=Word.REPORTED
    )
    change = Transition(id="t1", commitment="soybeans", at=NOON, before=None, after=Word.REPORTED)
    alert = Alert(
        id="a1",
        key="soybeans|breach",
        cause=Cause.BREACH_REPORTED,
        severity=Severity.WARNING,
        at=NOON,
        headline="Breach reported",
        because="One family says so.",
        commitment="soybeans",
    )
    delivery = Delivery(id="d1", alert="a1", channel="mail", not_before=NOON, created=NOON)
    with store.write() as tx:
        declared.put_snapshot(tx, "commitments", "digest", '{"commitments": []}', NOON)
        polls.sync_feeds(tx, [feed], NOON)
        polls.note_look(tx, feed, ok=True, at=NOON)
        items.put_new(tx, [item])
        facts.put_reading(tx, item, [evidence], "reader-1", NOON)
        standings.put_standing(tx, standing, change, [alert], [delivery])
        people.put_response(
            tx, Response(id="r1", kind=ResponseKind.ACK, by="ann", at=NOON, alert="a1")
        )
        runs.note_tick(tx, NOON, pid=7)


def _everything(source: Source) -> dict[str, Any]:
    return {
        "declared": reads.latest_snapshot(source, "commitments"),
        "declared before": reads.latest_snapshot(source, "commitments", NOON - DAY),
        "facts": reads.facts_for(source, ["soybeans", "tariffs"]),
        "facts before": reads.facts_for(source, ["soybeans"], NOON - DAY),
        "newest evidence": reads.newest_evidence(source),
        "standings": reads.all_latest(source),
        "transitions": reads.transitions(source, "soybeans"),
        "healths": reads.healths(source),
        "watch": reads.watch_spans(source, NOON - DAY),
        "last look": reads.last_look(source),
        "alerts": reads.alerts(source),
        "responses": reads.responses(source),
        "backlog": reads.backlog(source),
        "last tick": reads.last_tick(source),
        "runs": reads.runs(source),
    }


def test_a_glance_sees_what_a_transaction_sees(store: Store) -> None:
    _fill(store)
    with store.read() as tx:
        wanted = _everything(tx)
    with glance(store.url) as source:
        seen = _everything(source)
    assert seen == wanted
    assert all(wanted[name] for name in wanted if not name.endswith("before"))


def test_a_glance_at_a_file_needs_no_library(store: Store) -> None:
    _fill(store)
    program = (
        "import sys\n"
        "from monitor.store import reads\n"
        "from monitor.store.glance import glance\n"
        "with glance(sys.argv[1]) as source:\n"
        "    print(*reads.facts_for(source, ['soybeans'])['soybeans'].evidence[0].quote)\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'alembic', 'pydantic', 'psycopg'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, store.url],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    needed = [] if store.on_sqlite else ["alembic", "psycopg", "sqlalchemy"]
    lines = done.stdout.splitlines()
    assert (done.stderr, lines[0]) == ("", "T")
    if store.on_sqlite:
        assert lines[1] == str(needed)


def test_a_glance_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    with glance(f"sqlite:///{file}") as source, pytest.raises(sqlite3.OperationalError):
        source.rows("DELETE FROM items")
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_glance_makes_no_database(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with pytest.raises(StoreError, match="there is no database"), glance(f"sqlite:///{path}"):
        pytest.fail("nothing is there to be seen")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '0999'", "newer than this program"),
        ("UPDATE alembic_version SET version_num = '0001'", "carries it forward"),
        ("DROP TABLE alembic_version", "belongs to another program"),
    ],
)
def test_a_database_of_another_program_is_not_read(
    file: Path, statement: str, sentence: str
) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()
    with pytest.raises(SchemaError, match=sentence) as refusal, glance(f"sqlite:///{file}"):
        pytest.fail("it may mean something else")
    assert refusal.value.exit_code == EX_CONFIG


def test_memory_cannot_be_seen_from_outside() -> None:
    with pytest.raises(StoreError, match="in memory"), glance("sqlite://"):
        pytest.fail("there is nothing to see")


def test_a_damaged_file_is_an_error(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)
    with pytest.raises(StoreError, match="cannot be read"), glance(f"sqlite:///{file}"):
        pytest.fail("nothing in it can be trusted")


def test_after_a_crash_in_mid_write_a_glance_sees_what_was_committed(file: Path) -> None:
    """What the dead program had half written must be rolled back first, by whoever looks."""
    program = (
        "import os, signal, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('PRAGMA journal_mode = DELETE')\n"
        "db.execute('PRAGMA cache_size = 1')\n"
        "db.execute('PRAGMA cache_spill = 1')\n"
        "db.execute('BEGIN IMMEDIATE')\n"
        "for n in range(400):\n"
        "    db.execute('INSERT INTO declared (which, digest, learned_at, payload)"
        " VALUES (?, ?, ?, ?)', ('x', str(n), '2026-01-01', 'x' * 4000))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    size = file.stat().st_size
    subprocess.run([sys.executable, "-c", program, str(file)], timeout=60, check=False)
    assert file.stat().st_size > size
    assert file.with_name(f"{file.name}-journal").exists()
    with glance(f"sqlite:///{file}") as source:
        assert source.rows("SELECT count(*) FROM declared") == [(0,)]
    store = open_store(f"sqlite:///{file}", create=False)
    store.close()
