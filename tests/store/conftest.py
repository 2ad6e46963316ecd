"""One suite for two databases: a SQLite file, and a PostgreSQL server started for the tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from monitor.store.engine import Store, open_store

SECONDS = 60
_NUMBERS = count(1)


def _programs() -> Path | None:
    """Where initdb and pg_ctl are, the newest version first."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return places[0].parent if places else None


def _as_postgres() -> dict[str, Any]:
    """The server refuses to run as root: then it runs as its own user."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL does not run as root and there is no user postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(command: list[str], who: dict[str, Any]) -> None:
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=SECONDS, cwd="/", **who
    )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stdout}{done.stderr}")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server that may be filled with databases."""
    given = os.environ.get("TEST_PG_DSN")
    if given:
        yield given
        return
    programs = _programs()
    if programs is None:
        pytest.skip("there is no PostgreSQL server here: set TEST_PG_DSN or install postgresql")
    who = _as_postgres()
    home = Path(tempfile.mkdtemp(prefix="monitor-pg-"))
    if who:
        os.chown(home, who["user"], who["group"])
    data = str(home / "data")
    _run([str(programs / "initdb"), "-D", data, "-U", "monitor", "-A", "trust", "-N"], who)
    settings = f"-k {home} -c listen_addresses= -c fsync=off -c max_connections=60"
    start = [str(programs / "pg_ctl"), "-D", data, "-o", settings, "-l", str(home / "log"), "-w"]
    _run([*start, "start"], who)
    try:
        yield f"postgresql://monitor@/postgres?host={home}"
    finally:
        _run([str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop"], who)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def new_database(server: str) -> Callable[[str], str]:
    """Makes an empty database on the server, or a copy of another; gives its URL."""

    def make(template: str = "template1") -> str:
        name = f"monitor_{os.getpid()}_{next(_NUMBERS)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return server.replace("/postgres?", f"/{name}?")

    return make


def database_of(url: str) -> str:
    """The name of the database in a URL of the server."""
    return url.partition("?")[0].rpartition("/")[2]


@pytest.fixture(scope="session")
def full_postgres(new_database: Callable[[str], str]) -> str:
    """A database with every table, to be copied."""
    url = new_database("template1")
    open_store(url).close()
    return database_of(url)


@pytest.fixture(scope="session")
def full_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table, to be copied."""
    path = tmp_path_factory.mktemp("store") / "full.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def file(full_sqlite: Path, tmp_path: Path) -> Path:
    """A SQLite file with every table and no row."""
    path = tmp_path / "monitor.db"
    shutil.copyfile(full_sqlite, path)
    return path


@pytest.fixture
def server_url(new_database: Callable[[str], str], full_postgres: str) -> str:
    """The URL of a PostgreSQL database with every table and no row."""
    return new_database(full_postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a database of its own, of either kind, with every table and no row."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('file')}"
    return str(request.getfixturevalue("server_url"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open database with every table and no row."""
    opened = open_store(url)
    yield opened
    opened.close()
