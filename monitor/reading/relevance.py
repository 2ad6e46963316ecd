"""Which commitments an item may speak of: one automaton for all terms, then their reach.

Work grows with what an item mentions, not with how much is declared.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.domain.commitment import Register
from monitor.reading.page import Page
from monitor.reading.parties import Mention, PartyBook
from monitor.reading.spotting import Spotter, spaced
from monitor.reading.topics import WORD, Topic, canon, topic_of

CANDIDATE_CAP = 40
NEAR = 70


@dataclass(frozen=True, slots=True)
class Hit:
    """A watched term found: which, where, how much it weighs."""

    start: int
    end: int
    term: str
    weight: float


@dataclass
class Candidate:
    """A commitment an item may speak of, and the places that say so."""

    topic: Topic
    hits: list[Hit] = field(default_factory=list)
    stems: list[tuple[int, str, float]] = field(default_factory=list)

    @property
    def weight(self) -> float:
        """The weight of the distinct terms found."""
        return sum({h.term: h.weight for h in self.hits}.values())


@dataclass(frozen=True, slots=True)
class Finding:
    """What the automaton found in a page."""

    candidates: list[Candidate]
    mentions: list[Mention]
    spaced: str


class Index:
    """The automaton over everything declared."""

    def __init__(self, register: Register) -> None:
        self.book = PartyBook(register)
        agreements = {a.id: a for a in register.agreements}
        self.topics = tuple(
            topic_of(c, agreements.get(c.agreement), self.book) for c in register.commitments
        )
        self._users: dict[str, list[tuple[int, int, bool]]] = defaultdict(list)
        for number, topic in enumerate(self.topics):
            self._enter(number, topic)
        phrases = dict.fromkeys(self._users) | dict.fromkeys(self.book.aliases)
        self._phrases = tuple(phrases)
        self._spotter = Spotter(self._phrases)

    def _enter(self, number: int, topic: Topic) -> None:
        for place, term in enumerate(topic.terms):
            for form in term.forms:
                self._users[form].append((number, place, False))
            for form in term.anchor:
                if form not in term.forms:
                    self._users[form].append((number, place, True))
        for form in topic.exclude:
            self._users[form].append((number, -1, False))

    def find(self, page: Page) -> Finding:
        """The candidates of a page, the weightiest first, and every party it names."""
        text = spaced(page.flat)
        hits = self._spotter.find(text)
        users = self._users
        if not any(self._phrases[i] in users for i, _, _ in hits):
            return Finding([], [], text)
        found: dict[int, Candidate] = {}
        dropped: set[int] = set()
        tokens: dict[str, list[int]] | None = None
        for index, start, end in hits:
            for number, place, loose in users.get(self._phrases[index], ()):
                if place < 0:
                    dropped.add(number)
                    continue
                term = self.topics[number].terms[place]
                if term.shouted and not page.quote(start, end).isupper():
                    continue
                weight = term.weight
                if loose:
                    tokens = tokens if tokens is not None else _positions(page.flat)
                    if not _near(tokens, term.needs, start):
                        continue
                    weight *= 0.8
                candidate = found.setdefault(number, Candidate(self.topics[number]))
                candidate.hits.append(Hit(start, end, term.text, weight))
        kept = [c for number, c in found.items() if number not in dropped]
        kept.sort(key=lambda c: -c.weight)
        if not kept:
            return Finding([], [], text)
        tokens = tokens if tokens is not None else _positions(page.flat)
        for candidate in kept[:CANDIDATE_CAP]:
            candidate.stems = _overlap(tokens, candidate.topic.stems)
        return Finding(kept[:CANDIDATE_CAP], self._mentions(page, hits), text)

    def _mentions(self, page: Page, hits: Sequence[tuple[int, int, int]]) -> list[Mention]:
        mentions: list[Mention] = []
        reach = -1
        for index, start, end in hits:
            alias = self._phrases[index]
            if end <= reach or alias not in self.book.aliases:
                continue
            mention = self.book.mention(page, alias, start, end)
            if mention is not None:
                mentions.append(mention)
                reach = end
        return mentions


def _positions(flat: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for match in WORD.finditer(flat):
        found[canon(match.group())].append(match.start())
    return found


def _near(tokens: dict[str, list[int]], needs: frozenset[str], start: int) -> bool:
    return all(any(abs(at - start) <= NEAR for at in tokens.get(root, ())) for root in needs)


def _overlap(tokens: dict[str, list[int]], stems: dict[str, float]) -> list[tuple[int, str, float]]:
    found = [(at, root, w) for root, w in stems.items() for at in tokens.get(root, ())]
    found.sort()
    return found
