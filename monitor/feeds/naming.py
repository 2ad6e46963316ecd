"""What names an entry inside its feed: guid, else link, else title and date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from monitor.feeds.entry import Entry
from monitor.feeds.links import bare, canonical

_LONGEST_KEY = 300


@dataclass(slots=True)
class _Bearers:
    """The entries of one look that bear one name."""

    titles: set[str] = field(default_factory=set)
    written: set[tuple[str, str]] = field(default_factory=set)

    @property
    def ambiguous(self) -> bool:
        """Whether they are different entries: differently titled, and not one edited in place."""
        return len(self.titles) > 2 or (len(self.titles) > 1 and len(self.written) > 1)


def keyed(entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Each entry with the first of its names that no other entry of the look bears.

    So a feed that gives all its entries one guid, or tells them apart only by what we take for
    tracking, still has entries that differ.
    """
    named = [(tuple(dict.fromkeys(_names(entry))), entry) for entry in entries]
    bearers: dict[str, _Bearers] = {}
    for names, entry in named:
        for name in names:
            bearer = bearers.setdefault(name, _Bearers())
            bearer.titles.add(entry.title)
            bearer.written.add((entry.guid, entry.link))
    return [(_key(entry, names, bearers), entry) for names, entry in named]


def digest(*parts: str, size: int) -> str:
    """A short digest of texts, the same on every machine for ever."""
    text = "\x00".join(parts).encode("utf-8", "replace")
    return blake2b(text, digest_size=size).hexdigest()


def _key(entry: Entry, names: Sequence[str], bearers: dict[str, _Bearers]) -> str:
    name = next((name for name in names if not bearers[name].ambiguous), "")
    if not name:
        at = entry.published.isoformat() if entry.published else ""
        return f"~{digest(entry.title or entry.summary, at, size=12)}"
    return name if len(name) <= _LONGEST_KEY else f"~{digest(name, size=12)}"


def _names(entry: Entry) -> Iterator[str]:
    for text in (entry.guid, entry.link):
        if text:
            yield canonical(text)
            yield bare(text)
