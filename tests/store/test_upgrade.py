import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from monitor.domain.alert import Delivery, DeliveryState
from monitor.errors import SchemaError
from monitor.store import reads, upgrade
from monitor.store.engine import Store, open_store
from monitor.store.glance import glance
from monitor.store.revisions import HEAD, REVISIONS
from monitor.store.tables import ItemRow

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
MIGRATIONS = Path(upgrade.__file__).with_name("migrations")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    make: Callable[[str], str] = request.getfixturevalue("new_database")
    return make("template1")


def _engine(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def _at_revision(url: str, revision: str) -> None:
    """Leave the database as a program of that revision would have."""
    engine = _engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


FIRST_ROWS = (
    (
        "INSERT INTO alerts (id, key, commitment, rank, at, payload)"
        " VALUES ('a1', 'c1|overdue', 'c1', 2, :t, '{}')"
    ),
    (
        "INSERT INTO deliveries (id, alert, channel, group_key, state, attempts, not_before,"
        " lease_until, created, last_error, sent_at)"
        " VALUES ('d1', 'a1', 'mail', '', 'sending', 1, :t, :t, :t, '', NULL)"
    ),
    (
        "INSERT INTO deliveries (id, alert, channel, group_key, state, attempts, not_before,"
        " lease_until, created, last_error, sent_at)"
        " VALUES ('d2', 'a1', 'slack', '', 'sent', 1, :t, NULL, :t, '', :t)"
    ),
    (
        "INSERT INTO items (id, feed, key, fingerprint, title, summary, link, published,"
        " first_seen, revision, outlet, language, story, primed)"
        " VALUES ('i1', 'f', 'k', 'p', 'T', 'S', '', NULL, :t, 0, '', 'en', '', false)"
    ),
    (
        "INSERT INTO evidence (id, item, commitment, learned_at, payload)"
        " VALUES ('e1', 'i1', 'c1', :t, '{}')"
    ),
)


def _fill_first(url: str) -> None:
    engine = _engine(url)
    on_sqlite = url.startswith("sqlite")
    moment: Any = "2026-11-01 12:00:00.000000" if on_sqlite else NOON
    with engine.begin() as connection:
        for statement in FIRST_ROWS:
            connection.execute(text(statement), {"t": moment} if ":t" in statement else {})
    engine.dispose()


def test_the_revisions_known_are_the_ones_that_are_there() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    there = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(there)) == REVISIONS


def test_the_migrations_arrive_at_the_tables_of_the_program(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, ItemRow.metadata) == []


def test_the_migrations_arrive_at_the_same_checks(store: Store) -> None:
    found = {
        table: {str(check["name"]) for check in inspect(store.engine).get_check_constraints(table)}
        for table in ItemRow.metadata.tables
    }
    fresh = create_engine("sqlite://")
    ItemRow.metadata.create_all(fresh)
    wanted = {
        table: {str(check["name"]) for check in inspect(fresh).get_check_constraints(table)}
        for table in ItemRow.metadata.tables
    }
    fresh.dispose()
    assert found == wanted


@pytest.mark.parametrize("state", DeliveryState)
def test_the_database_knows_every_state_of_a_delivery(store: Store, state: DeliveryState) -> None:
    with store.write() as tx:
        tx.change(FIRST_ROWS[0].replace("'{}'", ":payload"), {"t": NOON, "payload": "{}"})
        changed = tx.change(
            "INSERT INTO deliveries (id, alert, channel, group_key, state, attempts, not_before,"
            " lease_until, created, last_error, sent_at)"
            " VALUES ('d1', 'a1', 'mail', '', :state, 1, :t, :t, :t, '', :t)",
            {"t": NOON, "state": state.value},
        )
    assert changed == 1


def test_a_first_database_is_carried_forward_with_its_rows(empty_url: str) -> None:
    _at_revision(empty_url, "0001")
    _fill_first(empty_url)
    store = open_store(empty_url)
    with store.read() as tx:
        assert tx.rows("SELECT version_num FROM alembic_version") == [(HEAD,)]
        carried = tuple(reads.select_deliveries(tx, "WHERE 1 = 1 ORDER BY d.id", {}))
        evidence = tx.rows("SELECT id, item, revision, superseded_at FROM evidence")
    store.close()
    first = Delivery(
        id="d1",
        alert="a1",
        channel="mail",
        state=DeliveryState.SENDING,
        attempts=1,
        not_before=NOON,
        created=NOON,
        possible_repeat=True,
    )
    second = Delivery(
        id="d2",
        alert="a1",
        channel="slack",
        state=DeliveryState.SENT,
        attempts=1,
        not_before=NOON,
        created=NOON,
        sent_at=NOON,
    )
    assert carried == (first, second)
    assert evidence == [("e1", "i1", 0, None)]


def test_what_rests_on_a_rebuilt_table_survives(empty_url: str) -> None:
    """Rebuilding drops the old table; with foreign keys on, that takes the dependants along."""
    _at_revision(empty_url, "0001")
    _fill_first(empty_url)
    store = open_store(empty_url)
    with store.read() as tx:
        if tx.on_sqlite:
            assert tx.rows("PRAGMA foreign_key_check") == []
            assert tx.rows("PRAGMA foreign_keys") == [(1,)]
        assert tx.rows("SELECT count(*) FROM alerts") == [(1,)]
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.write() as tx:
        tx.change("DELETE FROM alerts WHERE id = :id", {"id": "a1"})
    store.close()


def test_a_quick_look_at_an_older_database_says_who_carries_it_forward(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    _at_revision(url, "0001")
    with pytest.raises(SchemaError, match="carries it forward"), glance(url):
        pytest.fail("an older database must not be read as a newer one")


def test_a_migration_that_fails_changes_nothing(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_revision(empty_url, "0001")
    _fill_first(empty_url)

    def fail(_: object) -> None:
        raise SchemaError("on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(upgrade, "_require_whole", fail)
        with pytest.raises(SchemaError, match="on purpose"):
            open_store(empty_url)
    engine = _engine(empty_url)
    assert "responses" not in inspect(engine).get_table_names()
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"
        )
    engine.dispose()
    open_store(empty_url).close()


def test_rows_that_rest_on_nothing_stop_the_migration(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    _at_revision(url, "0001")
    _fill_first(url)
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.execute("DELETE FROM alerts")
    connection.close()
    with pytest.raises(SchemaError, match="rest on nothing"):
        open_store(url)


def test_two_programs_that_start_at_once_migrate_once(empty_url: str) -> None:
    _at_revision(empty_url, "0001")
    _fill_first(empty_url)
    program = f"from monitor.store.engine import open_store; open_store({empty_url!r}).close()"
    starts = [
        subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    endings = [start.communicate(timeout=60)[1] for start in starts]
    assert (endings, [start.returncode for start in starts]) == (["", ""], [0, 0])


def test_a_database_that_is_up_to_date_opens_without_alembic(url: str) -> None:
    program = (
        "import sys\nfrom monitor.store.engine import open_store\n"
        f"open_store({url!r}).close()\nassert 'alembic' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
