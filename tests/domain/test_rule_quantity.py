"""A quantity is judged by its series: pace, verdict, staleness, conflict."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from monitor.domain.calendar import Due, Offset
from monitor.domain.commitment import (
    Amendment,
    AmendmentKind,
    Commitment,
    Direction,
    Kind,
    Proration,
    Quantity,
    Step,
)
from monitor.domain.evaluate import Context, evaluate
from monitor.domain.evidence import (
    Act,
    Evidence,
    Measurement,
    Ruling,
    Series,
    Side,
    Signal,
    Tier,
    Verdict,
)
from monitor.domain.ledger import Period
from monitor.domain.pace import share_by
from monitor.domain.standing import (
    Knowledge,
    Pace,
    Performance,
    SeriesReading,
    Standing,
    Suffix,
    Word,
)
from tests.domain.domain_worlds import (
    EYES,
    WATCHED,
    at,
    commitment,
    facts,
    on,
    read,
    ruled,
    told,
)

TARGET = Quantity(target=Decimal(12), unit="Mt", begins=on("2025-11-01"), series=("s",))
SOLD = Series(id="s", unit="Mt")
DONE = (Signal.FULFILLED, Act.DONE)


def promise(quantity: Quantity | None = TARGET, **more: Any) -> Commitment:
    due = more.pop("due", Due(on=on("2025-12-31"), zone="America/New_York"))
    return commitment(Kind.QUANTITY, due, made=on("2025-10-30"), quantity=quantity, **more)


def standing_of(
    moment: str,
    *things: Measurement | Evidence | Ruling | Series,
    context: Context = WATCHED,
    **more: Any,
) -> Standing:
    return evaluate(promise(**more), facts(*EYES, *things), at(moment), context)


def sentences(standing: Standing, code: str) -> list[str]:
    return [reason.sentence for reason in standing.reasons if reason.code == code]


# ------------------------------------------------------------------------------- pace


def test_it_counts_from_its_first_day() -> None:
    standing = standing_of("2025-10-31")
    assert (standing.word, standing.reasons[0].sentence) == (
        Word.NOT_STARTED,
        "Counts from 1 Nov 2025.",
    )
    assert standing_of("2025-10-20").reasons[0].sentence == "Not made before 30 Oct 2025."


def test_the_pace_is_judged_on_the_day_the_reading_speaks_of() -> None:
    reading = read("2025-11-15", "0.332", "2025-11-18 15:00")
    before = standing_of("2025-11-18 14:59", reading, SOLD)
    after = standing_of("2025-11-18 15:00", reading, SOLD)
    assert before.word is Word.UNRATEABLE
    assert (after.word, after.since, after.knowledge) == (
        Word.AT_RISK,
        at("2025-11-18 15:00"),
        Knowledge.CLEAR,
    )
    assert after.reasons[0].sentence == (
        "0.332 of 12 Mt through 15 Nov 2025 by s; 2.951 Mt expected by then (11%)."
    )
    assert after.pace is not None
    assert after.pace.expected == Decimal(12) * 15 / 61
    assert after.pace.needed_per_day == (12 - Decimal("0.332")) / 46
    assert after.pace.projected == pytest.approx(Decimal("0.332") * 61 / 15)
    assert (after.pace.projected_low, after.pace.chance) == (None, None)
    assert after.pace.readings == (
        SeriesReading(series="s", total=Decimal("0.332"), through=on("2025-11-15")),
    )


def test_a_pace_at_risk_recovers_only_well_above_the_mark() -> None:
    expected = [Decimal(12) * day / 61 for day in (10, 20, 30, 40)]
    totals = [
        expected[0] * Decimal("0.84"),
        expected[1] * Decimal("0.88"),
        expected[2] * Decimal("0.91"),
    ]
    readings = [read(f"2025-11-{10 * n}", total) for n, total in enumerate(totals, start=1)]
    words = [
        standing_of(moment, *readings, SOLD).word
        for moment in ("2025-11-10 12:00", "2025-11-20 12:00", "2025-11-30 12:00")
    ]
    assert words == [Word.AT_RISK, Word.AT_RISK, Word.ON_TRACK]
    recovered = standing_of("2025-11-30 13:00", *readings, SOLD)
    assert recovered.since == at("2025-11-30 12:00")
    fresh = standing_of("2025-11-20 12:00", readings[1], SOLD)
    assert fresh.word is Word.ON_TRACK


def test_four_readings_give_an_interval_and_a_chance() -> None:
    readings = [read(f"2025-11-{5 * n:02}", n) for n in range(1, 6)]
    standing = standing_of("2025-11-26", *readings, SOLD)
    assert standing.pace is not None
    assert standing.pace.projected == pytest.approx(Decimal("12.2"))
    assert standing.pace.projected_low == standing.pace.projected_high
    assert standing.pace.chance == 1.0
    uneven = [
        read(f"2025-11-{5 * n:02}", total) for n, total in enumerate((1, 1, 4, 4, 5), start=1)
    ]
    pace = standing_of("2025-11-26", *uneven, SOLD).pace
    assert pace is not None
    assert pace.projected_low is not None
    assert pace.projected_high is not None
    assert pace.projected_low < Decimal("12.2") < pace.projected_high
    assert pace.chance is not None
    assert 0.5 < pace.chance < 0.7
    behind = [read(f"2025-11-{5 * n:02}", Decimal(n) / 2) for n in range(1, 6)]
    slow = standing_of("2025-11-26", *behind, SOLD).pace
    assert slow is not None
    assert slow.chance == 0.0


@pytest.mark.parametrize(
    ("more", "day", "share"),
    [
        ({}, "2025-10-31", "0"),
        ({}, "2026-01-01", "1"),
        ({"proration": Proration.NONE}, "2025-12-01", "0"),
        (
            {
                "proration": Proration.STEPPED,
                "steps": (Step(on=on("2025-11-30"), amount=Decimal(3)),),
            },
            "2025-11-29",
            "0",
        ),
        (
            {
                "proration": Proration.STEPPED,
                "steps": (Step(on=on("2025-11-30"), amount=Decimal(3)),),
            },
            "2025-11-30",
            "0.25",
        ),
        ({"proration": Proration.SEASONAL, "weights": (Decimal(1),) * 12}, "2025-11-30", "0.5"),
        (
            {
                "proration": Proration.SEASONAL,
                "weights": (Decimal(0),) * 10 + (Decimal(1), Decimal(3)),
            },
            "2025-11-30",
            "0.25",
        ),
        ({"proration": Proration.SEASONAL, "weights": (Decimal(0),) * 12}, "2025-11-30", "1"),
        (
            {"proration": Proration.SEASONAL, "weights": (Decimal(1),)},
            "2025-11-30",
            str(Decimal(30) / 61),
        ),
    ],
)
def test_what_is_expected_by_a_day_follows_the_proration(
    more: dict[str, Any], day: str, share: str
) -> None:
    period = Period(on("2025-11-01"), on("2025-12-31"))
    assert period.days == 61
    assert share_by(replace(TARGET, **more), period, on(day)) == Decimal(share)


def test_piies_pro_rata_figures_come_out() -> None:
    """China bought 288.8 of the 502.4 billion dollars it had promised for 2020 and 2021: 57 %."""
    deal = Quantity(
        target=Decimal("502.4"), unit="USD bn", begins=on("2020-01-01"), series=("piie",)
    )
    phase_one = commitment(Kind.QUANTITY, "2021-12-31", made=on("2020-01-15"), quantity=deal)
    reading = read("2021-12-31", "288.8", "2022-02-08", "piie", unit="billion dollars")
    standing = evaluate(phase_one, facts(reading, Series(id="piie")), at("2022-02-09"))
    assert (standing.word, standing.since) == (Word.PARTLY_MET, at("2022-02-08"))
    assert standing.reasons[0].sentence == (
        "288.8 USD bn of 502.4 USD bn (57%) by piie through 31 Dec 2021; due 31 Dec 2021."
    )


# ---------------------------------------------------------------------------- verdict


def test_reached_inside_the_period_is_met() -> None:
    standing = standing_of("2025-12-20", read("2025-12-10", 9), read("2025-12-17", 12), SOLD)
    assert (standing.word, standing.completed_on) == (Word.MET, on("2025-12-17"))
    assert standing.since == at("2025-12-17 12:00")
    assert standing.reasons[0].sentence == (
        "Met on 17 Dec 2025 by the word of s, 12 Mt through 17 Dec 2025, in time."
    )


def test_what_was_reached_and_lost_again_is_not_met() -> None:
    lost = [read("2025-12-10", 12), read("2025-12-17", 11)]
    assert standing_of("2025-12-20", *lost, SOLD).word is Word.DUE_SOON


def test_reached_after_the_day_is_met_late() -> None:
    readings = [read("2025-12-31", 8), read("2026-01-05", 9), read("2026-01-12", "12.1")]
    standing = standing_of("2026-01-13", *readings, SOLD)
    assert (standing.word, standing.days_late) == (Word.MET_LATE, 12)


def test_on_an_agreed_later_date_it_is_met_and_late_against_the_first() -> None:
    later = Amendment(on=on("2025-12-03"), kind=AmendmentKind.EXTEND, due=Due(on=on("2026-02-28")))
    quantity = replace(TARGET, ends=on("2025-12-31"))
    reading = read("2026-01-12", "12.1")
    standing = standing_of("2026-01-13", reading, SOLD, amendments=(later,), quantity=quantity)
    assert (standing.word, standing.days_late, standing.days_late_original) == (Word.MET, 0, 12)
    assert "on the moved date, 12 days after the first" in standing.reasons[0].sentence


@pytest.mark.parametrize(
    ("total", "word"), [("5.9", Word.MISSED), ("6", Word.PARTLY_MET), ("11.9", Word.PARTLY_MET)]
)
def test_short_at_the_end_is_partly_met_from_half_on(total: str, word: Word) -> None:
    reading = read("2025-12-31", total, "2026-01-08 20:00")
    assert standing_of("2026-01-08 19:00", reading, SOLD).word is Word.OVERDUE
    standing = standing_of("2026-01-09", reading, SOLD)
    assert (standing.word, standing.since) == (word, at("2026-01-08 20:00"))


def test_a_reading_past_the_end_that_is_still_short_settles_it_too() -> None:
    readings = [read("2025-12-16", 7), read("2026-01-08", "8.1")]
    standing = standing_of("2026-01-09", *readings, SOLD)
    assert standing.reasons[0].sentence == (
        "8.1 Mt of 12 Mt (68%) by s through 8 Jan 2026; due 31 Dec 2025."
    )


def test_grace_is_waited_for_even_by_a_series_that_is_short() -> None:
    due = Due(on=on("2025-12-31"), grace=Offset(30))
    standing = standing_of("2026-01-09", read("2026-01-08", 3), SOLD, due=due)
    assert standing.word is Word.GRACE
    assert standing_of("2026-02-01", read("2026-01-08", 3), SOLD, due=due).since == at("2026-01-31")


def test_official_series_that_disagree_over_the_verdict_leave_it_overdue() -> None:
    readings = [read("2025-12-31", 12, series="s"), read("2025-12-31", 7, series="t")]
    standing = standing_of("2026-01-09", *readings, SOLD, Series(id="t"))
    assert (standing.word, standing.suffixes, standing.knowledge) == (
        Word.OVERDUE,
        (Suffix.CONFLICTING,),
        Knowledge.CONFLICTING,
    )
    assert sentences(standing, "series-disagree") == [
        "The official series disagree over whether the target is reached."
    ]
    assert sentences(standing, "series-apart") == [
        (
            "s says 12 Mt through 31 Dec 2025, t 7 Mt through 31 Dec 2025: "
            "further apart than they may be."
        )
    ]


def test_a_series_that_does_not_speak_of_the_day_yet_contradicts_nothing() -> None:
    readings = [read("2025-12-31", 12, series="s"), read("2025-11-30", 5, series="t")]
    assert standing_of("2026-01-09", *readings, SOLD, Series(id="t")).word is Word.MET


def test_series_that_are_apart_on_no_common_measure_are_compared_by_day() -> None:
    quantity = replace(TARGET, proration=Proration.NONE)
    same = [read("2025-11-30", 5, series="s"), read("2025-11-30", 4, series="t")]
    other = [read("2025-11-30", 5, series="s"), read("2025-11-29", 4, series="t")]
    apart = standing_of("2025-12-01", *same, SOLD, Series(id="t"), quantity=quantity)
    unknown = standing_of("2025-12-01", *other, SOLD, Series(id="t"), quantity=quantity)
    assert (apart.suffixes, unknown.suffixes) == ((Suffix.CONFLICTING,), ())
    near = [read("2025-11-30", 5, series="s"), read("2025-11-30", "4.6", series="t")]
    assert standing_of("2025-12-01", *near, SOLD, quantity=quantity).suffixes == ()


def test_an_unofficial_series_only_claims() -> None:
    trade = Series(id="s", tier=Tier.OUTLET)
    own = Series(id="s", party="A")
    for series in (trade, own):
        standing = standing_of("2025-12-20", read("2025-12-17", 12), series)
        assert (standing.word, standing.performance) == (Word.MET_CLAIMED, Performance.DUE_SOON)


# ------------------------------------------------------------------------- people, news


def test_reports_of_completion_close_what_no_series_contradicts() -> None:
    reports = [
        told(f, "2026-01-20 14:00", *DONE, family=f, side=Side.OBLIGEE) for f in ("ap", "wire")
    ]
    early = read("2026-01-08", "8.1")
    open_yet = standing_of("2026-01-21", early, *reports, SOLD)
    assert (open_yet.word, open_yet.days_late) == (Word.MET_LATE, 20)
    against = read("2026-01-20", "8.3")
    contradicted = standing_of("2026-01-21", early, against, *reports, SOLD)
    assert (contradicted.word, contradicted.suffixes) == (Word.PARTLY_MET, (Suffix.CONFLICTING,))
    assert sentences(contradicted, "contradicted") == [
        "Done, says ap and wire; an official series that speaks of that day does not."
    ]


def test_a_quantity_without_a_number_is_judged_like_a_deadline() -> None:
    assert standing_of("2026-01-02", quantity=None).word is Word.OVERDUE
    report = told("r", "2025-12-20", *DONE, tier=Tier.OFFICIAL)
    assert standing_of("2026-01-02", report, quantity=None).word is Word.MET


def test_a_person_overrules_the_series() -> None:
    short = read("2025-12-31", 7)
    met = ruled(Verdict.MET, "2026-01-10")
    missed = ruled(Verdict.MISSED, "2026-01-10")
    assert standing_of("2026-01-11", short, met, SOLD).word is Word.MET
    assert standing_of("2026-01-11", read("2025-12-31", 12), missed, SOLD).word is Word.MISSED


def test_an_accepted_amount_becomes_a_reading() -> None:
    report = told("r", "2025-11-16", Signal.PROGRESS, Act.DONE, amount=Decimal(332), unit="kt")
    accept = ruled(Verdict.ACCEPT, "2025-11-17", target="r")
    standing = standing_of("2025-11-18", report, accept)
    assert standing.pace is not None
    assert (standing.pace.reported, standing.pace.series) == (Decimal("0.332"), "s")
    unnamed = standing_of("2025-11-18", report, accept, quantity=replace(TARGET, series=()))
    assert unnamed.pace is not None
    assert unnamed.pace.series == "accepted"
    assert standing_of("2025-11-18", report, accept, quantity=None).pace is None


# ---------------------------------------------------------------------------- the series


WEEKLY = Series(id="s", every_days=7, lag_days=7)


def test_a_late_series_is_stale_and_not_behind() -> None:
    reading = read("2025-11-15", 3, "2025-11-18")
    fresh = standing_of("2025-11-29 12:00", reading, WEEKLY)
    late = standing_of("2025-11-30 05:00", reading, WEEKLY)
    assert (fresh.word, fresh.suffixes, fresh.next_look) == (
        Word.ON_TRACK,
        (),
        at("2025-11-30 05:00"),
    )
    assert (late.word, late.suffixes, late.knowledge) == (
        Word.ON_TRACK,
        (Suffix.STALE,),
        Knowledge.STALE,
    )
    assert sentences(late, "stale") == ["s should have been out before 30 Nov 2025: it is late."]


def test_a_first_reading_is_waited_for() -> None:
    waiting = standing_of("2025-11-05", WEEKLY)
    late = standing_of("2025-11-20", WEEKLY)
    assert (waiting.word, waiting.suffixes) == (Word.ON_TRACK, ())
    assert (late.word, late.suffixes) == (Word.ON_TRACK, (Suffix.STALE,))
    assert waiting.pace == Pace(
        unit="Mt",
        target=Decimal(12),
        expected=12 * (Decimal(4) / 61),
        reported=None,
        ratio=None,
        through=None,
    )


def test_a_series_that_covers_the_period_is_never_stale() -> None:
    standing = standing_of("2026-06-01", read("2025-12-31", 7), WEEKLY)
    assert (standing.word, standing.suffixes) == (Word.PARTLY_MET, ())


def test_a_fresh_series_sees_for_a_dead_feed() -> None:
    reading = read("2025-11-15", 3, "2025-11-18")
    seen = evaluate(promise(), facts(reading, WEEKLY), at("2025-11-20"), WATCHED)
    unseen = evaluate(promise(), facts(reading, WEEKLY), at("2025-12-20"), WATCHED)
    assert (seen.word, seen.since) == (Word.ON_TRACK, at("2025-11-18"))
    assert (unseen.word, unseen.since) == (Word.BLIND, at("2025-11-30 05:00"))


def test_the_fresh_one_of_two_series_is_judged() -> None:
    readings = [read("2025-11-10", 2, series="s"), read("2025-11-25", 4, series="t")]
    standing = standing_of("2025-12-01", *readings, WEEKLY, Series(id="t"))
    assert standing.pace is not None
    assert (standing.pace.series, standing.pace.reported) == ("t", Decimal(4))
    assert [one.stale for one in standing.pace.readings] == [True, False]


def test_a_later_reading_replaces_and_a_retraction_takes_away() -> None:
    first = read("2025-11-15", 3, "2025-11-18", id="1")
    revised = read("2025-11-15", 2, "2025-11-20", id="2")
    retracted = read("2025-11-15", 2, "2025-11-22", id="3", retracted=True)
    reported = [
        standing.pace and standing.pace.reported
        for moment in ("2025-11-19", "2025-11-21", "2025-11-23")
        if (standing := standing_of(moment, first, revised, retracted, SOLD))
    ]
    assert reported == [Decimal(3), Decimal(2), None]


def test_readings_of_a_period_add_up_and_net_sales_may_be_negative() -> None:
    weekly = replace(SOLD, cumulative=False)
    weeks = [
        read("2025-10-31", 9, begins=on("2025-10-25")),
        read("2025-11-07", 2, begins=on("2025-11-01")),
        read("2025-11-10", 5, begins=on("2025-11-04")),
        read("2025-11-14", "-0.5", begins=on("2025-11-08")),
        read("2025-11-21", 1, begins=on("2025-11-15")),
    ]
    standing = standing_of("2025-11-22", *weeks, weekly)
    assert standing.pace is not None
    assert (standing.pace.reported, standing.pace.through) == (Decimal("2.5"), on("2025-11-21"))


def test_a_reading_of_another_kind_is_told_and_not_used() -> None:
    standing = standing_of("2025-11-22", read("2025-11-15", 3, unit="USD bn"), SOLD)
    assert standing.pace is not None
    assert standing.pace.reported is None
    assert sentences(standing, "reading-unused") == [
        "The reading 3 USD bn through 2025-11-15 is not used: USD bn cannot be compared with Mt."
    ]


def test_without_a_last_day_or_a_first_nothing_is_expected() -> None:
    reading = read("2025-11-15", 3)
    for more in ({"due": None}, {"quantity": replace(TARGET, begins=on("1000-01-01"))}):
        standing = standing_of("2025-11-22", reading, SOLD, **more)
        assert standing.pace is not None
        assert (standing.word, standing.pace.ratio) == (Word.ON_TRACK, None)
        assert sentences(standing, "pace") == ["3 of 12 Mt through 15 Nov 2025 by s."]


def test_a_reading_on_the_last_day_is_its_own_projection() -> None:
    pace = standing_of("2026-01-05", read("2025-12-31", 7), SOLD).pace
    assert pace is not None
    assert (pace.projected, pace.needed_per_day) == (Decimal(7), None)


# ----------------------------------------------------------------------------- a cap


CAP = replace(TARGET, direction=Direction.AT_MOST)


def test_a_cap_is_at_risk_when_it_is_used_up_too_fast() -> None:
    fast = standing_of("2025-11-16", read("2025-11-15", 4), SOLD, quantity=CAP)
    even = standing_of("2025-11-16", read("2025-11-15", 3), SOLD, quantity=CAP)
    assert (fast.word, even.word) == (Word.AT_RISK, Word.ON_TRACK)
    many = [read(f"2025-11-{5 * n:02}", total) for n, total in enumerate((1, 1, 4, 4, 5), start=1)]
    pace = standing_of("2025-11-26", *many, SOLD, quantity=CAP).pace
    assert pace is not None
    assert pace.at_most
    assert pace.chance is not None
    assert pace.chance < 0.5


def test_a_cap_is_kept_only_when_its_period_is_over() -> None:
    reading = read("2025-12-31", 11, "2026-01-02")
    assert (
        standing_of("2025-12-20", read("2025-12-19", 3), SOLD, quantity=CAP).word is Word.DUE_SOON
    )
    kept = standing_of("2026-01-03", reading, SOLD, quantity=CAP)
    assert (kept.word, kept.completed_on) == (Word.MET, on("2025-12-31"))
    grace = Due(on=on("2026-02-01"))
    early = replace(CAP, ends=on("2025-12-31"))
    waiting = standing_of("2026-01-03", reading, SOLD, quantity=early, due=grace)
    assert waiting.word is Word.DUE_SOON


def test_a_cap_that_is_broken_is_a_breach_and_then_missed() -> None:
    during = standing_of("2025-12-20", read("2025-12-19", 13), SOLD, quantity=CAP)
    after = standing_of(
        "2026-01-03", read("2025-12-19", 13), read("2025-12-31", 13), SOLD, quantity=CAP
    )
    assert (during.word, after.word) == (Word.BREACH, Word.MISSED)
    assert (
        during.reasons[0].sentence
        == "s shows 13 Mt through 19 Dec 2025; at most 12 Mt is promised."
    )
    assert after.suffixes == (Suffix.BREACH_ON_RECORD,)
