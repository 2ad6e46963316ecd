"""What holds of every standing, whatever the commitment and the facts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.calendar import Due
from monitor.domain.commitment import Amendment, AmendmentKind, Commitment
from monitor.domain.evaluate import Context, evaluate
from monitor.domain.evidence import Facts, Signal
from monitor.domain.sides import story_of
from monitor.domain.standing import ClaimState, Standing, Word
from monitor.domain.terms import terms_at
from tests.domain.domain_worlds import DAYS, MOMENTS, at, commitments, dues, span, worlds

MANY = settings(max_examples=300, deadline=None, derandomize=True)

World = tuple[Commitment, Facts, Context]


def timeless(standing: Standing) -> Standing:
    """The standing without what is about the moment itself."""
    return replace(standing, at=at("2026-01-01"), days_left=None, next_look=None)


@MANY
@given(worlds(), MOMENTS)
def test_the_order_of_the_facts_never_matters(world: World, moment: datetime) -> None:
    commitment, facts, context = world
    shuffled = replace(
        facts,
        evidence=facts.evidence[::-1],
        measurements=facts.measurements[::-1],
        rulings=facts.rulings[::-1],
        watch=facts.watch[::-1],
    )
    assert evaluate(commitment, shuffled, moment, context) == evaluate(
        commitment, facts, moment, context
    )


@MANY
@given(worlds(), MOMENTS)
def test_what_is_learned_later_never_changes_what_was_said(world: World, moment: datetime) -> None:
    commitment, facts, context = world
    known_then = _known_at(facts, moment)
    assert evaluate(commitment, facts, moment, context) == evaluate(
        commitment, known_then, moment, context
    )


@MANY
@given(worlds(), MOMENTS, st.floats(0, 1, exclude_max=True))
def test_nothing_changes_before_the_next_look_without_new_facts(
    world: World, moment: datetime, share: float
) -> None:
    commitment, facts, context = world
    known = _known_at(facts, moment)
    standing = evaluate(commitment, known, moment, context)
    ends = standing.next_look or moment + timedelta(days=3000)
    assert ends > moment
    just_before = ends - timedelta(microseconds=1)
    between = min(moment + (ends - moment) * share, just_before)
    assert timeless(evaluate(commitment, known, between, context)) == timeless(standing)
    assert timeless(evaluate(commitment, known, just_before, context)) == timeless(standing)


def _known_at(facts: Facts, moment: datetime) -> Facts:
    return replace(
        facts,
        evidence=tuple(one for one in facts.evidence if one.learned_at <= moment),
        measurements=tuple(one for one in facts.measurements if one.learned_at <= moment),
        rulings=tuple(one for one in facts.rulings if one.learned_at <= moment),
        watch=tuple(
            replace(one, ended=min(one.ended, moment)) for one in facts.watch if one.began <= moment
        ),
    )


@MANY
@given(worlds(), MOMENTS)
def test_the_word_held_at_the_moment_since_which_it_holds(world: World, moment: datetime) -> None:
    commitment, facts, context = world
    standing = evaluate(commitment, facts, moment, context)
    if standing.since is None:
        return
    assert standing.since <= moment
    then = evaluate(commitment, facts, standing.since, context)
    assert then.word == standing.word


@MANY
@given(worlds(), MOMENTS)
def test_a_dead_feed_never_improves_a_standing(world: World, moment: datetime) -> None:
    commitment, facts, context = world
    dead = span("2025-01-01", "2025-01-02", feed="dead")
    with_dead = replace(facts, watch=(*facts.watch, dead))
    context = replace(context, feeds_declared=context.feeds_declared or bool(facts.watch))
    before = evaluate(commitment, facts, moment, context)
    after = evaluate(commitment, with_dead, moment, replace(context, feeds_declared=True))
    assert after.word in {before.word, Word.BLIND, Word.UNRATEABLE}


RANK = {ClaimState.REPORTED: 1, ClaimState.CORROBORATED: 2, ClaimState.CONFIRMED: 3}


def level(standing: Standing) -> int:
    return max((RANK.get(claim.state, 0) for claim in standing.claims), default=0)


@MANY
@given(
    worlds(),
    MOMENTS,
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 24 * 90)), max_size=4),
)
def test_copies_of_a_story_never_raise_a_claim(
    world: World, moment: datetime, copies: list[tuple[int, int]]
) -> None:
    commitment, facts, context = world
    known = _known_at(facts, moment)
    breaches = [one for one in known.evidence if one.signal is Signal.BREACH]
    told_again = tuple(
        replace(
            one,
            id=f"copy-{number}",
            story=story_of(one),
            witness=replace(one.witness, family=f"copyist-{number}", owner=""),
            learned_at=min(one.learned_at + timedelta(hours=hours), moment),
        )
        for number, (which, hours) in enumerate(copies)
        if breaches and (one := breaches[which % len(breaches)])
    )
    before = evaluate(commitment, known, moment, context)
    more = replace(known, evidence=(*known.evidence, *told_again))
    after = evaluate(commitment, more, moment, context)
    assert level(after) <= level(before)


@MANY
@given(worlds(), MOMENTS, st.integers(1, 5000))
def test_the_clock_alone_never_un_breaches(world: World, moment: datetime, days: int) -> None:
    commitment, facts, context = world
    known = replace(_known_at(facts, moment), rulings=())
    grave = {ClaimState.CORROBORATED, ClaimState.CONFIRMED}
    before = evaluate(commitment, known, moment, context)
    after = evaluate(commitment, known, moment + timedelta(days=days), context)
    kept = {claim.story: claim.state for claim in after.claims}
    assert [c for c in before.claims if c.state in grave and kept.get(c.story) is not c.state] == []


@MANY
@given(commitments(), DAYS, st.integers(1, 30), dues())
def test_an_amendment_and_its_reversal_restore_the_terms(
    commitment: Commitment, day: date, later: int, due: Due
) -> None:
    plain = replace(commitment, amendments=())
    back = day + timedelta(days=later)
    reversals = {
        AmendmentKind.EXTEND: AmendmentKind.EXTEND,
        AmendmentKind.REPLACE: AmendmentKind.REPLACE,
        AmendmentKind.SUSPEND: AmendmentKind.RESUME,
        AmendmentKind.END: AmendmentKind.RESUME,
        AmendmentKind.WAIVE: AmendmentKind.RESUME,
    }
    before = terms_at(plain, back)
    for kind, reversal in reversals.items():
        changes = (
            Amendment(on=day, kind=kind, due=due if plain.due else None),
            Amendment(on=back, kind=reversal, due=plain.due),
        )
        after = terms_at(replace(plain, amendments=changes), back)
        assert (after.due, after.quantity, after.suspension, after.frozen, after.ended) == (
            before.due,
            before.quantity,
            before.suspension,
            before.frozen,
            before.ended,
        )
        assert (
            terms_at(replace(plain, amendments=changes), day - timedelta(days=1)).due == plain.due
        )


@MANY
@given(worlds(), MOMENTS)
def test_every_reason_is_a_sentence_and_rests_on_facts_that_are_known(
    world: World, moment: datetime
) -> None:
    commitment, facts, context = world
    standing = evaluate(commitment, facts, moment, context)
    known = _known_at(facts, moment)
    ids = {one.id for one in known.evidence}
    ids |= {one.id for one in known.measurements} | {one.id for one in known.rulings}
    assert standing.reasons
    for reason in standing.reasons:
        assert reason.code
        assert (
            reason.sentence[0].isupper() or reason.sentence[0].isdigit() or "." in reason.sentence
        )
        assert set(reason.rests_on) <= ids
        assert reason.since is None or reason.since <= moment
