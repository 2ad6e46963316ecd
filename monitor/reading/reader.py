"""The reader: one item in, evidence and mentions out, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.commitment import Register
from monitor.domain.evidence import Evidence, Feed, Item, Side, Signal, Tier, Witness
from monitor.reading.attribution import Voice, headed, title_voice, voices
from monitor.reading.clauses import clauses
from monitor.reading.judging import Claim, claims
from monitor.reading.lexicon import lexicon
from monitor.reading.page import Page, open_page
from monitor.reading.relevance import Candidate, Index
from monitor.reading.scene import scene

VERSION = "1"
THRESHOLD = 0.34


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A declared agreement named, without evidence on one commitment."""

    agreement: str
    quote: str
    because: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A commitment the reader thought of, and why it was kept or dropped."""

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
    """Reads items against a register. The same item always gives the same reading."""

    version = VERSION

    def __init__(self, register: Register, feeds: Sequence[Feed] = ()) -> None:
        self._register = register
        self._index = Index(register)
        self._feeds = {feed.id: feed for feed in feeds}

    def read(self, item: Item) -> Reading:
        """Evidence on declared commitments, the surest first; empty where the item says nothing."""
        page = open_page(item.title, item.summary)
        found = self._claims(page, item)
        chosen = _choose(found)
        head = headed(page, ())
        return Reading(evidence=tuple(self._evidence(item, page, c, head) for c in chosen))

    def explain(self, item: Item) -> tuple[Considered, ...]:
        """Every commitment considered, kept or dropped, and why."""
        page = open_page(item.title, item.summary)
        finding = self._index.find(page)
        found = self._claims(page, item)
        kept = {c.candidate.topic.commitment.id: c for c in reversed(_choose(found))}
        return tuple(_considered(c, found, kept) for c in finding.candidates)

    def _claims(self, page: Page, item: Item) -> list[Claim]:
        finding = self._index.find(page)
        if not finding.candidates:
            return []
        when = item.published.date() if item.published is not None else None
        cues = lexicon().cues(finding.spaced)
        named = finding.mentions
        spoken, head = voices(page, cues, named), headed(page, named)
        titled = title_voice(page, named)
        if titled is not None:
            spoken.insert(0, titled)
        view = scene(page, clauses(page), cues, named, spoken, head, when)
        timely = self._index.in_time(finding.candidates, when)
        return [claim for candidate in timely for claim in claims(candidate, view)]

    def _evidence(self, item: Item, page: Page, claim: Claim, head: Voice | None) -> Evidence:
        start, end = page.span(*_quote(page, claim))
        topic = claim.candidate.topic
        reported = claim.reported
        return Evidence(
            id=f"{item.id}:{topic.commitment.id}:{reported.signal.value}",
            item=item.id,
            commitment=topic.commitment.id,
            signal=reported.signal,
            act=reported.act,
            party=_party(claim),
            claimant=_claimant(claim, head),
            side=_side(claim),
            quote=page.text[start:end],
            start=start,
            end=end,
            confidence=round(min(1.0, claim.score), 2),
            learned_at=_learned(item),
            because=f"{reported.rule}: {' '.join(claim.frame.why)}",
            witness=self._witness(item),
            story=item.story,
            title=item.title,
            link=item.link,
            published=item.published,
        )

    def _witness(self, item: Item) -> Witness:
        feed = self._feeds.get(item.feed)
        if feed is None:
            return Witness(family=item.outlet or item.feed, tier=Tier.OUTLET)
        family = item.outlet if feed.tier is Tier.AGGREGATOR and item.outlet else feed.family
        return Witness(family=family or feed.id, tier=feed.tier, owner=feed.owner, party=feed.party)


def _choose(found: Sequence[Claim]) -> list[Claim]:
    """The claims that stand: each place speaks of the commitment it fits best."""
    kept: list[Claim] = []
    for claim in sorted(found, key=_rank, reverse=True):
        if claim.score < THRESHOLD:
            continue
        if not any(_excludes(better, claim) for better in kept):
            kept.append(claim)
    return kept


def _rank(claim: Claim) -> float:
    """The body of a text says more exactly than its headline what is reported, and who says so."""
    return claim.score * (0.8 if claim.clause.title else 1.0)


def _excludes(better: Claim, claim: Claim) -> bool:
    same_signal = better.reported.signal is claim.reported.signal
    if better.candidate is claim.candidate:
        denial = Signal.DENIED in {better.reported.signal, claim.reported.signal}
        return same_signal or not denial
    if better.clause.sentence != claim.clause.sentence and not (
        better.clause.title or claim.clause.title
    ):
        return False
    here = claim.clause
    own = [h for h in claim.candidate.hits if h.weight >= 0.5 and here.start <= h.start < here.end]
    theirs = better.candidate.hits
    return all(any(t.start < h.end and h.start < t.end for t in theirs) for h in own)


def _quote(page: Page, claim: Claim) -> tuple[int, int]:
    piece = page.flat[claim.clause.start : claim.clause.end]
    start = claim.clause.start + len(piece) - len(piece.lstrip(" ,;:-"))
    end = claim.clause.start + len(piece.rstrip(" ,;:-"))
    return start, end


def _party(claim: Claim) -> str:
    own = claim.actor & claim.candidate.topic.obligors
    return min(own or claim.candidate.topic.obligors) if claim.candidate.topic.obligors else ""


def _side(claim: Claim) -> Side:
    voice, topic = claim.voice, claim.candidate.topic
    if voice is None:
        return Side.OUTLET
    if voice.parties & topic.obligors:
        return Side.OBLIGOR
    return Side.OBLIGEE if voice.parties & topic.obligees else Side.THIRD


def _claimant(claim: Claim, head: Voice | None) -> str | None:
    """Who says so, as the text names them; None where the outlet speaks in its own voice."""
    if claim.voice is not None:
        return claim.voice.name or None
    return head.name if head is not None and not claim.clause.title else None


def _learned(item: Item) -> datetime:
    return item.first_seen


def _considered(candidate: Candidate, found: Sequence[Claim], kept: dict[str, Claim]) -> Considered:
    name = candidate.topic.commitment.id
    if name in kept:
        claim = kept[name]
        return Considered(
            commitment=name, kept=True, score=round(claim.score, 2),
            because=f"{claim.reported.rule}: {' '.join(claim.frame.why)}",
        )  # fmt: skip
    terms = ", ".join(sorted({h.term for h in candidate.hits}))
    best = max((c for c in found if c.candidate is candidate), key=lambda c: c.score, default=None)
    if best is None:
        return Considered(commitment=name, kept=False, because=f"names {terms}, but reports no act")
    return Considered(
        commitment=name, kept=False, score=round(best.score, 2),
        because=f"names {terms}; {best.reported.rule} is too far from its subject or its party",
    )  # fmt: skip
