"""Performance, knowledge, terms and news: what each change gives to tell."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from monitor.domain.alert import Alert, Cause, Policy, Severity
from monitor.domain.calendar import Due
from monitor.domain.commitment import (
    AlertWishes,
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    Commitment,
    Kind,
)
from monitor.domain.evidence import Act, Evidence, Facts, Signal
from monitor.domain.standing import (
    Binding,
    Instance,
    Knowledge,
    Pace,
    Performance,
    Reason,
    SeriesReading,
    Standing,
    Suffix,
    Word,
)

Tells = Callable[..., tuple[Alert, ...]]
Stands = Callable[..., Standing]
Promise = Callable[..., Commitment]
LATER = Due(on=date(2026, 2, 28), zone="America/New_York")


def keys(alerts: tuple[Alert, ...]) -> list[str]:
    return [alert.key.removeprefix("soybeans-2025/") for alert in alerts]


def test_at_risk_is_told_and_so_is_the_recovery_and_the_next_slip(
    tells: Tells, stands: Stands, sold: Callable[..., Pace], usda: Facts
) -> None:
    told: tuple[str, ...] = ()
    headlines: list[str] = []
    before = stands("2025-12-18 12:00")
    for hour, (performance, word) in enumerate(
        [
            (Performance.AT_RISK, Word.AT_RISK),
            (Performance.AT_RISK, Word.AT_RISK),
            (Performance.ON_TRACK, Word.ON_TRACK),
            (Performance.AT_RISK, Word.AT_RISK),
        ]
    ):
        after = stands(f"2025-12-19 {hour:02d}:00", performance, word, pace=sold())
        alerts = tells(before, after, facts=usda, told=told)
        told += tuple(alert.key for alert in alerts)
        headlines += [alert.headline for alert in alerts]
        before = after
    assert told == (
        "soybeans-2025/at-risk/2025-12-31/0",
        "soybeans-2025/recovered/2025-12-31/0",
        "soybeans-2025/at-risk/2025-12-31/1",
    )
    assert headlines[0] == (
        "At risk — China → United States: soybeans-2025 is behind its pace; 8.1 of 12 Mt reported"
        " by USDA export sales, through 18 Dec (9.6 expected by then)"
    )


@pytest.mark.parametrize(
    ("performance", "word", "key", "severity"),
    [
        (Performance.MET, Word.MET, "met/2025-12-31/0", Severity.NOTICE),
        (Performance.MET_LATE, Word.MET_LATE, "met-late/2025-12-31/0", Severity.NOTICE),
        (Performance.PARTLY_MET, Word.PARTLY_MET, "partly-met/2025-12-31/0", Severity.WARNING),
        (Performance.MISSED, Word.MISSED, "missed/2025-12-31/0", Severity.CRITICAL),
        (Performance.ENDED_CLEAN, Word.ENDED_CLEAN, "ended/2025-12-31/0", Severity.NOTICE),
    ],
)
def test_every_end_is_told_once(
    tells: Tells,
    stands: Stands,
    performance: Performance,
    word: Word,
    key: str,
    severity: Severity,
) -> None:
    before = stands("2026-01-01 06:00", Performance.OVERDUE, Word.OVERDUE)
    after = stands("2026-01-02 06:00", performance, word)
    told = ("soybeans-2025/overdue/2025-12-31",)
    alerts = tells(before, after, told=told)
    assert [(a.key, a.severity, a.resolves) for a in alerts] == [
        (f"soybeans-2025/{key}", severity, (Cause.OVERDUE,))
    ]
    assert tells(after, after, told=(*told, alerts[0].key)) == ()


def test_met_late_says_by_how_much_and_by_whose_word(tells: Tells, stands: Stands) -> None:
    reason = Reason(
        code="met-late", sentence="Met on 5 Jan 2026 by the word of USDA.", rests_on=("m9",)
    )
    before = stands("2026-01-06 06:00", Performance.OVERDUE, Word.OVERDUE)
    after = stands(
        "2026-01-06 07:00", Performance.MET_LATE, Word.MET_LATE, days_late=5, reasons=(reason,)
    )
    (alert,) = tells(before, after, told=("soybeans-2025/overdue/2025-12-31",))
    assert (alert.headline, alert.because, alert.rests_on) == (
        (
            "Met late — China → United States: soybeans-2025 was met late by 5 days; it was due"
            " 31 Dec 2025 (New York)"
        ),
        "Met on 5 Jan 2026 by the word of USDA.",
        ("m9",),
    )


def test_what_was_told_as_met_and_holds_no_longer_is_taken_back_and_may_be_met_again(
    tells: Tells, stands: Stands
) -> None:
    met = stands("2025-12-20 06:00", Performance.MET, Word.MET)
    open_again = stands("2025-12-21 06:00")
    told: tuple[str, ...] = ("soybeans-2025/met/2025-12-31/0",)
    (back,) = tells(met, open_again, told=told)
    assert (back.key, back.resolves) == (
        "soybeans-2025/retracted/2025-12-31/0",
        (Cause.MET,),
    )
    assert back.headline.endswith("no longer counts as met; it stands at: on track")
    told += (back.key,)
    assert keys(tells(open_again, replace(met, at=open_again.at), told=told)) == [
        "met/2025-12-31/1"
    ]


def test_a_claim_to_have_met_it_is_told_as_a_claim(tells: Tells, stands: Stands) -> None:
    claimed = Reason(code="claimed-met", sentence="Only the obligor says it was done.")
    after = stands(
        "2025-12-20 06:00",
        word=Word.MET_CLAIMED,
        suffixes=(Suffix.CLAIMED_ONLY,),
        reasons=(claimed,),
    )
    (alert,) = tells(stands("2025-12-20 05:30"), after)
    assert (alert.key, alert.sure, alert.headline) == (
        "soybeans-2025/claimed-met/2025-12-31",
        "the obligor's word only",
        "Met? — China → United States: soybeans-2025 was met, says China alone",
    )
    gone = stands("2025-12-20 07:00")
    (back,) = tells(after, gone, told=(alert.key,))
    assert back.resolves == (Cause.CLAIMED_MET,)


def test_a_decision_due_is_told_once(tells: Tells, stands: Stands, promise: Promise) -> None:
    sunset = promise(kind=Kind.SUNSET)
    after = stands("2025-12-25 06:00", Performance.DUE_SOON, Word.DECISION_DUE)
    (alert,) = tells(stands("2025-12-25 04:00"), after, commitment=sunset)
    assert (alert.key, alert.headline) == (
        "soybeans-2025/decision-due/2025-12-31",
        (
            "Decision due — China → United States: soybeans-2025 runs out on 31 Dec 2025 (New York)"
            " unless somebody extends it"
        ),
    )


def test_a_decision_that_was_told_to_be_due_is_not_told_again(
    tells: Tells, stands: Stands, promise: Promise
) -> None:
    after = stands("2025-12-25 06:00", Performance.DUE_SOON, Word.DECISION_DUE)
    told = ("soybeans-2025/decision-due/2025-12-31",)
    assert tells(after, after, commitment=promise(kind=Kind.SUNSET), told=told) == ()


def test_each_occurrence_of_a_recurring_promise_ends_by_itself(
    tells: Tells, stands: Stands, promise: Promise
) -> None:
    held = stands("2026-01-02 06:00")
    assert held.due is not None
    done = Instance(due=held.due, performance=Performance.MET)
    after = replace(held, instances=(done,))
    alerts = tells(None, after, commitment=promise(kind=Kind.RECURRING))
    assert "met/2025-12-31/0" in keys(alerts)


@pytest.mark.parametrize(
    ("knowledge", "cause", "words"),
    [
        (Knowledge.BLIND, Cause.BLIND, "cannot be judged: no live feed of tier outlet or better"),
        (Knowledge.CONFLICTING, Cause.CONFLICTING, "has figures that disagree: 8.1 Mt by"),
        (Knowledge.STALE, Cause.STALE, "has late figures: USDA export sales (through 18 Dec)"),
    ],
)
def test_not_being_able_to_tell_is_told_and_so_is_its_end(
    tells: Tells,
    stands: Stands,
    sold: Callable[..., Pace],
    usda: Facts,
    knowledge: Knowledge,
    cause: Cause,
    words: str,
) -> None:
    pace = sold()
    read = SeriesReading(
        series="usda-sold", total=pace.target, through=date(2025, 12, 18), stale=True
    )
    two = (replace(read, total=pace.reported or pace.target), replace(read, series="cn"))
    after = stands("2025-12-20 06:00", knowledge=knowledge, pace=replace(pace, readings=two))
    (alert,) = tells(stands("2025-12-20 05:30"), after, facts=usda)
    assert (alert.cause, words in alert.headline) == (cause, True)
    (back,) = tells(after, stands("2025-12-20 07:00"), told=(alert.key,))
    assert (back.cause, back.resolves) == (Cause.SEEING_AGAIN, (cause,))
    again = tells(stands("2025-12-20 07:00"), after, told=(alert.key, back.key))
    assert [one.key for one in again] == [f"soybeans-2025/{cause.value}/1"]


def test_going_blind_does_not_mean_that_the_figures_agree_again(
    tells: Tells, stands: Stands
) -> None:
    before = stands("2025-12-20 06:00", knowledge=Knowledge.CONFLICTING)
    after = stands("2025-12-20 07:00", knowledge=Knowledge.BLIND, suffixes=(Suffix.CONFLICTING,))
    told = ("soybeans-2025/conflicting/0",)
    assert keys(tells(before, after, told=told)) == ["blind/0"]


def test_what_is_settled_is_never_told_to_be_blind(tells: Tells, stands: Stands) -> None:
    met = stands(
        "2025-12-20 06:00",
        Performance.MET,
        Word.MET,
        knowledge=Knowledge.BLIND,
        binding=Binding.DISCHARGED,
    )
    assert keys(tells(met, met, told=("soybeans-2025/met/2025-12-31/0",))) == []


def test_an_agreed_extension_is_told_and_closes_what_was_overdue(
    tells: Tells, stands: Stands, promise: Promise
) -> None:
    change = Amendment(on=date(2026, 1, 3), kind=AmendmentKind.EXTEND, due=LATER, by="US")
    before = stands("2026-01-02 12:00", Performance.OVERDUE, Word.OVERDUE)
    after = stands("2026-01-03 12:00", due=LATER)
    (alert,) = tells(
        before,
        after,
        commitment=promise(amendments=(change,)),
        told=("soybeans-2025/overdue/2025-12-31",),
    )
    assert (alert.key, alert.resolves, alert.headline) == (
        "soybeans-2025/terms-changed/extend/2026-01-03/2026-02-28",
        (Cause.OVERDUE,),
        (
            "Terms changed — China → United States: soybeans-2025 is extended from 31 Dec 2025"
            " to 28 Feb 2026, by United States"
        ),
    )


def test_an_extension_that_one_side_claims_is_told_as_a_claim(
    tells: Tells, stands: Stands, promise: Promise
) -> None:
    change = Amendment(
        on=date(2025, 12, 3),
        kind=AmendmentKind.EXTEND,
        status=AmendmentStatus.CLAIMED,
        due=LATER,
        by="US",
    )
    before, after = stands("2025-12-02 12:00"), stands("2025-12-03 12:00")
    (alert,) = tells(before, after, commitment=promise(amendments=(change,)))
    assert (alert.cause, alert.sure, alert.headline) == (
        Cause.CHANGE_REPORTED,
        "claimed by one side",
        (
            "Change reported — China → United States: soybeans-2025 is extended from 31 Dec 2025"
            " to 28 Feb 2026, says United States (claimed by one side, not agreed)"
        ),
    )


def test_a_date_that_moves_without_an_amendment_is_told(tells: Tells, stands: Stands) -> None:
    (alert,) = tells(stands("2025-12-20 06:00"), stands("2025-12-20 07:00", due=LATER))
    assert alert.headline == (
        "Terms changed — China → United States: soybeans-2025 is now due 28 Feb 2026 (New York);"
        " before, 31 Dec 2025 (New York) (in 70 days)"
    )


def test_a_date_that_becomes_known_is_told(tells: Tells, stands: Stands) -> None:
    (alert,) = tells(stands("2025-12-20 06:00", due=None), stands("2025-12-20 07:00"))
    assert alert.headline.endswith("has a date now: it is due 31 Dec 2025 (New York) (in 11 days)")


def test_a_suspension_that_lifts_by_itself_is_told(tells: Tells, stands: Stands) -> None:
    before = stands("2025-12-20 06:00", word=Word.SUSPENDED, binding=Binding.SUSPENDED)
    (alert,) = tells(before, stands("2025-12-20 07:00"))
    assert alert.headline.endswith("soybeans-2025 binds again; before, it was suspended")


def test_overdue_that_falls_away_by_itself_is_told(tells: Tells, stands: Stands) -> None:
    before = stands("2026-01-02 06:00", Performance.OVERDUE, Word.OVERDUE)
    after = stands("2026-01-02 07:00", Performance.GRACE, Word.GRACE)
    told = ("soybeans-2025/overdue/2025-12-31",)
    assert [(a.cause, a.resolves) for a in tells(before, after, told=told)] == [
        (Cause.RECOVERED, (Cause.OVERDUE,))
    ]


@pytest.mark.parametrize(
    ("signal", "cause", "words"),
    [
        (Signal.RISK, Cause.RISK_REPORTED, "may not be kept, 1 publisher (reuters)"),
        (Signal.SHORTFALL, Cause.SHORTFALL, "less than promised is reported"),
        (Signal.CHANGED, Cause.CHANGE_REPORTED, "a change of its terms is reported"),
        (Signal.PROGRESS, Cause.PROGRESS, "a step towards keeping it is reported"),
    ],
)
def test_news_is_told_once_a_story(
    tells: Tells,
    stands: Stands,
    report: Callable[..., Evidence],
    signal: Signal,
    cause: Cause,
    words: str,
) -> None:
    one = report("e1", "2025-12-20 06:30", signal, story="s")
    copy = report("e2", "2025-12-20 06:40", signal, story="s")
    before, after = stands("2025-12-20 06:00"), stands("2025-12-20 07:00")
    (alert,) = tells(before, after, facts=Facts(evidence=(copy, one)))
    assert (alert.cause, alert.rests_on, words in alert.headline) == (cause, ("e1", "e2"), True)
    assert tells(before, after, facts=Facts(evidence=(copy, one)), told=(alert.key,)) == ()


def test_reading_the_archive_again_is_no_news(
    tells: Tells, stands: Stands, report: Callable[..., Evidence]
) -> None:
    old = Facts(evidence=(report("e1", "2025-12-01 06:30"),))
    assert tells(stands("2025-12-20 06:00"), stands("2025-12-20 07:00"), facts=old) == ()


def test_a_retraction_is_no_news_of_its_own(
    tells: Tells, stands: Stands, report: Callable[..., Evidence]
) -> None:
    taken_back = Facts(evidence=(report("e1", "2025-12-20 06:30", act=Act.RETRACTION),))
    assert tells(stands("2025-12-20 06:00"), stands("2025-12-20 07:00"), facts=taken_back) == ()


def test_severity_follows_the_commitment_then_the_policy_then_the_table(
    tells: Tells, stands: Stands, promise: Promise
) -> None:
    before = stands("2025-12-31 23:00", Performance.DUE, Word.DUE_TODAY)
    after = stands("2026-01-01 05:10", Performance.OVERDUE, Word.OVERDUE)
    policy = Policy(severity=((Cause.OVERDUE, Severity.INFO),))
    wishes = promise(alerts=AlertWishes(severity=(("overdue", "critical"),)))
    found = [
        tells(before, after)[0].severity,
        tells(before, after, policy=policy)[0].severity,
        tells(before, after, policy=policy, commitment=wishes)[0].severity,
    ]
    assert found == [Severity.WARNING, Severity.INFO, Severity.CRITICAL]


def test_a_draft_has_nothing_to_tell(tells: Tells, stands: Stands) -> None:
    draft = stands("2026-01-09 06:00", Performance.OVERDUE, Word.DRAFT, binding=Binding.DRAFT)
    assert tells(stands("2025-12-01 06:00"), draft) == ()


def test_what_comes_from_outside_is_cleaned_in_the_headline(
    tells: Tells, stands: Stands, promise: Promise, report: Callable[..., Evidence]
) -> None:
    nasty = report("e1", "2025-12-20 06:30", claimant="Li\x1b[31m\n\u202eQiang")
    (alert,) = tells(
        stands("2025-12-20 06:00"),
        stands("2025-12-20 07:00"),
        commitment=promise(),
        facts=Facts(evidence=(nasty,)),
    )
    assert "says Li[31m Qiang, 1 publisher" in alert.headline


def test_figures_that_have_never_come_are_awaited(tells: Tells, stands: Stands) -> None:
    after = stands("2025-12-20 06:00", knowledge=Knowledge.STALE)
    (alert,) = tells(stands("2025-12-20 05:30"), after)
    assert alert.headline.endswith("soybeans-2025 awaits figures that are late")


def test_sources_may_contradict_each_other_without_figures(tells: Tells, stands: Stands) -> None:
    after = stands("2025-12-20 06:00", knowledge=Knowledge.CONFLICTING)
    (alert,) = tells(stands("2025-12-20 05:30"), after)
    assert alert.headline.endswith("cannot be judged surely: its sources contradict each other")


@pytest.mark.parametrize(
    ("fields", "figures"),
    [
        ({"new_due": date(2026, 2, 28)}, "a change of its terms is reported (to 28 Feb 2026),"),
        ({"amount": Decimal(7), "unit": "Mt"}, "a change of its terms is reported (7 Mt),"),
        ({"amount": Decimal(7)}, "a change of its terms is reported,"),
    ],
)
def test_a_report_of_a_change_says_to_what(
    tells: Tells,
    stands: Stands,
    report: Callable[..., Evidence],
    fields: dict[str, Any],
    figures: str,
) -> None:
    one = Facts(evidence=(report("e1", "2025-12-20 06:30", Signal.CHANGED, **fields),))
    (alert,) = tells(stands("2025-12-20 06:00"), stands("2025-12-20 07:00"), facts=one)
    assert figures in alert.headline


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"kind": AmendmentKind.SUSPEND, "until": date(2026, 3, 1)},
            "is suspended until 1 Mar 2026",
        ),
        ({"kind": AmendmentKind.WAIVE}, "is waived from 3 Dec 2025"),
        ({"kind": AmendmentKind.REPLACE, "because": "New text."}, "has new terms from 3 Dec 2025"),
    ],
)
def test_every_kind_of_amendment_is_told_in_its_words(
    tells: Tells, stands: Stands, promise: Promise, change: dict[str, Any], words: str
) -> None:
    made = promise(amendments=(Amendment(on=date(2025, 12, 3), **change),))
    (alert,) = tells(stands("2025-12-02 12:00"), stands("2025-12-03 12:00"), commitment=made)
    assert words in alert.headline


def test_an_amendment_of_tomorrow_is_told_tomorrow(
    tells: Tells, stands: Stands, promise: Promise
) -> None:
    made = promise(amendments=(Amendment(on=date(2025, 12, 4), kind=AmendmentKind.END),))
    assert tells(stands("2025-12-02 12:00"), stands("2025-12-03 12:00"), commitment=made) == ()


def test_an_end_says_why(tells: Tells, stands: Stands) -> None:
    why = Reason(code="mooted", sentence="Its legal ground was struck down on 20 Feb 2026.")
    after = stands("2026-02-20 12:00", word=Word.MOOTED, binding=Binding.MOOTED, reasons=(why,))
    before = stands("2026-02-20 11:00", Performance.OVERDUE, Word.OVERDUE)
    told = ("soybeans-2025/overdue/2025-12-31",)
    (alert,) = tells(before, after, told=told)
    assert (alert.headline, alert.because, alert.resolves) == (
        "Ended — China → United States: soybeans-2025 is moot: its ground has fallen away",
        "Its legal ground was struck down on 20 Feb 2026.",
        (Cause.OVERDUE,),
    )


def test_being_asserted_by_one_side_is_no_change_of_terms(tells: Tells, stands: Stands) -> None:
    before = stands("2025-12-20 06:00", binding=Binding.AGREED)
    after = stands("2025-12-20 07:00", binding=Binding.ASSERTED)
    assert tells(before, after) == ()


def test_the_pace_says_where_it_leads(
    tells: Tells, stands: Stands, sold: Callable[..., Pace]
) -> None:
    led = replace(
        sold(),
        projected=Decimal("9.84"),
        projected_low=Decimal("9.1"),
        projected_high=Decimal("10.6"),
    )
    after = stands("2025-12-20 07:00", Performance.AT_RISK, Word.AT_RISK, pace=led)
    (alert,) = tells(stands("2025-12-20 06:00"), after)
    assert alert.because == "At the present pace it comes to 9.84 (9.1 to 10.6) of 12 Mt."


def test_at_risk_without_a_figure_says_so(
    tells: Tells, stands: Stands, sold: Callable[..., Pace]
) -> None:
    after = stands("2025-12-20 07:00", Performance.AT_RISK, Word.AT_RISK, pace=sold(None))
    (alert,) = tells(stands("2025-12-20 06:00"), after)
    assert alert.headline.endswith("is behind its pace; nothing measured yet of 12 Mt")


@pytest.mark.parametrize(
    ("obligor", "obligee", "sides"),
    [
        (("CN",), (), "China:"),
        (("CN", "US"), ("US", "CN"), "China ↔ United States:"),
        (("CN", "US"), ("JP",), "China and United States → JP:"),
        (("A", "B", "C", "D", "E"), ("US",), "A, B, C and 2 more → United States:"),
    ],
)
def test_who_owes_whom(
    tells: Tells,
    stands: Stands,
    promise: Promise,
    obligor: tuple[str, ...],
    obligee: tuple[str, ...],
    sides: str,
) -> None:
    made = promise(obligor=obligor, obligee=obligee)
    (alert,) = tells(stands("2025-12-24 04:50"), stands("2025-12-24 05:01"), commitment=made)
    assert f"— {sides} soybeans-2025" in alert.headline


def test_near_its_date_a_quantity_that_is_no_longer_at_risk_has_recovered(
    tells: Tells, stands: Stands
) -> None:
    before = stands("2025-12-29 06:00", Performance.AT_RISK, Word.AT_RISK)
    after = stands("2025-12-29 07:00", Performance.DUE_SOON, Word.DUE_SOON)
    told = ("soybeans-2025/at-risk/2025-12-31/0",)
    assert keys(tells(before, after, told=told)) == ["recovered/2025-12-31/0"]
