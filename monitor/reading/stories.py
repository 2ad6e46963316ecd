"""Stories: items that are copies of one another, across feeds, are one witness.

Two items are one story when their titles agree once the outlet's signature and the wire's labels
are off, or when their summaries are one text with small edits. Titles of a format ("Fact sheet",
"Remarks by the President") agree without being copies, so short or formulaic ones need more.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256

from rapidfuzz import fuzz

from monitor.domain.evidence import Item
from monitor.reading.page import SUMMARY_CAP, TITLE_CAP, fold
from monitor.reading.spotting import spaced

WINDOW = timedelta(days=4)
TITLE_SAME = 90.0
BODY_SAME = 88.0
COMPARED = 600

_SIGNATURE = re.compile(r"\s+(?:[-–—|]|::)\s+[^-–—|]{2,40}$")
_LABEL = re.compile(
    r"^(?:update \d+\s*-|wrapup \d+\s*-|exclusive\s*[-:]|breaking\s*(?:news)?\s*[-:]|live\s*[-:]|"
    r"correct(?:ed|ion)\s*[-:]|refile\s*-|rpt\s*-|watch\s*:|video\s*:|just in\s*:|urgent\s*[-:])\s*"
)
_DATELINE = re.compile(
    r"^[a-z ,./'-]{2,50}\((?:reuters|ap|afp|xinhua|dpa|upi|cnn|bloomberg)\)\s*-*\s*"
)
_NUMBER = re.compile(r"\d[\d,.]*")


def story_of(item: Item, recent: Sequence[Item]) -> str:
    """The story id of the first recent item that this one copies, else an id of its own.

    Pure and independent of the order of `recent` up to ties: the earliest seen copy wins.
    """
    for other in sorted(recent, key=lambda known: (known.first_seen, known.id)):
        if other.id != item.id and same_story(item, other):
            return other.story or _own(other)
    return item.story or _own(item)


def same_story(one: Item, other: Item) -> bool:
    """Whether two items are copies of one text, published within a few days of each other."""
    gap = (one.published or one.first_seen) - (other.published or other.first_seen)
    if abs(gap) > WINDOW:
        return False
    titles, bodies = (
        (plain_title(one.title), plain_title(other.title)),
        (
            plain_body(one.summary),
            plain_body(other.summary),
        ),
    )
    if _numbers(titles[0]) != _numbers(titles[1]):
        return False
    if all(len(body) >= 80 for body in bodies) and _alike(bodies, BODY_SAME):
        return True
    long_enough = min(len(t) for t in titles) >= 30
    if not long_enough or not _alike(titles, TITLE_SAME):
        return False
    return not all(len(body) >= 80 for body in bodies) or fuzz.token_set_ratio(*bodies) >= 55.0


@lru_cache(maxsize=20_000)
def plain_title(title: str) -> str:
    """The title without the outlet's signature, wire labels, punctuation and case."""
    text = _LABEL.sub("", fold(title[:TITLE_CAP]).strip())
    bare = _SIGNATURE.sub("", text)
    return " ".join(spaced(bare if len(bare) >= 20 else text).split())


@lru_cache(maxsize=20_000)
def plain_body(summary: str) -> str:
    """The first words of the summary without dateline, punctuation and case."""
    text = _DATELINE.sub("", fold(summary[:SUMMARY_CAP]).strip())
    return " ".join(spaced(text[:COMPARED]).split())


def _alike(pair: tuple[str, str], floor: float) -> bool:
    return fuzz.token_sort_ratio(*pair, score_cutoff=floor) >= floor


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _own(item: Item) -> str:
    return f"story-{sha256(item.id.encode()).hexdigest()[:16]}"
