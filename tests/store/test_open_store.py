import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from monitor.errors import EX_CONFIG, EX_IO, StoreError
from monitor.store import engine, sqlite_file
from monitor.store.engine import Store, open_store

NOBODY = 65534
AT = {"t": datetime(2026, 11, 1, tzinfo=UTC)}


def _refusal(url: str, *, create: bool) -> tuple[str, int]:
    with pytest.raises(StoreError) as refusal:
        open_store(url, create=create)
    return str(refusal.value), refusal.value.exit_code


def test_a_new_file_is_made_when_it_may_be(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    store = open_store(f"sqlite:///{path}")
    with store.read() as tx:
        assert tx.rows("SELECT count(*) FROM items") == [(0,)]
    store.close()
    assert path.read_bytes()[:15] == b"SQLite format 3"


def test_no_database_is_made_by_surprise(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    sentence = f"there is no database at {path}; `monitor run` or `monitor once` makes it"
    assert _refusal(f"sqlite:///{path}", create=False) == (sentence, EX_IO)
    assert not path.exists()


def test_an_empty_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    sentence = f"there is no database at {path}; `monitor run` or `monitor once` makes it"
    assert _refusal(f"sqlite:///{path}", create=False) == (sentence, EX_IO)


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no" / "where.db"
    for create, sentence in (
        (True, f"the directory {path.parent} does not exist; make it first"),
        (False, f"the directory {path.parent} of the database where.db does not exist"),
    ):
        assert _refusal(f"sqlite:///{path}", create=create) == (sentence, EX_IO)


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("do not lose these notes\n" * 100)
    before = path.read_bytes()
    sentence = f"{path} is not a database of this program (it is no SQLite file)"
    assert _refusal(f"sqlite:///{path}", create=True) == (sentence, EX_IO)
    assert path.read_bytes() == before


def test_a_directory_is_no_database(tmp_path: Path) -> None:
    sentence = f"{tmp_path} is a directory, not a database"
    assert _refusal(f"sqlite:///{tmp_path}", create=False) == (sentence, EX_IO)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    sentence = "the database belongs to another program: its tables are not ours"
    assert _refusal(f"sqlite:///{path}", create=True) == (sentence, EX_CONFIG)


def test_a_damaged_database_is_an_error(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100:5000] = os.urandom(4900)
    file.write_bytes(content)
    sentence = f"the database {file} is damaged; restore it from a copy"
    assert _refusal(f"sqlite:///{file}", create=True) == (sentence, EX_IO)


def test_a_newer_database_is_refused_by_both_ways_of_opening(url: str, store: Store) -> None:
    with store.write() as tx:
        tx.change("UPDATE alembic_version SET version_num = :newer", {"newer": "0999"})
    sentence = (
        "the database is of revision 0999, newer than this program (0002);"
        " use the newer program, or restore an older copy"
    )
    assert _refusal(url, create=True) == (sentence, EX_CONFIG)
    assert _refusal(url, create=False) == (sentence, EX_CONFIG)


def test_an_empty_server_database_is_filled_only_when_it_may_be(
    new_database: Callable[[str], str],
) -> None:
    url = new_database("template1")
    sentence = "the database is empty; `monitor run` or `monitor once` fills it"
    assert _refusal(url, create=False) == (sentence, EX_CONFIG)
    open_store(url, create=True).close()
    open_store(url, create=False).close()


def test_a_server_that_is_not_there_is_an_error_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://ann:hunter2@/monitor?host={tmp_path}"
    with pytest.raises(StoreError) as refusal:
        open_store(url)
    assert str(refusal.value).startswith("the database postgresql+psycopg://ann:***@/monitor")
    assert "cannot be reached" in str(refusal.value)
    assert "hunter2" not in repr(refusal.value)


def test_a_database_that_the_server_lacks_is_an_error(server: str) -> None:
    with pytest.raises(StoreError, match='database "nowhere" does not exist'):
        open_store(server.replace("/postgres?", "/nowhere?"))


@pytest.mark.parametrize("url", ["mysql://x/y", "monitor.db", "", "postgresql:/x"])
def test_another_kind_of_url_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="must begin with sqlite:/// or postgresql://"):
        open_store(url)


UNPRIVILEGED = """
import os, sys
from monitor.store.engine import open_store
from monitor.store.glance import glance

nobody, place = sys.argv[1:]
if os.geteuid() == 0:
    os.setuid(int(nobody))
for name in ("monitor.db", "new.db"):
    try:
        open_store(f"sqlite:///{place}/{name}")
    except Exception as fault:
        print(type(fault).__name__, fault)
with glance(f"sqlite:///{place}/monitor.db") as look:
    print(look.rows("SELECT count(*) FROM items"))
"""


def test_what_may_not_be_written_to_is_said_at_once(full_sqlite: Path, tmp_path: Path) -> None:
    """In a process without privileges: to root everything is writable."""
    place = tmp_path / "place"
    place.mkdir()
    path = place / "monitor.db"
    path.write_bytes(full_sqlite.read_bytes())
    path.chmod(0o444)
    place.chmod(0o555)
    for above in (tmp_path, *tmp_path.parents):
        if above.owner() == path.owner() and str(above).startswith("/tmp/"):
            above.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, str(NOBODY), str(place)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout.splitlines(), done.stderr) == (
        [
            f"StoreError the database {path} is read-only: {path} may not be written to",
            f"StoreError no database can be made in {place}: it may not be written to",
            "[(0,)]",
        ],
        "",
    )


def test_a_database_removed_while_in_use_is_an_error_and_not_a_fresh_start(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    file.unlink()
    for transaction in (store.write, store.read):
        with pytest.raises(StoreError, match="was removed or replaced"), transaction():
            pytest.fail("a database that is gone must not be written to")
    store.close()
    assert not file.exists()


def test_no_connection_ever_makes_a_file(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    store.engine.dispose()
    file.unlink()
    with pytest.raises(OperationalError, match="unable to open database file"):
        store.engine.connect()
    store.close()
    assert not file.exists()


def test_a_database_replaced_while_in_use_is_an_error(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    copy = file.with_name("copy.db")
    copy.write_bytes(file.read_bytes())
    copy.rename(file)
    with pytest.raises(StoreError, match="was removed or replaced"), store.write():
        pytest.fail("another file must not be written to by mistake")
    store.close()


def test_nothing_is_lost_when_the_power_goes(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    with store.read() as tx:
        facts = {
            name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    store.close()
    assert facts == {
        "journal_mode": sqlite_file.journal_for(sqlite3.sqlite_version_info).value,
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": engine.BUSY_SECONDS * 1000,
    }


def test_a_transaction_that_fails_leaves_nothing_behind(store: Store) -> None:
    def write_and_fail() -> None:
        with store.write() as tx:
            tx.change("INSERT INTO runs (id, pid, started, last_tick) VALUES (1, 1, :t, :t)", AT)
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        write_and_fail()
    with store.read() as tx:
        assert tx.rows("SELECT count(*) FROM runs") == [(0,)]


def test_what_is_written_is_not_shown_in_an_error(store: Store) -> None:
    with pytest.raises(Exception, match="nowhere") as refusal, store.write() as tx:
        tx.change("UPDATE nowhere SET x = :secret", {"secret": "hunter2"})
    assert "hunter2" not in f"{refusal.value} {refusal.value.__cause__}"


def test_a_reading_transaction_cannot_write_on_a_server(server_url: str) -> None:
    store = open_store(server_url)
    with pytest.raises(StoreError, match="is read-only"), store.read() as tx:
        tx.change("DELETE FROM runs WHERE pid = :pid", {"pid": 1})
    store.close()


def test_a_database_in_memory_works_for_many_threads(tmp_path: Path) -> None:
    store = open_store("sqlite://")
    with store.write() as tx:
        tx.change("INSERT INTO runs (id, pid, started, last_tick) VALUES (1, 7, :t, :t)", AT)
    with store.read() as tx:
        assert tx.rows("SELECT pid FROM runs") == [(7,)]
    store.close()


def test_what_retention_freed_goes_back_to_the_disk(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    with store.write() as tx:
        for number in range(400):
            tx.change(
                "INSERT INTO declared (which, digest, learned_at, payload)"
                " VALUES ('x', :digest, '2026-01-01 00:00:00.000000', :payload)",
                {"digest": str(number), "payload": "x" * 4000},
            )
    full = file.stat().st_size
    with store.write() as tx:
        tx.change("DELETE FROM declared WHERE which = :which", {"which": "x"})
    store.compact()
    store.close()
    assert file.stat().st_size < full / 4
