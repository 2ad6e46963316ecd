"""`monitor export`: due dates as a calendar, alerts as a feed, the table as a sheet or JSON."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import (
    COMMITMENTS,
    CONFIG,
    DATABASE,
    AtOption,
    CommitmentsOption,
    ConfigOption,
    DatabaseOption,
    Places,
    parse_when,
)
from monitor.clock import utc_now

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.store.source import Source


class Format(StrEnum):
    """What can be exported."""

    ICS = "ics"
    ATOM = "atom"
    CSV = "csv"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(export)


def export(
    form: Annotated[Format, typer.Argument(metavar="FORMAT", help="ics, atom, csv or json.")],
    at: AtOption = None,
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
) -> None:
    """Print due dates (ics), alerts (atom) or the table (csv, json) for other programs.

    Example: monitor export ics > due-dates.ics
    """
    from monitor.cli import looking
    from monitor.cycle.status import known_at, status_rows
    from monitor.views.csv import status_csv
    from monitor.views.ics import ics
    from monitor.views.plain import status_json, to_json

    places = Places(commitments, config, database)
    moment = parse_when(at) if at else utc_now()
    with looking.source_of(places) as source:
        declared = looking.declared_for(places, source)
        if form is Format.ATOM:
            links = {c.id: c.text.url for c in declared.register.commitments if c.text.url}
            text = _atom(source, moment, links)
        else:
            rows = status_rows(known_at(source, declared, moment))
            text = {
                Format.ICS: lambda: ics(rows),
                Format.CSV: lambda: status_csv(rows),
                Format.JSON: lambda: to_json(status_json(rows)) + "\n",
            }[form]()
    # the formats end their lines themselves
    typer.echo(text.encode(), nl=False)


def _atom(source: "Source | None", moment: "datetime", links: dict[str, str]) -> str:
    from monitor.store import reads
    from monitor.views.atom import atom

    found = reads.alerts(source, at=moment) if source is not None else ()
    return atom([alert for alert, sent in found if sent], now=moment, links=links)
