"""The same facts for machines: JSON and tab-separated values. No rich here."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from monitor.domain.alert import Alert, Delivery
from monitor.domain.evidence import Evidence, Feed, FeedHealth
from monitor.domain.text import clean
from monitor.errors import Problem
from monitor.views.ages import stamp
from monitor.views.rows import StatusRow, in_order
from monitor.views.told import Told
from monitor.views.turning import what_would_change
from monitor.views.values import (
    Json,
    alert_json,
    amount_json,
    day_of,
    delivery_json,
    evidence_json,
    feed_json,
    measurement_json,
    problem_json,
    read_json,
    response_json,
    ruling_json,
    standing_json,
    transition_json,
)

_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def to_json(value: Any, *, indent: int | None = 2) -> str:
    """JSON that is safe to print: what could steer a terminal is escaped, the value unchanged."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def status_json(rows: Iterable[StatusRow]) -> Json:
    """`{"commitments": […]}` in the table's order."""
    return {"commitments": [commitment_json(row) for row in in_order(rows)]}


def commitment_json(row: StatusRow) -> Json:
    """One commitment with its standing."""
    commitment, standing = row.commitment, row.standing
    return {
        "id": commitment.id,
        **standing_json(standing),
        "agreement": commitment.agreement or None,
        "kind": commitment.kind.value,
        "obligor": list(commitment.obligor),
        "obligee": list(commitment.obligee),
        "statement": commitment.statement,
        "newest": evidence_json(row.newest) if row.newest else None,
        "feeds": {"alive": row.feeds_alive, "total": row.feeds_total},
    }


def story_json(told: Told) -> Json:
    """Everything `monitor show ID` tells, evidence newest first."""
    facts, commitment = told.facts, told.commitment
    evidence = sorted(facts.evidence, key=lambda each: (each.learned_at, each.id), reverse=True)
    return {
        "id": commitment.id,
        **standing_json(told.standing),
        "agreement": commitment.agreement or None,
        "kind": commitment.kind.value,
        "obligor": list(commitment.obligor),
        "obligee": list(commitment.obligee),
        "statement": commitment.statement,
        "made": commitment.made.isoformat(),
        "text": {
            "by": commitment.text.by or None,
            "url": commitment.text.url or None,
            "instrument": commitment.text.instrument or None,
            "quote": commitment.text.quote or None,
        },
        "confirmed_by": list(commitment.confirmed_by),
        "arithmetic": list(told.standing.due.trace) if told.standing.due else [],
        "evidence": [evidence_json(each) for each in evidence],
        "measurements": [measurement_json(each) for each in facts.measurements],
        "rulings": [ruling_json(each) for each in facts.rulings],
        "responses": [response_json(each) for each in told.responses],
        "history": [transition_json(each) for each in told.transitions],
        "would_change": what_would_change(commitment, told.standing),
        "feeds": {"alive": told.feeds_alive, "total": told.feeds_total},
    }


def feeds_json(
    feeds: Sequence[Feed], health: Mapping[str, FeedHealth], coverage: Mapping[str, Sequence[str]]
) -> Json:
    """`{"feeds": […], "coverage": {commitment: [ids of live feeds]}}`; addresses stay out."""
    return {
        "feeds": [feed_json(feed, health.get(feed.id)) for feed in feeds],
        "coverage": {commitment: sorted(coverage[commitment]) for commitment in sorted(coverage)},
    }


def alerts_json(alerts: Iterable[Alert], deliveries: Iterable[Delivery]) -> Json:
    """`{"alerts": […]}`, each with what became of it on each channel."""
    of: dict[str, list[Json]] = {}
    for delivery in deliveries:
        of.setdefault(delivery.alert, []).append(delivery_json(delivery))
    return {"alerts": [{**alert_json(a), "deliveries": of.get(a.id, [])} for a in alerts]}


def problems_json(problems: Iterable[Problem]) -> Json:
    """`{"problems": […]}` by file and line."""
    return {"problems": [problem_json(problem) for problem in sorted(problems)]}


STATUS_COLUMNS = (
    "id",
    "agreement",
    "obligor",
    "obligee",
    "word",
    "suffixes",
    "since",
    "due",
    "original_due",
    "moved_days",
    "days_left",
    "reported",
    "target",
    "unit",
    "feeds_alive",
    "feeds_total",
    "kind",
    "statement",
)


def status_rows(rows: Iterable[StatusRow]) -> list[dict[str, str]]:
    """The table flat, one text for each of `STATUS_COLUMNS`, for TSV and CSV."""
    return [_flat(row) for row in in_order(rows)]


def _flat(row: StatusRow) -> dict[str, str]:
    standing, pace = row.standing, row.standing.pace
    values: list[object] = [
        row.commitment.id,
        row.commitment.agreement,
        ",".join(row.commitment.obligor),
        ",".join(row.commitment.obligee),
        standing.word.value,
        ",".join(suffix.value for suffix in standing.suffixes),
        stamp(standing.since),
        day_of(standing.due),
        day_of(standing.original_due),
        standing.moved_days,
        standing.days_left,
        amount_json(pace.reported) if pace else None,
        amount_json(pace.target) if pace else None,
        pace.unit if pace else None,
        row.feeds_alive,
        row.feeds_total,
        row.commitment.kind.value,
        row.commitment.statement,
    ]
    cells = ("" if value is None else clean(str(value)) for value in values)
    return dict(zip(STATUS_COLUMNS, cells, strict=True))


def read_jsonl(evidence: Iterable[Evidence]) -> str:
    """What `monitor read --json` prints: one object a line for each piece of evidence."""
    return jsonl(read_json(each) for each in evidence)


def status_tsv(rows: Iterable[StatusRow]) -> str:
    """A header line and one line a commitment; cells hold neither tabs nor line ends."""
    lines = ["\t".join(STATUS_COLUMNS)]
    lines += ["\t".join(row.values()) for row in status_rows(rows)]
    return "".join(f"{line}\n" for line in lines)


def jsonl(values: Iterable[Json]) -> str:
    """One object a line."""
    return "".join(f"{to_json(value, indent=None)}\n" for value in values)
