from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from monitor.domain.alert import Response, ResponseKind
from monitor.domain.calendar import Deadline, Due
from monitor.domain.commitment import (
    Agreement,
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    Commitment,
    Kind,
    Quantity,
    Reading,
)
from monitor.domain.commitment import Text as Terms
from monitor.domain.evidence import (
    Act,
    Evidence,
    Facts,
    Ruling,
    Side,
    Signal,
    Tier,
    Verdict,
    Witness,
)
from monitor.domain.standing import (
    Binding,
    Claim,
    ClaimState,
    Knowledge,
    Pace,
    Performance,
    Reason,
    SeriesReading,
    Standing,
    Suffix,
    Transition,
    Word,
)
from monitor.views.plain import story_json, to_json
from monitor.views.story import story
from monitor.views.told import Told

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
DEADLINE = Deadline(
    instant=datetime(2026, 3, 1, 4, 59, 59, tzinfo=UTC),
    grace_ends=datetime(2026, 3, 8, 4, 59, 59, tzinfo=UTC),
    zone="America/New_York",
    day=date(2026, 2, 28),
    trace=(
        "declared: 2025-12-31, end of day, America/New_York",
        "amended on 2025-12-03: extended to 2026-02-28",
        "end of 2026-02-28 in America/New_York = 2026-03-01T04:59:59Z",
        "grace of 7d ends 2026-03-08T04:59:59Z",
    ),
)
ORIGINAL = replace(
    DEADLINE, day=date(2025, 12, 31), instant=datetime(2026, 1, 1, 4, 59, 59, tzinfo=UTC)
)
COMMITMENT = Commitment(
    id="beans-2025",
    kind=Kind.QUANTITY,
    obligor=("EA",),
    obligee=("WE",),
    statement="Eastland buys at least 12 million tonnes of Westland beans by the end of 2025.",
    made=date(2025, 10, 30),
    agreement="harbour-2025",
    text=Terms(
        by="WE",
        url="https://westland.example/briefings/harbour-fact-sheet",
        instrument="Fact sheet of 1 November 2025",
        quote="Eastland will purchase at least 12 million metric tons of Westland beans.",
    ),
    due=Due(on=date(2025, 12, 31), zone="America/New_York"),
    readings=(
        Reading(by="WE", due=Due(on=date(2026, 2, 28)), text="by the end of the season"),
        Reading(by="EA", text="purchases follow market conditions", url="https://ea.example/press"),
    ),
    amendments=(
        Amendment(
            on=date(2025, 12, 3),
            kind=AmendmentKind.EXTEND,
            status=AmendmentStatus.AGREED,
            by="WE",
            due=Due(on=date(2026, 2, 28), zone="America/New_York"),
            because="the crop year ends then",
            source="https://westland.example/briefings/extension",
        ),
    ),
    quantity=Quantity(target=Decimal(12), unit="Mt", begins=date(2025, 11, 1)),
    verified_on=date(2025, 12, 10),
)


def piece(name: str, family: str, hours: int, **more: object) -> Evidence:
    basis = Evidence(
        id=name,
        item=f"item-{name}",
        commitment="beans-2025",
        signal=Signal.BREACH,
        act=Act.ALLEGATION,
        party="EA",
        claimant="WE",
        side=Side.OBLIGEE,
        quote=f"Eastland has fallen far short of its pledge, said the {family}",
        confidence=0.82,
        learned_at=NOW - timedelta(hours=hours),
        because="“fallen short” of “pledge” by the obligor",
        witness=Witness(family=family, tier=Tier.WIRE),
        story="s1",
        title="Westland says Eastland is behind on beans",
        link=f"https://{family}.example/2026/01/04/beans",
        published=NOW - timedelta(hours=hours + 1),
    )
    return replace(basis, **more)  # type: ignore[arg-type]


FACTS = Facts(
    evidence=(
        piece("e1", "northwire", 30),
        piece("e2", "daily-globe", 26),
        piece(
            "e3",
            "eastland-news",
            20,
            signal=Signal.DENIED,
            act=Act.DENIAL,
            claimant="EA",
            side=Side.OBLIGOR,
            quote="Purchases go on as agreed",
            title="Ministry: purchases go on as agreed",
            story="s2",
        ),
        piece(
            "e4",
            "farm-bureau",
            700,
            signal=Signal.PROGRESS,
            act=Act.DONE,
            claimant=None,
            side=Side.OUTLET,
            quote="three cargoes were loaded last week",
            title="Cargoes loaded",
            story="s3",
        ),
    ),
    rulings=(
        Ruling(
            id="r1",
            commitment="beans-2025",
            verdict=Verdict.ACCEPT,
            by="ana",
            because="the fact sheet was updated",
            learned_at=NOW - timedelta(days=30),
            target="am-1",
        ),
    ),
)
STANDING = Standing(
    commitment="beans-2025",
    at=NOW,
    word=Word.BREACH_CORROBORATED,
    machine_word=Word.BREACH_CORROBORATED,
    suffixes=(Suffix.DISPUTED, Suffix.CONFLICTING),
    binding=Binding.AGREED,
    performance=Performance.AT_RISK,
    claims=(
        Claim(
            story="s1",
            state=ClaimState.CORROBORATED,
            since=NOW - timedelta(hours=26),
            families=("northwire", "daily-globe"),
            evidence=("e1", "e2"),
            disputed_by=("EA",),
            claimant="WE",
            reason="two independent families within 14 days",
        ),
    ),
    knowledge=Knowledge.CONFLICTING,
    since=NOW - timedelta(hours=26),
    due=DEADLINE,
    original_due=ORIGINAL,
    moved_days=59,
    days_left=54,
    pace=Pace(
        unit="Mt",
        target=Decimal(12),
        expected=Decimal("6.4"),
        reported=Decimal("4.128"),
        ratio=Decimal("0.645"),
        through=date(2025, 12, 31),
        series="we-sold",
        projected=Decimal("7.9"),
        projected_low=Decimal("6.1"),
        projected_high=Decimal("9.6"),
        needed_per_day=Decimal("0.1312"),
        chance=0.06,
        readings=(
            SeriesReading(
                series="we-sold",
                total=Decimal("4.128"),
                through=date(2025, 12, 31),
                next_release=date(2026, 1, 8),
            ),
            SeriesReading(
                series="ea-customs",
                total=Decimal("2.9"),
                through=date(2025, 11, 30),
                stale=True,
                next_release=date(2025, 12, 20),
            ),
        ),
    ),
    reasons=(
        Reason(
            code="breach-corroborated",
            sentence="northwire and daily-globe, two independent families, report a breach.",
            rests_on=("e1", "e2"),
            since=NOW - timedelta(hours=26),
        ),
        Reason(
            code="pace-at-risk",
            sentence="4.128 Mt by 2025-12-31 where 6.4 Mt were expected: 0.645, below 0.85.",
            rests_on=("m1",),
        ),
        Reason(
            code="series-conflict",
            sentence="we-sold says 4.128 Mt, ea-customs 2.9 Mt: they differ by more than 10 %.",
            rests_on=("m1", "m2"),
        ),
    ),
    next_look=datetime(2026, 1, 8, 13, 30, tzinfo=UTC),
)
HISTORY = (
    Transition(
        id="t1",
        commitment="beans-2025",
        at=NOW - timedelta(days=50),
        before=None,
        after=Word.ON_TRACK,
    ),
    Transition(
        id="t2",
        commitment="beans-2025",
        at=NOW - timedelta(days=9),
        before=Word.ON_TRACK,
        after=Word.AT_RISK,
        reasons=(Reason(code="pace-at-risk", sentence="The pace fell below 0.85."),),
    ),
    Transition(
        id="t3",
        commitment="beans-2025",
        at=NOW - timedelta(hours=26),
        before=Word.AT_RISK,
        after=Word.BREACH_CORROBORATED,
        suffixes_after=(Suffix.DISPUTED,),
    ),
)
TOLD = Told(
    commitment=COMMITMENT,
    standing=STANDING,
    facts=FACTS,
    agreement=Agreement(id="harbour-2025", name="Harbour arrangement"),
    transitions=HISTORY,
    responses=(
        Response(
            id="p1",
            kind=ResponseKind.SNOOZE,
            by="ben",
            at=NOW - timedelta(hours=5),
            because="waiting for Thursday's figures",
            until=NOW + timedelta(days=3),
        ),
    ),
    names={"EA": "Eastland", "WE": "Westland"},
    feeds_alive=3,
    feeds_total=4,
)


@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_story_reads_as_it_did(width: int, same: Callable[[str, str], None]) -> None:
    same(f"story-{width}", str(story(TOLD, now=NOW, width=width)))


def test_the_story_as_json_reads_as_it_did(same: Callable[[str, str], None]) -> None:
    same("story-json", to_json(story_json(TOLD)) + "\n")
