"""Pairs of sentences that differ in one thing, made from templates for several promises.

Each template is true of every promise whose verb and object fill it, so that what is tested is
the grammar (negation, denial, threat, question, tense, party, number), not the subject.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from monitor.domain.calendar import Due
from monitor.domain.commitment import Commitment, Kind, Party, Register, Watch
from monitor.domain.evidence import Item
from monitor.reading.reader import RuleReader


@dataclass
class Promise:
    """A promise in the forms that the templates need."""

    id: str
    base: str
    past: str
    ing: str
    thing: str
    verb: str = ""


PROMISES = (
    Promise("grain", "buy", "bought", "buying", "the rye harvest", "buys"),
    Promise("captives", "release", "released", "releasing", "the river captives", "releases"),
    Promise("mine", "close", "closed", "closing", "the Orrin mine", "closes"),
    Promise("files", "publish", "published", "publishing", "the flood files", "publishes"),
    Promise("clinics", "build", "built", "building", "the harbour clinics", "builds"),
    Promise("guards", "withdraw", "withdrew", "withdrawing", "the bridge guards", "withdraws"),
    Promise("grant", "pay", "paid", "paying", "the orchard grant", "pays"),
    Promise("pumps", "deliver", "delivered", "delivering", "the canal pumps", "delivers"),
)
REGISTER = Register(
    parties=(
        Party(id="A", name="Mardenia", aliases=("Mardenian", "Tolm", "Hesper Rook")),
        Party(id="B", name="Solvany", aliases=("Solvanian", "Ketterfield", "Ivo Lanz")),
        Party(id="C", name="Brevia", aliases=("Brevian", "Oxmouth", "Tessa Quint")),
    ),
    commitments=tuple(
        Commitment(
            id=p.id, kind=Kind.HOLD_UNTIL, obligor=("Mardenia",), obligee=("Solvany",),
            statement=f"Mardenia {p.verb} {p.thing}.", made=date(2030, 1, 1),
            due=Due(on=date(2031, 1, 1)), watch=Watch(terms=(p.thing.removeprefix("the "),)),
        )
        for p in PROMISES
    ),
)  # fmt: skip
READER = RuleReader(REGISTER, learned=False)

BREACH = (
    "Mardenia has failed to {base} {thing}",
    "Mardenia refuses to {base} {thing}",
    "Mardenia did not {base} {thing}",
    "Mardenia has stopped {ing} {thing}",
    "Solvany accuses Mardenia of failing to {base} {thing}",
    "Solvany says Mardenia broke its promise on {thing}",
    "Mardenia violated its pledge on {thing}, Solvany said",
    "Mardenia misses deadline on {thing}",
    "Mardenia has reneged on {thing}",
    "Mardenia never {past} {thing}, the auditors found",
)
SHORTFALL = (
    "Mardenia falls short on {thing}",
    "Mardenia is behind schedule on {thing}",
    "Mardenia has yet to {base} {thing}",
    "Mardenia lags behind its pledge on {thing}",
    "Mardenia only partially {past} {thing}",
)
RISK = (
    "Mardenia threatens to stop {ing} {thing}",
    "Mardenia may fail to {base} {thing}",
    "Mardenia could stop {ing} {thing}",
    "Mardenia will not {base} {thing}, minister says",
    "Mardenia is unlikely to {base} {thing}",
    "Pledge on {thing} in doubt, Mardenia says",
    "Mardenia's pledge on {thing} is in jeopardy",
    "Mardenia warns it might not {base} {thing}",
)
PROGRESS = (
    "Mardenia begins {ing} {thing}",
    "Mardenia resumes {ing} {thing}",
    "Mardenia continues {ing} {thing}",
    "Mardenia is on track with {thing}, Solvany says",
)
DENIED = (
    "Mardenia denies breaking its pledge on {thing}",
    "Mardenia rejects claims that it broke its pledge on {thing}",
    "Mardenia says it has not broken its promise on {thing}",
    "Mardenia denied violating the deal on {thing}",
)
SILENT = (
    "Brevia has failed to {base} {thing}",
    "Brevia refuses to {base} {thing}",
    "Brevia {past} {thing}",
    "Mardenia promised to {base} {thing}",
    "Mardenia pledges to {base} {thing}",
    "Under the accord Mardenia is to {base} {thing}",
    "What we know about {thing}",
    "Tourists admire {thing} in Mardenia",
    "In 1999 Mardenia stopped {ing} {thing}",
    "Mardenia and Solvany discuss {thing}",
)
TABLE = (
    ("breach", BREACH), ("shortfall", SHORTFALL), ("risk", RISK), ("progress", PROGRESS),
    ("denied", DENIED), ("", SILENT),
)  # fmt: skip
CASES = [
    (signal, promise.id, template.format(**vars(promise)))
    for signal, templates in TABLE
    for template in templates
    for promise in PROMISES
]


def said(title: str, commitment: str) -> set[str]:
    when = datetime(2030, 6, 1, tzinfo=UTC)
    item = Item(id="i", feed="f", title=title, published=when, first_seen=when)
    return {e.signal.value for e in READER.read(item).evidence if e.commitment == commitment}


@pytest.mark.parametrize(("signal", "commitment", "title"), CASES)
def test_one_change_of_grammar_changes_what_is_said(
    signal: str, commitment: str, title: str
) -> None:
    assert said(title, commitment) == ({signal} if signal else set())
