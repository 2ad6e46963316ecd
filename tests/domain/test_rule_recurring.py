"""Each occurrence of a recurring commitment is an instance of its own."""

from typing import Any

import pytest

from monitor.domain.calendar import Due, Offset
from monitor.domain.commitment import Amendment, AmendmentKind, Kind
from monitor.domain.evaluate import evaluate
from monitor.domain.evidence import Act, Evidence, Ruling, Signal, Tier, Verdict
from monitor.domain.standing import Performance, Standing, Word
from tests.domain.domain_worlds import at, commitment, facts, on, ruled, told

YEARLY = "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"


def standing_of(
    moment: str,
    *things: Evidence | Ruling,
    recurrence: str = YEARLY,
    due: Due | None = None,
    made: str = "2023-06-01",
    **more: Any,
) -> Standing:
    promise = commitment(Kind.RECURRING, due, recurrence=recurrence, made=on(made), **more)
    return evaluate(promise, facts(*things), at(moment))


def filed(name: str, day: str) -> Evidence:
    return told(name, day, Signal.FULFILLED, Act.DONE, family="unfccc", tier=Tier.OFFICIAL)


def instances(standing: Standing) -> list[tuple[str, Performance]]:
    return [(str(one.due.day), one.performance) for one in standing.instances]


def test_each_year_is_owed_by_itself() -> None:
    standing = standing_of("2026-03-01", filed("23", "2023-12-20"), filed("25", "2025-12-30"))
    assert instances(standing) == [
        ("2023-12-31", Performance.MET),
        ("2024-12-31", Performance.OVERDUE),
        ("2025-12-31", Performance.MET),
        ("2026-12-31", Performance.ON_TRACK),
    ]
    assert (standing.word, standing.since) == (Word.OVERDUE, at("2025-12-30"))
    assert standing.due is not None
    assert (standing.due.day, standing.days_left) == (on("2024-12-31"), -425)


def test_the_next_one_is_judged_when_none_is_open() -> None:
    standing = standing_of("2026-03-01", *(filed(str(y), f"{y}-12-20") for y in (2023, 2024, 2025)))
    assert (standing.word, standing.since) == (Word.ON_TRACK, at("2025-12-20"))
    assert standing.due is not None
    assert standing.due.day == on("2026-12-31")
    assert standing.next_look == at("2026-12-01")


def test_a_report_counts_for_the_occurrence_it_lies_nearest_to() -> None:
    late = standing_of("2024-03-01", filed("late", "2024-01-20"))
    early = standing_of("2024-12-01", filed("early", "2024-11-20"))
    assert instances(late)[0] == ("2023-12-31", Performance.MET_LATE)
    assert instances(early) == [
        ("2023-12-31", Performance.OVERDUE),
        ("2024-12-31", Performance.MET),
    ]
    both = standing_of("2024-12-01", filed("late", "2024-01-20"), filed("early", "2024-11-20"))
    assert [performance for _, performance in instances(both)] == [
        Performance.MET_LATE,
        Performance.MET,
        Performance.ON_TRACK,  # both are in, so the next one is what is open
    ]
    assert (both.word, both.performance) == (Word.ON_TRACK, Performance.ON_TRACK)


def test_reports_of_one_filing_are_one_filing() -> None:
    pair = [
        told("a", "2023-12-20", Signal.FULFILLED, Act.DONE, family="herald"),
        told("b", "2023-12-27", Signal.FULFILLED, Act.DONE, family="times"),
    ]
    assert instances(standing_of("2024-01-15", *pair))[0] == ("2023-12-31", Performance.MET)
    assert standing_of("2024-01-15", pair[0]).word is Word.MET_CLAIMED


def test_what_was_filed_before_it_was_promised_counts_for_nothing() -> None:
    assert instances(standing_of("2024-01-15", filed("old", "2023-05-20")))[0] == (
        "2023-12-31",
        Performance.OVERDUE,
    )


def test_several_open_ones_are_all_named() -> None:
    standing = standing_of("2026-03-01")
    assert "Still open: 31 Dec 2023, 31 Dec 2024 and 31 Dec 2025." in [
        reason.sentence for reason in standing.reasons
    ]


def test_a_person_rules_on_one_occurrence_by_its_day() -> None:
    met = ruled(Verdict.MET, "2024-02-01", id="1", target="2023-12-31")
    missed = ruled(Verdict.MISSED, "2025-02-01", id="2", target="2024-12-31")
    standing = standing_of("2025-03-01", met, missed)
    assert instances(standing) == [
        ("2023-12-31", Performance.MET),
        ("2024-12-31", Performance.MISSED),
        ("2025-12-31", Performance.ON_TRACK),
    ]
    assert standing.instances[0].rests_on == ("1",)


@pytest.mark.parametrize(
    ("verdict", "word"), [(Verdict.MET, Word.MET), (Verdict.MISSED, Word.PARTLY_MET)]
)
def test_the_last_of_a_counted_rule_closes_it(verdict: Verdict, word: Word) -> None:
    ruling = ruled(verdict, "2024-02-01", target="2023-12-31")
    standing = standing_of("2024-02-02", ruling, recurrence=YEARLY + ";COUNT=1")
    assert (standing.word, standing.since) == (word, at("2024-02-01"))


def test_reminders_never_reach_into_the_occurrence_before() -> None:
    due = Due(on=on("2026-01-31"), zone="Asia/Shanghai")
    standing = standing_of(
        "2026-02-15", filed("1", "2026-01-30"), due=due, recurrence="FREQ=MONTHLY"
    )
    assert standing.word is Word.ON_TRACK
    assert standing.due is not None
    assert (standing.due.day, standing.next_look) == (on("2026-02-28"), at("2026-02-20 16:00"))


def test_it_starts_after_the_day_it_was_made() -> None:
    standing = standing_of("2026-01-10", made="2026-01-01", recurrence="FREQ=YEARLY")
    assert instances(standing) == [("2027-01-01", Performance.ON_TRACK)]


def test_what_falls_into_a_suspension_is_not_owed() -> None:
    months = {"recurrence": "FREQ=MONTHLY;BYMONTHDAY=15", "made": "2026-01-01"}
    past = Amendment(on=on("2026-02-01"), kind=AmendmentKind.SUSPEND, until=on("2026-04-01"))
    over = standing_of("2026-04-02", amendments=(past,), **months)  # type: ignore[arg-type]
    assert [day for day, _ in instances(over)] == ["2026-01-15", "2026-04-15"]
    now = standing_of("2026-02-10", amendments=(past,), **months)  # type: ignore[arg-type]
    assert [day for day, _ in instances(now)] == ["2026-01-15", "2026-04-15"]
    open_end = Amendment(on=on("2026-02-01"), kind=AmendmentKind.SUSPEND)
    forever = standing_of("2026-02-10", amendments=(open_end,), **months)  # type: ignore[arg-type]
    assert [day for day, _ in instances(forever)] == ["2026-01-15"]


def test_an_extension_moves_the_occurrence_that_was_next() -> None:
    extend = Amendment(on=on("2024-11-01"), kind=AmendmentKind.EXTEND, due=Due(on=on("2025-02-28")))
    waive = Amendment(on=on("2024-11-02"), kind=AmendmentKind.RESUME)
    standing = standing_of("2025-03-05", amendments=(extend, waive))
    assert [day for day, _ in instances(standing)] == ["2023-12-31", "2025-02-28", "2025-12-31"]
    first = Amendment(on=on("2023-11-01"), kind=AmendmentKind.EXTEND, due=Due(on=on("2024-01-31")))
    assert instances(standing_of("2024-02-05", amendments=(first,)))[0] == (
        "2024-01-31",
        Performance.OVERDUE,
    )


def test_an_extension_that_hangs_on_nothing_known_moves_nothing() -> None:
    from monitor.domain.calendar import Relative

    waits = Due(relative=Relative(offset=Offset(3), after="nothing"))
    extend = Amendment(on=on("2023-11-01"), kind=AmendmentKind.EXTEND, due=waits)
    standing = standing_of("2024-02-05", amendments=(extend,))
    assert instances(standing)[0] == ("2023-12-31", Performance.OVERDUE)


def test_without_a_rule_or_a_beginning_there_are_no_occurrences() -> None:
    for more in ({"recurrence": ""}, {"made": "1000-01-01"}):
        standing = standing_of("2026-01-10", **more)  # type: ignore[arg-type]
        assert (standing.word, standing.instances) == (Word.ON_TRACK, ())


def test_only_the_oldest_open_and_the_last_dozen_are_kept() -> None:
    standing = standing_of("2026-01-10", made="2020-01-01", recurrence="FREQ=MONTHLY")
    assert len(standing.instances) == 24
    assert instances(standing)[0] == ("2020-02-01", Performance.OVERDUE)


def test_many_occurrences_that_are_all_suspended_end_the_search() -> None:
    stretch = Amendment(on=on("2026-01-05"), kind=AmendmentKind.SUSPEND, until=on("2030-01-01"))
    standing = standing_of(
        "2026-02-01", made="2026-01-01", recurrence="FREQ=DAILY", amendments=(stretch,)
    )
    assert instances(standing)[-1] == ("2026-01-04", Performance.OVERDUE)
