"""Parties in a text: whole-word aliases, surnames, roles, and how they stand in the clause."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.commitment import Party, Register
from monitor.reading.page import Page, fold

_AND = re.compile(r",? and the |,? and |, the |, | & ")
_ORGANISATION = re.compile(
    r"\b(?:government|department|ministry|office|agency|commission|committee|foundation|council|"
    r"bank|union|party|congress|administration|treasury|inc|corp|company|group|court|allies|"
    r"states|kingdom|public|korea|germany|army|forces|republic|authority|service|association|"
    r"front|movement|board|house|senate|households|businesses|taxpayers|creditors|class|each|other)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:[A-Z][\w'’.-]+ ){1,3}[A-Z][\w'’-]+")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|outside|around|across|inside|throughout|visit to|trip to|arrived in)"
    r"(?: (?:the|northern|southern|eastern|western|central|downtown|north|south|east|west))? )$"
)
_OWNED = re.compile(r"'s?(?=\W|$)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A party named in the text. `parties` are the ids the name may stand for.

    place: the name stands for where, not who. owner: it is possessive or used as an adjective.
    """

    start: int
    end: int
    parties: frozenset[str]
    place: bool = False
    owner: bool = False


class PartyBook:
    """All the parties of a register, by every name they go by."""

    def __init__(self, register: Register) -> None:
        self._ids: dict[str, str] = {}
        self.aliases: dict[str, set[str]] = {}
        self.shouted: set[str] = set()
        self._spoken: set[str] = set()
        self._lower: set[str] = set()
        self._known: set[str] = set()
        self._names: dict[str, tuple[str, ...]] = {}
        for party in register.parties:
            self._add(party)
        for commitment in register.commitments:
            for name in (*commitment.obligor, *commitment.obligee):
                self.members(name)
        for agreement in register.agreements:
            for name in agreement.parties:
                self.members(name)

    def members(self, name: str) -> tuple[str, ...]:
        """The ids behind a declared name; `A and B` is both; an unknown name joins the book."""
        known = self._ids.get(fold(name))
        if known:
            return (known,)
        parts = [part.strip() for part in _AND.split(name) if part.strip()]
        if len(parts) > 1 and any(fold(part) in self._ids for part in parts):
            return tuple(dict.fromkeys(i for part in parts for i in self.members(part)))
        if fold(name) in {"each other", "one another", "all sides", "the public"}:
            return ()
        self._add(Party(id=name, name=name))
        return (name,)

    def names_of(self, parties: frozenset[str]) -> set[str]:
        """The folded names and ids of some parties, without their other aliases."""
        return {name for party in parties for name in self._names.get(party, ())}

    def known(self, party: str) -> bool:
        """Whether a party goes by several names, so that a text about it would use one."""
        return party in self._known

    def _add(self, party: Party) -> None:
        self._names[party.id] = (fold(party.id), fold(party.name))
        if len(party.aliases) >= 3:
            self._known.add(party.id)
        for alias in (party.id, party.name, *party.aliases, *_short_names(party.name)):
            folded = fold(alias)
            if not folded.strip():
                continue
            self._ids.setdefault(folded, party.id)
            if len(alias) <= 2 and alias == party.id and alias not in party.aliases:
                continue
            if not alias[0].isupper():
                self._lower.add(folded)
            self.aliases.setdefault(folded, set()).add(party.id)
            if alias.isupper() and len(alias) <= 5:
                self.shouted.add(folded)
            elif alias != party.id:
                self._spoken.add(folded)

    def mention(self, page: Page, alias: str, start: int, end: int) -> Mention | None:
        """The mention an alias makes at a place, or None where it is another word (`us`)."""
        if (
            alias in self.shouted
            and alias not in self._spoken
            and not page.quote(start, end).isupper()
        ):
            return None
        first = page.plain[start]
        if first.islower() and alias not in self._lower:
            return None
        ids = self.aliases.get(alias, set())
        before = page.flat[max(0, start - 24) : start]
        owned = bool(_OWNED.match(page.flat, end)) or alias.endswith(("an", "ese", "ish", "i"))
        place = bool(_PLACE_BEFORE.search(before)) and not owned
        return Mention(start, end, frozenset(ids), place=place, owner=owned)


def _short_names(name: str) -> Iterable[str]:
    """A person's surname, a body's name without its article."""
    if name.startswith("The "):
        yield name[4:]
    if _PERSON.fullmatch(name) and not _ORGANISATION.search(name):
        yield name.rsplit(" ", 1)[-1]
