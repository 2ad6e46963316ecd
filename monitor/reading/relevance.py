"""Which commitments an item may speak of: one automaton for all terms, then their reach.

Work grows with what an item mentions, not with how much is declared.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from monitor.domain.commitment import Register
from monitor.reading.page import Page
from monitor.reading.parties import Mention, PartyBook
from monitor.reading.spotting import Spotter, spaced
from monitor.reading.synonyms import positions
from monitor.reading.topics import DEAL, Topic, topic_of

CANDIDATE_CAP = 40
NEAR = 70
STALE_DAYS = 400


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
    timely: float = 1.0

    @property
    def weight(self) -> float:
        """The weight of the distinct terms found."""
        best: dict[str, float] = {}
        for hit in self.hits:
            best[hit.term] = max(best.get(hit.term, 0.0), hit.weight)
        return sum(best.values())

    def weight_in(self, start: int, end: int) -> float:
        """The weight of the distinct terms found in a span."""
        best: dict[str, float] = {}
        for hit in self.hits:
            if start <= hit.start < end:
                best[hit.term] = max(best.get(hit.term, 0.0), hit.weight)
        return sum(best.values())

    def stems_in(self, start: int, end: int, skip: tuple[int, int]) -> float:
        """The weight of the distinct stems in a span, outside another one."""
        held = {
            root: weight
            for at, root, weight in self.stems
            if start <= at < end and not skip[0] <= at < skip[1]
        }
        return sum(held.values())


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
        self._named = bool(register.agreements)
        agreements = {a.id: a for a in register.agreements}
        self.topics = tuple(
            topic_of(c, agreements.get(c.agreement), self.book) for c in register.commitments
        )
        self._users: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._roots: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._rarity: dict[str, float] = {}
        shared = Counter(term.text for topic in self.topics for term in topic.terms)
        for text, users in shared.items():
            self._rarity[text] = max(0.5, users**-0.5)
        for number, topic in enumerate(self.topics):
            self._enter(number, topic)
        phrases = dict.fromkeys(self._users) | dict.fromkeys(self.book.aliases)
        self._phrases = tuple(phrases)
        self._spotter = Spotter(self._phrases)

    def _enter(self, number: int, topic: Topic) -> None:
        for place, term in enumerate(topic.terms):
            for form in term.forms:
                self._users[form].append((number, place))
            if term.root:
                self._roots[term.root].append((number, place))
        for form in topic.exclude:
            self._users[form].append((number, -1))

    def find(self, page: Page) -> Finding:
        """The candidates of a page, the weightiest first, and every party it names."""
        text = spaced(page.flat)
        found: dict[int, Candidate] = {}
        dropped: set[int] = set()
        hits = self._spotter.find(text)
        for index, start, end in hits:
            phrase = self._phrases[index]
            for number, place in self._users.get(phrase, ()):
                if place < 0:
                    dropped.add(number)
                else:
                    self._verbatim(found, page, number, place, (phrase, start, end))
        tokens = positions(page.flat)
        for root in tokens.keys() & self._roots.keys():
            for number, place in self._roots[root]:
                self._loose(found, tokens, number, place)
        kept = [c for number, c in found.items() if number not in dropped]
        kept.sort(key=lambda c: -c.weight)
        for candidate in kept[:CANDIDATE_CAP]:
            candidate.stems = _overlap(tokens, candidate.topic.stems)
        deal = self._named and DEAL.search(page.flat, 0, page.title_end)
        mentions = self._mentions(page, hits) if kept or deal else []
        return Finding(kept[:CANDIDATE_CAP], mentions, text)

    def _verbatim(
        self, found: dict[int, Candidate], page: Page, number: int, place: int,
        hit: tuple[str, int, int],
    ) -> None:  # fmt: skip
        phrase, start, end = hit
        term = self.topics[number].terms[place]
        if term.shouted and not page.quote(start, end).isupper():
            return
        weight = term.weight * self._rarity[term.text] * term.forms[phrase]
        candidate = found.setdefault(number, Candidate(self.topics[number]))
        candidate.hits.append(Hit(start, end, term.text, weight))

    def _loose(
        self, found: dict[int, Candidate], tokens: dict[str, list[int]], number: int, place: int
    ) -> None:
        term = self.topics[number].terms[place]
        weight = term.weight * self._rarity[term.text] * term.share
        for start in tokens[term.root]:
            if _near(tokens, term.needs, start):
                candidate = found.setdefault(number, Candidate(self.topics[number]))
                candidate.hits.append(Hit(start, start + len(term.root), term.text, weight))

    @staticmethod
    def in_time(candidates: Sequence[Candidate], when: date | None) -> list[Candidate]:
        """Those already promised at a moment.

        One that a later promise of the same party has followed, or that fell due long before,
        weighs less.
        """
        if when is None:
            return list(candidates)
        live = [c for c in candidates if c.topic.begins <= when]
        for candidate in live:
            topic = candidate.topic
            later = any(
                other.topic.begins > topic.begins and other.topic.obligors == topic.obligors
                and topic.ends is not None and topic.ends <= when
                for other in live
            )  # fmt: skip
            stale = topic.ends is not None and (when - topic.ends).days > STALE_DAYS
            candidate.timely = 0.7 if later or stale else 1.0
        return live

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


def _near(tokens: dict[str, list[int]], needs: frozenset[str], start: int) -> bool:
    return all(any(abs(at - start) <= NEAR for at in tokens.get(root, ())) for root in needs)


def _overlap(tokens: dict[str, list[int]], stems: dict[str, float]) -> list[tuple[int, str, float]]:
    found = [(at, root, w) for root, w in stems.items() for at in tokens.get(root, ())]
    found.sort()
    return found
