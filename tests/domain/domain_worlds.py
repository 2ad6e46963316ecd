"""Small worlds for the tests of the core: one line for each fact, and strategies that make many."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from monitor.domain.calendar import Due, Ends, Offset, Relative, Unit
from monitor.domain.commitment import (
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    Commitment,
    Condition,
    ConditionKind,
    Direction,
    Event,
    Kind,
    Proof,
    Proration,
    Quantity,
    ServiceLevel,
    Step,
    Text,
)
from monitor.domain.evaluate import Context
from monitor.domain.evidence import (
    Act,
    Evidence,
    Facts,
    Measurement,
    Ruling,
    Series,
    Side,
    Signal,
    Tier,
    Verdict,
    WatchSpan,
    Witness,
)

WATCHED = Context(feeds_declared=True)


def at(text: str) -> datetime:
    """`2026-01-01 05:00` (or only the day) in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def commitment(
    kind: Kind = Kind.DO_BY, due: str | Due | None = "2026-06-30", **more: Any
) -> Commitment:
    """A owes B something since New Year 2026."""
    deadline = Due(on=on(due)) if isinstance(due, str) else due
    given: dict[str, Any] = {
        "id": "c",
        "kind": kind,
        "obligor": ("A",),
        "obligee": ("B",),
        "statement": "A does it.",
        "made": on("2026-01-01"),
        "due": deadline,
    }
    return Commitment(**(given | more))


def told(
    id: str,  # noqa: A002 -- the field's own name
    learned: str | datetime,
    signal: Signal = Signal.BREACH,
    act: Act = Act.ALLEGATION,
    family: str = "herald",
    **more: Any,
) -> Evidence:
    """What one item says, learned and published at the same moment."""
    moment = at(learned) if isinstance(learned, str) else learned
    witness = more.pop("witness", None) or Witness(
        family=family,
        tier=more.pop("tier", Tier.OUTLET),
        owner=more.pop("owner", ""),
        party=more.pop("organ", ""),
    )
    given: dict[str, Any] = {
        "id": id,
        "item": f"item-{id}",
        "commitment": "c",
        "signal": signal,
        "act": act,
        "quote": "so it is said",
        "learned_at": moment,
        "published": moment,
        "witness": witness,
    }
    return Evidence(**(given | more))


def read(
    through: str | date,
    value: str | int | Decimal,
    learned: str | datetime = "",
    series: str = "s",
    **more: Any,
) -> Measurement:
    """One reading, learned at noon of its own day unless said otherwise."""
    day = on(through) if isinstance(through, str) else through
    moment = at(learned) if isinstance(learned, str) and learned else learned
    if not isinstance(moment, datetime):
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    given: dict[str, Any] = {
        "id": f"{series}-{day}-{value}",
        "commitment": "c",
        "series": series,
        "value": Decimal(value),
        "unit": "Mt",
        "through": day,
        "learned_at": moment,
    }
    return Measurement(**(given | more))


def ruled(verdict: Verdict, learned: str | datetime, **more: Any) -> Ruling:
    """What Ada decided."""
    moment = at(learned) if isinstance(learned, str) else learned
    given: dict[str, Any] = {
        "id": f"ruling-{verdict.value}",
        "commitment": "c",
        "verdict": verdict,
        "by": "Ada",
        "because": "I have read it.",
        "learned_at": moment,
    }
    return Ruling(**(given | more))


def span(began: str, ended: str, feed: str = "f", tier: Tier = Tier.WIRE) -> WatchSpan:
    """An unbroken run of looks."""
    return WatchSpan(feed=feed, tier=tier, began=at(began), ended=at(ended))


EYES = (span("2025-01-01", "2035-01-01"),)
"""Somebody always looks."""


def facts(*things: Evidence | Measurement | Ruling | WatchSpan | Series) -> Facts:
    """Facts of every sort, sorted out."""
    return Facts(
        evidence=tuple(t for t in things if isinstance(t, Evidence)),
        measurements=tuple(t for t in things if isinstance(t, Measurement)),
        rulings=tuple(t for t in things if isinstance(t, Ruling)),
        watch=tuple(t for t in things if isinstance(t, WatchSpan)),
        series=tuple(t for t in things if isinstance(t, Series)),
    )


# ---------------------------------------------------------------------------- many worlds

DAYS = st.dates(on("2026-01-01"), on("2027-03-31"))
MOMENTS = st.builds(
    lambda day, hours, minutes: (
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours, minutes=minutes)
    ),
    DAYS,
    st.integers(0, 23),
    st.sampled_from([0, 1, 30, 59]),
)
ZONES = st.sampled_from(["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Apia"])


@st.composite
def dues(draw: st.DrawFn) -> Due:
    """Exact, ranged, ambiguous and relative deadlines in several zones."""
    day = draw(DAYS)
    relative = draw(st.sampled_from([None, None, None, "signed"]))
    unit = draw(st.sampled_from([Unit.DAYS, Unit.MONTHS, Unit.HOURS, Unit.WEEKS]))
    ranged = relative is None and draw(st.booleans()) and draw(st.booleans())
    return Due(
        on=None if relative else day,
        earliest=day - timedelta(days=9) if ranged else None,
        zone=draw(ZONES),
        ends=draw(st.sampled_from(list(Ends))),
        grace=Offset(
            draw(st.sampled_from([0, 0, 3])), draw(st.sampled_from([Unit.DAYS, Unit.HOURS]))
        ),
        remind=draw(st.sampled_from([(30, 14, 7, 3, 1), (), (5,)])),
        relative=Relative(offset=Offset(draw(st.integers(1, 40)), unit), after=relative)
        if relative
        else None,
    )


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    """Floors and caps with every proration."""
    return Quantity(
        target=Decimal(draw(st.integers(1, 30))),
        unit="Mt",
        direction=draw(st.sampled_from(list(Direction))),
        begins=draw(st.none() | st.dates(on("2026-01-01"), on("2026-03-01"))),
        series=("s", "t"),
        proration=draw(st.sampled_from(list(Proration))),
        weights=tuple(map(Decimal, range(1, 13))),
        steps=(Step(on=on("2026-04-01"), amount=Decimal(3)),),
    )


@st.composite
def amendments(draw: st.DrawFn) -> Amendment:
    """Changes of terms of every kind."""
    day = draw(DAYS)
    return Amendment(
        on=day,
        kind=draw(st.sampled_from(list(AmendmentKind))),
        status=draw(st.sampled_from(list(AmendmentStatus))),
        due=draw(st.none() | dues()),
        until=draw(st.none() | st.just(day + timedelta(days=40))),
        freezes=draw(st.booleans()),
        learned_on=draw(st.none() | st.just(day + timedelta(days=10))),
    )


@st.composite
def commitments(draw: st.DrawFn) -> Commitment:
    """Commitments of all kinds."""
    kind = draw(st.sampled_from(list(Kind)))
    measured = kind is Kind.QUANTITY or draw(st.integers(0, 3)) == 0
    conditions = draw(
        st.lists(
            st.builds(
                Condition,
                kind=st.sampled_from(list(ConditionKind)),
                on=st.sampled_from(["signed", "ruled", "never"]),
            ),
            max_size=1,
        )
    )
    return commitment(
        kind,
        draw(st.none() | dues()),
        draft=draw(st.integers(0, 9)) == 0,
        amendments=tuple(draw(st.lists(amendments(), max_size=3))),
        quantity=draw(quantities()) if measured else None,
        recurrence=draw(st.sampled_from(["FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=MONTHLY;COUNT=3"])),
        service_level=ServiceLevel(
            within=Offset(20), asked="s", answered="t", share=Decimal("0.5")
        ),
        conditions=tuple(conditions),
        proof=draw(st.sampled_from(list(Proof))),
        text=Text(by=draw(st.sampled_from(["", "A", "B"]))),
    )


@st.composite
def reports(draw: st.DrawFn) -> Evidence:
    """Reports of every sort by few families, so that copies and corroboration happen."""
    return told(
        draw(st.uuids().map(str)),
        draw(MOMENTS),
        draw(st.sampled_from([*Signal, Signal.BREACH, Signal.FULFILLED, Signal.BREACH])),
        draw(st.sampled_from(list(Act))),
        draw(st.sampled_from(["herald", "times", "wire", "gazette"])),
        tier=draw(st.sampled_from(list(Tier))),
        organ=draw(st.sampled_from(["", "", "", "A", "B"])),
        side=draw(st.sampled_from(list(Side))),
        story=draw(st.sampled_from(["", "", "s1", "s2", "s3"])),
        happened_on=draw(st.none() | DAYS),
        new_due=draw(st.none() | st.none() | DAYS),
        claimant=draw(st.none() | st.just("a minister")),
    )


@st.composite
def readings(draw: st.DrawFn) -> Measurement:
    """Readings of two series, some replaced, some taken back."""
    day = draw(DAYS)
    learned = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return read(
        day,
        draw(st.integers(0, 40)),
        learned + timedelta(days=draw(st.integers(0, 30))),
        draw(st.sampled_from(["s", "t"])),
        id=draw(st.uuids().map(str)),
        unit=draw(st.sampled_from(["Mt", "kt", "licences"])),
        begins=draw(st.none() | st.just(day - timedelta(days=6))),
        retracted=draw(st.integers(0, 5)) == 0,
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Commitment, Facts, Context]:
    """A commitment, everything that will ever be known of it, and what it rests on."""
    evidence = draw(st.lists(reports(), max_size=8))
    targets = ["", *(one.id for one in evidence), *(one.story for one in evidence)]
    rulings = draw(
        st.lists(
            st.builds(
                ruled,
                st.sampled_from(list(Verdict)),
                MOMENTS,
                id=st.uuids().map(str),
                target=st.sampled_from(targets),
                until=st.none() | DAYS,
                word=st.sampled_from(["on track", "BREACH", "nonsense"]),
            ),
            max_size=2,
        )
    )
    spans = draw(
        st.lists(
            st.tuples(MOMENTS, MOMENTS).map(
                lambda pair: WatchSpan(feed="f", tier=Tier.WIRE, began=min(pair), ended=max(pair))
            ),
            max_size=3,
        )
    )
    series = [
        Series(
            id=name,
            cumulative=draw(st.booleans()),
            every_days=draw(st.sampled_from([0, 7, 30])),
            lag_days=draw(st.integers(0, 10)),
            tier=draw(st.sampled_from([Tier.OFFICIAL, Tier.OUTLET])),
            party=draw(st.sampled_from(["", "", "A", "B"])),
        )
        for name in ("s", "t")
    ]
    events = draw(
        st.lists(
            st.builds(
                Event,
                id=st.sampled_from(["signed", "ruled"]),
                on=DAYS,
                learned_on=st.none() | DAYS,
            ),
            max_size=2,
            unique_by=lambda event: event.id,
        )
    )
    known = Facts(
        evidence=tuple(evidence),
        measurements=tuple(draw(st.lists(readings(), max_size=6))),
        rulings=tuple(rulings),
        watch=tuple(spans),
        series=tuple(series),
    )
    return (
        draw(commitments()),
        known,
        Context(events=tuple(events), feeds_declared=draw(st.booleans())),
    )
