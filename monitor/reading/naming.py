"""Agreements named without evidence on one commitment: worth a person's look.

An agreement is named by its name or an alias, by all the words of one in a sentence, or as the
deal of its parties (all of them named beside a word for a deal); of several deals of the same
parties the newest that was made by then is meant.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.domain.commitment import Agreement
from monitor.reading.page import Page, Sentence, fold
from monitor.reading.parties import PartyBook
from monitor.reading.relevance import Candidate
from monitor.reading.scene import Scene
from monitor.reading.spotting import Spotter, spaced
from monitor.reading.synonyms import content_stems, positions

AHEAD = timedelta(days=7)
SUBJECT = 0.55
_DEAL = re.compile(
    r"\b(?:deals?|agreements?|accords?|pacts?|treaty|truces?|arrangements?|framework|ceasefire|"
    r"joint statement|memorandum|consensus)\b"
)
_HISTORY = re.compile(r"\b(?:history|explained|explainer|anniversary|years ago|opinion|quiz)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A declared agreement named, without evidence on one commitment. Offsets as in evidence."""

    agreement: str
    quote: str
    because: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Deal:
    agreement: Agreement
    parties: frozenset[str]
    words: tuple[frozenset[str], ...]


class Namer:
    """Finds the agreements that a page names."""

    def __init__(self, agreements: Sequence[Agreement], book: PartyBook) -> None:
        self._deals = tuple(_deal(agreement, book) for agreement in agreements)
        self._owner: dict[str, int] = {}
        for number, agreement in enumerate(agreements):
            for name in (agreement.name, *agreement.aliases):
                if " " in name.strip():
                    self._owner.setdefault(fold(name), number)
        self._phrases = tuple(self._owner)
        self._spotter = Spotter(self._phrases)

    def mentions(
        self, view: Scene, candidates: Sequence[Candidate], host: str, told: Collection[str]
    ) -> tuple[Mention, ...]:
        """The agreements named in a page. host: the party whose official feed it is, if any.

        told: the agreements that evidence already speaks of.
        """
        page = view.page
        if not self._deals or _HISTORY.search(page.flat, 0, page.title_end):
            return ()
        present = view.parties | ({host} if host else set())
        ways = (
            self._by_name(page),
            self._by_words(page, present),
            self._by_parties(page, present, view.when),
            self._by_subject(page, candidates, present, host),
        )
        for way in ways:
            named = [(number, sentence, why) for number, sentence, why in way
                     if _made_by(self._deals[number].agreement, view.when)]  # fmt: skip
            if named:
                return self._told(page, named, told)
        return ()

    def _told(
        self, page: Page, named: Sequence[tuple[int, Sentence, str]], told: Collection[str]
    ) -> tuple[Mention, ...]:
        found: dict[str, Mention] = {}
        for number, sentence, because in named:
            name = self._deals[number].agreement.id
            start, end = page.span(sentence.start, sentence.end)
            quote = page.text[start:end]
            one = Mention(agreement=name, quote=quote, because=because, start=start, end=end)
            if name not in told:
                found.setdefault(name, one)
        return tuple(found.values())

    def _by_name(self, page: Page) -> Iterator[tuple[int, Sentence, str]]:
        for index, start, _ in self._spotter.find(spaced(page.flat)):
            name = self._phrases[index]
            yield self._owner[name], page.sentences[page.sentence_at(start)], f"names {name}"

    def _by_words(self, page: Page, present: frozenset[str]) -> Iterator[tuple[int, Sentence, str]]:
        near = [(n, deal) for n, deal in enumerate(self._deals) if deal.parties & present]
        for sentence in page.sentences if near else ():
            stems = positions(page.flat[sentence.start : sentence.end]).keys()
            for number, deal in near:
                if any(words <= stems for words in deal.words):
                    yield number, sentence, f"has all the words of {deal.agreement.name}"

    def _by_parties(
        self, page: Page, present: frozenset[str], when: date | None
    ) -> Iterator[tuple[int, Sentence, str]]:
        title = page.sentences[0] if page.sentences else None
        if title is None or not _DEAL.search(page.flat, 0, page.title_end):
            return
        open_deals = [
            (deal.agreement.made or date.min, number)
            for number, deal in enumerate(self._deals)
            if len(deal.parties) > 1 and deal.parties <= present and _made_by(deal.agreement, when)
        ]
        if open_deals:
            yield max(open_deals)[1], title, "a deal of its parties"

    def _by_subject(
        self, page: Page, candidates: Sequence[Candidate], present: frozenset[str], host: str
    ) -> Iterator[tuple[int, Sentence, str]]:
        """A party's own record on a promised subject with the other party named."""
        place = {deal.agreement.id: number for number, deal in enumerate(self._deals)}
        best: tuple[float, int, str] | None = None
        for candidate in candidates if host else ():
            commitment = candidate.topic.commitment
            number = place.get(commitment.agreement)
            weight = candidate.weight_in(0, page.title_end) * candidate.timely
            if number is None or weight < SUBJECT:
                continue
            parties = self._deals[number].parties
            if host in parties and parties <= present and (best is None or weight > best[0]):
                best = (weight, number, commitment.id)
        if best is not None:
            yield best[1], page.sentences[0], f"{host}'s own record on {best[2]}"


def _deal(agreement: Agreement, book: PartyBook) -> _Deal:
    names = (agreement.name, *agreement.aliases)
    words = tuple(held for name in names if len(held := _all_words(name)) > 1)
    parties = frozenset(i for name in agreement.parties for i in book.members(name))
    return _Deal(agreement, parties, words)


def _all_words(name: str) -> frozenset[str]:
    """The stems of a name; none where nothing in it tells one deal from another."""
    folded = fold(name)
    return frozenset(positions(folded)) if content_stems(folded) else frozenset()


def _made_by(agreement: Agreement, when: date | None) -> bool:
    return when is None or agreement.made is None or agreement.made <= when + AHEAD
