"""`monitor replay`: stored news through the whole program, under a simulated clock."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import (
    COMMITMENTS,
    CONFIG,
    CommitmentsOption,
    ConfigOption,
    JsonOption,
    parse_when,
)

if TYPE_CHECKING:
    from monitor.cycle.archive import Plot
    from monitor.declared.files import Declared
    from monitor.domain.evidence import Feed
    from monitor.views.replayed import Replayed


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(replay)


def replay(
    what: Annotated[
        Path,
        typer.Argument(
            help="A folder of snapshots, a file of items, or an archive's folder or name."
        ),
    ],
    begins: Annotated[str | None, typer.Option("--from", metavar="WHEN")] = None,
    ends: Annotated[str | None, typer.Option("--to", metavar="WHEN")] = None,
    feed: Annotated[
        str | None, typer.Option("--feed", metavar="ID", help="The declared feed of snapshots.")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="FILE", help="Keep the database it fills.")
    ] = None,
    as_json: JsonOption = False,
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
) -> None:
    """Play stored news as if it came now: the standings and alerts as they would have come.

    Example: monitor replay soybeans-2025
    """
    from monitor.cli import looking
    from monitor.cycle import archive
    from monitor.views.plain import to_json
    from monitor.views.replayed import replay_json
    from monitor.wiring import load_or_raise, replay_in

    path = archive.find(what)
    if archive.is_archive(path):
        declared = load_or_raise(path / "commitments.yaml", path)
        plot = archive.plot_of_archive(path)
    else:
        declared = load_or_raise(commitments, config)
        declared, plot = _plot(path, declared, feed)
    start = parse_when(begins, "--from") if begins else plot.begins
    end = parse_when(ends, "--to") if ends else plot.ends
    with _progress(start, end) as progress, replay_in(declared, start, keep) as run:
        replayed = run.run(archive.within(plot.happenings, start, end), end, progress)
    if as_json:
        typer.echo(to_json(replay_json(replayed)))
    else:
        _tell(replayed, looking.width())


def _plot(path: Path, declared: "Declared", feed: str | None) -> tuple["Declared", "Plot"]:
    from dataclasses import replace

    from monitor.cycle import archive

    if path.is_file() and path.suffix in {".jsonl", ".ndjson"}:
        return declared, archive.plot_of_items(path, declared)
    source = _feed(path, declared, feed)
    others = tuple(f for f in declared.feeds if f.id != source.id)
    return replace(declared, feeds=(*others, source)), archive.plot_of_snapshots(path, source)


def _feed(path: Path, declared: "Declared", wanted: str | None) -> "Feed":
    from monitor.domain.evidence import Feed
    from monitor.errors import UsageError

    if wanted is None:
        return Feed(id=path.stem, address=f"file:{path}", family=path.stem)
    if wanted not in declared.feed:
        raise UsageError(f"no feed {wanted!r} is declared; `monitor feeds` lists them.")
    return declared.feed[wanted]


def _tell(replayed: "Replayed", width: int) -> None:
    from monitor.cli import looking
    from monitor.views.replay import timeline

    looking.show(timeline(replayed, width=width))


@contextmanager
def _progress(start: datetime, end: datetime) -> Iterator["Progress"]:
    """A line on standard error that says how far it is, where a person looks at it."""
    progress = Progress(start, end)
    try:
        yield progress
    finally:
        progress.clear()


class Progress:
    """Says which day the replay is at."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self._days = max((end - start).days, 1)
        self._start = start
        self._shown = -1

    def __call__(self, moment: datetime) -> None:
        """Called after each event."""
        day = (moment - self._start).days
        if sys.stderr.isatty() and day != self._shown:
            self._shown = day
            sys.stderr.write(f"\r{moment:%Y-%m-%d}  {day * 100 // self._days:3d} %")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown >= 0:
            sys.stderr.write("\r\x1b[K")
