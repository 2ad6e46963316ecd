"""Which revision a database is of, and the way to this program's own.

Alembic is imported only when there is something to do: a database that is up to date opens
without it.
"""

import logging
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from monitor.errors import SchemaError
from monitor.store.revisions import HEAD, foreign, require_known

_UPGRADE_LOCK = 0x6D6F6E69746F7202


def bring_up_to_date(engine: Engine) -> None:
    """Carry the database forward if it is older; a newer one is a SchemaError."""
    with engine.connect() as connection:
        current = _known_revision(connection)
    if current == HEAD:
        return
    with engine.connect() as connection:
        _carry_forward(connection)


def require_current(engine: Engine) -> None:
    """The database is there; an older one is carried forward, an empty one refused."""
    with engine.connect() as connection:
        if _known_revision(connection) is None:
            raise SchemaError("the database is empty; `monitor run` or `monitor once` fills it")
    bring_up_to_date(engine)


def _known_revision(connection: Connection) -> str | None:
    """The revision stored, None in an empty database."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise foreign()
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        return None
    require_known(str(found))
    return str(found)


def _carry_forward(connection: Connection) -> None:
    """One transaction, one process at a time: others wait, then find the work done."""
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        # Rebuilding a table drops it; with foreign keys on, its rows' dependants would go too.
        # The switch is ignored inside a transaction, hence before it.
        _foreign_keys(connection, "OFF")
    try:
        with connection.begin():
            if not on_sqlite:
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK}
                )
            if _known_revision(connection) != HEAD:
                _run_migrations(connection)
                _require_whole(connection)
    finally:
        if on_sqlite:
            _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, switch: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys = {switch}")


def _run_migrations(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    # What it tells of its own workings is nothing for the daemon's log.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _require_whole(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise SchemaError(f"the older database has rows that rest on nothing: {broken[:3]}")
