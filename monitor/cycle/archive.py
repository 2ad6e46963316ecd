"""What a replay plays: an archive, a folder of feed snapshots, or a file of items.

An archive is a folder with `commitments.yaml`, `feeds.yaml` and `items.jsonl`, and where wanted
`measurements.jsonl`, `rulings.jsonl` and `alerts.yaml`. One comes with the program.
"""

import asyncio
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from hashlib import blake2b
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from monitor.cycle.replay import Happening, Looked, Measured, Published, Ruled, looks_between
from monitor.declared.files import Declared
from monitor.domain.evidence import Feed, Item, Measurement, Ruling, Verdict
from monitor.domain.watching import brings_news
from monitor.errors import EX_DATA, MonitorError, UsageError
from monitor.feeds.answer import Fetched, Look
from monitor.feeds.entry import ParseFailed
from monitor.feeds.look import table
from monitor.feeds.snapshots import read_items, snapshots
from monitor.feeds.workers import ParsePool

BUILT_IN = "archive"


class ArchiveError(MonitorError):
    """A file of an archive cannot be used."""

    exit_code = EX_DATA


@dataclass(frozen=True, slots=True)
class Plot:
    """What happens, oldest first, and from when until when; both ends inclusive."""

    happenings: tuple[Happening, ...]
    begins: datetime
    ends: datetime


def find(name: Path) -> Path:
    """The folder or file of that name, or the built-in archive. UsageError where there is none."""
    if name.exists():
        return name
    with as_file(files("monitor") / BUILT_IN / name.name) as path:
        if len(name.parts) == 1 and path.is_dir():
            return path
    built_in = sorted(entry.name for entry in (files("monitor") / BUILT_IN).iterdir())
    raise UsageError(f"there is no {name}; built-in archives: {', '.join(built_in)}.")


def is_archive(path: Path) -> bool:
    """Whether a folder brings its own commitments."""
    return path.is_dir() and (path / "commitments.yaml").is_file()


def plot_of_archive(path: Path) -> Plot:
    """Everything in an archive; its feeds count as alive from the first event to the last."""
    happenings: list[Happening] = list(_published(path / "items.jsonl"))
    happenings += [Measured(m.learned_at, m) for m in _measurements(path / "measurements.jsonl")]
    happenings += [Ruled(r.learned_at, r) for r in _rulings(path / "rulings.jsonl")]
    return _plot(happenings, looks=True)


def plot_of_items(path: Path, declared: Declared) -> Plot:
    """The items of one file; the declared feeds count as alive throughout."""
    return _plot(list(_published(path)), looks=any(map(brings_news, declared.feeds)))


def plot_of_snapshots(path: Path, feed: Feed) -> Plot:
    """Each kept answer of one feed as a look at its moment."""
    return _plot(list(asyncio.run(_looks(path, feed))), looks=False)


async def _looks(path: Path, feed: Feed) -> list[Looked]:
    async with ParsePool() as pool:
        return [
            Looked(shot.at, feed, await _look(pool, feed, shot.body, shot.at))
            for shot in snapshots(path, feed.readings)
        ]


async def _look(pool: ParsePool, feed: Feed, body: bytes, at: datetime) -> Look:
    if feed.readings is not None:
        return table(Fetched(body=body), feed.readings)
    parsed = await pool.parse(body, content_type="", address=feed.address, now=at)
    if isinstance(parsed, ParseFailed):
        return Look(outcome=parsed)
    return Look(outcome=Fetched(body=body), entries=parsed.entries)


def _plot(happenings: list[Happening], *, looks: bool) -> Plot:
    if not happenings:
        raise ArchiveError("there is nothing to replay: no item, no measurement, no snapshot.")
    begins = min(h.at for h in happenings) - timedelta(seconds=1)
    ends = datetime.combine(max(h.at for h in happenings).date(), time.max, UTC)
    alive = looks_between(begins, ends) if looks else []
    return Plot(tuple(sorted([*happenings, *alive], key=lambda h: h.at)), begins, ends)


def _published(path: Path) -> Iterator[Published]:
    for item in _items(path):
        yield Published(item.first_seen, (replace(item, first_seen=item.first_seen),))


def _items(path: Path) -> list[Item]:
    with path.open(encoding="utf-8") as lines:
        return list(read_items(lines, name=path.name, now=datetime(1970, 1, 1, tzinfo=UTC)))


def _measurements(path: Path) -> Iterator[Measurement]:
    for place, raw in _objects(path):
        with _told(place):
            yield Measurement(
                id=_id(raw),
                commitment=raw["commitment"],
                series=raw["series"],
                value=Decimal(str(raw["value"])),
                unit=raw["unit"],
                begins=date.fromisoformat(raw["begins"]) if raw.get("begins") else None,
                through=date.fromisoformat(raw["through"]),
                learned_at=_moment(raw["learned_at"]),
                by=raw.get("by", ""),
                source=raw.get("source", ""),
                note=raw.get("note", ""),
                retracted=bool(raw.get("retracted", False)),
            )


def _rulings(path: Path) -> Iterator[Ruling]:
    for place, raw in _objects(path):
        with _told(place):
            yield Ruling(
                id=_id(raw),
                commitment=raw["commitment"],
                verdict=Verdict(raw["verdict"]),
                by=raw["by"],
                because=raw["because"],
                learned_at=_moment(raw["learned_at"]),
                until=date.fromisoformat(raw["until"]) if raw.get("until") else None,
                target=raw.get("target", ""),
                word=raw.get("word", ""),
            )


class _told:  # noqa: N801 -- reads as a word in a with statement
    """Turns what is wrong with one line into a sentence that names it."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError):
            raise ArchiveError(f"{self._place}: {error.args[0]} is missing.") from None
        if isinstance(error, ValueError | TypeError | InvalidOperation):
            raise ArchiveError(f"{self._place}: {error}.") from None


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    if not path.exists():
        return
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{path.name}:{number}"
        with _told(place):
            raw = json.loads(line)
        if not isinstance(raw, dict):
            raise ArchiveError(f"{place}: the line is not a JSON object.")
        yield place, raw


def _id(raw: dict[str, Any]) -> str:
    text = json.dumps(raw, sort_keys=True)
    return str(raw.get("id") or blake2b(text.encode(), digest_size=8).hexdigest())


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def within(happenings: Iterable[Happening], begins: datetime, ends: datetime) -> list[Happening]:
    """Those from `begins` to `ends`, both inclusive."""
    return [h for h in happenings if begins <= h.at <= ends]
