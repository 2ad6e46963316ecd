from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.standing import Pace
from monitor.views.figures import FULL, amounts, bar, exact, number, share

PACE = Pace(
    unit="Mt",
    target=Decimal(12),
    expected=Decimal(6),
    reported=Decimal(3),
    ratio=Decimal("0.5"),
    through=None,
)
AMOUNT = st.decimals(0, 10**6, places=3)


@pytest.mark.parametrize(
    ("value", "up", "said"),
    [
        ("11.999", False, "11.99"),
        ("11.991", True, "12"),
        ("12", False, "12"),
        ("1234567.5", False, "1,234,567.5"),
        ("0.001", False, "0"),
        ("1E+3", False, "1,000"),
        ("-0.5", False, "-0.5"),
    ],
)
def test_a_number_is_rounded_towards_the_worse_side(value: str, up: bool, said: str) -> None:
    assert number(Decimal(value), up=up) == said


@given(value=st.decimals(-(10**9), 10**9, places=6))
@settings(deadline=None)
def test_an_exact_number_is_the_number(value: Decimal) -> None:
    assert Decimal(exact(value).replace(",", "")) == value


@given(reported=AMOUNT, target=st.decimals(1, 10**6, places=3))
@settings(deadline=None)
def test_nothing_short_of_the_target_is_printed_as_the_target(
    reported: Decimal, target: Decimal
) -> None:
    pace = replace(PACE, reported=reported, target=target, expected=Decimal(0))
    full = bar(pace, 14) == [FULL * 14]
    hundred = int(share(pace).removesuffix(" %").replace(",", "")) >= 100
    assert (full, hundred) == (reported >= target, reported >= target)


@given(reported=st.none() | AMOUNT, expected=AMOUNT, target=AMOUNT, width=st.integers(1, 60))
@settings(deadline=None)
def test_a_bar_is_as_wide_as_asked(
    reported: Decimal | None, expected: Decimal, target: Decimal, width: int
) -> None:
    pace = replace(PACE, reported=reported, expected=expected, target=target)
    assert len("".join(bar(pace, width))) == width


@pytest.mark.parametrize(
    ("more", "drawn", "said"),
    [
        ({}, "━━━───┃─────", "3/12 Mt"),
        ({"reported": None}, "╌╌╌╌╌╌┃╌╌╌╌╌", "?/12 Mt"),
        ({"reported": Decimal(0)}, "──────┃─────", "0/12 Mt"),
        ({"reported": Decimal(13)}, "━━━━━━┃━━━━━", "13/12 Mt"),
        ({"expected": Decimal(0)}, "━━━─────────", "3/12 Mt"),
        ({"expected": Decimal(12)}, "━━━─────────", "3/12 Mt"),
        ({"at_most": True}, "━━━───┃─────", "3/≤12 Mt"),
        ({"target": Decimal(0)}, "────────────", "3/0 Mt"),
    ],
)
def test_the_bar_shows_what_is_reported_and_a_tick_where_it_should_be(
    more: dict[str, Decimal], drawn: str, said: str
) -> None:
    pace = replace(PACE, **more)  # type: ignore[arg-type]
    assert ("".join(bar(pace, 12)), amounts(pace)) == (drawn, said)


def test_a_share_is_rounded_down_and_unknown_where_nothing_is_reported() -> None:
    shares = [replace(PACE, reported=r) for r in (Decimal("11.999"), Decimal(13), None)]
    assert [share(each) for each in shares] == ["99 %", "108 %", ""]
