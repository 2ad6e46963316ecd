"""What the commands that only look share: the declared files, the database, the terminal."""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.options import Places
from monitor.declared.files import SHOWN, Declared, Shown, digest_of, from_shown, load_declared
from monitor.errors import DeclaredError, Grade, StoreError
from monitor.store import codec, reads
from monitor.store.glance import glance
from monitor.store.source import Source

if TYPE_CHECKING:
    from rich.console import Console

    from monitor.views.lines import Lines


@contextmanager
def source_of(places: Places) -> Iterator[Source | None]:
    """The database to look into; None where there is none yet (SQLite only)."""
    url = places.database_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        yield None
        return
    with glance(url) as source:
        yield source


def declared_for(places: Places, source: Source | None) -> Declared:
    """What is declared; from the database where the files are byte for byte what it knows.

    Raises DeclaredError with every error of the files.
    """
    digest = digest_of(places.commitments, places.config)
    kept = reads.latest_snapshot(source, SHOWN) if source is not None else None
    if kept is not None and kept.digest == digest:
        return from_shown(codec.loads(Shown, kept.payload), digest)
    loaded = load_declared(places.commitments, places.config)
    if loaded.declared is None:
        errors = [p for p in loaded.problems if p.grade is Grade.ERROR]
        lines = "\n  ".join(str(p) for p in errors)
        raise DeclaredError(f"the declared files have errors:\n  {lines}")
    return loaded.declared


def terminal() -> "Console":
    """The console of standard output: no markup, no guessing, as wide as it is."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False, soft_wrap=True)


def show(lines: "Lines") -> None:
    """Print finished lines."""
    terminal().print(lines, end="")


def width() -> int:
    """The cells of a line: the terminal's, COLUMNS, or 80 in a pipe."""
    return terminal().width


class LastLook:
    """When this person last looked at this database's table; kept beside their other state."""

    def __init__(self, database_url: str) -> None:
        state = os.environ.get("XDG_STATE_HOME") or str(Path("~/.local/state").expanduser())
        name = hashlib.blake2b(database_url.encode(), digest_size=8).hexdigest()
        self._path = Path(state) / "monitor" / f"looked-{name}"

    def read(self) -> datetime | None:
        """The last look, None before the first."""
        try:
            return datetime.fromisoformat(self._path.read_text("utf-8").strip())
        except (OSError, ValueError):
            return None

    def note(self, now: datetime) -> None:
        """Remember this look, if a person made it: output to a pipe is no look."""
        if not sys.stdout.isatty():
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(now.isoformat(), encoding="utf-8")
        except OSError:
            return  # a home that cannot be written is no reason to show no table


def require_database(source: Source | None, places: Places) -> Source:
    """The source, or a sentence that says what fills it."""
    if source is None:
        raise StoreError(
            f"there is no database {places.database} yet; `monitor run` or `monitor once` makes it."
        )
    return source
