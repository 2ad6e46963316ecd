from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from monitor.domain.evidence import (
    Act,
    Evidence,
    Facts,
    Item,
    Measurement,
    Ruling,
    Signal,
    Tier,
    Verdict,
    Witness,
)
from monitor.store import facts, items, reads, standings
from monitor.store.engine import Store

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ITEM = Item(id="wire:1", feed="wire", key="k", title="T", first_seen=NOON)


def _evidence(name: str, commitment: str = "soybeans", learned_at: datetime = NOON) -> Evidence:
    return Evidence(
        id=name,
        item=ITEM.id,
        commitment=commitment,
        signal=Signal.SHORTFALL,
        act=Act.FINDING,
        claimant=None,
        quote="12.50 million tonnes",
        start=3,
        end=23,
        confidence=0.75,
        happened_on=date(2026, 10, 30),
        learned_at=learned_at,
        because="a finding by an official body",
        witness=Witness(family="usda", tier=Tier.OFFICIAL),
        amount=Decimal("12.50"),
        unit="Mt",
    )


def _measurement(name: str, learned_at: datetime = NOON) -> Measurement:
    return Measurement(
        id=name,
        commitment="soybeans",
        series="usda-shipped",
        value=Decimal("3.140"),
        unit="Mt",
        through=date(2026, 10, 31),
        learned_at=learned_at,
    )


def _ruling(name: str, learned_at: datetime = NOON) -> Ruling:
    return Ruling(
        id=name,
        commitment="soybeans",
        verdict=Verdict.OVERRIDE,
        by="ann",
        because="a call from the ministry",
        learned_at=learned_at,
        word="met",
    )


def test_facts_come_back_as_they_went_in(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [ITEM])
        new = facts.put_reading(tx, ITEM, [_evidence("e1")], "reader-1", NOON)
        added = (
            facts.add_measurement(tx, _measurement("m1")),
            facts.add_ruling(tx, _ruling("r1")),
        )
        known = facts.facts(tx, "soybeans")
    assert (new, added) == (["e1"], (True, True))
    assert known == Facts(
        evidence=(_evidence("e1"),), measurements=(_measurement("m1"),), rulings=(_ruling("r1"),)
    )


def test_the_same_fact_is_kept_once(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [ITEM])
        again = [
            [facts.add_measurement(tx, _measurement("m1")), facts.add_ruling(tx, _ruling("r1"))]
            for _ in range(2)
        ]
    assert again == [[True, True], [False, False]]


def test_a_new_fact_has_its_commitment_assessed(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [ITEM])
        facts.put_reading(tx, ITEM, [_evidence("e1"), _evidence("e2", "tariffs")], "v1", NOON)
        after_reading = standings.to_assess(tx, NOON, 10)
        standings.clear(tx, after_reading)
        facts.put_reading(tx, ITEM, [_evidence("e1"), _evidence("e2", "tariffs")], "v1", NOON)
        after_the_same = standings.to_assess(tx, NOON, 10)
        facts.add_ruling(tx, _ruling("r1"))
        after_a_ruling = standings.to_assess(tx, NOON, 10)
    assert after_reading == ["soybeans", "tariffs"]
    assert (after_the_same, after_a_ruling) == ([], ["soybeans"])


def test_what_was_learned_later_is_not_known_earlier(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [ITEM])
        learned = [_evidence("e1"), _evidence("e2", learned_at=NOON + DAY)]
        facts.put_reading(tx, ITEM, learned, "v1", NOON)
        facts.add_measurement(tx, _measurement("m1", NOON + DAY))
        facts.add_ruling(tx, _ruling("r1", NOON + DAY))
        early = facts.facts(tx, "soybeans", NOON)
        late = facts.facts(tx, "soybeans", NOON + DAY)
    assert early == Facts(evidence=(_evidence("e1"),))
    assert [len(late.evidence), len(late.measurements), len(late.rulings)] == [2, 1, 1]


def test_what_a_newer_reader_no_longer_finds_is_superseded_and_was_known_before(
    store: Store,
) -> None:
    with store.write() as tx:
        items.put_new(tx, [ITEM])
        facts.put_reading(tx, ITEM, [_evidence("e1"), _evidence("e2")], "reader-1", NOON)
        standings.clear(tx, ["soybeans"])
        facts.put_reading(tx, ITEM, [_evidence("e2")], "reader-2", NOON + DAY)
        dirty = standings.to_assess(tx, NOON + DAY, 10)
        now = facts.facts(tx, "soybeans").evidence
        then = facts.facts(tx, "soybeans", NOON + DAY / 2).evidence
        count = facts.count_evidence(tx)
    assert dirty == ["soybeans"]
    assert (now, then) == ((_evidence("e2"),), (_evidence("e1"), _evidence("e2")))
    assert count == 1


def test_what_an_edit_no_longer_says_was_said(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [ITEM])
        facts.put_reading(tx, ITEM, [_evidence("e1")], "reader-1", NOON)
        items.put_revisions(tx, [ITEM], NOON + DAY)
        facts.put_reading(tx, ITEM, [_evidence("e2")], "reader-1", NOON + DAY)
        known = facts.facts(tx, "soybeans").evidence
    assert known == (_evidence("e1"), _evidence("e2"))


def test_a_reading_of_an_item_that_is_not_kept_says_nothing(store: Store) -> None:
    with store.write() as tx:
        assert facts.put_reading(tx, ITEM, [_evidence("e1")], "reader-1", NOON) == []
        assert facts.count_evidence(tx) == 0


def test_the_facts_of_many_commitments_take_three_queries(store: Store) -> None:
    names = [f"c{number}" for number in range(2_000)]
    asked: list[str] = []

    class Counting:
        def rows(self, sql: str, values: object = None) -> object:
            asked.append(sql)
            return tx.rows(sql, values)  # type: ignore[arg-type]

    with store.write() as tx:
        items.put_new(tx, [ITEM])
        facts.put_reading(tx, ITEM, [_evidence(f"e-{n}", n) for n in names], "reader-1", NOON)
        known = reads.facts_for(Counting(), [*names, "unknown"])  # type: ignore[arg-type]
    assert len(asked) == 3
    assert known == {
        **{name: Facts(evidence=(_evidence(f"e-{name}", name),)) for name in names},
        "unknown": Facts(),
    }


def test_the_newest_evidence_of_each_commitment(store: Store) -> None:
    told = [
        _evidence("e1"),
        _evidence("e2", learned_at=NOON + DAY),
        _evidence("e3", "tariffs"),
    ]
    with store.write() as tx:
        items.put_new(tx, [ITEM])
        facts.put_reading(tx, ITEM, told, "reader-1", NOON)
        now = reads.newest_evidence(tx)
        then = reads.newest_evidence(tx, NOON)
    assert now == {"soybeans": told[1], "tariffs": told[2]}
    assert then == {"soybeans": told[0], "tariffs": told[2]}
