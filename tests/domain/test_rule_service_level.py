"""Requests in, answers out, licences granted."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from monitor.domain.calendar import Due, Offset, Unit
from monitor.domain.commitment import Kind, ServiceLevel
from monitor.domain.evaluate import Context, evaluate
from monitor.domain.evidence import (
    Act,
    Evidence,
    Measurement,
    Ruling,
    Series,
    Signal,
    Tier,
    Verdict,
)
from monitor.domain.standing import Knowledge, Standing, Suffix, Word
from tests.domain.domain_worlds import EYES, WATCHED, at, commitment, facts, on, read, ruled, told

LEVEL = ServiceLevel(
    within=Offset(45, Unit.WORKING_DAYS),
    asked="asked",
    answered="answered",
    granted="granted",
    share=Decimal("0.6"),
    working_calendars=("CN",),
)
SERIES = tuple(Series(id=name) for name in ("asked", "answered", "granted"))


def standing_of(
    moment: str,
    *things: Measurement | Evidence | Ruling | Series,
    level: ServiceLevel | None = LEVEL,
    due: Due | None = None,
    context: Context = WATCHED,
) -> Standing:
    promise = commitment(Kind.SERVICE_LEVEL, due, service_level=level)
    return evaluate(promise, facts(*EYES, *SERIES, *things), at(moment), context)


def count(series: str, through: str, value: int, **more: Any) -> Measurement:
    return read(through, value, series=series, unit="licences", **more)


def test_a_share_below_the_promise_is_at_risk() -> None:
    """Of 141 applications 19 were approved."""
    level = replace(LEVEL, answered="")
    standing = standing_of(
        "2026-03-02",
        count("asked", "2026-03-01", 141),
        count("granted", "2026-03-01", 19),
        level=level,
    )
    assert (standing.word, standing.since) == (Word.AT_RISK, at("2026-03-01 12:00"))
    assert standing.reasons[0].sentence == (
        "141 asked through 1 Mar 2026, 19 granted through 1 Mar 2026 (13% granted); 60% promised."
    )


def test_what_waited_too_long_is_overdue() -> None:
    asked = [count("asked", "2026-01-05", 100), count("asked", "2026-03-20", 141)]
    answered = count("answered", "2026-03-20", 60)
    standing = standing_of("2026-03-21", *asked, answered)
    assert (standing.word, standing.since) == (Word.OVERDUE, at("2026-03-20 12:00"))
    assert standing.reasons[0].sentence == "40 waited longer than 45wd."
    in_time = standing_of("2026-03-21", asked[1], answered)
    assert in_time.word is Word.ON_TRACK
    assert standing_of("2026-03-21", asked[0]).word is Word.ON_TRACK


@pytest.mark.parametrize(
    ("answered", "granted", "word"),
    [(100, 60, Word.MET), (100, 30, Word.PARTLY_MET), (100, 29, Word.MISSED), (0, 0, Word.MISSED)],
)
def test_counts_that_cover_the_period_settle_it(answered: int, granted: int, word: Word) -> None:
    due = Due(on=on("2026-06-30"))
    counts = [
        count("asked", "2026-04-01", 100),
        count("asked", "2026-06-30", 100),
        count("answered", "2026-06-30", answered),
        count("granted", "2026-06-30", granted),
    ]
    standing = standing_of("2026-07-02", *counts, due=due)
    assert (standing.word, standing.since) == (word, at("2026-07-01"))
    assert standing_of("2026-06-29", *counts[:1], due=due).word is Word.DUE_SOON
    assert standing_of("2026-07-02", *counts[:1], due=due).word is Word.OVERDUE


def test_without_counts_it_cannot_be_rated_while_feeds_are_watched() -> None:
    assert standing_of("2026-03-01").word is Word.UNRATEABLE
    assert standing_of("2025-12-01").word is Word.NOT_STARTED
    assert standing_of("2026-03-01", context=Context()).word is Word.ON_TRACK


def test_a_late_count_is_stale() -> None:
    weekly = Series(id="asked", every_days=7, lag_days=2)
    promise = commitment(Kind.SERVICE_LEVEL, None, service_level=LEVEL)
    asked = count("asked", "2026-02-01", 10)
    fresh = evaluate(promise, facts(*EYES, weekly, asked), at("2026-02-10"), WATCHED)
    late = evaluate(promise, facts(*EYES, weekly, asked), at("2026-02-11"), WATCHED)
    awaited = evaluate(promise, facts(*EYES, weekly), at("2026-01-03"), WATCHED)
    assert (fresh.suffixes, fresh.next_look) == ((), at("2026-02-11"))
    assert (late.suffixes, late.knowledge) == ((Suffix.STALE,), Knowledge.STALE)
    assert (awaited.word, awaited.knowledge) == (Word.ON_TRACK, Knowledge.CLEAR)


def test_a_person_and_a_record_settle_it_too() -> None:
    missed = standing_of("2026-03-01", ruled(Verdict.MISSED, "2026-02-01"))
    record = told("r", "2026-02-01", Signal.FULFILLED, Act.DONE, tier=Tier.OFFICIAL)
    assert (missed.word, missed.reasons[0].sentence) == (Word.MISSED, "Ada ruled it missed.")
    assert standing_of("2026-03-01", record).word is Word.MET


def test_without_a_level_there_is_nothing_to_hold_it_to() -> None:
    assert standing_of("2026-03-01", level=None).word is Word.HOLDING
