"""Names of parties → their ids: by id, then by name, then by alias, whatever the case.

A name nobody knows is a party of that name. Declared parties extend the built-in ones.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from monitor.declared.gazetteer import built_in_parties
from monitor.declared.nearby import nearest
from monitor.domain.commitment import Party

_JOINTS = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*")
_MOST_GUESSES = 500  # each takes a walk through all names
_SHORT = 4
_ONE_SLIP = 0.8
_CLOSE = 0.88


@dataclass(frozen=True, slots=True)
class Resolved:
    """The ids a written name stands for, and a hint where the name looks like a slip."""

    ids: tuple[str, ...]
    doubt: str = ""
    hint: str = ""


@dataclass
class Parties:
    """Built-in and declared parties, and those that appear by name only."""

    known: dict[str, Party] = field(default_factory=dict)
    _by_name: dict[str, str] = field(default_factory=dict)
    _newcomers: set[str] = field(default_factory=set)

    def resolve(self, written: str) -> Resolved:
        """The party of a name. A name made of known parties, `Russia and Ukraine`, is them all."""
        if found := self.find(written):
            return Resolved((found,))
        together = tuple(self.find(part) for part in _JOINTS.split(written))
        if len(together) > 1 and all(together):
            ids = tuple(dict.fromkeys(together))
            doubt = "This is read as several parties." if len(ids) > 1 else ""
            return Resolved(ids, doubt, f"write [{', '.join(ids)}]")
        return self._newcomer(written)

    def find(self, written: str) -> str:
        """The id of a known party, empty if none is known by that name."""
        if written in self.known:
            return written
        return self._by_name.get(_folded(written), "")

    def all(self) -> tuple[Party, ...]:
        """Every party there is now."""
        return tuple(self.known.values())

    def add(self, parties: Sequence[Party]) -> None:
        """Parties more. Ids go before names, names before aliases, earlier before later."""
        self.known.update((party.id, party) for party in parties)
        for names in (
            lambda party: (party.id,),
            lambda party: (party.name,),
            lambda party: party.aliases,
        ):
            for party in parties:
                for name in names(party):
                    self._by_name.setdefault(_folded(name), party.id)

    def _newcomer(self, written: str) -> Resolved:
        close = self._close(written)
        self.add([Party(id=written, name=written)])
        self._newcomers.add(written)
        if not close:
            return Resolved((written,))
        hint = f"did you mean {self.known[close].name}? else declare it under `parties`"
        return Resolved((written,), "No party of this name is known.", hint)

    def _close(self, written: str) -> str:
        """The id of the party whose name a new name nearly is: in a short name, one slip."""
        if len(written) <= _SHORT or len(self._newcomers) >= _MOST_GUESSES:
            return ""
        cutoff = _CLOSE if len(written) > 2 * _SHORT else _ONE_SLIP
        names = (name for name, owner in self._by_name.items() if owner not in self._newcomers)
        close = nearest(written, (n for n in names if n[0] == written[0].casefold()), cutoff)
        return self._by_name.get(close, "")


def gather_parties(declared: Sequence[Party]) -> Parties:
    """Built-in parties, extended or joined by the declared ones.

    Names of a declared party win over the built-in owners of the same name.
    """
    merged = {party.id: party for party in built_in_parties()}
    of_name = {_folded(n): p.id for p in merged.values() for n in (*p.aliases, p.name, p.id)}
    mine: list[str] = []
    for party in declared:
        target = _extended(party, merged, of_name)
        merged[target] = _joined(merged.get(target), party)
        mine.append(target)
    parties = Parties()
    parties.add([merged[party_id] for party_id in dict.fromkeys((*mine, *merged))])
    return parties


def _extended(party: Party, merged: Iterable[str], of_name: dict[str, str]) -> str:
    """The id that a declared party extends: its own, or that of the party it names."""
    same_id = {known.casefold(): known for known in merged}.get(party.id.casefold())
    if same_id:
        return same_id
    return of_name.get(_folded(party.name or party.id), party.id)


def _joined(known: Party | None, party: Party) -> Party:
    if known is None:
        return replace(party, name=party.name or party.id)
    added = (*known.aliases, *party.aliases, *({party.id, party.name} - {known.id, known.name, ""}))
    return replace(
        known,
        name=party.name or known.name,
        aliases=tuple(dict.fromkeys(added)),
        organs=tuple(dict.fromkeys((*known.organs, *party.organs))),
    )


def _folded(name: str) -> str:
    plain = " ".join(name.casefold().replace(".", "").replace("’", "'").split())
    return plain.removeprefix("the ")
