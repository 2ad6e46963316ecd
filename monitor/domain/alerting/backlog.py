"""How a queue that has grown leaves a channel: the gravest alone, the rest in digests. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.domain.alert import Alert, Delivery, Severity

ALONE_UP_TO = 5  # a queue of no more than this leaves one by one
GRAVEST_ALONE = 2
IN_ONE_DIGEST = 64  # so many ids and words still fit into the smallest message

Waiting = tuple[Delivery, Alert]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Deliveries of one channel and recipient that leave as one message."""

    rows: tuple[Waiting, ...]


def parcels(
    waiting: Sequence[Waiting], *, room: int, alone: int = ALONE_UP_TO
) -> tuple[Parcel, ...]:
    """How what waits for one channel and recipient leaves, in at most `room` messages.

    Rows that share a group leave together. When more wait than can leave one by one, up to two
    critical alerts go alone and everything else in digests, the most severe and newest first; where
    even those are more than the room, the last one takes all the rest. Every row is in exactly one
    parcel, or in none when there is no room at all. alone: how long a queue leaves one by one.
    """
    if room < 1:
        return ()
    ordered = sorted(waiting, key=lambda row: (-row[1].severity.rank, -row[1].at.timestamp()))
    grouped = _grouped(ordered)
    if len(grouped) <= min(room, alone):
        return grouped
    critical = [row for row in ordered if row[1].severity is Severity.CRITICAL]
    gravest = critical[: min(GRAVEST_ALONE, room - 1)]
    rest = [row for row in ordered if row not in gravest]
    return (*(Parcel((row,)) for row in gravest), *_digests(rest, room - len(gravest)))


def _grouped(ordered: Sequence[Waiting]) -> tuple[Parcel, ...]:
    found: dict[str, list[Waiting]] = {}
    for delivery, alert in ordered:
        found.setdefault(delivery.group or delivery.id, []).append((delivery, alert))
    return tuple(Parcel(tuple(rows)) for rows in found.values())


def _digests(rows: Sequence[Waiting], room: int) -> list[Parcel]:
    size = IN_ONE_DIGEST
    cuts = [rows[start : start + size] for start in range(0, len(rows), size)]
    full, last = cuts[: room - 1], [row for part in cuts[room - 1 :] for row in part]
    return [Parcel(tuple(part)) for part in (*full, last) if part]
