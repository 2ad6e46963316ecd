"""What is read, written once as SQL that SQLite and PostgreSQL both understand.

Nothing here imports a database library: `glance` runs these queries through sqlite3 in a few
milliseconds, a transaction (`engine.Tx`) runs the same ones through SQLAlchemy. `at` asks what was
known at a moment (inclusive): rows learned later are left out. None means all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar

from monitor.domain.alert import Alert, Delivery, DeliveryState, Response
from monitor.domain.evidence import (
    Evidence,
    Facts,
    FeedHealth,
    Item,
    Measurement,
    Ruling,
    Tier,
    WatchSpan,
)
from monitor.domain.standing import Standing, Transition
from monitor.store.codec import loads
from monitor.store.source import ALWAYS, NEVER, Gap, Run, Snapshot, Source, instant, instant_or_none

T = TypeVar("T")


def _payloads(
    source: Source, kind: type[T], sql: str, values: Mapping[str, Any] | None = None
) -> tuple[T, ...]:
    return tuple(loads(kind, row[0]) for row in source.rows(sql, values))


_EVIDENCE = (
    "SELECT commitment, payload FROM evidence WHERE commitment IN (:ids) AND learned_at <= :at"
    " AND (superseded_at IS NULL OR superseded_at > :at) ORDER BY learned_at, id"
)
_MEASUREMENTS = (
    "SELECT commitment, payload FROM measurements WHERE commitment IN (:ids)"
    " AND learned_at <= :at ORDER BY learned_at, id"
)
_RULINGS = (
    "SELECT commitment, payload FROM rulings WHERE commitment IN (:ids)"
    " AND learned_at <= :at ORDER BY learned_at, id"
)


def facts_for(source: Source, ids: Collection[str], at: datetime | None = None) -> dict[str, Facts]:
    """The facts of many commitments in three queries; `watch` and `series` stay empty."""
    values = {"ids": list(ids), "at": at or ALWAYS}
    evidence = _by_commitment(source, Evidence, _EVIDENCE, values)
    measurements = _by_commitment(source, Measurement, _MEASUREMENTS, values)
    rulings = _by_commitment(source, Ruling, _RULINGS, values)
    return {
        each: Facts(
            evidence=tuple(evidence[each]),
            measurements=tuple(measurements[each]),
            rulings=tuple(rulings[each]),
        )
        for each in ids
    }


def _by_commitment(
    source: Source, kind: type[T], sql: str, values: Mapping[str, Any]
) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for commitment, payload in source.rows(sql, values):
        found[commitment].append(loads(kind, payload))
    return found


def newest_evidence(source: Source, at: datetime | None = None) -> dict[str, Evidence]:
    """The evidence learned last about each commitment that has any."""
    rows = source.rows(
        "SELECT commitment, payload FROM (SELECT commitment, payload, row_number() OVER"
        " (PARTITION BY commitment ORDER BY learned_at DESC, id DESC) AS place FROM evidence"
        " WHERE learned_at <= :at AND (superseded_at IS NULL OR superseded_at > :at)) AS ranked"
        " WHERE place = 1 ORDER BY commitment",
        {"at": at or ALWAYS},
    )
    return {commitment: loads(Evidence, payload) for commitment, payload in rows}


def all_latest(source: Source) -> dict[str, Standing]:
    """The latest standing of every commitment that has one."""
    rows = source.rows(
        "SELECT commitment, payload FROM standings WHERE payload IS NOT NULL ORDER BY commitment"
    )
    return {commitment: loads(Standing, payload) for commitment, payload in rows}


def latest(source: Source, commitment: str) -> Standing | None:
    """The latest standing of one commitment, None before its first assessment."""
    sql = "SELECT payload FROM standings WHERE commitment = :id AND payload IS NOT NULL"
    found = _payloads(source, Standing, sql, {"id": commitment})
    return found[0] if found else None


def transitions(
    source: Source, commitment: str = "", at: datetime | None = None
) -> tuple[Transition, ...]:
    """Changes of standing in the order they were recorded, of one commitment or of all."""
    sql = (
        "SELECT payload FROM transitions WHERE (:commitment = '' OR commitment = :commitment)"
        " AND at <= :at ORDER BY seq"
    )
    return _payloads(source, Transition, sql, {"commitment": commitment, "at": at or ALWAYS})


def healths(source: Source) -> dict[str, FeedHealth]:
    """How each declared feed does, by id."""
    rows = source.rows("SELECT id, payload FROM feeds WHERE declared ORDER BY id")
    return {feed: loads(FeedHealth, payload) for feed, payload in rows}


def watch_spans(
    source: Source, since: datetime, at: datetime | None = None
) -> tuple[WatchSpan, ...]:
    """Runs of good looks that reach to `since` or later, as they were known at `at`."""
    known = at or ALWAYS
    rows = source.rows(
        "SELECT feed, tier, began, ended, family FROM watch_spans"
        " WHERE ended >= :since AND began <= :at ORDER BY feed, began",
        {"since": since, "at": known},
    )
    return tuple(
        WatchSpan(
            feed=feed,
            tier=Tier(tier),
            began=instant(began),
            ended=min(instant(ended), known),
            family=family,
        )
        for feed, tier, began, ended, family in rows
    )


def last_look(source: Source) -> datetime | None:
    """When a feed last told us what it holds; None before the first good look."""
    ((newest,),) = source.rows("SELECT max(ended) FROM watch_spans")
    return instant_or_none(newest)


_DELIVERY = (
    "d.id, d.alert, d.channel, d.recipient, d.state, d.attempts, d.not_before, d.created,"
    " d.last_error, d.sent_at, d.possible_repeat, d.group_key"
)


def _delivery(row: Sequence[Any]) -> Delivery:
    return Delivery(
        id=row[0],
        alert=row[1],
        channel=row[2],
        recipient=row[3],
        state=DeliveryState(row[4]),
        attempts=row[5],
        not_before=instant(row[6]),
        created=instant(row[7]),
        last_error=row[8],
        sent_at=instant_or_none(row[9]),
        possible_repeat=bool(row[10]),
        group=row[11],
    )


_ALERTS = (
    "SELECT id, payload FROM alerts WHERE (:commitment = '' OR commitment = :commitment)"
    " AND at >= :since AND at <= :at ORDER BY at DESC, id LIMIT :limit"
)


def alerts(
    source: Source,
    *,
    commitment: str = "",
    since: datetime | None = None,
    at: datetime | None = None,
    limit: int = 200,
) -> tuple[tuple[Alert, tuple[Delivery, ...]], ...]:
    """The newest alerts first, each with what became of it on each channel."""
    values = {"commitment": commitment, "since": since or NEVER, "at": at or ALWAYS, "limit": limit}
    found = {key: loads(Alert, payload) for key, payload in source.rows(_ALERTS, values)}
    sent = deliveries_of(source, found)
    return tuple((alert, tuple(sent[key])) for key, alert in found.items())


def told(source: Source) -> tuple[Alert, ...]:
    """Every alert there has been, oldest first."""
    return _payloads(source, Alert, "SELECT payload FROM alerts ORDER BY at, id")


def deliveries_of(source: Source, alerts: Collection[str]) -> dict[str, list[Delivery]]:
    """The deliveries of each alert, by channel and recipient."""
    found: dict[str, list[Delivery]] = defaultdict(list)
    where = "WHERE d.alert IN (:ids) ORDER BY d.channel, d.recipient"
    for each in select_deliveries(source, where, {"ids": list(alerts)}):
        found[each.alert].append(each)
    return found


def select_deliveries(source: Source, where: str, values: Mapping[str, Any]) -> Iterator[Delivery]:
    """Deliveries (aliased `d`) that a condition, written in this room, picks."""
    sql = f"SELECT {_DELIVERY} FROM deliveries d {where}"  # noqa: S608 - no word of a stranger
    yield from map(_delivery, source.rows(sql, values))


def backlog(source: Source) -> dict[tuple[str, DeliveryState], int]:
    """How many deliveries each channel has in each state."""
    rows = source.rows("SELECT channel, state, count(*) FROM deliveries GROUP BY channel, state")
    return {(channel, DeliveryState(state)): count for channel, state, count in rows}


def responses(source: Source, at: datetime | None = None) -> tuple[Response, ...]:
    """What people did about alerts, oldest first."""
    sql = "SELECT payload FROM responses WHERE at <= :at ORDER BY at, id"
    return _payloads(source, Response, sql, {"at": at or ALWAYS})


def latest_snapshot(source: Source, which: str, at: datetime | None = None) -> Snapshot | None:
    """The declared file as it stood at a moment; None if none was known then."""
    rows = source.rows(
        "SELECT which, digest, payload, learned_at FROM declared WHERE which = :which"
        " AND learned_at <= :at ORDER BY learned_at DESC, id DESC LIMIT 1",
        {"which": which, "at": at or ALWAYS},
    )
    for found, digest, payload, learned_at in rows:
        return Snapshot(found, digest, payload, instant(learned_at))
    return None


def runs(source: Source, since: datetime | None = None) -> tuple[Run, ...]:
    """When the daemon ran, oldest first."""
    rows = source.rows(
        "SELECT id, pid, started, last_tick, stopped FROM runs WHERE last_tick >= :since"
        " ORDER BY started, id",
        {"since": since or NEVER},
    )
    return tuple(
        Run(id_, pid, instant(began), instant(tick), instant_or_none(stopped))
        for id_, pid, began, tick, stopped in rows
    )


def gaps(source: Source, since: datetime | None = None) -> tuple[Gap, ...]:
    """The times between two runs in which nobody looked."""
    known = runs(source, since)
    return tuple(
        Gap(one.last_tick, other.started)
        for one, other in pairwise(known)
        if other.started > one.last_tick
    )


def last_tick(source: Source) -> datetime | None:
    """When the daemon last showed that it lived; None before its first run."""
    ((newest,),) = source.rows("SELECT max(last_tick) FROM runs")
    return instant_or_none(newest)


_ITEM = (
    "i.id, i.feed, i.key, i.fingerprint, coalesce(r.title, i.title),"
    " coalesce(r.summary, i.summary), coalesce(r.link, i.link),"
    " coalesce(r.published, i.published), i.first_seen, i.revision, i.outlet, i.language, i.story,"
    " i.primed"
)
_ITEM_FROM = " FROM items i LEFT JOIN item_revisions r ON r.item = i.id AND r.revision = i.revision"


def select_items(source: Source, where: str, values: Mapping[str, Any]) -> tuple[Item, ...]:
    """Items (aliased `i`) that a condition, written in this room, picks, with their newest text."""
    sql = f"SELECT {_ITEM}{_ITEM_FROM} {where}"
    return tuple(map(_item, source.rows(sql, values)))


def _item(row: Sequence[Any]) -> Item:
    names = ("id", "feed", "key", "fingerprint", "title", "summary", "link")
    return Item(
        **dict(zip(names, row[:7], strict=True)),
        published=instant_or_none(row[7]),
        first_seen=instant(row[8]),
        revision=row[9],
        outlet=row[10],
        language=row[11],
        story=row[12],
        primed=bool(row[13]),
    )
