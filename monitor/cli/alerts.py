"""`monitor alerts`, `routes`, `preview`: what was told, what would be told, and to whom."""

from datetime import timedelta
from typing import Annotated

import typer

from monitor.cli.options import (
    COMMITMENTS,
    CONFIG,
    DATABASE,
    CommitmentsOption,
    ConfigOption,
    DatabaseOption,
    JsonOption,
    Places,
)
from monitor.clock import utc_now

DaysOption = Annotated[int, typer.Option("--days", min=1, max=3660, help="How far ahead.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(alerts)
    app.command()(preview)
    app.command()(routes)


def alerts(
    commitment: Annotated[
        str, typer.Option("--commitment", metavar="ID", help="Only those about one.")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, newest first.")] = 30,
    quiet_too: Annotated[
        bool, typer.Option("--all", help="Those recorded in silence (first start) too.")
    ] = False,
    as_json: JsonOption = False,
    database: DatabaseOption = DATABASE,
) -> None:
    """List what was told, newest first, and what became of it on each channel.

    Example: monitor alerts --commitment soybeans-2025
    """
    from monitor.cli import looking
    from monitor.store import reads
    from monitor.views.plain import alerts_json, to_json

    places = Places(COMMITMENTS, CONFIG, database)
    with looking.source_of(places) as source:
        known = looking.require_database(source, places)
        found = reads.alerts(known, commitment=commitment, limit=max(limit * 20, 200))
        answers = reads.responses(known)
    wanted = [(alert, sent) for alert, sent in found if sent or quiet_too][:limit]
    deliveries = [d for _, sent in wanted for d in sent]
    if as_json:
        typer.echo(to_json(alerts_json([a for a, _ in wanted], deliveries)))
    else:
        from monitor.views.alerts import alert_list

        looking.show(
            alert_list(
                [a for a, _ in wanted],
                deliveries,
                answers,
                now=utc_now(),
                width=looking.width(),
            )
        )


def preview(
    days: DaysOption = 30,
    as_json: JsonOption = False,
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
) -> None:
    """List the alerts that the calendar alone will cause, if no news comes.

    Example: monitor preview --days 30
    """
    from monitor.cli import looking
    from monitor.cycle.preview import preview_of
    from monitor.cycle.status import known_at
    from monitor.views.plain import to_json
    from monitor.views.values import alert_json

    places = Places(commitments, config, database)
    now = utc_now()
    with looking.source_of(places) as source:
        known = known_at(source, looking.declared_for(places, source), now)
    coming = preview_of(known, now + timedelta(days=days))
    if as_json:
        typer.echo(to_json({"alerts": [alert_json(alert) for alert in coming]}))
    else:
        from monitor.views.alerts import alert_list

        looking.show(alert_list(coming, now=now, width=looking.width(), soonest_first=True))


def routes(
    as_json: JsonOption = False,
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
) -> None:
    """Show who would be told of what: for each commitment, the channels by severity.

    Example: monitor routes
    """
    from monitor.cli import looking
    from monitor.cycle.reach import reach_of
    from monitor.views.plain import to_json
    from monitor.views.routes import route_list
    from monitor.wiring import load_or_raise

    reached = reach_of(load_or_raise(commitments, config), utc_now())
    if as_json:
        typer.echo(to_json({name: dict(by) for name, by in reached.items()}))
    else:
        looking.show(route_list(reached, width=looking.width()))
