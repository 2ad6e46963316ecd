"""What each commitment is about: its watch terms in every form, the words of its statement."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from monitor.domain.commitment import Agreement, Commitment
from monitor.reading.inflect import noun_forms, spellings, stem, verb_forms
from monitor.reading.lexicon import read_table
from monitor.reading.page import fold
from monitor.reading.parties import PartyBook
from monitor.reading.promise import Profile, profile_of

WORD = re.compile(r"[^\W_][\w'&%$-]*|\$?\d[\d.,]*%?|%")


@dataclass(frozen=True, slots=True)
class Term:
    """One watched subject. `needs`: stems that must stand near the anchor for a loose match."""

    text: str
    weight: float
    forms: tuple[str, ...]
    shouted: bool = False
    anchor: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Topic:
    """A commitment ready to be recognised."""

    commitment: Commitment
    obligors: frozenset[str]
    obligees: frozenset[str]
    terms: tuple[Term, ...]
    exclude: tuple[str, ...]
    stems: dict[str, float]
    profile: Profile
    begins: date
    ends: date | None
    numbers: frozenset[str] = field(default_factory=frozenset)


def topic_of(commitment: Commitment, agreement: Agreement | None, book: PartyBook) -> Topic:
    """Compile a commitment: terms, stems with weights, what the promise asks for."""
    obligors = frozenset(i for name in commitment.obligor for i in book.members(name))
    obligees = frozenset(i for name in commitment.obligee for i in book.members(name))
    own = obligors | obligees
    terms = [t for text in commitment.watch.terms if (t := _term(text, own, book)) is not None]
    if agreement is not None:
        terms += [_named(name) for name in (agreement.name, *agreement.aliases) if name]
    words = f"{commitment.statement} {commitment.text.quote}"
    return Topic(
        commitment=commitment,
        obligors=obligors,
        obligees=obligees,
        terms=tuple(terms),
        exclude=tuple(form for text in commitment.watch.exclude for form in term_forms(fold(text))),
        stems=_stems(words, terms, own, book),
        profile=profile_of(fold(words)),
        begins=commitment.made,
        ends=commitment.due.on if commitment.due is not None else None,
        numbers=frozenset(re.findall(r"\d[\d,.]*\d|\d", words)),
    )


def term_forms(folded: str) -> tuple[str, ...]:
    """Every way a watched phrase may be written."""
    forms = dict.fromkeys(noun_forms(folded))
    if " " not in folded and folded.isalpha():
        forms |= dict.fromkeys(verb_forms(folded))
        forms.setdefault(folded + "'s")
    for form in list(forms):
        forms |= dict.fromkeys(spellings(form))
        if re.search(r"\bus\b", form):
            forms.setdefault(re.sub(r"\bus\b", "u.s.", form))
            forms.setdefault(re.sub(r"\bus\b", "american", form))
    return tuple(forms)


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
def _stop() -> frozenset[str]:
    return frozenset(read_table("synonyms.json")["stop"])


@cache
def _generic() -> frozenset[str]:
    return frozenset(canon(w) for w in read_table("synonyms.json")["generic"])


def content_stems(folded: str) -> list[str]:
    """The stems of the words that carry the subject."""
    return [
        canon(w) for w in WORD.findall(folded) if w not in _stop() and (len(w) > 2 or w.isdigit())
    ]


def _term(text: str, own: frozenset[str], book: PartyBook) -> Term | None:
    folded = fold(text)
    ids = book.aliases.get(folded)
    if ids and ids & own:
        return None
    weight = _weight(text, folded)
    return _build(text, folded, min(weight, 0.35) if ids else weight)


def _named(name: str) -> Term:
    return _build(name, fold(name), 1.2)


def _weight(text: str, folded: str) -> float:
    if " " in folded or "-" in folded:
        return 1.0
    if any(c.isdigit() for c in text):
        return 0.6
    if canon(folded) in _generic():
        return 0.35
    return 0.8 if text[:1].isupper() else 0.6


def _build(text: str, folded: str, weight: float) -> Term:
    stems = content_stems(folded)
    loose = len(set(stems)) > 1
    words = [w for w in WORD.findall(folded) if w not in _stop() and len(w) > 2]
    anchor = max(words, key=len) if loose and words else ""
    return Term(
        text=text,
        weight=weight,
        forms=term_forms(folded),
        shouted=text.isupper() and len(text) <= 5 and text.isalpha(),
        anchor=tuple(dict.fromkeys(term_forms(anchor))) if anchor else (),
        needs=frozenset(stems) - {canon(anchor)} if anchor else frozenset(),
    )


def _stems(
    statement: str, terms: list[Term], own: frozenset[str], book: PartyBook
) -> dict[str, float]:
    names = {canon(w) for alias, ids in book.aliases.items() if ids & own for w in alias.split()}
    found: dict[str, float] = {}
    for root in content_stems(fold(statement)):
        if root not in names:
            found[root] = 0.25 if root in _generic() else 0.6
    for term in terms:
        for root in content_stems(fold(term.text)):
            if root not in names:
                found[root] = max(found.get(root, 0.0), 0.4 if root in _generic() else term.weight)
    return found
