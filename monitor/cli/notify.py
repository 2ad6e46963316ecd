"""`monitor notify --test` and `monitor doctor`: does it work, and if not, why?"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from monitor.errors import EX_PROBLEMS, MonitorError, UsageError

if TYPE_CHECKING:
    from monitor.declared.files import Declared
    from monitor.delivery.channels import Channels


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what there is to say."""

    what: str
    well: bool
    says: str


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(notify)
    app.command()(doctor)


def notify(
    test: Annotated[bool, typer.Option("--test", help="Send a test message.")] = False,
    channel: Annotated[
        str, typer.Option("--channel", metavar="ID", help="Only through this channel.")
    ] = "",
    as_json: JsonOption = False,
    config: ConfigOption = CONFIG,
) -> None:
    """Send a test message through the declared channels and say what each service answered.

    Exit 1 if any failed. Example: monitor notify --test --channel slack
    """
    from monitor.declared.settings import load_alerts
    from monitor.delivery.channels import Channels

    if not test:
        raise UsageError("`monitor notify` sends nothing but a test: add --test.")
    loaded = load_alerts(config / "alerts.yaml")
    if loaded.value is None:
        raise MonitorError("\n  ".join(str(p) for p in loaded.problems))
    policy = loaded.value
    names = [c.id for c in policy.channels if channel in ("", c.id)]
    if not names:
        raise UsageError(f"no channel {channel!r} is declared in {config / 'alerts.yaml'}.")
    channels = Channels(policy, typer.echo)
    findings = [found for name in names for found in _tested(channels, policy, name)]
    _report(findings, as_json=as_json)


def _tested(channels: "Channels", policy: object, name: str) -> list[Finding]:
    from monitor.delivery.trial import trial

    found = []
    for message, delivery in trial(policy, name, utc_now()):  # type: ignore[arg-type]
        outcome = channels.send(name, delivery.recipient, message, delivery)
        who = f"{name} → {delivery.recipient}" if delivery.recipient else name
        found.append(Finding(who, outcome.arrived, outcome.detail or outcome.receipt.value))
    return found


def _report(findings: list[Finding], *, as_json: bool) -> None:
    from monitor.cli import looking
    from monitor.views.findings import finding_list
    from monitor.views.plain import to_json

    rows = [(f.what, f.well, f.says) for f in findings]
    if as_json:
        typer.echo(to_json([{"what": w, "well": ok, "says": s} for w, ok, s in rows]))
    else:
        looking.show(finding_list(rows, width=looking.width()))
    sys.stdout.flush()
    if not all(f.well for f in findings):
        raise typer.Exit(EX_PROBLEMS)


def doctor(
    as_json: JsonOption = False,
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
) -> None:
    """Look at the machine, the files, the database and the channels; send nothing.

    Exit 1 if anything is wrong. Example: monitor doctor
    """
    places = Places(commitments, config, database)
    findings = [_python(), _zones(), *_files(places), _database(places), *_channels(places)]
    _report(findings, as_json=as_json)


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("Python", sys.version_info >= (3, 11), version)


def _zones() -> Finding:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return Finding("time zones", False, "no zone data: pip install tzdata")
    return Finding("time zones", True, "zone data is there")


def _files(places: Places) -> list[Finding]:
    from monitor.declared.files import load_declared
    from monitor.errors import Grade

    loaded = load_declared(places.commitments, places.config)
    errors = [p for p in loaded.problems if p.grade is Grade.ERROR]
    if errors:
        return [Finding("declared files", False, f"{len(errors)} errors: `monitor check`")]
    assert loaded.declared is not None  # noqa: S101 -- no error, so there is a value
    count = len(loaded.declared.register.commitments)
    says = f"{count} commitments, {len(loaded.declared.feeds)} feeds"
    return [Finding("declared files", True, says), *_modes(places.config, loaded.declared)]


def _modes(config: Path, declared: "Declared") -> list[Finding]:
    """A file that holds an address with a password should be read by nobody else."""
    path = config / "alerts.yaml"
    if not path.exists():
        return []
    text = path.read_text("utf-8", "replace")
    secrets = [c.address.reveal() for c in declared.policy.channels if not c.is_terminal]
    if not any(secret in text for secret in secrets):
        return []
    open_to_all = bool(path.stat().st_mode & 0o004)
    says = f"{path} holds an address others can read: chmod 600" if open_to_all else "private"
    return [Finding("secrets", not open_to_all, says)]


def _database(places: Places) -> Finding:
    from monitor.cli.looking import source_of
    from monitor.store import reads

    try:
        with source_of(places) as source:
            if source is None:
                return Finding("database", True, "not made yet: `monitor run` makes it")
            standings = len(reads.all_latest(source))
    except MonitorError as error:
        return Finding("database", False, str(error))
    return Finding("database", True, f"{_kind(places.database_url)}, {standings} standings")


def _kind(url: str) -> str:
    """Which database, and for SQLite how it keeps its journal and why."""
    import sqlite3

    from monitor.store import sqlite_file

    if not sqlite_file.is_sqlite(url):
        return "PostgreSQL"
    journal = sqlite_file.journal_for(sqlite3.sqlite_version_info)
    return f"SQLite {sqlite3.sqlite_version} (journal {journal.value})"


def _channels(places: Places) -> list[Finding]:
    from monitor.declared.settings import load_alerts
    from monitor.delivery.services import load
    from monitor.domain.alert import Outcome

    loaded = load_alerts(places.config / "alerts.yaml")
    found = []
    for channel in loaded.value.channels if loaded.value else ():
        service = None if channel.is_terminal else load(channel.address.reveal(), utc_now)
        well = not isinstance(service, Outcome)
        says = service.detail if isinstance(service, Outcome) else "can be addressed"
        found.append(Finding(f"channel {channel.id}", well, says))
    return found
