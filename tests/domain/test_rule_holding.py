"""A promise to hold: silence means holding only while somebody looks."""

import pytest

from monitor.domain.calendar import Due
from monitor.domain.commitment import Kind, Watch
from monitor.domain.evaluate import evaluate
from monitor.domain.evidence import Tier, Verdict
from monitor.domain.standing import Knowledge, Performance, Suffix, Word
from tests.domain.domain_worlds import EYES, WATCHED, at, commitment, facts, on, ruled, span, told


@pytest.mark.parametrize("kind", [Kind.HOLD_UNTIL, Kind.NEVER])
def test_it_holds_while_a_feed_looks_and_is_blind_after_two_days_without(kind: Kind) -> None:
    seen = span("2026-01-05 00:00", "2026-02-01 06:00")
    moments = ("2025-12-01", "2026-01-03", "2026-01-05", "2026-02-03 05:59", "2026-02-03 06:00")
    standings = [evaluate(commitment(kind), facts(seen), at(moment), WATCHED) for moment in moments]
    assert [(s.word, s.since) for s in standings] == [
        (Word.NOT_STARTED, None),
        (Word.BLIND, at("2026-01-01")),
        (Word.HOLDING, at("2026-01-05")),
        (Word.HOLDING, at("2026-01-05")),
        (Word.BLIND, at("2026-02-03 06:00")),
    ]
    assert standings[1].reasons[0].sentence == "No feed that watches it has ever looked."
    assert standings[4].reasons[0].sentence == (
        "No feed of tier outlet or better has looked since 1 Feb 2026, 06:00 UTC."
    )
    assert standings[3].next_look == at("2026-02-03 06:00")


def test_seeing_again_is_a_new_beginning() -> None:
    spans = (span("2026-01-01", "2026-01-10"), span("2026-01-20", "2026-01-20"))
    near = (span("2026-01-01", "2026-01-10"), span("2026-01-11", "2026-01-20", feed="g"))
    moment = at("2026-01-21")
    gap = evaluate(commitment(Kind.NEVER, None), facts(*spans), moment, WATCHED)
    bridged = evaluate(commitment(Kind.NEVER, None), facts(*near), moment, WATCHED)
    assert (gap.since, bridged.since) == (at("2026-01-20"), at("2026-01-01"))


def test_only_a_feed_of_the_tier_that_is_asked_for_counts() -> None:
    watch = Watch(tier="official", within_hours=24, feeds=("gazette",))
    promise = commitment(Kind.NEVER, None, watch=watch)
    spans = {
        "wire": span("2026-01-01", "2026-02-01", feed="gazette", tier=Tier.WIRE),
        "other": span("2026-01-01", "2026-02-01", feed="other", tier=Tier.OFFICIAL),
        "gazette": span("2026-01-01", "2026-02-01", feed="gazette", tier=Tier.OFFICIAL),
    }
    words = {
        name: evaluate(promise, facts(seen), at("2026-02-01 12:00"), WATCHED).word
        for name, seen in spans.items()
    }
    assert words == {"wire": Word.BLIND, "other": Word.BLIND, "gazette": Word.HOLDING}


def test_without_any_feed_it_is_blind_and_a_deadline_is_judged_by_its_date() -> None:
    standing = evaluate(commitment(Kind.NEVER, None), facts(*EYES), at("2026-02-01"))
    assert (standing.word, standing.knowledge) == (Word.BLIND, Knowledge.BLIND)
    assert standing.reasons[0].sentence == (
        "No feed is declared, so nobody would tell us of a breach."
    )
    by_date = evaluate(commitment(), facts(), at("2026-02-01"))
    assert by_date.word is Word.ON_TRACK
    assert by_date.reasons[-1].sentence == "No feed is declared: judged by its date alone."


def test_dead_feeds_make_a_quiet_deadline_blind_until_it_is_overdue() -> None:
    words = [
        evaluate(commitment(), facts(), at(moment), WATCHED).word
        for moment in ("2026-02-01", "2026-06-29", "2026-07-01")
    ]
    assert words == [Word.BLIND, Word.BLIND, Word.OVERDUE]


def test_it_ends_clean_once_its_day_has_passed_under_somebodys_eyes() -> None:
    promise = commitment(Kind.HOLD_UNTIL, Due(on=on("2026-06-30"), zone="America/New_York"))
    before = evaluate(promise, facts(*EYES), at("2026-07-01 03:59"), WATCHED)
    after = evaluate(promise, facts(*EYES), at("2026-07-01 04:00"), WATCHED)
    assert (before.word, after.word, after.since) == (
        Word.HOLDING,
        Word.ENDED_CLEAN,
        at("2026-07-01 04:00"),
    )
    assert before.reasons[0].sentence == (
        "To be held until 30 Jun 2026, end of day in New York (2026-07-01T04:00Z)."
    )


def test_an_end_that_nobody_saw_is_clean_only_once_somebody_looks_again() -> None:
    promise = commitment(Kind.HOLD_UNTIL)
    early = span("2026-01-01", "2026-06-01")
    again = span("2026-07-20", "2026-07-21")
    unseen = evaluate(promise, facts(early), at("2026-07-10"), WATCHED)
    seen = evaluate(promise, facts(early, again), at("2026-07-22"), WATCHED)
    assert (unseen.word, unseen.performance) == (Word.BLIND, Performance.HOLDING)
    assert "Ended 30 Jun 2026, end of day in UTC (2026-07-01T00:00Z), and nobody was looking." in [
        reason.sentence for reason in unseen.reasons
    ]
    assert (seen.word, seen.since) == (Word.ENDED_CLEAN, at("2026-07-20"))


def test_an_end_with_a_breach_on_record_is_not_clean() -> None:
    promise = commitment(Kind.HOLD_UNTIL)
    breach = [told(f, "2026-06-01", family=f) for f in ("herald", "times")]
    reported = facts(*EYES, breach[0])
    standing = evaluate(promise, facts(*EYES, *breach), at("2026-08-01"), WATCHED)
    assert (standing.word, standing.performance) == (Word.BREACH_CORROBORATED, None)
    assert evaluate(promise, reported, at("2026-07-02"), WATCHED).word is Word.ENDED_CLEAN
    cured = ruled(Verdict.CURED, "2026-06-05")
    ended = evaluate(promise, facts(*EYES, *breach, cured), at("2026-08-01"), WATCHED)
    assert (ended.word, ended.suffixes) == (Word.ENDED_CLEAN, (Suffix.BREACH_ON_RECORD,))
