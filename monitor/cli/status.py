"""`monitor status`, `show`, `feeds`: where everything stands."""

import difflib
from datetime import timedelta
from typing import Annotated

import typer

from monitor.cli.options import (
    COMMITMENTS,
    CONFIG,
    DATABASE,
    AtOption,
    CommitmentsOption,
    ConfigOption,
    DatabaseOption,
    JsonOption,
    Places,
    parse_when,
)
from monitor.clock import utc_now
from monitor.errors import UsageError

OpenOption = Annotated[bool, typer.Option("--open", help="Leave out what is over.")]
AgreementOption = Annotated[
    list[str] | None, typer.Option("--agreement", metavar="ID", help="Only this agreement.")
]
PartyOption = Annotated[
    list[str] | None, typer.Option("--party", metavar="ID", help="Only where this party is in it.")
]
TsvOption = Annotated[bool, typer.Option("--tsv", help="Print tab-separated values.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(status)
    app.command()(show)
    app.command()(feeds)
    app.command()(poll)


def status(
    at: AtOption = None,
    open_only: OpenOption = False,
    agreement: AgreementOption = None,
    party: PartyOption = None,
    as_json: JsonOption = False,
    tsv: TsvOption = False,
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
) -> None:
    """Print the table: where every commitment stands, as known now or at a past moment.

    Example: monitor status --at 2025-12-31 --agreement busan-2025
    """
    from monitor.cli import looking
    from monitor.cycle.status import around, known_at, status_rows
    from monitor.views.plain import status_json, status_tsv, to_json
    from monitor.views.rows import select

    places = Places(commitments, config, database)
    now = utc_now()
    moment = parse_when(at) if at else now
    last = looking.LastLook(places.database_url)
    with looking.source_of(places) as source:
        known = known_at(source, looking.declared_for(places, source), moment)
        rows = select(
            status_rows(known),
            agreements=agreement or (),
            parties=party or (),
            open_only=open_only,
        )
        surroundings = around(source, known, last.read(), past=bool(at))
    if as_json:
        typer.echo(to_json(status_json(rows)))
    elif tsv:
        typer.echo(status_tsv(rows), nl=False)
    else:
        from monitor.views.status import status_table

        table = status_table(rows, now=moment, width=looking.width(), around=surroundings)
        looking.show(table)
        if not at:
            last.note(now)


def show(
    commitment: Annotated[str, typer.Argument(help="The id of a commitment.")],
    at: AtOption = None,
    as_json: JsonOption = False,
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
) -> None:
    """Tell the story of one commitment: text, dates with their arithmetic, reasons, quotes.

    Example: monitor show soybeans-2025 --at 2026-01-02
    """
    from monitor.cli import looking
    from monitor.cycle.status import known_at, told
    from monitor.views.plain import story_json, to_json

    places = Places(commitments, config, database)
    moment = parse_when(at) if at else utc_now()
    with looking.source_of(places) as source:
        declared = looking.declared_for(places, source)
        found = declared.commitment(commitment)
        if found is None:
            raise UsageError(no_such(commitment, [c.id for c in declared.register.commitments]))
        tale = told(source, known_at(source, declared, moment), found)
    if as_json:
        typer.echo(to_json(story_json(tale)))
    else:
        from monitor.views.story import story

        looking.show(story(tale, now=moment, width=looking.width()))


def no_such(wanted: str, ids: list[str]) -> str:
    """A sentence for an id that nobody declared, with the nearest ones."""
    near = difflib.get_close_matches(wanted, ids, n=3)
    hint = f" Did you mean {', '.join(near)}?" if near else " `monitor status` lists them."
    return f"no commitment {wanted!r} is declared.{hint}"


def feeds(
    as_json: JsonOption = False,
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
) -> None:
    """Show how each feed does, and which live feeds watch each commitment.

    Example: monitor feeds
    """
    from monitor.cli import looking
    from monitor.cycle.status import known_at
    from monitor.views.plain import feeds_json, to_json

    places = Places(commitments, config, database)
    now = utc_now()
    with looking.source_of(places) as source:
        known = known_at(source, looking.declared_for(places, source), now)
    declared = known.declared
    coverage = {
        c.id: [f.id for f in known.watching(c)[1]]
        for c in declared.register.commitments
        if c.made <= (now + timedelta(days=1)).date()
    }
    if as_json:
        typer.echo(to_json(feeds_json(declared.feeds, known.healths, coverage)))
    else:
        from monitor.views.feeds import feed_table

        looking.show(
            feed_table(declared.feeds, known.healths, coverage, now=now, width=looking.width())
        )


def poll(
    feed: Annotated[
        list[str] | None, typer.Argument(help="Ids of feeds; all of them if none is named.")
    ] = None,
    database: DatabaseOption = DATABASE,
) -> None:
    """Have feeds looked at now instead of when they are due; the running daemon does it.

    Example: monitor poll white-house-fact-sheets
    """
    from monitor.store import polls, reads
    from monitor.store.engine import open_store

    store = open_store(Places(COMMITMENTS, CONFIG, database).database_url, create=False)
    try:
        with store.write() as tx:
            known = list(reads.healths(tx))
            strangers = [name for name in feed or () if name not in known]
            if strangers:
                raise UsageError(
                    f"no feed {strangers[0]!r} is declared; `monitor feeds` lists them."
                )
            for name in feed or known:
                polls.poll_now(tx, name, utc_now())
    finally:
        store.close()
    typer.echo(f"{len(feed or known)} feeds will be looked at now.")
