"""Words that name one thing: a common stem for inflections, one head for each synonym group."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from monitor.reading.inflect import stem
from monitor.reading.lexicon import read_table

WORD = re.compile(r"[^\W_][\w'&%$-]*|\$?\d[\d.,]*%?|%")


@lru_cache(maxsize=50_000)
def canon(word: str) -> str:
    """The stem of a word, one for all the words of a synonym group."""
    root = stem(word.removesuffix("'s"))
    return _groups().get(root, root)


@cache
def _groups() -> dict[str, str]:
    table: dict[str, str] = {}
    for group in read_table("synonyms.json")["groups"]:
        head = stem(group[0])
        for word in group:
            if " " not in word:
                table.setdefault(stem(word), head)
    return table


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no subject."""
    return frozenset(read_table("synonyms.json")["stop"])


@cache
def generic() -> frozenset[str]:
    """Stems that carry little of a subject by themselves."""
    return frozenset(canon(w) for w in read_table("synonyms.json")["generic"])


def content_stems(folded: str) -> list[str]:
    """The stems of the words that carry the subject."""
    return [
        canon(w)
        for w in WORD.findall(folded)
        if w not in stop_words() and (len(w) > 2 or w.isdigit())
    ]


def positions(flat: str) -> dict[str, list[int]]:
    """Where each stem of a text stands."""
    found: dict[str, list[int]] = defaultdict(list)
    for match in WORD.finditer(flat):
        found[canon(match.group())].append(match.start())
    return found
