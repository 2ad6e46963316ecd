"""What each commitment is about: its watch terms in every form, the words of its statement."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from monitor.domain.commitment import Agreement, Commitment, Direction
from monitor.reading.amounts import Amount, amounts
from monitor.reading.inflect import noun_forms, spellings, verb_forms
from monitor.reading.lexicon import read_table
from monitor.reading.page import fold
from monitor.reading.parties import PartyBook
from monitor.reading.promise import Profile, profile_of
from monitor.reading.synonyms import WORD, canon, content_stems, generic, stop_words

DEAL = re.compile(
    r"\b(?:deal|agreement|accords?|pact|treaty|truces?|cease-?fires?|armistice|moratorium|protocol|"
    r"memorandum|consensus|initiative|framework|arrangement|convention|settlement)\b"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One watched subject. forms: what it looks like → the share of its weight that carries.

    root: the stem that betrays it loosely, with its share, where the stems of `needs` stand near.
    """

    text: str
    weight: float
    forms: Mapping[str, float]
    shouted: bool = False
    root: str = ""
    share: float = 0.0
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Topic:
    """A commitment ready to be recognised.

    principals: surnames and offices of the obligor that the statement itself names, so that one
    president's promise is not laid to another.
    """

    commitment: Commitment
    obligors: frozenset[str]
    obligees: frozenset[str]
    terms: tuple[Term, ...]
    exclude: tuple[str, ...]
    stems: dict[str, float]
    profile: Profile
    deals: bool
    obligees_known: bool
    principals: frozenset[str]
    target: Amount | None
    at_most: bool
    begins: date
    ends: date | None
    words: str = ""
    said: frozenset[str] = frozenset()
    numbers: frozenset[str] = field(default_factory=frozenset)


def topic_of(commitment: Commitment, agreement: Agreement | None, book: PartyBook) -> Topic:
    """Compile a commitment: terms, stems with weights, what the promise asks for."""
    obligors = frozenset(i for name in commitment.obligor for i in book.members(name))
    obligees = frozenset(i for name in commitment.obligee for i in book.members(name))
    own = obligors | obligees
    terms = [t for text in commitment.watch.terms if (t := _term(text, obligors, book)) is not None]
    if agreement is not None:
        terms += [_named(name, book) for name in (agreement.name, *agreement.aliases) if name]
    words = f"{commitment.statement} {commitment.text.quote}"
    return Topic(
        commitment=commitment,
        obligors=obligors,
        obligees=obligees,
        terms=tuple(terms),
        exclude=tuple(form for text in commitment.watch.exclude for form in term_forms(fold(text))),
        stems=_stems(words, terms, own, book),
        profile=profile_of(fold(words), fold(", ".join(commitment.watch.terms))),
        deals=bool(DEAL.search(fold(" ".join((words, *commitment.watch.terms))))),
        target=_target(commitment, fold(words)),
        at_most=_at_most(commitment, fold(words)),
        principals=_principals(fold(words), obligors, book),
        obligees_known=any(book.known(i) for i in obligees),
        begins=commitment.made,
        ends=commitment.due.on if commitment.due is not None else None,
        words=fold(words),
        said=frozenset(content_stems(fold(words))),
        numbers=frozenset(re.findall(r"\d[\d,.]*\d|\d", words)),
    )


def _target(commitment: Commitment, statement: str) -> Amount | None:
    """The amount promised: declared, else the first with a unit in the statement."""
    declared = commitment.quantity
    if declared is not None:
        return Amount(start=0, end=0, value=declared.target, unit=declared.unit)
    return next((a for a in amounts(statement) if a.unit and a.value > 1), None)


def _at_most(commitment: Commitment, statement: str) -> bool:
    if commitment.quantity is not None:
        return commitment.quantity.direction is Direction.AT_MOST
    return bool(re.search(r"\b(?:at most|no more than|within|below|not exceed|under)\b", statement))


def _principals(statement: str, obligors: frozenset[str], book: PartyBook) -> frozenset[str]:
    found: set[str] = set()
    for alias, ids in book.aliases.items():
        words = [word for word in alias.split(" ") if word not in _OFFICES]
        if not ids & obligors or not words or not re.search(rf"\b{re.escape(alias)}\b", statement):
            continue
        titled = re.search(rf"\b{_TITLE} {re.escape(alias)}\b", statement)
        if titled or len(alias.split(" ")) > 1:
            found.add(words[-1])
    return frozenset(found - {name.split(" ")[-1] for name in book.names_of(obligors)})


_TITLE = (
    r"(?:president|minister|chancellor|secretary|general|senator|mr|mrs|ms|judge|king|chairman)"
)
_OFFICES = frozenset(
    [
        "administration",
        "government",
        "department",
        "service",
        "members",
        "allies",
        "countries",
        "security",
        "ministry",
        "the",
        "of",
        "house",
        "congress",
        "treasury",
    ]
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


def _term(text: str, obligors: frozenset[str], book: PartyBook) -> Term | None:
    folded = fold(text)
    ids = book.aliases.get(folded)
    if ids and ids & obligors:
        return None
    weight = _weight(text, folded)
    return _build(text, folded, min(weight, 0.35) if ids else weight, book)


def _named(name: str, book: PartyBook) -> Term:
    return _build(name, fold(name), 1.2, book)


def _weight(text: str, folded: str) -> float:
    if " " in folded or "-" in folded:
        return 1.0
    if any(c.isdigit() for c in text):
        return 0.6
    if canon(folded) in generic():
        return 0.35
    return 0.8 if text[:1].isupper() else 0.6


def _build(text: str, folded: str, weight: float, book: PartyBook) -> Term:
    forms = dict.fromkeys(term_forms(folded), 1.0)
    words = [w for w in WORD.findall(folded) if w not in stop_words() and len(w) > 2]
    subject = [w for w in words if w not in book.aliases] or words
    root, share, needs = "", 0.0, frozenset[str]()
    if subject:
        head = max(subject, key=lambda w: (canon(w) not in generic(), len(w)))
        root = canon(head)
        needs = frozenset(canon(w) for w in subject) - generic() - {root}
        share = 0.75 if len(words) == 1 else 0.8 if len(subject) > 1 else 0.5
        last = WORD.findall(folded)[-1]
        if last in _deals() and len(subject) > 1:
            needs -= {canon(last)}
            for deal in _deals():
                forms.setdefault(f"{folded[: -len(last)]}{deal}", 0.8)
    for english, names in read_table("chinese.json")["subjects"].items():
        if english in folded:
            forms |= dict.fromkeys(names, 1.0)
    shouted = text.isupper() and len(text) <= 5 and text.isalpha()
    return Term(text, weight, forms, shouted, "" if shouted else root, share, needs)


@cache
def _deals() -> tuple[str, ...]:
    return tuple(read_table("cues.json")["deal"]["nouns"])


def _stems(
    statement: str, terms: list[Term], own: frozenset[str], book: PartyBook
) -> dict[str, float]:
    names = {canon(alias) for alias, ids in book.aliases.items() if ids & own and " " not in alias}
    names |= {canon(word) for name in book.names_of(own) for word in name.split()}
    found: dict[str, float] = {}
    for root in content_stems(fold(statement)):
        if root not in names:
            found[root] = 0.25 if root in generic() else 0.6
    for term in terms:
        for root in content_stems(fold(term.text)):
            if root not in names:
                found[root] = max(found.get(root, 0.0), 0.4 if root in generic() else term.weight)
    return found
