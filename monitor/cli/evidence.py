"""`monitor read`: what the program makes of given items; nothing is stored or sent."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import COMMITMENTS, CONFIG, CommitmentsOption, ConfigOption, JsonOption
from monitor.clock import utc_now
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.domain.evidence import Evidence, Item
    from monitor.reading.reader import RuleReader


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(read)


def read(
    file: Annotated[
        Path | None, typer.Argument(help="JSON lines, or - for standard input.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say which commitments were considered, and why.")
    ] = False,
    as_json: JsonOption = False,
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
) -> None:
    """Say what the program makes of items, one JSON object a line; nothing is stored or sent.

    Each has id, title, summary, published and source.
    Example: echo '{"id": "1", "title": "China halts US soybean purchases"}' | monitor read
    """
    from monitor.cli import looking
    from monitor.reading.reader import RuleReader
    from monitor.views.evidence import evidence_list
    from monitor.views.plain import read_jsonl
    from monitor.wiring import load_or_raise

    declared = load_or_raise(commitments, config)
    reader = RuleReader(declared.register, declared.feeds)
    if explain:
        _explain(reader, _items(file))
        return
    evidence: list[Evidence] = []
    count = 0
    for item in _items(file):
        count += 1
        said = reader.read(item).evidence
        evidence += said
        if as_json and said:
            typer.echo(read_jsonl(said), nl=False)
    if not as_json:
        looking.show(evidence_list(evidence, items=count, width=looking.width()))


def _items(file: Path | None) -> Iterator["Item"]:
    from monitor.feeds.snapshots import read_items

    if file is None or str(file) == "-":
        if sys.stdin.isatty():
            raise UsageError("`monitor read` takes JSON lines in a file or on standard input.")
        yield from read_items(sys.stdin, name="standard input", now=utc_now())
        return
    try:
        lines = file.open(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from None
    with lines:
        yield from read_items(lines, name=str(file), now=utc_now())


def _explain(reader: "RuleReader", items: Iterator["Item"]) -> None:
    from monitor.cli import looking
    from monitor.views.explained import explained

    for item in items:
        considered = [(c.commitment, c.kept, c.because) for c in reader.explain(item)]
        looking.show(explained(item, considered, width=looking.width()))
