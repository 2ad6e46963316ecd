"""`monitor record`, `ruling`, `ack`, `snooze`, `resolve`, `silence`, `lift`: what people say."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated
from uuid import uuid4

import typer

from monitor.cli.options import (
    COMMITMENTS,
    CONFIG,
    DATABASE,
    CommitmentsOption,
    ConfigOption,
    DatabaseOption,
    Places,
    parse_when,
)
from monitor.clock import utc_now
from monitor.declared.files import Declared
from monitor.domain.alert import Response, ResponseKind
from monitor.domain.commitment import Commitment
from monitor.domain.evidence import Measurement, Ruling, Verdict
from monitor.domain.standing import Word
from monitor.errors import UsageError

CommitmentArgument = Annotated[str, typer.Argument(help="The id of a commitment.")]
ByOption = Annotated[
    str,
    typer.Option("--by", envvar="MONITOR_BY", help="Your name, kept with what you say."),
]
BecauseOption = Annotated[str, typer.Option("--because", help="Why, in a sentence.")]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="WHEN", help="When it ends by itself.")
]
SourceOption = Annotated[str, typer.Option("--source", help="Where the proof can be read.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (record, ruling, ack, snooze, resolve, silence, lift):
        app.command()(command)


def _me() -> str:
    return getpass.getuser()


def _new_id() -> str:
    return uuid4().hex[:12]


@dataclass(frozen=True, slots=True)
class Desk:
    """What is declared, and where a person's word is kept."""

    places: Places
    declared: Declared

    def commitment(self, wanted: str) -> Commitment:
        """The commitment; UsageError with near names where there is none."""
        from monitor.cli.status import no_such

        found = self.declared.commitment(wanted)
        if found is None:
            raise UsageError(no_such(wanted, [c.id for c in self.declared.register.commitments]))
        return found


def _desk(commitments: CommitmentsOption, config: ConfigOption, database: DatabaseOption) -> Desk:
    from monitor.wiring import load_or_raise

    places = Places(commitments, config, database)
    return Desk(places, load_or_raise(commitments, config))


def _keep_response(database: DatabaseOption, make: Callable[[], Response]) -> None:
    from monitor.store.engine import open_store
    from monitor.store.people import put_response

    store = open_store(Places(COMMITMENTS, CONFIG, database).database_url, create=False)
    try:
        with store.write() as tx:
            put_response(tx, make())
    finally:
        store.close()


def record(
    commitment: CommitmentArgument,
    series: Annotated[str, typer.Option("--series", help="The series it is a reading of.")],
    value: Annotated[str, typer.Option("--value", help="How much.")],
    unit: Annotated[str, typer.Option("--unit", help="In which unit, such as Mt.")],
    through: Annotated[
        str, typer.Option("--through", metavar="DAY", help="The last day it covers.")
    ],
    begins: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The first day, for one period.")
    ] = None,
    source: SourceOption = "",
    note: Annotated[str, typer.Option("--note", help="Anything worth remembering.")] = "",
    retracted: Annotated[
        bool, typer.Option("--retract", help="Take back the reading of that period.")
    ] = False,
    by: ByOption = "",
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
) -> None:
    """Keep a reading of a quantity series; the running daemon takes it up within seconds.

    Example: monitor record soybeans-2026 --series usda-sold --value 8.1 --unit Mt
    --through 2026-06-04 --source https://www.fas.usda.gov
    """
    desk = _desk(commitments, config, database)
    found = desk.commitment(commitment)
    _require_series(found, series, unit)
    reading = Measurement(
        id=_new_id(),
        commitment=found.id,
        series=series,
        value=_number(value),
        unit=unit,
        begins=_day(begins, "--from") if begins else None,
        through=_day(through, "--through"),
        learned_at=utc_now(),
        by=by or _me(),
        source=source,
        retracted=retracted,
        note=note,
    )
    _file(desk, reading)
    typer.echo(f"Recorded: {series} {value} {unit} through {through} for {found.id}.")


def _file(desk: Desk, fact: Measurement | Ruling) -> None:
    from monitor.store.engine import open_store
    from monitor.store.facts import add_measurement, add_ruling

    store = open_store(desk.places.database_url)
    try:
        with store.write() as tx:
            if isinstance(fact, Measurement):
                add_measurement(tx, fact)
            else:
                add_ruling(tx, fact)
    finally:
        store.close()


def _require_series(commitment: Commitment, series: str, unit: str) -> None:
    from monitor.domain.units import comparable

    if commitment.quantity is None and commitment.service_level is None:
        raise UsageError(f"{commitment.id} is no quantity: there is nothing to measure.")
    if commitment.quantity is None:
        return
    names = commitment.quantity.series
    if names and series not in names:
        raise UsageError(f"{commitment.id} is measured by {', '.join(names)}, not by {series!r}.")
    if not comparable(unit, commitment.quantity.unit):
        raise UsageError(f"{unit!r} cannot be turned into {commitment.quantity.unit!r}.")


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise UsageError(f"--value takes a number such as 8.1, not {text!r}.") from None
    if not number.is_finite():
        raise UsageError(f"--value takes a number such as 8.1, not {text!r}.")
    return number


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{name} takes a day such as 2026-06-04, not {text!r}.") from None


def ruling(
    commitment: CommitmentArgument,
    verdict: Annotated[Verdict, typer.Argument(help="What you decide.")],
    because: BecauseOption,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="When what you rule on took place.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="The day it no longer holds.")
    ] = None,
    target: Annotated[
        str, typer.Option("--target", help="The evidence, story or ruling it is about.")
    ] = "",
    word: Annotated[str, typer.Option("--word", help="For override: the word to print.")] = "",
    by: ByOption = "",
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    database: DatabaseOption = DATABASE,
) -> None:
    """Decide, by name and with a reason; the machine's own word stays visible beside yours.

    Example: monitor ruling soybeans-2025 met --on 2026-01-12 --because "USDA counts 12.1 Mt"
    """
    if verdict is Verdict.OVERRIDE:
        _require_override(word, until)
    desk = _desk(commitments, config, database)
    decided = Ruling(
        id=_new_id(),
        commitment=desk.commitment(commitment).id,
        verdict=verdict,
        by=by or _me(),
        because=because,
        learned_at=utc_now(),
        until=_day(until, "--until") if until else None,
        target=target,
        word=word,
        happened_on=_day(on, "--on") if on else None,
    )
    _file(desk, decided)
    typer.echo(f"Ruled: {commitment} {verdict.value}, by {decided.by} (ruling {decided.id}).")


def _require_override(word: str, until: str | None) -> None:
    words = [w.value for w in Word]
    if word not in words:
        raise UsageError(f"an override needs --word, one of: {', '.join(words)}.")
    if until is None:
        raise UsageError("an override needs --until: the day on which the machine's word is back.")


AlertArgument = Annotated[str, typer.Argument(help="The id of an alert (`monitor alerts`).")]


def ack(
    alert: AlertArgument,
    because: BecauseOption = "",
    by: ByOption = "",
    database: DatabaseOption = DATABASE,
) -> None:
    """Say that you have seen an alert and are on it: it is not repeated or escalated.

    Example: monitor ack k3f9q2 --because "asked the desk"
    """
    name = by or _me()
    _answer(database, alert, ResponseKind.ACK, name, because, None)
    typer.echo(f"Acknowledged {alert}, by {name}.")


def snooze(
    alert: AlertArgument,
    until: UntilOption = None,
    for_hours: Annotated[int, typer.Option("--hours", help="Or for so many hours.")] = 24,
    because: BecauseOption = "",
    by: ByOption = "",
    database: DatabaseOption = DATABASE,
) -> None:
    """Hear no more of an alert's commitment until a moment, or until its standing changes.

    Example: monitor snooze k3f9q2 --until 2026-12-01
    """
    ends = parse_when(until, "--until") if until else utc_now() + timedelta(hours=for_hours)
    _answer(database, alert, ResponseKind.SNOOZE, by or _me(), because, ends)
    typer.echo(f"Snoozed {alert} until {ends:%Y-%m-%d %H:%M} UTC.")


def resolve(
    alert: AlertArgument,
    because: BecauseOption = "",
    by: ByOption = "",
    database: DatabaseOption = DATABASE,
) -> None:
    """Say that an alert is dealt with.

    Example: monitor resolve k3f9q2 --because "the shipment went out"
    """
    _answer(database, alert, ResponseKind.RESOLVE, by or _me(), because, None)
    typer.echo(f"Resolved {alert}.")


def _answer(
    database: str, alert: str, kind: ResponseKind, by: str, because: str, until: datetime | None
) -> None:
    from monitor.cli.looking import require_database, source_of
    from monitor.store import reads

    places = Places(COMMITMENTS, CONFIG, database)
    with source_of(places) as source:
        known = {a.id: a for a, _ in reads.alerts(require_database(source, places), limit=100_000)}
    if alert not in known:
        raise UsageError(f"there is no alert {alert!r}; `monitor alerts` lists them.")
    answer = Response(
        id=_new_id(),
        kind=kind,
        by=by,
        at=utc_now(),
        because=because,
        alert=alert,
        commitment=known[alert].commitment,
        until=until,
    )
    _keep_response(database, lambda: answer)


def silence(
    matchers: Annotated[
        list[str],
        typer.Argument(help="What to silence: commitment=ID, agreement=ID, cause=C, tag=T."),
    ],
    until: Annotated[str, typer.Option("--until", metavar="WHEN", help="When it ends.")],
    because: BecauseOption,
    by: ByOption = "",
    database: DatabaseOption = DATABASE,
) -> None:
    """Tell nothing of what matches until a moment; it is still evaluated and shown.

    Example: monitor silence agreement=busan-2025 --until 2026-12-01 --because "desk is moving"
    """
    pairs = tuple(_matcher(text) for text in matchers)
    answer = Response(
        id=_new_id(),
        kind=ResponseKind.SILENCE,
        by=by or _me(),
        at=utc_now(),
        because=because,
        matchers=pairs,
        until=parse_when(until, "--until"),
    )
    _keep_response(database, lambda: answer)
    typer.echo(f"Silenced {' and '.join(matchers)} until {until} (silence {answer.id}).")


MATCHERS = ("commitment", "agreement", "channel", "cause", "tag")


def _matcher(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or name not in MATCHERS or not value:
        raise UsageError(f"{text!r} is no matcher; write one of {', '.join(MATCHERS)} =value.")
    return name, value


def lift(
    response: Annotated[str, typer.Argument(help="The id of a silence or snooze.")],
    because: BecauseOption = "",
    by: ByOption = "",
    database: DatabaseOption = DATABASE,
) -> None:
    """End a silence or a snooze before its time.

    Example: monitor lift 4f1c02ab9e77
    """
    answer = Response(
        id=_new_id(),
        kind=ResponseKind.LIFT,
        by=by or _me(),
        at=utc_now(),
        because=because,
        target=response,
    )
    _keep_response(database, lambda: answer)
    typer.echo(f"Lifted {response}.")
