"""A limit that is held is judged by each reading alone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from monitor.domain.commitment import Commitment, Direction, Kind, Quantity
from monitor.domain.evaluate import evaluate
from monitor.domain.evidence import Measurement, Series, Tier
from monitor.domain.standing import ClaimState, Standing, Suffix, Word
from tests.domain.domain_worlds import EYES, WATCHED, at, commitment, facts, on, read

LIMIT = Quantity(target=Decimal(300), unit="kg", direction=Direction.AT_MOST, series=("s",))
IAEA = Series(id="s", cumulative=False, every_days=90, lag_days=30)


def promise(quantity: Quantity = LIMIT) -> Commitment:
    return commitment(Kind.NEVER, None, quantity=quantity)


def standing_of(moment: str, *things: Measurement | Series, quantity: Quantity = LIMIT) -> Standing:
    return evaluate(promise(quantity), facts(*EYES, *things), at(moment), WATCHED)


def kilos(through: str, value: str, series: str = "s", learned: str = "") -> Measurement:
    return read(through, value, learned, series, unit="kg")


def test_a_stock_below_the_limit_is_held() -> None:
    standing = standing_of("2026-03-01", kilos("2026-02-01", "298.5"), IAEA)
    assert (standing.word, standing.claims) == (Word.HOLDING, ())
    assert standing.pace is not None
    assert (standing.pace.at_most, standing.pace.reported) == (True, Decimal("298.5"))


def test_exactly_the_limit_is_not_beyond_it() -> None:
    assert standing_of("2026-03-01", kilos("2026-02-01", "300"), IAEA).word is Word.HOLDING


def test_an_official_reading_beyond_it_is_a_confirmed_breach_until_it_is_back() -> None:
    above = kilos("2026-02-01", "305", learned="2026-02-10 09:00")
    worse = kilos("2026-03-01", "320", learned="2026-03-10 09:00")
    back = kilos("2026-04-01", "290", learned="2026-04-10 09:00")
    beyond = standing_of("2026-03-20", above, worse, IAEA)
    cured = standing_of("2026-04-20", above, worse, back, IAEA)
    assert (beyond.word, beyond.since) == (Word.BREACH, at("2026-02-10 09:00"))
    assert beyond.reasons[0].sentence == (
        "s shows 320 kg through 1 Mar 2026; at most 300 kg is promised."
    )
    assert (cured.word, cured.since, cured.suffixes) == (
        Word.HOLDING,
        at("2026-04-10 09:00"),
        (Suffix.BREACH_ON_RECORD,),
    )
    assert cured.claims[0].reason == (
        "s shows 320 kg through 1 Mar 2026, back within it through 1 Apr 2026; "
        "at most 300 kg is promised."
    )
    again = standing_of("2026-06-20", above, back, kilos("2026-06-01", "301"), IAEA)
    assert (again.word, again.since) == (Word.BREACH, at("2026-06-01 12:00"))


@pytest.mark.parametrize(
    ("series", "state"),
    [
        ((Series(id="s", party="B"),), ClaimState.REPORTED),
        ((Series(id="s", party="A"),), ClaimState.CONFIRMED),
        ((Series(id="s", tier=Tier.OUTLET),), ClaimState.REPORTED),
        (
            (Series(id="s", tier=Tier.OUTLET), Series(id="t", tier=Tier.OUTLET, family="t")),
            ClaimState.CORROBORATED,
        ),
        (
            (Series(id="s", tier=Tier.OUTLET), Series(id="t", tier=Tier.OUTLET, family="S")),
            ClaimState.REPORTED,
        ),
    ],
    ids=["the accuser's count", "the obligor's own", "unofficial", "two families", "one family"],
)
def test_whose_count_it_is_decides_how_much_it_weighs(
    series: tuple[Series, ...], state: ClaimState
) -> None:
    readings = [kilos("2026-02-01", "305", one.id) for one in series]
    (claim,) = standing_of("2026-03-01", *readings, *series).claims
    assert claim.state is state


def test_a_floor_that_is_to_be_held_is_broken_from_below() -> None:
    floor = replace(LIMIT, direction=Direction.AT_LEAST)
    standing = standing_of("2026-03-01", kilos("2026-02-01", "299"), IAEA, quantity=floor)
    assert standing.word is Word.BREACH
    assert standing.reasons[0].sentence.endswith("at least 300 kg is promised.")


def test_counts_of_incidents_are_each_held_against_the_limit() -> None:
    """A week of quiet after a week with incidents cures nothing for good, and says so."""
    none = Quantity(target=Decimal(0), unit="incidents", direction=Direction.AT_MOST, series=("s",))
    observers = Series(id="s", cumulative=False, every_days=7, lag_days=3)
    quiet = read("2026-02-07", 0, unit="incidents", begins=on("2026-02-01"))
    shots = read("2026-02-14", 3, unit="incidents", begins=on("2026-02-08"))
    calm = read("2026-02-21", 0, unit="incidents", begins=on("2026-02-15"))
    words = [
        standing_of(moment, quiet, shots, calm, observers, quantity=none).word
        for moment in ("2026-02-08", "2026-02-15", "2026-02-22")
    ]
    assert words == [Word.HOLDING, Word.BREACH, Word.HOLDING]


def test_an_old_reading_without_a_schedule_sees_nothing_for_a_dead_feed() -> None:
    reading = kilos("2026-02-01", "290")
    scheduled = evaluate(promise(), facts(reading, IAEA), at("2026-03-01"), WATCHED)
    loose = evaluate(
        promise(), facts(reading, Series(id="s", cumulative=False)), at("2026-03-01"), WATCHED
    )
    assert (scheduled.word, loose.word) == (Word.HOLDING, Word.BLIND)
