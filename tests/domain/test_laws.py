"""What holds of every standing, whatever the commitment and the facts."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.commitment import Commitment
from monitor.domain.evaluate import Context, evaluate
from monitor.domain.evidence import Facts
from monitor.domain.standing import Standing
from tests.domain.domain_worlds import MOMENTS, at, worlds

MANY = settings(max_examples=300, deadline=None)

World = tuple[Commitment, Facts, Context]


def timeless(standing: Standing) -> Standing:
    """The standing without what is about the moment itself."""
    return replace(standing, at=at("2026-01-01"), days_left=None, next_look=None)


def _unused_later(moments: st.DataObject, moment: datetime) -> datetime:
    hours = moments.draw(st.integers(1, 24 * 200))
    return moment + timedelta(hours=hours)


@MANY
@given(worlds(), MOMENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_never_matters(
    world: World, moment: datetime, random: object
) -> None:
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
    known_then = replace(
        facts,
        evidence=tuple(one for one in facts.evidence if one.learned_at <= moment),
        measurements=tuple(one for one in facts.measurements if one.learned_at <= moment),
        rulings=tuple(one for one in facts.rulings if one.learned_at <= moment),
        watch=tuple(
            replace(one, ended=min(one.ended, moment)) for one in facts.watch if one.began <= moment
        ),
    )
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
