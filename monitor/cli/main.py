"""Arguments → a command; the one error handler; exit codes as in sysexits."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import typer

from monitor import __version__
from monitor.errors import EX_SOFTWARE, EX_USAGE, MonitorError

HELP = """Keeps public promises under watch and tells you, with the proof, when one is due,
slipping, changed, disputed or reported broken.

Start with `monitor replay soybeans-2025` (no network needed), then `monitor check` and
`monitor run`.
"""

COMMANDS = {
    "check": ("check", "test", "schema", "init"),
    "daemon": ("run", "once"),
    "status": ("status", "show", "feeds", "poll"),
    "evidence": ("read",),
    "replay": ("replay",),
    "people": ("record", "ruling", "ack", "snooze", "resolve", "silence", "lift"),
    "alerts": ("alerts", "routes", "preview"),
    "notify": ("notify", "doctor"),
    "export": ("export",),
}
"""Which module holds which commands: only the one that is called is imported."""


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The command line with the module of the named command, or with all for help."""
    app = typer.Typer(
        name="monitor",
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    wanted = [room for room, names in COMMANDS.items() if set(names) & set(arguments[:1])]
    for room in wanted or COMMANDS:
        import_module(f"monitor.cli.{room}").register(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"monitor {__version__}")
        raise typer.Exit


def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    del version


def main() -> None:
    """Run the command named on the command line and exit with its code."""
    try:
        code = app_for(sys.argv[1:])(standalone_mode=False)
    except MonitorError as error:
        sys.stderr.write(f"monitor: {error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # the reader of our pipe (head, less) is gone: no message, and no second one at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except typer.TyperException as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        sys.stderr.write(f"monitor: {message} Try `monitor --help`.\n")
        sys.exit(EX_USAGE)
    except Exception as error:
        if os.environ.get("MONITOR_DEBUG"):
            raise
        # a traceback may hold an address with a password: only its last place is shown
        sys.stderr.write(f"monitor: {_fault(error)}\n")
        sys.exit(EX_SOFTWARE)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _fault(error: Exception) -> str:
    """A fault of ours in one sentence: its kind and where it arose."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return (
        f"a fault of the program itself: {type(error).__name__}{place}."
        " Set MONITOR_DEBUG=1 to see more; nothing that was stored is lost."
    )
