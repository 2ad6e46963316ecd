"""Amounts, days, deadlines and stories are candidates read as they stand."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.evidence import Item
from monitor.reading.amounts import amounts
from monitor.reading.periods import days, new_due
from monitor.reading.stories import story_of

NEAR = date(2031, 8, 1)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("bought 12 million tonnes", "12000000", "t"),
        ("a fund of $1.5bn", "1500000000.0", "USD"),
        ("only 58% of it", "58", "%"),
        ("35 per cent", "35", "%"),
        ("8,600 troops left", "8600", "troop"),
        ("freed forty prisoners", "40", "prisoner"),
    ],
)
def test_an_amount_has_its_scale_and_unit(text: str, value: str, unit: str) -> None:
    (found,) = amounts(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


def test_a_share_knows_its_whole() -> None:
    first = amounts("freed 23 of the 33 captives")[0]
    assert (first.value, first.whole, first.unit) == (Decimal(23), Decimal(33), "captive")


@pytest.mark.parametrize("text", ["in 2024 it rained", "on may 5 they met", "on 5 may they met"])
def test_a_date_is_no_amount(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("extended the truce until 10 november 2031", date(2031, 11, 10)),
        ("deadline moved to march", date(2032, 3, 31)),
        ("extends the pause for another six months", date(2032, 2, 1)),
        ("extended by 90 days", date(2031, 10, 30)),
        ("put off until the end of september", date(2031, 9, 30)),
        ("the weather was fine", None),
    ],
)
def test_a_reported_extension_names_its_new_deadline(text: str, due: date | None) -> None:
    assert new_due(text, NEAR) == due


def test_an_impossible_day_is_no_day() -> None:
    assert days("on 31 february 2031", NEAR) == []


@given(st.text(max_size=120))
def test_any_text_has_amounts_and_days_inside_it(text: str) -> None:
    low = text.lower()
    assert all(0 <= a.start < a.end <= len(low) for a in amounts(low))
    assert all(0 <= d.start < d.end <= len(low) for d in days(low, NEAR))


WHEN = datetime(2031, 8, 1, tzinfo=UTC)


def item(key: str, title: str, summary: str = "", hours: int = 0) -> Item:
    seen = WHEN + timedelta(hours=hours)
    return Item(id=key, feed=key, title=title, summary=summary, published=seen, first_seen=seen)


def test_the_outlet_after_a_dash_does_not_part_copies() -> None:
    first = item("a", "Arvania halts wheat purchases from Belmark - The Selm Courier")
    copy = item("b", "Arvania halts wheat purchases from Belmark | Highford Post", hours=3)
    assert story_of(copy, [first]) == story_of(first, [])


def test_wire_copy_with_small_edits_is_one_story() -> None:
    body = (
        "Arvania has halted its purchases of Belmarkian wheat after the duties rose, traders said"
    )
    first = item("a", "Wheat trade stops", f"PORT SELM (Reuters) - {body} on Monday.")
    copy = item("b", "No more wheat, says Arvania", f"{body} Monday.", hours=5)
    assert story_of(copy, [first]) == story_of(first, [])


def test_another_number_is_another_story() -> None:
    first = item("a", "Arvania buys 300,000 tonnes of wheat from Belmark this week")
    other = item("b", "Arvania buys 900,000 tonnes of wheat from Belmark this week", hours=2)
    assert story_of(other, [first]) != story_of(first, [])


def test_the_same_headline_a_month_later_is_another_story() -> None:
    first = item("a", "Arvania halts wheat purchases from Belmark once more")
    later = item("b", "Arvania halts wheat purchases from Belmark once more", hours=24 * 30)
    assert story_of(later, [first]) != story_of(first, [])


def test_the_order_of_the_recent_items_does_not_matter() -> None:
    one = item("a", "Arvania halts wheat purchases from Belmark again")
    two = item("b", "Arvania halts wheat purchases from Belmark again", hours=1)
    copy = item("c", "Arvania halts wheat purchases from Belmark again", hours=2)
    assert story_of(copy, [one, two]) == story_of(copy, [two, one])
