"""Amounts convert exactly inside a kind and never across."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.units import (
    Measure,
    UnitError,
    amount,
    comparable,
    convert,
    figure,
    measure_of,
)

MASSES = ("g", "kg", "t", "kt", "Mt", "lb", "short ton", "bu soybeans", "bu corn", "million tonnes")


@pytest.mark.parametrize(
    ("value", "unit", "into", "expected"),
    [
        ("12", "Mt", "t", "12000000"),
        ("332000", "t", "Mt", "0.332"),
        ("12", "million tonnes", "Mt", "12"),
        ("1", "MMT", "kt", "1000"),
        ("1", "mt", "kg", "1000"),
        ("1", "bu soybeans", "kg", "27.2155422"),
        ("1", "bushel of corn", "kg", "25.40117272"),
        ("288.8", "USD bn", "USD", "288800000000"),
        ("200", "billion dollars", "USD bn", "200"),
        ("1.5", "trillion yuan", "CNY bn", "1500"),
        ("19", "licences", "licence", "19"),
        ("3", "thousand licences", "licences", "3000"),
        ("10", "percent", "%", "10"),
        ("24", "percentage points", "pp", "24"),
        ("5", "EUR k", "EUR", "5000"),
    ],
)
def test_an_amount_is_the_same_in_another_unit(
    value: str, unit: str, into: str, expected: str
) -> None:
    assert convert(Decimal(value), unit, into) == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "into"),
    [("%", "pp"), ("t", "USD"), ("USD", "CNY"), ("licences", "reports"), ("licences", "t")],
)
def test_kinds_never_meet(unit: str, into: str) -> None:
    assert not comparable(unit, into)
    with pytest.raises(UnitError, match="not of one kind"):
        convert(Decimal(1), unit, into)


def test_every_name_is_a_unit() -> None:
    assert measure_of("export licences") == Measure("export licence", Fraction(1))
    assert measure_of("pass") == Measure("pass", Fraction(1))
    assert measure_of("million barrels") == Measure("barrel", Fraction(10**6))
    assert comparable("t", "bu wheat")


@given(
    st.decimals(-(10**9), 10**9, places=6),
    st.sampled_from(MASSES),
    st.sampled_from(MASSES),
)
def test_there_and_back_is_where_it_began(value: Decimal, unit: str, into: str) -> None:
    back = convert(convert(value, unit, into), into, unit)
    assert abs(back - value) <= abs(value) * Decimal("1e-24")


@given(st.decimals(0, 10**6, places=3), st.sampled_from(MASSES), st.sampled_from(MASSES))
def test_the_way_does_not_matter(value: Decimal, unit: str, into: str) -> None:
    by_way = convert(convert(value, unit, "kg"), "kg", into)
    straight = convert(value, unit, into)
    assert abs(by_way - straight) <= abs(straight) * Decimal("1e-24")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("12", "12"),
        ("0.332", "0.332"),
        ("2.7540983", "2.754"),
        ("11.142", "11.14"),
        ("288.80", "288.8"),
        ("12000000", "12,000,000"),
        ("-0.5", "-0.5"),
        ("0", "0"),
    ],
)
def test_a_figure_is_printed_without_noise(value: str, shown: str) -> None:
    assert figure(Decimal(value)) == shown
    assert amount(Decimal(value), "Mt") == f"{shown} Mt"
