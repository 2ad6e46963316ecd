"""Sentences of our own about made-up promises, each with what a careful reader takes from it.

A line is `signal | commitment | title | summary`; `-` as the signal means that the reader keeps
silent about that commitment. Nothing here is quoted from anybody.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.domain.calendar import Due
from monitor.domain.commitment import Agreement, Commitment, Kind, Party, Register, Watch
from monitor.domain.evidence import Item
from monitor.reading.reader import RuleReader

PARTIES = (
    Party(id="ARV", name="Arvania", aliases=("Arvanian", "Arvanians", "Port Selm", "Doren Vask")),
    Party(id="BEL", name="Belmark", aliases=("Belmarkian", "Belmarkians", "Highford")),
    Party(id="CAS", name="Castoria", aliases=("Castorian", "Castorians", "Lune")),
    Party(id="UNI", name="River Union", aliases=("the Union", "Union officials")),
    Party(id="NOR", name="Northgate Steel", aliases=("Northgate",)),
    Party(id="LIB", name="Liberation Front", aliases=("the Front", "Front fighters", "rebels")),
)


def _watch(*terms: str) -> Watch:
    return Watch(terms=terms)


REGISTER = Register(
    parties=PARTIES,
    agreements=(
        Agreement(
            id="selm-2031", name="Selm Accord", parties=("ARV", "BEL"), made=date(2031, 3, 1)
        ),
    ),
    commitments=(
        Commitment(
            id="wheat", kind=Kind.QUANTITY, obligor=("Arvania",), obligee=("Belmark",),
            agreement="selm-2031", made=date(2031, 3, 1), due=Due(on=date(2031, 12, 31)),
            statement="Arvania buys at least 8 million tonnes of "
            "Belmarkian wheat in 2031.",
            watch=_watch("wheat", "wheat purchases", "grain imports"),
        ),
        Commitment(
            id="duties", kind=Kind.HOLD_UNTIL, obligor=("Belmark",), obligee=("Arvania",),
            agreement="selm-2031", made=date(2031, 3, 1),
            statement="Belmark cuts its duties on Arvanian copper to 5% "
            "and keeps them there.",
            watch=_watch("copper duties", "copper tariff", "copper"),
        ),
        Commitment(
            id="prisoners", kind=Kind.DO_BY, obligor=("Castoria",), obligee=("Liberation Front",),
            made=date(2031, 2, 1), due=Due(on=date(2031, 6, 30)),
            statement="Castoria frees 900 rebel prisoners by the end of "
            "June under the Lune truce.",
            watch=_watch("prisoners", "prisoner release", "detainees", "Lune truce"),
        ),
        Commitment(
            id="truce", kind=Kind.HOLD_UNTIL, obligor=("Liberation Front",), obligee=("Castoria",),
            made=date(2031, 2, 1),
            statement="The Liberation Front stops its attacks and holds "
            "the ceasefire in the delta.",
            watch=_watch("ceasefire", "truce", "delta", "attacks"),
        ),
        Commitment(
            id="furnace", kind=Kind.DO_BY, obligor=("Northgate Steel",), obligee=("Belmark",),
            made=date(2030, 5, 5), due=Due(on=date(2031, 9, 30)),
            statement="Northgate Steel closes its coal furnaces at "
            "Harrow Bay by 30 September 2031.",
            watch=_watch("Harrow Bay", "coal furnaces", "blast furnace"),
        ),
        Commitment(
            id="bases", kind=Kind.DO_BY, obligor=("Belmark",), obligee=("Castoria",),
            made=date(2030, 11, 11), due=Due(on=date(2031, 8, 1)),
            statement="Belmark withdraws its troops from the two "
            "Castorian islands by 1 August 2031.",
            watch=_watch("troops", "islands", "withdrawal", "garrison"),
        ),
        Commitment(
            id="records", kind=Kind.DO_BY, obligor=("Arvania",), obligee=("River Union",),
            made=date(2030, 9, 1), due=Due(on=date(2031, 5, 15)),
            statement="Arvania publishes the dam inspection records and "
            "hands them to the River Union.",
            watch=_watch("dam records", "inspection records", "dam inspection"),
        ),
        Commitment(
            id="quota", kind=Kind.HOLD_UNTIL, obligor=("Castoria",), obligee=("River Union",),
            made=date(2030, 1, 1),
            statement="Castoria keeps its salmon catch within the "
            "Union's quota of 40,000 tonnes a year.",
            watch=_watch("salmon catch", "salmon quota", "salmon"),
        ),
    ),
)  # fmt: skip

LINES = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8")


def cases() -> list[tuple[str, str, str, str]]:
    """(signal or "", commitment, title, summary) for each line."""
    found = []
    for line in LINES.strip().splitlines():
        signal, commitment, title, summary = (part.strip() for part in line.split(" | "))
        found.append((signal.strip("-"), commitment, title, summary.strip("-")))
    return found


RULES = RuleReader(REGISTER, learned=False)
WEIGHED = RuleReader(REGISTER)


def item(title: str, summary: str) -> Item:
    when = datetime(2031, 7, 20, tzinfo=UTC)
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
