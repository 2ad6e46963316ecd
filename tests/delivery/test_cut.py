"""Cutting text without tearing a character apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.cut import cut, cut_bytes, fair


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("a long sentence", 8, "a long…"),
        ("cafe\u0301s and bars", 5, "caf…"),
        ("ok 👍🏽 good", 5, "ok…"),
        ("x 🇨🇳🇺🇸 y", 5, "x 🇨🇳…"),
        ("x 🇨🇳🇺🇸 y", 6, "x 🇨🇳…"),
        ("a👩\u200d🌾b", 3, "a…"),
        ("☎\ufe0fcall", 2, "…"),
        ("한", 1, "한"),
        ("\u1112\u1161\u11ab\u1100", 3, "…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
        ("", 0, ""),
    ],
)
def test_a_cut_falls_between_whole_characters(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


@given(st.text(max_size=60), st.integers(0, 70))
def test_a_cut_is_never_too_long_and_keeps_the_beginning(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert len(shown) <= limit
    assert shown == text if len(text) <= limit else text.startswith(shown[:-1])


@given(st.text(max_size=60), st.integers(3, 70))
def test_a_cut_in_bytes_is_never_too_long(text: str, limit: int) -> None:
    shown = cut_bytes(text, limit)
    assert len(shown.encode()) <= limit
    assert shown == text if len(text.encode()) <= limit else text.startswith(shown[:-1])


def test_lines_share_the_room_and_what_does_not_fit_is_counted() -> None:
    assert fair(["abc", "de"], 20) == ["abc", "de"]
    assert fair(["a" * 50, "b" * 50], 60) == ["a" * 28 + "…", "b" * 28 + "…"]
    lines = fair([f"{n} {'x' * 50}" for n in range(100)], 260)
    assert (len(lines), lines[-1]) == (10, "and 91 more")


@given(st.lists(st.text(st.characters(codec="ascii"), max_size=80), max_size=40))
def test_lines_never_take_more_than_the_room(lines: list[str]) -> None:
    assert sum(len(line) + 1 for line in fair(lines, 300)) <= 301
