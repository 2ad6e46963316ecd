"""Longer reports of our own about other made-up promises, as a newspaper or a ministry writes.

Form as in `sentences`: `signal | commitment | title | summary`.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.domain.calendar import Due
from monitor.domain.commitment import Commitment, Kind, Party, Register, Watch
from monitor.domain.evidence import Item
from monitor.reading.reader import RuleReader

REGISTER = Register(
    parties=(
        Party(id="TOR", name="Torvale", aliases=("Torvalian", "Esk", "Premier Lind", "Mara Lind")),
        Party(id="OST", name="Ostria", aliases=("Ostrian", "Ostrians", "Veld", "President Koor")),
        Party(id="HYD", name="Hydra Pharma", aliases=("Hydra",)),
        Party(id="COM", name="Coastal Commission", aliases=("the Commission", "commissioners")),
        Party(id="MAY", name="Mayor Ada Quill", aliases=("Quill", "Mayor Quill", "city hall")),
    ),
    commitments=(
        Commitment(
            id="gas", kind=Kind.HOLD_UNTIL, obligor=("Ostria",), obligee=("Torvale",),
            made=date(2032, 1, 10),
            statement="Ostria supplies Torvale with gas through the Nord "
            "line without interruption.",
            watch=Watch(terms=("gas supplies", "gas", "Nord line", "pipeline")),
        ),
        Commitment(
            id="fund", kind=Kind.DO_BY, obligor=("Torvale",), obligee=("Ostria",),
            made=date(2031, 6, 1), due=Due(on=date(2032, 6, 30)),
            statement="Torvale pays 300 million crowns into the flood "
            "fund by June 2032.",
            watch=Watch(terms=("flood fund", "flood relief", "300 million crowns")),
        ),
        Commitment(
            id="drug", kind=Kind.DO_BY, obligor=("Hydra Pharma",), obligee=("Torvale",),
            made=date(2031, 3, 3), due=Due(on=date(2032, 12, 31)),
            statement="Hydra Pharma delivers 4 million doses of the "
            "fever vaccine to Torvale.",
            watch=Watch(terms=("fever vaccine", "vaccine doses", "vaccine")),
        ),
        Commitment(
            id="homes", kind=Kind.DO_BY, obligor=("Mayor Ada Quill",), obligee=("city residents",),
            made=date(2030, 9, 1), due=Due(on=date(2032, 9, 1)),
            statement="Mayor Ada Quill builds 5,000 council homes by "
            "September 2032.",
            watch=Watch(terms=("council homes", "housing pledge", "homes")),
        ),
        Commitment(
            id="fish", kind=Kind.HOLD_UNTIL, obligor=("Torvale",), obligee=("Coastal Commission",),
            made=date(2030, 2, 2),
            statement="Torvale keeps its trawlers out of the Skarn "
            "reserve and lets inspectors aboard.",
            watch=Watch(terms=("trawlers", "Skarn reserve", "fishing inspectors", "inspectors")),
        ),
        Commitment(
            id="border", kind=Kind.NEVER, obligor=("Ostria",), obligee=("Torvale",),
            made=date(2029, 4, 4),
            statement="Ostria stations no missiles within 50 km of the "
            "Torvalian border.",
            watch=Watch(terms=("missiles", "missile battery", "border zone")),
        ),
    ),
)  # fmt: skip

LINES = (Path(__file__).parent / "reports.txt").read_text(encoding="utf-8")


def cases() -> list[tuple[str, str, str, str]]:
    """(signal or "", commitment, title, summary) for each line."""
    found = []
    for line in LINES.strip().splitlines():
        signal, commitment, title, summary = (part.strip() for part in line.split(" | "))
        head = "World news in brief" if title == "-" else title
        found.append((signal.strip("-"), commitment, head, "" if summary == "-" else summary))
    return found


RULES = RuleReader(REGISTER, learned=False)
WEIGHED = RuleReader(REGISTER)


def item(title: str, summary: str) -> Item:
    when = datetime(2032, 7, 20, tzinfo=UTC)
    return Item(id="i", feed="f", title=title, summary=summary, published=when, first_seen=when)


def said(reader: RuleReader, commitment: str, title: str, summary: str) -> set[str]:
    found = reader.read(item(title, summary)).evidence
    return {e.signal.value for e in found if e.commitment == commitment}


@pytest.mark.parametrize(("signal", "commitment", "title", "summary"), cases())
def test_the_rules_take_what_a_careful_reader_takes(
    signal: str, commitment: str, title: str, summary: str
) -> None:
    assert said(RULES, commitment, title, summary) == ({signal} if signal else set())


@pytest.mark.parametrize(("signal", "commitment", "title", "summary"), cases())
def test_every_quote_is_verbatim_at_its_offsets(
    signal: str, commitment: str, title: str, summary: str
) -> None:
    text = f"{title}\n{summary}"
    for evidence in RULES.read(item(title, summary)).evidence:
        assert evidence.quote == text[evidence.start : evidence.end]
        assert evidence.quote
        assert evidence.because


def test_the_scorer_says_the_same_of_nearly_all_of_them() -> None:
    agreed = [
        said(WEIGHED, commitment, title, summary) == ({signal} if signal else set())
        for signal, commitment, title, summary in cases()
    ]
    assert sum(agreed) / len(agreed) >= 0.9
