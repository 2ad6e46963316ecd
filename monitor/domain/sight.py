"""When was anybody looking? The watch record of the feeds that are good enough for a commitment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.known import Known
from monitor.domain.watching import watches


@dataclass(frozen=True, slots=True)
class Sight:
    """A stretch in which silence means something: from a look until nobody has looked for too long.

    `until` lies after now while somebody has looked lately.
    """

    since: datetime
    until: datetime
    last: datetime


def sights(known: Known) -> tuple[Sight, ...]:
    """The stretches up to now, oldest first; looks after now do not exist yet."""
    allowed = timedelta(hours=known.commitment.watch.within_hours)
    found: list[Sight] = []
    for began, ended in sorted(_looks(known)):
        before = found[-1] if found else None
        if before is not None and began < before.until:
            last = max(before.last, ended)
            found[-1] = Sight(before.since, last + allowed, last)
        else:
            found.append(Sight(began, ended + allowed, ended))
    return tuple(found)


def _looks(known: Known) -> Iterator[tuple[datetime, datetime]]:
    for span in known.watch:
        if watches(known.commitment.watch, span.feed, span.tier):
            yield span.began, min(span.ended, known.at)


def seen_since(known: Known, moment: datetime) -> datetime | None:
    """The first instant from `moment` on at which somebody could see, None if there was none."""
    for sight in sights(known):
        if sight.until > moment:
            return max(sight.since, moment)
    return None
