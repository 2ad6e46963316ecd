"""What binds, what waits, what sleeps and what is gone."""

from typing import Any

import pytest

from monitor.domain.calendar import Due
from monitor.domain.commitment import (
    Amendment,
    AmendmentKind,
    Condition,
    ConditionKind,
    Event,
    Kind,
    Party,
    Register,
    Text,
)
from monitor.domain.evaluate import Context, dependencies, evaluate
from monitor.domain.evidence import Act, Signal, Tier, Verdict
from monitor.domain.standing import Binding, Performance, Standing, Word
from monitor.domain.ties import Ties
from tests.domain.domain_worlds import EYES, WATCHED, at, commitment, facts, on, ruled, told

MOMENT = at("2026-05-01")


def standing_of(
    moment: str = "2026-05-01", context: Context | None = None, **more: Any
) -> Standing:
    return evaluate(commitment(**more), facts(*EYES), at(moment), context or WATCHED)


def change(kind: AmendmentKind, day: str, **more: Any) -> Amendment:
    return Amendment(on=on(day), kind=kind, **more)


@pytest.mark.parametrize(
    ("by", "confirmed", "binding"),
    [
        ("", (), Binding.AGREED),
        ("A", (), Binding.AGREED),
        ("B", (), Binding.ASSERTED),
        ("B", ("A",), Binding.AGREED),
        ("Alpha", (), Binding.AGREED),
        ("B", ("the alphans",), Binding.AGREED),
    ],
)
def test_it_is_asserted_until_the_obligors_word_is_known(
    by: str, confirmed: tuple[str, ...], binding: Binding
) -> None:
    parties = (Party(id="A", name="Alpha", aliases=("the Alphans",)), Party(id="X", name="Xi"))
    standing = standing_of(
        context=Context(parties=parties), text=Text(by=by), confirmed_by=confirmed
    )
    assert standing.binding is binding


def test_an_asserted_promise_says_whose_word_is_missing() -> None:
    sentences = [reason.sentence for reason in standing_of(text=Text(by="B")).reasons]
    assert "Only B says so; A has not confirmed it." in sentences


def test_a_draft_binds_nobody() -> None:
    standing = standing_of(draft=True)
    assert (standing.word, standing.since) == (Word.DRAFT, at("2026-01-01"))
    assert standing_of("2025-12-01", draft=True).since is None


def test_a_promise_without_a_day_of_making_is_agreed_since_nobody_knows_when() -> None:
    standing = standing_of(made=on("1000-01-01"))
    assert "Agreed; when is not known." in [reason.sentence for reason in standing.reasons]


@pytest.mark.parametrize("kind", [ConditionKind.ANTECEDENT, ConditionKind.TRIGGER])
def test_it_waits_for_its_condition(kind: ConditionKind) -> None:
    condition = Condition(kind=kind, on="signed", text="both parliaments ratify")
    event = Event(id="signed", on=on("2026-04-01"))
    waiting = standing_of("2026-03-31", Context(events=(event,)), conditions=(condition,))
    bound = standing_of("2026-04-01", Context(events=(event,)), conditions=(condition,))
    assert (waiting.word, waiting.performance) == (Word.CONDITIONAL, Performance.NOT_STARTED)
    assert waiting.reasons[0].sentence == "Binds only once this happens: both parliaments ratify."
    assert waiting.next_look == at("2026-04-01")
    assert (bound.word, bound.binding, bound.since) == (
        Word.ON_TRACK,
        Binding.IN_FORCE,
        at("2026-04-01"),
    )


def test_it_is_moot_once_its_ground_has_fallen() -> None:
    condition = Condition(kind=ConditionKind.GROUND, on="ruling", text="the emergency powers act")
    other = Condition(kind=ConditionKind.GROUND, on="nothing")
    event = Event(id="ruling", on=on("2026-02-20"), learned_on=on("2026-02-21"))
    context = Context(events=(event,))
    assert standing_of("2026-02-20", context, conditions=(other, condition)).word is Word.ON_TRACK
    moot = standing_of("2026-02-21", context, conditions=(other, condition))
    assert (moot.word, moot.since) == (Word.MOOTED, at("2026-02-21"))
    assert moot.reasons[0].sentence == (
        "Moot since 21 Feb 2026: the ground it stood on fell (the emergency powers act)."
    )


def ended(word: Word = Word.TERMINATED, binding: Binding = Binding.TERMINATED) -> Standing:
    return Standing(
        commitment="treaty",
        at=MOMENT,
        word=word,
        machine_word=word,
        binding=binding,
        since=at("2026-04-10 12:00"),
    )


def test_the_end_of_the_commitment_it_stands_on_moots_it_unless_it_survives() -> None:
    condition = Condition(kind=ConditionKind.GROUND, on="treaty")
    context = Context(others={"treaty": ended()})
    alive = Context(others={"treaty": ended(Word.ON_TRACK, Binding.AGREED)})
    assert standing_of(context=context, conditions=(condition,)).word is Word.MOOTED
    assert standing_of(context=alive, conditions=(condition,)).word is Word.ON_TRACK
    surviving = standing_of(context=context, conditions=(condition,), survives=True)
    assert surviving.word is Word.ON_TRACK


def test_a_successor_supersedes_it_unless_it_survives() -> None:
    context = Context(superseded_by=(("new", on("2026-04-15")), ("newer", on("2026-06-01"))))
    assert standing_of("2026-04-14", context).word is Word.ON_TRACK
    gone = standing_of("2026-04-15", context)
    assert (gone.word, gone.since) == (Word.SUPERSEDED, at("2026-04-15"))
    assert gone.reasons[0].sentence == "Superseded on 15 Apr 2026 by new."
    assert standing_of("2026-04-15", context, survives=True).word is Word.ON_TRACK


@pytest.mark.parametrize(
    ("kind", "more", "sentence"),
    [
        (AmendmentKind.END, {}, "Ended on 1 Apr 2026."),
        (AmendmentKind.END, {"by": "A"}, "Ended on 1 Apr 2026 by A."),
        (
            AmendmentKind.WAIVE,
            {"by": "B", "because": "it was paid"},
            "Waived on 1 Apr 2026 by B: it was paid",
        ),
    ],
)
def test_an_end_or_a_waiver_terminates_it(
    kind: AmendmentKind, more: dict[str, Any], sentence: str
) -> None:
    gone = standing_of(amendments=(change(kind, "2026-04-01", **more),))
    assert (gone.word, gone.since) == (Word.TERMINATED, at("2026-04-01"))
    assert gone.reasons[0].sentence == sentence


def test_what_was_ended_can_be_resumed() -> None:
    changes = (
        change(AmendmentKind.END, "2026-02-01"),
        change(AmendmentKind.RESUME, "2026-04-01", learned_on=on("2026-04-03")),
    )
    assert standing_of("2026-04-02", amendments=changes).word is Word.TERMINATED
    back = standing_of("2026-04-03", amendments=changes)
    assert (back.word, back.since) == (Word.ON_TRACK, at("2026-04-03"))


def test_a_suspension_lifts_by_itself() -> None:
    changes = (change(AmendmentKind.SUSPEND, "2026-02-01", until=on("2026-03-01")),)
    during = standing_of("2026-02-10", Context(), amendments=changes)
    assert (during.word, during.binding) == (Word.SUSPENDED, Binding.SUSPENDED)
    assert during.next_look == at("2026-03-01")
    assert during.reasons[0].sentence == (
        "Suspended since 1 Feb 2026 until 1 Mar 2026 (exclusive); the clock runs on."
    )
    after = standing_of("2026-03-01", amendments=changes)
    assert (after.word, after.since, after.moved_days) == (Word.ON_TRACK, at("2026-03-01"), 0)


def test_a_suspension_that_stops_the_clock_moves_the_date_by_its_length() -> None:
    changes = (
        change(AmendmentKind.SUSPEND, "2026-06-20", freezes=True),
        change(AmendmentKind.RESUME, "2026-07-20"),
    )
    during = standing_of("2026-07-10", amendments=changes)
    assert (during.word, during.performance) == (Word.SUSPENDED, None)
    assert during.reasons[0].sentence == "Suspended since 20 Jun 2026; the clock stands still."
    after = standing_of("2026-07-20", amendments=changes)
    assert (after.word, after.moved_days) == (Word.DUE_SOON, 30)
    assert after.due is not None
    assert after.due.trace == (
        "2026-06-30 + 30d = 2026-07-30",
        "2026-07-30, end of day, UTC = 2026-07-31T00:00Z",
    )


def test_a_breach_of_one_brings_the_other_into_force() -> None:
    context = Context(
        activated_by=("truce",), others={"truce": ended(Word.HOLDING, Binding.AGREED)}
    )
    asleep = standing_of(context=context)
    assert (asleep.word, asleep.reasons[0].sentence) == (
        Word.CONDITIONAL,
        "Sleeps until truce is breached.",
    )
    missing = standing_of(context=Context(activated_by=("truce",)))
    assert missing.word is Word.CONDITIONAL
    broken = evaluate(
        commitment(Kind.NEVER, None, id="truce"),
        facts(*EYES, ruled(Verdict.CONFIRM, "2026-04-20")),
        MOMENT,
        WATCHED,
    )
    awake = standing_of(context=Context(activated_by=("truce",), others={"truce": broken}))
    assert (awake.word, awake.binding) == (Word.ON_TRACK, Binding.IN_FORCE)


def test_ties_are_read_from_the_register_in_both_directions() -> None:
    truce = commitment(
        Kind.NEVER,
        None,
        id="truce",
        conditions=(Condition(kind=ConditionKind.CONSEQUENCE, on="b"),),
    )
    back = commitment(
        id="b",
        due=Due(on=on("2026-06-30")),
        supersedes=("old",),
        conditions=(Condition(kind=ConditionKind.ANTECEDENT, on="signed"),),
    )
    old = commitment(id="old", conditions=(Condition(kind=ConditionKind.GROUND, on="truce"),))
    draft = commitment(id="d", draft=True, supersedes=("truce",))
    event = Event(id="signed", on=on("2026-01-05"))
    ties = Ties.of(Register(commitments=(truce, back, old, draft), events=(event,)))
    assert ties.needs == {"truce": (), "b": ("truce",), "old": ("truce",), "d": ()}
    assert ties.needed_by == {"truce": ("b", "old")}
    assert ties.context("b", {}, feeds_declared=True) == Context(
        events=(event,), activated_by=("truce",), feeds_declared=True
    )
    assert ties.context("old", {}, feeds_declared=False).superseded_by == (("b", on("2026-01-01")),)


def test_dependencies_are_the_ids_its_dates_and_conditions_name() -> None:
    from monitor.domain.calendar import Offset, Relative

    after = Due(relative=Relative(offset=Offset(3), after="first"))
    later = Due(relative=Relative(offset=Offset(3), after="second"))
    promise = commitment(
        due=after,
        amendments=(change(AmendmentKind.EXTEND, "2026-02-01", due=later),),
        conditions=(
            Condition(kind=ConditionKind.GROUND, on="law"),
            Condition(kind=ConditionKind.CONSEQUENCE, on="other"),
            Condition(kind=ConditionKind.GROUND, on="c"),
        ),
    )
    assert dependencies(promise) == ("law", "first", "second")


def test_a_date_may_hang_on_the_completion_of_another() -> None:
    from monitor.domain.calendar import Offset, Relative

    first = commitment(id="first")
    record = told("r", "2026-03-01", Signal.FULFILLED, Act.DONE, tier=Tier.OFFICIAL)
    done = evaluate(first, facts(record), MOMENT)
    due = Due(relative=Relative(offset=Offset(30), after="first"))
    standing = standing_of(context=Context(others={"first": done}), due=due)
    assert standing.due is not None
    assert (standing.due.day, standing.word) == (on("2026-03-31"), Word.OVERDUE)
