"""`monitor run` and `monitor once`."""

import asyncio
import os
import sys
from functools import partial
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


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(run)
    app.command()(once)


def run(
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
    plain: Annotated[bool, typer.Option("--plain", help="Log lines, even on a terminal.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log more.")] = False,
) -> None:
    """Watch until stopped: the live table on a terminal, log lines elsewhere.

    Example: monitor run --commitments commitments.yaml --config config
    """
    from monitor.daemon.screen import daemon_on

    places = Places(commitments, config, database)
    live = sys.stdout.isatty() and not plain
    code = daemon_on(
        places.commitments, places.config, places.database_url, live=live, verbose=verbose
    )
    # a send that hangs in a library's thread must not hold the exit
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def once(
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Do one whole cycle, then exit (for cron and CI).

    Example: */15 * * * * monitor once
    """
    from monitor.views.rounds import round_json, round_text
    from monitor.wiring import open_program

    places = Places(commitments, config, database)
    with open_program(
        places.commitments, places.config, places.database_url, partial(typer.echo, err=as_json)
    ) as program:
        done = asyncio.run(program.once()).counts()
    typer.echo(round_json(done) if as_json else round_text(done))
    sys.stdout.flush()
    os._exit(0)
