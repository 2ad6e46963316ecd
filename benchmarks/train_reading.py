"""Train the reader's scorer from labelled packs, and measure it leaving one pack out at a time.

    python -m benchmarks.train_reading DIR [--write]

DIR holds `NAME.yaml` (a commitments file) beside `NAME.jsonl` (labelled items: id, published,
title, summary, labels). Prints, for the rules alone and for the scorer, what score they reach: on
all packs, and on each pack with the scorer trained on the others. `--write` puts weights trained on
all packs into the package. Takes a minute or two; needs numpy, which the program itself does not.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from monitor.declared.commitments import load_register
from monitor.domain.evidence import Item, Signal
from monitor.reading.features import features, surroundings
from monitor.reading.judging import Claim
from monitor.reading.page import open_page
from monitor.reading.reader import RULES_THRESHOLD, RuleReader, choose
from monitor.reading.scorer import FLOOR, blended

WEIGHTS = Path(__file__).parents[1] / "monitor" / "reading" / "data" / "weights.json"
VERSION = "1"
L2 = 40.0
STEPS = 300
RARE = 8
THRESHOLDS = {
    Signal.BREACH: 0.38, Signal.SHORTFALL: 0.4, Signal.RISK: 0.22, Signal.PROGRESS: 0.24,
    Signal.FULFILLED: 0.26, Signal.CHANGED: 0.23, Signal.DENIED: 0.34,
}  # fmt: skip
ADVERSE = {"breach", "shortfall"}


@dataclass(frozen=True)
class Labelled:
    """One item with its claims, their features and what people found in it."""

    pack: str
    id: str
    gold: frozenset[tuple[str, str]]
    claims: tuple[Claim, ...]
    found: tuple[dict[str, float], ...]


def load_packs(folder: Path) -> list[Labelled]:
    items: list[Labelled] = []
    for path in sorted(folder.glob("*.yaml")):
        register = load_register(path).value
        if register is None:
            sys.exit(f"{path} does not load")
        reader = RuleReader(register, learned=False)
        lines = path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
        items.extend(_labelled(path.stem, json.loads(line), reader) for line in lines)
    return items


def _labelled(pack: str, record: dict[str, object], reader: RuleReader) -> Labelled:
    item = item_of(record)
    page = open_page(item.title, item.summary)
    claims = tuple(c for c in reader.claims(page, item) if c.score >= FLOOR)
    around = surroundings(claims)
    labels = record["labels"]
    assert isinstance(labels, list)
    gold = frozenset((label["commitment"], label["signal"]) for label in labels)
    return Labelled(pack, item.id, gold, claims, tuple(features(c, around) for c in claims))


def item_of(record: dict[str, object]) -> Item:
    stated = record.get("published")
    when = datetime.fromisoformat(str(stated)) if stated else None
    if when is not None and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return Item(
        id=str(record["id"]), feed="labelled", title=str(record["title"]),
        summary=str(record["summary"]), published=when,
        first_seen=when or datetime(2000, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def train(items: Iterable[Labelled]) -> dict[str, float]:
    """Weights by feature name; the bias is under ''."""
    rows = [(f, (c.commitment, c.reported.signal.value) in i.gold)
            for i in items for c, f in zip(i.claims, i.found, strict=True)]  # fmt: skip
    counts = Counter(name for found, _ in rows for name in found)
    names = sorted(name for name, n in counts.items() if n >= RARE)
    place = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for r, (found, _) in enumerate(rows):
        for name, value in found.items():
            if name in place:
                x[r, place[name]] = value
    y = np.array([float(right) for _, right in rows])
    w, bias = _descend(x, y)
    return {"": float(bias)} | {name: round(float(w[k]), 4) for name, k in place.items()}


def _descend(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Logistic regression with an L2 penalty, by Adam from a fixed start: repeatable."""
    w, bias = np.zeros(x.shape[1]), float(np.log(y.mean() / (1 - y.mean())))
    m, v, mb, vb = np.zeros_like(w), np.zeros_like(w), 0.0, 0.0
    for t in range(1, STEPS + 1):
        gap = 1 / (1 + np.exp(-(x @ w + bias))) - y
        g, gb = x.T @ gap / len(y) + L2 * w / len(y), gap.mean()
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        mb, vb = 0.9 * mb + 0.1 * gb, 0.999 * vb + 0.001 * gb * gb
        w -= 0.05 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        bias -= 0.05 * (mb / (1 - 0.9**t)) / (np.sqrt(vb / (1 - 0.999**t)) + 1e-8)
    return w, bias


def by_rules(item: Labelled) -> list[Claim]:
    return choose(item.claims, lambda _: RULES_THRESHOLD)


def by_scorer(item: Labelled, weights: dict[str, float]) -> list[Claim]:
    return choose(scored(item, weights), lambda signal: THRESHOLDS[signal])


def scored(item: Labelled, weights: dict[str, float]) -> list[Claim]:
    found = []
    for claim, held in zip(item.claims, item.found, strict=True):
        total = weights[""] + sum(weights.get(n, 0.0) * v for n, v in held.items())
        found.append(replace(claim, score=blended(float(1 / (1 + np.exp(-total))), claim.score)))
    return found


def figures(items: Sequence[Labelled], chosen: Sequence[list[Claim]]) -> str:
    """Relevance, adverse and exact F1, and the share of unlabelled items called adverse."""
    gold = {(i.id, c, s) for i in items for c, s in i.gold}
    said = {(i.id, c.commitment, c.reported.signal.value)
            for i, held in zip(items, chosen, strict=True) for c in held}  # fmt: skip
    empty = [i.id for i in items if not i.gold]
    loud = {i for i, _, s in said if s in ADVERSE} & set(empty)
    adverse = ({k[:2] for k in gold if k[2] in ADVERSE}, {k[:2] for k in said if k[2] in ADVERSE})
    parts = (
        ("relevance", _f1({k[:2] for k in gold}, {k[:2] for k in said})),
        ("adverse", _f1(*adverse)),
        ("exact", _f1(gold, said)),
        ("false alarms", len(loud) / max(1, len(empty))),
    )
    return "  ".join(f"{name} {value:.3f}" for name, value in parts)


def _f1(gold: set[tuple[str, ...]], said: set[tuple[str, ...]]) -> float:
    hit = len(gold & said)
    return 2 * hit / (len(gold) + len(said)) if hit else 0.0


def calibration(items: Sequence[Labelled], chosen: Sequence[list[Claim]]) -> str:
    """How often a claim of a given confidence was right."""
    bins: dict[int, list[bool]] = {}
    for item, held in zip(items, chosen, strict=True):
        for claim in held:
            right = (claim.commitment, claim.reported.signal.value) in item.gold
            bins.setdefault(min(9, int(claim.score * 10)), []).append(right)
    return "  ".join(
        f"{b / 10:.1f}-{(b + 1) / 10:.1f}: {sum(r) / len(r):.2f} of {len(r)}"
        for b, r in sorted(bins.items())
    )


def main(folder: str, *options: str) -> None:
    items = load_packs(Path(folder))
    packs = sorted({item.pack for item in items})
    rules = [by_rules(item) for item in items]
    out: dict[str, list[Claim]] = {}
    print(f"{'pack':22} rules | scorer trained on the other packs")
    for pack in packs:
        weights = train(i for i in items if i.pack != pack)
        mine = [i for i in items if i.pack == pack]
        out |= {i.id: by_scorer(i, weights) for i in mine}
        held = [out[i.id] for i in mine]
        print(f"{pack:22} {figures(mine, [by_rules(i) for i in mine])} | {figures(mine, held)}")
    left_out = [out[item.id] for item in items]
    weights = train(items)
    print("rules alone           ", figures(items, rules))
    print("scorer, one left out  ", figures(items, left_out))
    print("scorer, plain         ", figures(items, [by_scorer(i, weights) for i in items]))
    print("calibration, left out ", calibration(items, left_out))
    if "--write" in options:
        write(weights)


def write(weights: dict[str, float]) -> None:
    table = {
        "_about": "Trained by benchmarks/train_reading.py; feature name: weight.",
        "version": VERSION,
        "bias": round(weights[""], 4),
        "thresholds": {signal.value: value for signal, value in THRESHOLDS.items()},
        "weights": {n: w for n, w in sorted(weights.items()) if n and abs(w) >= 0.002},
    }
    WEIGHTS.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {WEIGHTS} ({len(table['weights'])} weights)")


if __name__ == "__main__":
    main(*sys.argv[1:])
