"""A do-by is judged by what is proven, then by the calendar."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.domain.calendar import Due, Ends, Offset, Relative
from monitor.domain.commitment import (
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    Event,
    Kind,
    Proof,
)
from monitor.domain.evaluate import Context, evaluate
from monitor.domain.evidence import Act, Side, Signal, Tier, Verdict
from monitor.domain.standing import Binding, Performance, Suffix, Word
from tests.domain.domain_worlds import EYES, WATCHED, at, commitment, facts, on, ruled, told

NEW_YORK = "America/New_York"
DUE = Due(on=on("2026-06-30"), zone=NEW_YORK, grace=Offset(3), remind=(30, 7, 1))
DONE = (Signal.FULFILLED, Act.DONE)


@pytest.mark.parametrize(
    ("moment", "word", "since"),
    [
        ("2025-12-31 12:00", Word.NOT_STARTED, None),
        ("2026-01-01 05:00", Word.ON_TRACK, "2026-01-01 05:00"),
        ("2026-05-31 03:59", Word.ON_TRACK, "2026-01-01 05:00"),
        ("2026-05-31 04:00", Word.DUE_SOON, "2026-05-31 04:00"),
        ("2026-06-30 04:00", Word.DUE_TODAY, "2026-06-30 04:00"),
        ("2026-07-01 03:59", Word.DUE_TODAY, "2026-06-30 04:00"),
        ("2026-07-01 04:00", Word.GRACE, "2026-07-01 04:00"),
        ("2026-07-04 03:59", Word.GRACE, "2026-07-01 04:00"),
        ("2026-07-04 04:00", Word.OVERDUE, "2026-07-04 04:00"),
        ("2030-01-01 00:00", Word.OVERDUE, "2026-07-04 04:00"),
    ],
)
def test_silence_climbs_the_ladder_and_never_ends_in_missed(
    moment: str, word: Word, since: str | None
) -> None:
    standing = evaluate(commitment(due=DUE), facts(*EYES), at(moment), WATCHED)
    assert (standing.word, standing.since) == (word, since and at(since))


def test_it_says_when_to_look_again() -> None:
    promise = commitment(due=DUE)
    moment: datetime | None = at("2025-12-31")
    looks = []
    while moment := evaluate(promise, facts(), moment or at("2025-12-31")).next_look:
        looks.append(f"{moment:%m-%d %H:%M}")
    assert looks == [
        "01-01 05:00",
        "05-31 04:00",
        "06-23 04:00",
        "06-29 04:00",
        "06-30 04:00",
        "07-01 04:00",
        "07-04 04:00",
    ]


def test_the_reason_of_an_overdue_names_the_day_the_place_and_the_instant() -> None:
    promise = commitment(due=Due(on=on("2025-12-31"), zone=NEW_YORK), made=on("2025-10-30"))
    standing = evaluate(promise, facts(), at("2026-01-02"))
    assert standing.reasons[0].sentence == (
        "Due 31 Dec 2025, end of day in New York (2026-01-01T05:00Z). "
        "No proof of performance is known."
    )
    assert (standing.days_left, standing.since) == (-1, at("2026-01-01 05:00"))


@pytest.mark.parametrize(
    ("due", "hour"),
    [
        (Due(on=on("2026-06-30"), ends=Ends.START_OF_DAY), "start of day in UTC"),
        (Due(on=on("2026-06-30"), at=at("2026-01-01 12:01").time()), "12:01 in UTC"),
    ],
)
def test_the_hour_is_told_as_it_is_written(due: Due, hour: str) -> None:
    standing = evaluate(commitment(due=due), facts(), at("2026-02-01"))
    assert f"30 Jun 2026, {hour}" in standing.reasons[0].sentence


def test_a_minute_past_midnight_is_due_all_the_day_before() -> None:
    due = Due(on=on("2026-11-10"), at=at("2026-01-01 00:01").time(), zone=NEW_YORK)
    standing = evaluate(commitment(due=due), facts(), at("2026-11-09 12:00"))
    assert (standing.word, standing.days_left) == (Word.DUE_TODAY, 1)


def test_a_range_is_due_soon_from_its_first_day_and_judged_by_its_last() -> None:
    due = Due(earliest=on("2026-04-01"), on=on("2026-04-10"), firm=False, remind=())
    promise = commitment(due=due)
    words = [
        evaluate(promise, facts(), at(moment)).word
        for moment in ("2026-03-31", "2026-04-01", "2026-04-10", "2026-04-11")
    ]
    assert words == [Word.ON_TRACK, Word.DUE_SOON, Word.DUE_TODAY, Word.OVERDUE]


def test_without_reminders_it_is_never_due_soon() -> None:
    promise = commitment(due=Due(on=on("2026-06-30"), remind=()))
    assert evaluate(promise, facts(), at("2026-06-29")).word is Word.ON_TRACK


def test_without_a_date_nothing_can_be_late() -> None:
    promise = commitment(due=None)
    standing = evaluate(promise, facts(*EYES), at("2026-06-30"), WATCHED)
    assert (standing.word, standing.performance) == (Word.UNRATEABLE, Performance.ON_TRACK)
    assert standing.reasons[0].sentence == (
        "Neither a date nor an amount is named: nothing can be late or short."
    )


def test_it_waits_for_the_event_it_counts_from() -> None:
    due = Due(relative=Relative(offset=Offset(90), after="signed"))
    promise = commitment(due=due)
    waiting = evaluate(promise, facts(), at("2026-03-02"))
    assert (waiting.word, waiting.due) == (Word.NOT_STARTED, None)
    assert (
        waiting.reasons[1].sentence == ("Due 90d after signed, which has not happened yet.")
        or waiting.reasons[0].sentence == "Due 90d after signed, which has not happened yet."
    )
    event = Event(id="signed", on=on("2026-03-01"), learned_on=on("2026-03-03"))
    after = evaluate(promise, facts(), at("2026-03-03"), Context(events=(event,)))
    assert after.word is Word.ON_TRACK
    assert after.since == at("2026-03-03")
    assert after.due is not None
    assert after.due.day == on("2026-05-30")


def test_an_official_record_is_proof() -> None:
    record = told("r", "2026-06-01 09:00", *DONE, family="court", tier=Tier.OFFICIAL)
    standing = evaluate(commitment(), facts(record), at("2026-06-02"))
    assert standing.word is Word.MET
    assert standing.binding is Binding.DISCHARGED
    assert (standing.since, standing.completed_on) == (at("2026-06-01 09:00"), on("2026-06-01"))
    assert standing.reasons[0].sentence == "Met on 1 Jun 2026 by the word of court, in time."
    assert standing.reasons[0].rests_on == ("r",)


def test_the_obligors_own_gazette_proves_an_act_in_force_and_nothing_else() -> None:
    own: dict[str, Any] = {"tier": Tier.OFFICIAL, "organ": "A"}
    said = told("r", "2026-06-01", *DONE, **own)
    act = told("r", "2026-06-01", Signal.FULFILLED, Act.IN_FORCE, **own)
    assert evaluate(commitment(), facts(said), at("2026-06-02")).word is Word.MET_CLAIMED
    assert evaluate(commitment(), facts(act), at("2026-06-02")).word is Word.MET


def test_two_independent_families_are_proof_and_one_is_a_claim() -> None:
    one = told("a", "2026-06-01 09:00", *DONE, family="herald")
    other = told("b", "2026-06-03 09:00", *DONE, family="times")
    alone = evaluate(commitment(), facts(one), at("2026-06-04"))
    both = evaluate(commitment(), facts(one, other), at("2026-06-04"))
    assert (alone.word, alone.suffixes, alone.performance) == (
        Word.MET_CLAIMED,
        (),
        Performance.DUE_SOON,
    )
    assert (both.word, both.since) == (Word.MET, at("2026-06-03 09:00"))
    assert both.reasons[0].sentence == (
        "Met on 1 Jun 2026 by the word of herald and times, in time."
    )


def test_two_families_a_month_apart_bear_nothing_out() -> None:
    one = told("a", "2026-05-01", *DONE, family="herald")
    other = told("b", "2026-06-03", *DONE, family="times")
    assert evaluate(commitment(), facts(one, other), at("2026-06-04")).word is Word.MET_CLAIMED


def test_the_earlier_of_record_and_corroboration_counts() -> None:
    one = told("a", "2026-06-01", *DONE, family="herald")
    other = told("b", "2026-06-03", *DONE, family="times")
    record = told("r", "2026-06-02", *DONE, family="court", tier=Tier.OFFICIAL)
    late = told("r", "2026-06-09", *DONE, family="court", tier=Tier.OFFICIAL)
    assert evaluate(commitment(), facts(one, other, record), at("2026-07-01")).since == at(
        "2026-06-02"
    )
    assert evaluate(commitment(), facts(one, other, late), at("2026-07-01")).since == at(
        "2026-06-03"
    )


def test_the_obligors_word_alone_closes_nothing() -> None:
    words = [
        told("a", "2026-06-01", *DONE, family="herald", side=Side.OBLIGOR, claimant="A's minister"),
        told("b", "2026-06-02", *DONE, family="times", side=Side.OBLIGOR),
    ]
    standing = evaluate(commitment(), facts(*words), at("2026-06-04"))
    assert (standing.word, standing.suffixes) == (Word.MET_CLAIMED, (Suffix.CLAIMED_ONLY,))
    assert standing.since == at("2026-06-01")
    assert standing.reasons[0].sentence == (
        "Only the obligor says it was done on 1 Jun 2026; that is not the proof it asks for."
    )


@pytest.mark.parametrize(
    ("proof", "word"),
    [
        (Proof.CORROBORATED, Word.MET),
        (Proof.OFFICIAL, Word.MET_CLAIMED),
        (Proof.PERSON, Word.MET_CLAIMED),
    ],
)
def test_it_is_met_by_the_proof_it_asks_for(proof: Proof, word: Word) -> None:
    reports = [told(f, "2026-06-01", *DONE, family=f) for f in ("herald", "times")]
    assert evaluate(commitment(proof=proof), facts(*reports), at("2026-06-04")).word is word


def test_a_corroborated_breach_is_not_hidden_by_a_claim_of_completion() -> None:
    said = told("a", "2026-06-01", *DONE, side=Side.OBLIGOR)
    breach = [told(f, "2026-06-02", family=f) for f in ("times", "wire")]
    standing = evaluate(commitment(), facts(said, *breach), at("2026-06-04"))
    assert standing.word is Word.BREACH_CORROBORATED


@pytest.mark.parametrize("act", [Act.THREAT, Act.DENIAL, Act.RETRACTION, Act.COMMENTARY])
def test_a_comment_is_no_report_of_completion(act: Act) -> None:
    reports = [told(f, "2026-06-01", Signal.FULFILLED, act, family=f) for f in ("herald", "times")]
    assert evaluate(commitment(), facts(*reports), at("2026-06-04")).performance is (
        Performance.DUE_SOON
    )


def test_last_years_deed_and_tomorrows_fulfil_nothing() -> None:
    early = told("a", "2026-02-01", *DONE, tier=Tier.OFFICIAL, happened_on=on("2025-12-31"))
    foretold = told("b", "2026-02-01", *DONE, tier=Tier.OFFICIAL, happened_on=on("2026-02-09"))
    assert evaluate(commitment(), facts(early, foretold), at("2026-03-01")).word is Word.ON_TRACK


def test_a_report_that_is_taken_back_no_longer_proves() -> None:
    report = told("a", "2026-06-01", *DONE, tier=Tier.OFFICIAL, story="s")
    back = told("b", "2026-06-03", Signal.FULFILLED, Act.RETRACTION, story="s")
    standing = evaluate(commitment(), facts(report, back), at("2026-06-04"))
    assert (standing.word, standing.since) == (Word.DUE_SOON, at("2026-06-03"))


def test_late_is_late_by_the_days_since_the_due_date() -> None:
    record = told("r", "2026-07-12", *DONE, tier=Tier.OFFICIAL, happened_on=on("2026-07-01"))
    standing = evaluate(commitment(), facts(record), at("2026-07-13"))
    assert (standing.word, standing.days_late, standing.days_late_original) == (Word.MET_LATE, 1, 1)
    assert standing.reasons[0].sentence == (
        "Met on 1 Jul 2026 by the word of herald, 1 day after the due date."
    )


def extended(status: AmendmentStatus) -> Amendment:
    return Amendment(
        on=on("2026-06-20"),
        kind=AmendmentKind.EXTEND,
        due=Due(on=on("2026-08-31")),
        by="B",
        status=status,
    )


def test_an_agreed_extension_moves_the_date_and_both_are_judged() -> None:
    promise = commitment(amendments=(extended(AmendmentStatus.AGREED),))
    record = told("r", "2026-07-12", *DONE, tier=Tier.OFFICIAL)
    before = evaluate(promise, facts(record), at("2026-06-19"))
    after = evaluate(promise, facts(record), at("2026-07-13"))
    assert (before.moved_days, after.moved_days) == (0, 62)
    assert (after.word, after.days_late, after.days_late_original) == (Word.MET, 0, 12)
    assert after.reasons[0].sentence == (
        "Met on 12 Jul 2026 by the word of herald, on the moved date, 12 days after the first."
    )
    later = told("r", "2026-09-02", *DONE, tier=Tier.OFFICIAL)
    assert evaluate(promise, facts(later), at("2026-09-03")).reasons[0].sentence == (
        "Met on 2 Sep 2026 by the word of herald, 2 days after the moved date, "
        "64 days after the first."
    )


def test_a_claimed_extension_is_shown_and_moves_nothing() -> None:
    promise = commitment(amendments=(extended(AmendmentStatus.CLAIMED),))
    standing = evaluate(promise, facts(), at("2026-07-02"))
    assert (standing.word, standing.moved_days) == (Word.OVERDUE, 0)
    assert standing.claimed_due is not None
    assert standing.claimed_due.day == on("2026-08-31")
    assert [r.sentence for r in standing.reasons if r.code == "claimed-extend"] == [
        "B claims: extend to 31 Aug 2026 (20 Jun 2026); not agreed."
    ]


def test_an_accepted_report_of_a_new_date_becomes_an_amendment() -> None:
    report = told("x", "2026-06-10", Signal.CHANGED, Act.ANNOUNCEMENT, new_due=on("2026-08-31"))
    accept = ruled(Verdict.ACCEPT, "2026-06-11", target="x")
    before = evaluate(commitment(), facts(report), at("2026-07-02"))
    after = evaluate(commitment(), facts(report, accept), at("2026-07-02"))
    assert (before.word, after.word, after.moved_days) == (Word.OVERDUE, Word.ON_TRACK, 62)


def test_an_extension_reported_without_a_deadline_of_old_sets_one() -> None:
    report = told("x", "2026-06-10", Signal.CHANGED, Act.ANNOUNCEMENT, new_due=on("2026-08-31"))
    accept = ruled(Verdict.ACCEPT, "2026-06-11", target="x")
    standing = evaluate(commitment(due=None), facts(report, accept), at("2026-09-02"))
    assert (standing.word, standing.moved_days) == (Word.OVERDUE, 0)


def test_a_person_settles_it() -> None:
    met = ruled(Verdict.MET, "2026-07-05")
    missed = ruled(Verdict.MISSED, "2026-07-06")
    kept = evaluate(commitment(), facts(met), at("2026-07-07"))
    broken = evaluate(commitment(), facts(met, missed), at("2026-07-07"))
    dated = evaluate(
        commitment(),
        facts(ruled(Verdict.MET, "2026-07-05", happened_on=on("2026-07-02"))),
        at("2026-07-07"),
    )
    assert (kept.word, kept.completed_on, kept.since) == (Word.MET, None, at("2026-07-05"))
    assert (broken.word, broken.since) == (Word.MISSED, at("2026-07-06"))
    assert broken.reasons[0].sentence == "Ada ruled it missed: I have read it."
    assert (dated.word, dated.days_late) == (Word.MET_LATE, 2)


def test_an_official_finding_after_the_day_says_missed() -> None:
    finding = told("f", "2026-07-20", Signal.BREACH, Act.FINDING, family="wto", tier=Tier.OFFICIAL)
    accuser = told("f", "2026-07-20", Signal.BREACH, Act.FINDING, organ="B", tier=Tier.OFFICIAL)
    early = told("f", "2026-05-20", Signal.BREACH, Act.FINDING, family="wto", tier=Tier.OFFICIAL)
    words = [
        evaluate(commitment(), facts(one), at("2026-07-21")).word
        for one in (finding, accuser, early)
    ]
    assert words == [Word.MISSED, Word.OVERDUE, Word.BREACH]
    assert evaluate(commitment(), facts(finding), at("2026-07-21")).breached


def test_a_finding_that_is_dismissed_says_nothing() -> None:
    finding = told("f", "2026-07-20", Signal.BREACH, Act.FINDING, family="wto", tier=Tier.OFFICIAL)
    dismissed = ruled(Verdict.DISMISS, "2026-07-21", target="f")
    standing = evaluate(commitment(), facts(finding, dismissed), at("2026-07-22"))
    assert standing.word is Word.OVERDUE


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        ("2026-05-01", Word.ON_TRACK),
        ("2026-06-01", Word.DUE_SOON),
        ("2026-06-24", Word.DECISION_DUE),
        ("2026-07-01", Word.EXPIRED),
    ],
)
def test_a_sunset_asks_for_a_decision_and_then_expires(moment: str, word: Word) -> None:
    standing = evaluate(commitment(Kind.SUNSET), facts(), at(moment), WATCHED)
    assert standing.word is word
    breach = [told(f, "2026-04-01", family=f) for f in ("times", "wire")]
    assert evaluate(commitment(Kind.SUNSET), facts(*breach), at(moment)).word is word


def test_a_decision_says_what_lapses() -> None:
    standing = evaluate(commitment(Kind.SUNSET), facts(), at("2026-06-25"))
    assert standing.reasons[0].sentence == (
        "It lapses on 30 Jun 2026, end of day in UTC (2026-07-01T00:00Z) "
        "unless somebody extends it."
    )
    assert standing.since == at("2026-07-01") - timedelta(days=7)


def test_a_sunset_without_a_day_only_waits() -> None:
    assert evaluate(commitment(Kind.SUNSET, None), facts(), at("2026-06-25")).word is Word.ON_TRACK
    ruling = ruled(Verdict.MISSED, "2026-06-01")
    assert evaluate(commitment(Kind.SUNSET), facts(ruling), at("2026-06-25")).word is Word.MISSED
