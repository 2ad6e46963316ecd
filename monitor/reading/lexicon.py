"""The words the reader knows: cues (what is done to a promise) and acts (what people do).

Data in `data/cues.json` and `data/acts.json`; built once, at the first item that needs it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.reading.inflect import noun_forms, spellings, verb_forms
from monitor.reading.spotting import Spotter

_PARTED = re.compile(
    r"\b(?P<verb>(?:br|t|p|s|l|h|g|k|c|d|m)\w{1,7}) (?:[\w$%]{1,30} {1,2}){1,5}?"
    r"(?P<particle>home|out|back|over|up|free|down|off|in|away)\b"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase of the lexicon found in a text.

    kind: its class in the lexicon, or `axis+` / `axis-` for an act. tag: base, s, past, part, ing
    for verbs, noun, or phrase.
    """

    start: int
    end: int
    kind: str
    tag: str
    word: str


@dataclass(frozen=True)
class Lexicon:
    """Every cue and act, and the automaton that finds them."""

    spotter: Spotter
    senses: tuple[tuple[tuple[str, str], ...], ...]
    words: tuple[str, ...]
    kinds: Mapping[str, tuple[tuple[str, str], ...]]

    def cues(self, spaced: str) -> list[Cue]:
        """All cues of a spaced text in order; what lies inside a longer one is left out."""
        found = self.spotter.find(spaced)
        cues: list[Cue] = list(self._parted(spaced))
        whole = {cue.start: cue.end for cue in cues}
        reach = 0
        for index, start, end in found:
            if end <= reach and (not cues or (cues[-1].start, cues[-1].end) != (start, end)):
                continue
            reach = max(reach, end)
            if whole.get(start, 0) > end:
                continue
            word = self.words[index]
            cues.extend(Cue(start, end, kind, tag, word) for kind, tag in self.senses[index])
        cues.sort(key=lambda cue: (cue.start, -cue.end))
        return cues

    def _parted(self, spaced: str) -> Iterator[Cue]:
        """Verbs parted from their particle: `brings its troops home`, `handed them over`."""
        for match in _PARTED.finditer(spaced):
            phrase = f"{match['verb']} {match['particle']}"
            for kind, tag in self.kinds.get(phrase, ()):
                yield Cue(match.start(), match.end("verb"), kind, tag, phrase)


@cache
def lexicon() -> Lexicon:
    """The built-in lexicon."""
    return build_lexicon(
        read_table("cues.json"), read_table("acts.json"), read_table("chinese.json")
    )


def build_lexicon(
    cues: Mapping[str, Any], acts: Mapping[str, Any], chinese: Mapping[str, Any] | None = None
) -> Lexicon:
    """Inflect every entry and build the automaton."""
    senses: dict[str, dict[tuple[str, str], None]] = {}
    for kind, entry in cues.items():
        if not kind.startswith("_"):
            _enter(senses, kind, entry)
    for axis, directions in acts.items():
        if not axis.startswith("_"):
            _enter(senses, f"{axis}+", directions["plus"])
            _enter(senses, f"{axis}-", directions["minus"])
    for table in ("cues", "acts"):
        for kind, phrases in (chinese or {}).get(table, {}).items():
            for phrase in phrases:
                _put(senses, phrase, kind, "phrase")
    words = tuple(senses)
    kinds = {word: tuple(held) for word, held in senses.items()}
    return Lexicon(Spotter(words), tuple(kinds[w] for w in words), words, kinds)


@cache
def read_table(name: str) -> dict[str, Any]:
    """A JSON table of `monitor/reading/data`, read once."""
    text = (files("monitor.reading") / "data" / name).read_text(encoding="utf-8")
    return dict(json.loads(text))


def _enter(
    senses: dict[str, dict[tuple[str, str], None]], kind: str, entry: Mapping[str, Iterable[str]]
) -> None:
    for verb in entry.get("verbs", ()):
        for form, tag in verb_forms(verb).items():
            _put(senses, form, kind, tag)
    for noun in entry.get("nouns", ()):
        for form in noun_forms(noun):
            _put(senses, form, kind, "noun")
    for phrase in entry.get("phrases", ()):
        _put(senses, phrase, kind, "phrase")


def _put(senses: dict[str, dict[tuple[str, str], None]], form: str, kind: str, tag: str) -> None:
    for spelling in spellings(form):
        senses.setdefault(spelling.replace("-", " "), {})[(kind, tag)] = None
