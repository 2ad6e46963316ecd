"""The options that every command shares, and what they resolve to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from monitor.errors import UsageError

CommitmentsOption = Annotated[
    Path,
    typer.Option(
        "--commitments",
        envvar="MONITOR_COMMITMENTS",
        help="The file that declares the commitments.",
        rich_help_panel="Where things are",
    ),
]
ConfigOption = Annotated[
    Path,
    typer.Option(
        "--config",
        envvar="MONITOR_CONFIG",
        help="The folder with feeds.yaml and alerts.yaml.",
        rich_help_panel="Where things are",
    ),
]
DatabaseOption = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="MONITOR_DATABASE",
        help="A file, or a database address (sqlite:///… or postgresql://…).",
        rich_help_panel="Where things are",
        show_default=True,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="WHEN", help="As of a past moment: 2025-12-31 or 2025-12-31T18:00Z."
    ),
]

COMMITMENTS = Path("commitments.yaml")
CONFIG = Path("config")
DATABASE = "monitor.db"


@dataclass(frozen=True, slots=True)
class Places:
    """Where a command finds its files and its database."""

    commitments: Path
    config: Path
    database: str

    @property
    def database_url(self) -> str:
        """The database as an address; a bare file name is SQLite."""
        if "://" in self.database:
            return self.database
        return f"sqlite:///{Path(self.database).expanduser().absolute()}"


def parse_when(text: str, name: str = "--at") -> datetime:
    """A moment as typed: a day means its last instant in UTC; a time without zone is UTC.

    Raises UsageError with an example where the text is neither.
    """
    try:
        if len(text) == len("2025-12-31"):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{name} takes a day or a moment such as 2025-12-31 or 2025-12-31T18:00Z, not {text!r}."
        ) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
