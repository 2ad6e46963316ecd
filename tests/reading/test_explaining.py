"""Claimants, mentions, explanations and versions of the reader."""

import json
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest

from monitor.domain.commitment import Agreement, Commitment, Kind, Party, Register, Watch
from monitor.domain.evidence import Feed, Item, Side, Signal, Tier, Witness
from monitor.reading.lexicon import lexicon
from monitor.reading.reader import Considered, RuleReader
from monitor.reading.scorer import scorer

WHEN = datetime(2031, 7, 20, tzinfo=UTC)
REGISTER = Register(
    parties=(
        Party(id="ARV", name="Arvania", aliases=("Arvanian", "Port Selm", "Doren Vask")),
        Party(id="BEL", name="Belmark", aliases=("Belmarkian", "Highford", "Tilde Orm")),
    ),
    agreements=(
        Agreement(id="selm", name="Selm Accord", parties=("ARV", "BEL"), made=date(2031, 3, 1)),
        Agreement(id="old", name="Quay Treaty", parties=("ARV", "BEL"), made=date(2020, 3, 1)),
    ),
    commitments=(
        Commitment(
            id="wheat", kind=Kind.HOLD_UNTIL, obligor=("Arvania",), obligee=("Belmark",),
            statement="Arvania buys Belmarkian wheat.", made=date(2031, 3, 1), agreement="selm",
            watch=Watch(terms=("wheat",), exclude=("wheat beer",)),
        ),
    ),
)  # fmt: skip
OFFICIAL = Feed(id="gov", address="file:x", tier=Tier.OFFICIAL, party="ARV", family="arv-gov")
READER = RuleReader(REGISTER, (OFFICIAL,), learned=False)


def item(title: str, summary: str = "", feed: str = "f") -> Item:
    return Item(
        id="i", feed=feed, title=title, summary=summary, published=WHEN, first_seen=WHEN
    )  # fmt: skip


@pytest.mark.parametrize(
    ("summary", "claimant", "side"),
    [
        ("Tilde Orm said Arvania had broken its wheat pledge.", "Tilde Orm", Side.OBLIGEE),
        ("Arvania had broken its wheat pledge, said Tilde Orm.", "Tilde Orm", Side.OBLIGEE),
        ('"Arvania has broken its wheat pledge," Tilde Orm said.', "Tilde Orm", Side.OBLIGEE),
        ("According to Tilde Orm, Arvania broke its wheat pledge.", "Tilde Orm", Side.OBLIGEE),
        ("Arvania broke its wheat pledge.", None, Side.OUTLET),
        ("The grain lobby says Arvania broke its wheat pledge.", "The grain lobby", Side.THIRD),
    ],
)
def test_the_claimant_is_named_as_the_text_names_them(
    summary: str, claimant: str | None, side: Side
) -> None:
    found = READER.read(item("Trade news", summary)).evidence
    assert [(e.signal, e.claimant) for e in found] == [(Signal.BREACH, claimant)]
    assert found[0].side is side


def test_a_denial_beside_a_charge_leaves_both_standing() -> None:
    charge = "Belmark accused Arvania of breaking its wheat pledge."
    text = f"{charge} Arvania denied breaking the wheat deal."
    found = READER.read(item("Row", text)).evidence
    assert {e.signal for e in found} == {Signal.BREACH, Signal.DENIED}


def test_an_agreement_named_without_evidence_is_a_mention() -> None:
    reading = READER.read(item("Ministers to review the Selm Accord"))
    assert [m.agreement for m in reading.mentions] == ["selm"]
    assert reading.evidence == ()


def test_the_deal_of_the_parties_is_the_newest_one() -> None:
    reading = READER.read(item("Arvania and Belmark hail their trade deal"))
    assert [m.agreement for m in reading.mentions] == ["selm"]


def test_a_partys_own_record_on_the_subject_is_a_mention() -> None:
    title = "Order on wheat from Belmark"
    assert [m.agreement for m in READER.read(item(title, feed="gov")).mentions] == ["selm"]
    assert READER.read(item(title)).mentions == ()


def test_ordinary_news_is_neither() -> None:
    reading = READER.read(item("Museum opens in Port Selm"))
    assert (reading.evidence, reading.mentions) == ((), ())


def test_excluded_words_drop_the_commitment() -> None:
    assert READER.read(item("Arvania halts purchases of wheat beer")).evidence == ()


def test_every_commitment_considered_is_explained() -> None:
    kept = READER.explain(item("Arvania breaks wheat pledge"))
    assert [(c.commitment, c.kept) for c in kept] == [("wheat", True)]
    assert "breaks" in kept[0].because
    (silent,) = READER.explain(item("Wheat is golden in Arvania"))
    assert silent == Considered(
        commitment="wheat", kept=False, because="names wheat, but reports no act"
    )


def test_another_partys_act_is_explained_as_such() -> None:
    (other,) = READER.explain(item("Belmark halts purchases of wheat"))
    assert not other.kept
    assert "another party acts" in other.because


def test_the_witness_is_the_feed_that_published() -> None:
    (found,) = READER.read(item("Arvania breaks wheat pledge", feed="gov")).evidence
    assert found.witness == Witness(family="arv-gov", tier=Tier.OFFICIAL, party="ARV")


def test_the_same_item_reads_the_same_twice() -> None:
    one = item("Arvania breaks wheat pledge")
    assert RuleReader(REGISTER).read(one) == RuleReader(REGISTER).read(one)


def test_the_version_tells_rules_from_rules_with_the_scorer() -> None:
    model = scorer()
    assert model is not None
    assert RuleReader(REGISTER).version == f"{READER.version}.{model.version}"


def test_the_weights_are_small_and_readable() -> None:
    table = files("monitor.reading") / "data" / "weights.json"
    assert len(table.read_bytes()) < 200_000
    assert set(json.loads(table.read_text(encoding="utf-8"))["thresholds"]) == set(Signal)


def test_what_weighed_is_said() -> None:
    found = RuleReader(REGISTER).read(item("Arvania violated its wheat pledge, Belmark said"))
    assert all("(" in e.because for e in found.evidence)


@pytest.mark.parametrize("word", ["violated", "has yet to", "behind schedule", "违反"])
def test_the_lexicon_knows_its_words(word: str) -> None:
    assert next(cue.word for cue in lexicon().cues(f" {word} ")) == word
