"""How every feed does, and which commitments are watched by a live one: `monitor feeds`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.text import Text

from monitor.domain.evidence import Feed, FeedHealth
from monitor.views.ages import ago, minute
from monitor.views.lines import Lines, beside, middle, paragraph, rule, say, wrap
from monitor.views.words import FEED_LOOK, Tone

TITLES = ("state", "feed", "looked", "new entry", "next look", "entries")


def feed_table(
    feeds: Sequence[Feed],
    health: Mapping[str, FeedHealth],
    coverage: Mapping[str, Sequence[str]],
    *,
    now: datetime,
    width: int,
) -> Lines:
    """Troubled feeds first; then, for each commitment, the live feeds that watch it.

    health: by feed id, absent before the first look. coverage: commitment id → ids of its live
    feeds. Addresses are not shown: they may hold a password.
    """
    width = max(60, width)
    lines = [say((_heading(feeds, health, now), "bold"))]
    if feeds:
        lines += [Text(), *_table(feeds, health, now, width)]
    return Lines.of([*lines, *_coverage(coverage, width)], width)


def _heading(feeds: Sequence[Feed], health: Mapping[str, FeedHealth], now: datetime) -> str:
    if not feeds:
        return "No feed is declared: nothing is watched."
    alive = sum(feed.id in health and health[feed.id].looks_alive for feed in feeds)
    looks = [each.last_look for each in health.values() if each.last_look]
    last = f"last look {ago(max(looks), now)}" if looks else "none has been looked at yet"
    return f"{alive} of {len(feeds)} feeds alive; {last}"


def _table(
    feeds: Sequence[Feed], health: Mapping[str, FeedHealth], now: datetime, width: int
) -> list[Text]:
    ordered = sorted(feeds, key=lambda feed: (not _troubled(health.get(feed.id)), feed.id))
    cells = [_cells(feed, health.get(feed.id), now) for feed in ordered]
    widths = [
        max(cell.cell_len for cell in column) for column in zip(_titles(), *cells, strict=True)
    ]
    widths[1] = min(widths[1], width - sum(widths) + widths[1] - 2 * (len(widths) - 1))
    lines = beside([[title] for title in _titles()], widths, 2)
    for feed, row in zip(ordered, cells, strict=True):
        row[1] = say((middle(feed.id, widths[1]), "bold"))
        lines += beside([[cell] for cell in row], widths, 2)
        lines += _beneath(feed, health.get(feed.id), widths[0] + 2, width)
    return lines


def _titles() -> list[Text]:
    return [say((title, "dim")) for title in TITLES]


def _troubled(health: FeedHealth | None) -> bool:
    return health is not None and health.last_look is not None and not health.looks_alive


def _cells(feed: Feed, health: FeedHealth | None, now: datetime) -> list[Text]:
    if health is None:
        return [say(("○ new", Tone.IDLE)), say(feed.id), say("never"), say(), say(), say()]
    sign, tone = FEED_LOOK[health.state]
    return [
        say((f"{sign} {health.state.value}", tone)),
        say(feed.id),
        say(ago(health.last_look, now)),
        say(ago(health.last_new, now)),
        say("now" if health.next_poll <= now else ago(health.next_poll, now)),
        say(f"{health.entries:>7}"),
    ]


def _beneath(feed: Feed, health: FeedHealth | None, indent: int, width: int) -> list[Text]:
    """The family and tier; and, where something is wrong, what and since when."""
    about = f"{feed.family or feed.id} ({feed.tier.value}){_series(feed, health)}"
    lines = paragraph(about, width, indent=indent, style="dim")
    if health is None or (health.looks_alive and not health.detail and not health.moved_to):
        return lines
    failures = f"{health.failures} failures in a row" if health.failures > 1 else ""
    moved = f"moved to {health.moved_to}" if health.moved_to else ""
    since = f"since {minute(health.since)}"
    said = "; ".join(filter(None, [health.detail, moved, failures, since]))
    return lines + paragraph(said, width, indent=indent, style=FEED_LOOK[health.state][1])


def _series(feed: Feed, health: FeedHealth | None) -> str:
    """Which series a data feed fills, and how far."""
    if feed.readings is None:
        return ""
    newest = f" through {health.newest:%Y-%m-%d}" if health and health.newest else ""
    return f" · figures of {feed.readings.series}{newest}"


def _coverage(coverage: Mapping[str, Sequence[str]], width: int) -> list[Text]:
    if not coverage:
        return []
    lines = [Text(), rule(width, "Who watches what")]
    name = min(max(len(commitment) for commitment in coverage), width // 2)
    for commitment in sorted(coverage, key=lambda each: (bool(coverage[each]), each)):
        live = sorted(coverage[commitment])
        said = f"{len(live)}: {', '.join(live)}" if live else "no live feed: its silence is blind"
        tone = "" if live else Tone.UNSEEN
        first, *more = wrap(said, width - name - 4)
        lines.append(say("  ", _padded(commitment, name), "  ", (first, tone)))
        lines += [say(" " * (name + 4), (line, tone)) for line in more]
    return lines


def _padded(commitment: str, width: int) -> str:
    return f"{middle(commitment, width):<{width}}"
