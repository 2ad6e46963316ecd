"""A scenario → what stood and was told against what had to. The same replay as of real news."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.cycle.replay import (
    LOOK_EVERY,
    Alive,
    Asked,
    Happening,
    Measured,
    Published,
    Replay,
    Ruled,
    Said,
)
from monitor.declared.scenario import Expectation, Scenario
from monitor.domain.alert import Alert
from monitor.domain.standing import Standing


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that did not come true. line: in the scenario's file."""

    line: int
    sentence: str


def begins(scenario: Scenario) -> datetime:
    """A second before the first thing that happens or is asked."""
    return min(h.at for h in _events(scenario)) - timedelta(seconds=1)


def play(scenario: Scenario, replay: Replay) -> list[Failure]:
    """Run it on a replay that begins at `begins(scenario)`; empty where all came true."""
    start = begins(scenario)
    end = max(h.at for h in _events(scenario)) + timedelta(seconds=1)
    happenings = [*_looks(scenario, start, end), *_events(scenario)]
    told = replay.run(happenings, end).alerts
    failures = [f for e in scenario.expect for f in _judge(e, replay.answers[e.at])]
    failures += list(_missing(scenario, told))
    return sorted(failures, key=lambda f: f.line)


def _events(scenario: Scenario) -> list[Happening]:
    return [
        *(Published(i.first_seen, (i,)) for i in scenario.news),
        *(Said(i.first_seen, i, (e,)) for i, e in scenario.said),
        *(Measured(m.learned_at, m) for m in scenario.measurements),
        *(Ruled(r.learned_at, r) for r in scenario.rulings),
        *(Asked(at) for at in sorted({e.at for e in scenario.expect})),
    ]


def _looks(scenario: Scenario, start: datetime, end: datetime) -> Iterator[Alive]:
    """The feeds that live are looked at regularly, except in the blackout."""
    feeds = tuple(f for f in scenario.declared.feeds if f.id not in scenario.dead)
    dark = scenario.blackout
    for number in range(int((end - start) / LOOK_EVERY) + 1):
        at = start + LOOK_EVERY * number
        if feeds and not (dark and dark[0] <= at < dark[1]):
            yield Alive(at, feeds)


def _judge(expected: Expectation, standings: dict[str, Standing]) -> Iterator[Failure]:
    standing = standings.get(expected.commitment)
    moment = f"{expected.at:%Y-%m-%d %H:%M} UTC"
    if standing is None:
        yield Failure(expected.line, f"{expected.commitment or 'a commitment'} is not declared")
        return
    if standing.word is not expected.word:
        yield Failure(expected.line, f"{moment}: {_says(standing)} instead of {expected.word}")
    elif expected.suffixes is not None and set(expected.suffixes) != set(standing.suffixes):
        wanted = ", ".join(expected.suffixes) or "none"
        yield Failure(expected.line, f"{moment}: {_says(standing)}; suffixes wanted: {wanted}")
    reasons = " ".join(reason.sentence for reason in standing.reasons)
    for words in expected.says:
        if words not in reasons:
            yield Failure(expected.line, f"{moment}: no reason says “{words}”: {reasons}")


def _says(standing: Standing) -> str:
    beside = f" ({', '.join(standing.suffixes)})" if standing.suffixes else ""
    reasons = "; ".join(reason.sentence for reason in standing.reasons[:4])
    return f"{standing.word}{beside} [{reasons}]"


def _missing(scenario: Scenario, told: tuple[Alert, ...]) -> Iterator[Failure]:
    known = {(a.at.date(), a.cause.value, a.commitment) for a in told}
    causes = {a.cause.value for a in told}
    for wanted in scenario.told:
        if (wanted.on, wanted.cause, wanted.commitment) not in known:
            days = sorted(str(d) for d, c, _ in known if c == wanted.cause)
            when = f"; it was told on {', '.join(days)}" if days else "; it never was"
            yield Failure(wanted.line, f"{wanted.cause} should be told on {wanted.on}{when}")
    for cause in scenario.never_told:
        if cause in causes:
            yield Failure(0, f"{cause} was told and should not have been")
