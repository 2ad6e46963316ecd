from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from monitor.domain.calendar import Deadline, Due, Offset, Relative
from monitor.domain.commitment import (
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    Commitment,
    Condition,
    ConditionKind,
    Kind,
)
from monitor.domain.evidence import Act, Evidence, Facts, Signal, Witness
from monitor.domain.standing import Instance, Pace, Performance, Standing, Word
from monitor.views.story import story
from monitor.views.told import Told

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
DUE = Deadline(
    instant=datetime(2026, 1, 1, 5, 0, tzinfo=UTC),
    grace_ends=datetime(2026, 1, 1, 5, 0, tzinfo=UTC),
    zone="America/New_York",
    day=date(2025, 12, 31),
)
COMMITMENT = Commitment(
    id="report",
    kind=Kind.RECURRING,
    obligor=("A",),
    obligee=("B",),
    statement="The yearly report.",
    made=date(2024, 1, 1),
    due=Due(on=date(2025, 12, 31), zone="America/New_York"),
)
STANDING = Standing(
    commitment="report", at=NOW, word=Word.ON_TRACK, machine_word=Word.ON_TRACK, due=DUE
)
PACE = Pace(
    unit="Mt",
    target=Decimal(12),
    expected=Decimal(12),
    reported=None,
    ratio=None,
    through=None,
)


def section(told: Told, title: str, width: int = 100) -> list[str]:
    """The lines of one section, without its title; empty where it is left out."""
    lines = str(story(told, now=NOW, width=width, limit=2)).splitlines()
    openings = [at for at, line in enumerate(lines) if line.startswith(f"{title} ─")]
    if not openings:
        return []
    body = lines[openings[0] + 1 :]
    return body[: body.index("")] if "" in body else body


def told(commitment: Commitment = COMMITMENT, standing: Standing = STANDING) -> Told:
    return Told(commitment=commitment, standing=standing)


def test_each_occurrence_of_a_recurring_commitment_is_told() -> None:
    instances = (
        Instance(due=DUE, performance=Performance.MET, completed_on=date(2025, 12, 30)),
        Instance(due=replace(DUE, day=date(2026, 12, 31)), performance=Performance.ON_TRACK),
    )
    assert section(told(standing=replace(STANDING, instances=instances)), "Occurrences") == [
        "  2025-12-31    met, done 2025-12-30",
        "  2026-12-31    on-track",
    ]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, "no due date"),
        (
            Due(relative=Relative(offset=Offset(45), after="handover", working_calendars=("US",))),
            "45d of US after handover, not yet known",
        ),
        (Due(relative=Relative(offset=Offset(90), after="x")), "90d after x, not yet known"),
    ],
)
def test_a_date_that_is_not_known_says_what_it_hangs_on(due: Due | None, said: str) -> None:
    lines = section(told(replace(COMMITMENT, due=due), replace(STANDING, due=None)), "Dates")
    assert lines == [f"  due           {said}"]


def test_dates_name_the_range_the_doubt_the_claim_and_the_day_of_performance() -> None:
    deadline = replace(DUE, earliest=NOW, ambiguous="EDT is written where EST holds")
    standing = replace(
        STANDING,
        due=deadline,
        days_left=-5,
        claimed_due=replace(DUE, day=date(2026, 2, 28)),
        completed_on=date(2026, 1, 4),
        days_late=4,
        days_late_original=34,
    )
    assert section(told(standing=standing), "Dates") == [
        "  due           2025-12-31 in America/New_York = 2026-01-01 05:00 UTC · 5 d over",
        "  earliest      2026-01-05 12:00 UTC",
        "  ambiguous     EDT is written where EST holds",
        "  claimed       2026-02-28 = 2026-01-01 05:00 UTC · one side only, so it does not count",
        "  done          2026-01-04 · 4 d late, 34 d after the original due date",
    ]


def test_every_change_of_the_terms_is_told_with_its_day() -> None:
    amendments = (
        Amendment(
            on=date(2025, 3, 1),
            kind=AmendmentKind.SUSPEND,
            status=AmendmentStatus.CLAIMED,
            until=date(2025, 6, 1),
            learned_on=date(2025, 3, 4),
        ),
        Amendment(
            on=date(2025, 2, 1),
            kind=AmendmentKind.EXTEND,
            due=Due(on=date(2025, 12, 31), earliest=date(2025, 12, 1), at=time(12, 1)),
        ),
    )
    assert section(told(replace(COMMITMENT, amendments=amendments)), "Dates")[1:] == [
        "  2025-02-01    extend to 2025-12-01 to 2025-12-31 12:01 UTC (agreed)",
        "  2025-03-01    suspend until 2025-06-01 (claimed)",
        "                learned 2025-03-04",
    ]


def test_conditions_stand_with_the_text() -> None:
    conditions = (
        Condition(kind=ConditionKind.ANTECEDENT, on="handover", text="once the lists are there"),
        Condition(kind=ConditionKind.GROUND, on="statute"),
    )
    assert section(told(replace(COMMITMENT, conditions=conditions)), "Text")[-2:] == [
        "  antecedent    handover: once the lists are there",
        "  ground        statute",
    ]


def test_a_pace_without_figures_says_so_and_invents_none() -> None:
    assert section(told(standing=replace(STANDING, pace=PACE)), "Pace") == [
        "  " + "╌" * 48,
        "  reported      nothing yet, of 12 Mt",
        "  expected      12 Mt by then",
    ]


def test_an_override_names_who_decided_until_when_and_what_the_machine_says() -> None:
    ruled = replace(
        STANDING,
        word=Word.MET,
        machine_word=Word.OVERDUE,
        override_by="ana",
        override_until=date(2026, 2, 1),
    )
    assert "  Decided by ana until 2026-02-01; the machine says OVERDUE." in section(
        told(standing=ruled), "Standing"
    )


def piece(number: int) -> Evidence:
    return Evidence(
        id=f"e{number}",
        item="i",
        commitment="report",
        signal=Signal.PROGRESS,
        act=Act.DONE,
        quote=f"quote {number}",
        learned_at=NOW.replace(day=number),
        happened_on=date(2025, 12, number),
        witness=Witness(family="globe"),
    )


def test_evidence_beyond_the_limit_is_counted_with_its_oldest_day() -> None:
    facts = Facts(evidence=tuple(piece(number) for number in (1, 2, 3, 4)))
    out = str(story(replace(told(), facts=facts), now=NOW, width=100, limit=2))
    assert [f"“quote {number}”" in out for number in (1, 2, 3, 4)] == [False, False, True, True]
    assert "and 2 older, the oldest of 2026-01-01 12:00 UTC (--json has all)" in out


def test_silence_is_said_where_it_matters() -> None:
    assert section(told(), "Evidence") == [
        "  Nothing has been read about it.",
        "  0 of 0 feeds that watch it are alive.",
    ]
    titles = ("Readings", "Occurrences", "Pace", "Claims of breach", "People", "History")
    assert [section(told(), title) for title in titles] == [[]] * len(titles)
