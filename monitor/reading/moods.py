"""How a verb stands: finite, future, infinitive, gerund, attributive. English, and its headlines.

Without a parser: the two words before a form and its ending say enough in newspaper prose.
"""

import re
from enum import StrEnum
from functools import cache

from monitor.reading.inflect import invariable
from monitor.reading.lexicon import Cue, read_table

_BEFORE = re.compile(r"([\w'&%.-]+)[^\w'&%.-]{0,2}$")
_ADVERB = re.compile(
    r"(?:\w+ly|also|not|never|now|then|still|already|just|soon|again|so|far|only|ever|even|yet|"
    r"effectively|repeatedly|since|once|actually|always|often|later|first|finally|now)$"
)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_table("grammar.json")[name])


class Mood(StrEnum):
    """How real a verb form makes its act, before any operator."""

    FINITE = "finite"
    PASSIVE = "passive"
    PERFECT = "perfect"
    PROGRESSIVE = "progressive"
    ADJUNCT = "adjunct"  # `…, cutting supply`: the same subject's act
    FUTURE = "future"
    INFINITIVE = "infinitive"
    GERUND = "gerund"
    ATTRIBUTIVE = "attributive"  # a participle or a noun before a noun: no statement
    NOUN = "noun"
    PHRASE = "phrase"


def mood_of(cue: Cue, flat: str, start: int, *, title: bool) -> Mood:
    """The mood of a cue in a clause that starts at `start`."""
    if cue.tag in {"noun", "phrase"}:
        return Mood(cue.tag)
    word, earlier = _words_before(flat, start, cue.start)
    if cue.tag == "ing":
        return _ing(word, flat[max(start, cue.start - 2) : cue.start], flat[start : cue.start])
    unmarked = cue.tag == "base" and cue.word.split(" ")[0] in invariable()
    if unmarked and word in _words("perfect") | _words("be"):
        return _past(word, title=title)
    if cue.tag == "base":
        return _base(word, earlier, title=title)
    third = Mood.ATTRIBUTIVE if _nominal(word) else Mood.FINITE
    return third if cue.tag == "s" else _past(word, title=title)


def _words_before(flat: str, start: int, at: int) -> tuple[str, str]:
    """The nearest word before a place that is no adverb, and the one before it."""
    found: list[str] = []
    end = at
    while end > start and len(found) < 2:
        match = _BEFORE.search(flat, max(start, end - 24), end)
        if match is None:
            break
        word = match.group(1).strip("'-.")
        if found or not _ADVERB.match(word) or word in _words("do"):
            found.append(word)
        end = match.start(1)
    first, second, *_ = [*found, "", ""]
    return first, second


def _ing(word: str, gap: str, before: str) -> Mood:
    if word in _words("be"):
        return Mood.PROGRESSIVE
    if "," in gap or (word == "and" and "," in before):
        return Mood.ADJUNCT
    return Mood.GERUND if word in _words("gerund") or not word else Mood.NOUN


def _base(word: str, earlier: str, *, title: bool) -> Mood:
    if word == "to":
        headline = title and earlier not in _words("gerund")
        return Mood.FUTURE if headline or earlier in _words("bound") else Mood.INFINITIVE
    if word in _words("modal"):
        return Mood.FUTURE
    if word in _words("do"):
        return Mood.FINITE
    if _nominal(word) or word in _words("perfect") or word in _words("be"):
        return Mood.ATTRIBUTIVE
    if word in _words("plural") or word.endswith("s") or earlier == "and":
        return Mood.FINITE
    return Mood.NOUN if title else Mood.INFINITIVE


def _past(word: str, *, title: bool) -> Mood:
    if word in _words("be"):
        return Mood.PASSIVE
    if word in _words("perfect"):
        return Mood.PERFECT
    return Mood.ATTRIBUTIVE if _nominal(word) and not title else Mood.FINITE


def _nominal(word: str) -> bool:
    return word in _words("determiner") or word.endswith("'s") or word.isdigit()
