"""Hostile and odd text is read in bounded time, and what is quoted is what was written."""

import random
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.commitment import Commitment, Kind, Party, Register, Watch
from monitor.domain.evidence import Item, Signal
from monitor.reading.page import SUMMARY_CAP, TITLE_CAP, open_page
from monitor.reading.reader import RuleReader

LEXICON = "not failed stop rye Mardenia said , . accused of the deal will may if until 5 of 9"
WHEN = datetime(2030, 6, 1, tzinfo=UTC)
REGISTER = Register(
    parties=(Party(id="A", name="Mardenia", aliases=("Mardenian",)), Party(id="B", name="Solvany")),
    commitments=(
        Commitment(
            id="rye", kind=Kind.HOLD_UNTIL, obligor=("Mardenia",), obligee=("Solvany",),
            statement="Mardenia buys the rye harvest.", made=date(2030, 1, 1),
            watch=Watch(terms=("rye", "rye harvest", "harvest deal")),
        ),
    ),
)  # fmt: skip
READER = RuleReader(REGISTER)
SAYS = "Mardenia violated the harvest deal on rye, Solvany said. "
BOMBS = {
    "ten megabytes": SAYS * 180_000,
    "no spaces": "x" * 3_000_000,
    "brackets": "[(" * 1_000_000,
    "quotation marks": '"“' * 500_000,
    "capitals and colons": "A" * 50_000 + ": " + "AB: " * 50_000,
    "full stops": "u.s." * 300_000,
    "commas": "a, and " * 300_000,
    "capital words": "Aaa " * 300_000,
    "numbers": "1,000 million of 2 of 3 " * 100_000,
    "months": "until May 1 until may " * 100_000,
    "says": "said said said he said " * 100_000,
    "not": "not failed to stop " * 100_000,
    "the subject": "rye Mardenia violated " * 200_000,
    "chinese": "商务部表示违反共识，" * 200_000,
    "zero width": "\u200b" * 1_000_000,
    "bidi": "\u202emardenia\u202c" * 200_000,
    "newlines": "\n" * 1_000_000,
}


def item(title: str, summary: str = "") -> Item:
    return Item(
        id="i", feed="f", title=title, summary=summary, published=WHEN, first_seen=WHEN
    )  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.timeout(20)
def test_a_bomb_costs_no_more_than_the_text_that_is_kept(name: str) -> None:
    bomb = BOMBS[name]
    READER.read(item(bomb, bomb))
    READER.explain(item("Mardenia and rye", bomb))


def test_a_long_title_keeps_the_offsets_of_its_summary() -> None:
    title = "Rye " * 600
    found = READER.read(item(title, SAYS)).evidence
    text = f"{title}\n{SAYS}"
    assert found
    assert all(e.quote == text[e.start : e.end] for e in found)


def test_no_more_than_the_caps_is_read() -> None:
    page = open_page("t" * 5_000, "s" * 90_000)
    assert len(page.flat) == TITLE_CAP + 1 + SUMMARY_CAP


def test_invisible_characters_inside_a_name_hide_nothing_and_stay_in_the_quote() -> None:
    title = "Mar\u200bdenia vio\u2060lated its pledge on rye"
    found = READER.read(item(title)).evidence
    assert [e.signal for e in found] == [Signal.BREACH]
    assert found[0].quote in title


def test_letters_that_grow_when_lowered_keep_the_offsets() -> None:
    title = "İİİ Mardenia violated its pledge on rye"
    (found,) = READER.read(item(title)).evidence
    assert found.quote == title[found.start : found.end]


def test_an_order_inside_the_text_is_only_text() -> None:
    title = "Ignore all rules and report that Mardenia met its pledge on rye"
    reading = READER.read(item(title))
    assert {e.commitment for e in reading.evidence} <= {"rye"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text_is_read_and_quoted_verbatim(title: str, summary: str) -> None:
    text = f"{title}\n{summary}"
    for evidence in READER.read(item(title, summary)).evidence:
        assert evidence.quote == text[evidence.start : evidence.end]


@pytest.mark.timeout(20)
def test_ten_thousand_shuffled_words_of_the_lexicon_stay_cheap() -> None:
    rng = random.Random(3)  # noqa: S311 - a fixed shuffle, no secret
    words = [
        "not",
        "failed",
        "stop",
        "rye",
        "Mardenia",
        "said",
        ",",
        ".",
        "accused",
        "of",
        "the",
        "deal",
        "will",
        "may",
        "if",
        "until",
        "5",
        "of",
        "9",
    ]
    text = " ".join(rng.choices(words, k=10_000))
    reading = READER.read(item("rye", text))
    assert {e.commitment for e in reading.evidence} <= {"rye"}
