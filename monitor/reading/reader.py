"""The reader: one item in, evidence and mentions out, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.domain.commitment import Register
from monitor.domain.evidence import Evidence, Feed, Item, Side, Signal, Tier, Witness
from monitor.reading.amounts import amounts, best_amount
from monitor.reading.attribution import Voice, headed, title_voice, voices
from monitor.reading.clauses import clauses
from monitor.reading.judging import Claim, claims
from monitor.reading.lexicon import lexicon
from monitor.reading.naming import Mention, Namer
from monitor.reading.page import Page, open_page
from monitor.reading.periods import days, new_due
from monitor.reading.relevance import Candidate, Finding, Index
from monitor.reading.scene import Scene, scene
from monitor.reading.scorer import scorer, weighed

RULES = "2"
RULES_THRESHOLD = 0.34
HEADLINE_SHARE = 0.8
GUESS = 0.4

__all__ = ["Considered", "Mention", "Reading", "RuleReader", "choose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A commitment the reader thought of, and why it was kept or dropped. score: 0..1."""

    commitment: str
    kept: bool
    because: str
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one item says."""

    evidence: tuple[Evidence, ...] = ()
    mentions: tuple[Mention, ...] = ()


class RuleReader:
    """Reads items against a register. The same item always gives the same reading.

    learned: let the shipped scorer weigh what the rules find. version changes with either.
    """

    def __init__(
        self, register: Register, feeds: Sequence[Feed] = (), *, learned: bool = True
    ) -> None:
        self._index = Index(register)
        self._namer = Namer(register.agreements, self._index.book)
        self._feeds = {feed.id: feed for feed in feeds}
        self._scorer = scorer() if learned else None
        self.version = f"{RULES}.{self._scorer.version}" if self._scorer else RULES

    def read(self, item: Item) -> Reading:
        """Evidence on declared commitments, the surest first; empty where the item says nothing."""
        page = open_page(item.title, item.summary)
        finding = self._index.find(page)
        view = self._scene(page, item, finding)
        chosen = self._chosen(self._claims(view, finding)) if finding.candidates else []
        guess = all(c.reported.signal is Signal.PROGRESS and c.score < GUESS for c in chosen)
        told = set() if guess else {c.candidate.topic.commitment.agreement for c in chosen}
        timely = self._index.in_time(finding.candidates, view.when)
        mentions = self._namer.mentions(view, timely, self._host(item), told)
        if guess and mentions:  # the agreement that the text names outweighs a guess at progress
            chosen = []
        evidence = tuple(self._evidence(item, view, claim) for claim in chosen)
        return Reading(evidence=evidence, mentions=mentions)

    def explain(self, item: Item) -> tuple[Considered, ...]:
        """Every commitment considered, kept or dropped, and why; the weightiest first."""
        page = open_page(item.title, item.summary)
        finding = self._index.find(page)
        view = self._scene(page, item, finding)
        found = self._claims(view, finding)
        chosen = self._chosen(found)
        early = {id(c) for c in finding.candidates} - {
            id(c) for c in self._index.in_time(finding.candidates, view.when)
        }
        return tuple(
            _considered(c, found, chosen, early=id(c) in early) for c in finding.candidates
        )

    def claims(self, page: Page, item: Item) -> list[Claim]:
        """Every report the rules see, strong or weak, before any is chosen."""
        finding = self._index.find(page)
        return self._claims(self._scene(page, item, finding), finding)

    def _scene(self, page: Page, item: Item, finding: Finding) -> Scene:
        when = item.published.date() if item.published is not None else None
        if not finding.candidates:
            return scene(page, (), (), finding.mentions, (), None, when)
        cues = lexicon().cues(finding.spaced)
        named = finding.mentions
        spoken = voices(page, cues, named)
        titled = title_voice(page, named)
        if titled is not None:
            spoken.insert(0, titled)
        return scene(page, clauses(page), cues, named, spoken, headed(page, named), when)

    def _claims(self, view: Scene, finding: Finding) -> list[Claim]:
        timely = self._index.in_time(finding.candidates, view.when)
        return [claim for candidate in timely for claim in claims(candidate, view)]

    def _chosen(self, found: Sequence[Claim]) -> list[Claim]:
        if self._scorer is None:
            return choose(found, lambda _: RULES_THRESHOLD)
        return choose(weighed(found, self._scorer), self._scorer.threshold)

    def _host(self, item: Item) -> str:
        feed = self._feeds.get(item.feed)
        return feed.party if feed is not None and feed.tier is Tier.OFFICIAL else ""

    def _evidence(self, item: Item, view: Scene, claim: Claim) -> Evidence:
        page, reported, commitment = view.page, claim.reported, claim.candidate.topic.commitment
        start, end = page.span(*quote_of(page, claim))
        low, high = claim.clause.start, claim.clause.end
        target = claim.candidate.topic.target
        amount = best_amount(amounts(page.flat, low, high), target.unit if target else "")
        near = (item.published or item.first_seen).date()
        past = [day.on for day in days(page.flat, near, low, high) if day.on <= near]
        changed = reported.signal is Signal.CHANGED
        return Evidence(
            id=f"{item.id}:{commitment.id}:{reported.signal.value}",
            item=item.id,
            commitment=commitment.id,
            signal=reported.signal,
            act=reported.act,
            party=party_of(claim),
            claimant=claimant_of(claim, view.headed),
            side=side_of(claim),
            quote=page.text[start:end],
            start=start,
            end=end,
            confidence=round(min(1.0, claim.score), 2),
            happened_on=past[-1] if past else None,
            learned_at=item.first_seen,
            because=claim.because,
            witness=self._witness(item),
            story=item.story,
            title=item.title,
            link=item.link,
            published=item.published,
            amount=amount.value if amount else None,
            unit=amount.unit if amount else "",
            new_due=new_due(page.flat, near, low, high) if changed else None,
        )

    def _witness(self, item: Item) -> Witness:
        feed = self._feeds.get(item.feed)
        if feed is None:
            return Witness(family=item.outlet or item.feed, tier=Tier.OUTLET)
        outlet = item.outlet if feed.tier is Tier.AGGREGATOR else ""
        family = outlet or feed.family or feed.id
        return Witness(family=family, tier=feed.tier, owner=feed.owner, party=feed.party)


def choose(found: Sequence[Claim], threshold: Callable[[Signal], float]) -> list[Claim]:
    """The claims that stand: each place speaks of the commitment it fits best."""
    kept: list[Claim] = []
    for claim in sorted(found, key=_rank, reverse=True):
        if claim.score < threshold(claim.reported.signal):
            continue
        if not any(_excludes(better, claim) for better in kept):
            kept.append(claim)
    return kept


def _rank(claim: Claim) -> float:
    """The body of a text says more exactly than its headline what is reported, and who says so."""
    return claim.score * (HEADLINE_SHARE if claim.clause.title else 1.0)


def _excludes(better: Claim, claim: Claim) -> bool:
    if better.candidate is claim.candidate:
        same_signal = better.reported.signal is claim.reported.signal
        denial = Signal.DENIED in {better.reported.signal, claim.reported.signal}
        return same_signal or not denial
    apart = better.clause.sentence != claim.clause.sentence
    if apart and not (better.clause.title or claim.clause.title):
        return False
    here = claim.clause
    own = [h for h in claim.candidate.hits if h.weight >= 0.5 and here.start <= h.start < here.end]
    theirs = better.candidate.hits
    return all(any(t.start < h.end and h.start < t.end for t in theirs) for h in own)


def quote_of(page: Page, claim: Claim) -> tuple[int, int]:
    """The clause without the marks around it."""
    piece = page.flat[claim.clause.start : claim.clause.end]
    start = claim.clause.start + len(piece) - len(piece.lstrip(" ,;:-"))
    return start, claim.clause.start + len(piece.rstrip(" ,;:-"))


def party_of(claim: Claim) -> str:
    """Whose performance it is about: the acting obligor, else the first declared."""
    topic = claim.candidate.topic
    acting = claim.actor & topic.obligors
    return min(acting) if acting else next(iter(topic.commitment.obligor), "")


def claimant_of(claim: Claim, head: Voice | None) -> str | None:
    """Who says so, as the text names them; None where the outlet speaks in its own voice."""
    if claim.voice is not None:
        return claim.voice.name or None
    return head.name if head is not None and not claim.clause.title else None


def side_of(claim: Claim) -> Side:
    """Where the claimant stands."""
    voice, topic = claim.voice, claim.candidate.topic
    if voice is None or not voice.name:
        return Side.OUTLET
    if voice.parties & topic.obligors:
        return Side.OBLIGOR
    return Side.OBLIGEE if voice.parties & topic.obligees else Side.THIRD


def _considered(
    candidate: Candidate, found: Sequence[Claim], chosen: Sequence[Claim], *, early: bool
) -> Considered:
    name = candidate.topic.commitment.id
    kept = next((c for c in chosen if c.commitment == name), None)
    if kept is not None:
        return Considered(
            commitment=name, kept=True, because=kept.because, score=round(kept.score, 2)
        )
    named = "names " + ", ".join(sorted({hit.term for hit in candidate.hits}))
    if early:
        return Considered(commitment=name, kept=False, because=f"{named}, before it was promised")
    best = max((c for c in found if c.commitment == name), key=lambda c: c.score, default=None)
    if best is None:
        return Considered(commitment=name, kept=False, because=f"{named}, but reports no act")
    because = f"{named}; {best.because} is outweighed: {_against(best)}"
    return Considered(commitment=name, kept=False, because=because, score=round(best.score, 2))


def _against(claim: Claim) -> str:
    facts = claim.facts
    if facts["other_deal"]:
        return "it names another instrument"
    if facts["past"]:
        return "it speaks of years before the promise"
    if facts["actor_is_other"]:
        return "another party acts"
    if facts["act"] and not facts["object"]:
        return "the act is done to something else"
    if not facts["obligor_in_item"]:
        return "the obligor is not named"
    return "too weak, or another commitment fits better"
