"""Which side a publisher or a speaker is on, and how many independent witnesses there are.

Copies of one story, outlets of one owner and wire copy are one witness. A family without a known
label is a family of its own. State media and a party's own organs may report; they are never one of
the witnesses that lift a report, except against their own party's interest.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from monitor.domain.commitment import Commitment, Party
from monitor.domain.evidence import Evidence, Side, Tier, Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The parties of one commitment: ids, every name they go by, the families they own."""

    obligor: frozenset[str]
    obligee: frozenset[str]
    ids: Mapping[str, str]
    organs: Mapping[str, str]

    def party_of(self, name: str) -> str:
        """The id of the party called `name`, or the name itself for anybody else."""
        return self.ids.get(name.casefold(), name)

    def speaks_for(self, witness: Witness) -> str:
        """The party whose organ published, empty for an independent one."""
        if witness.party:
            return self.party_of(witness.party)
        return self.organs.get(witness.family.casefold(), "")


def sides_of(commitment: Commitment, parties: Iterable[Party]) -> Sides:
    """The sides of `commitment`, with what is declared of its parties."""
    own = {*commitment.obligor, *commitment.obligee}
    ids = {name.casefold(): name for name in own}
    organs: dict[str, str] = {}
    for party in parties:
        if party.id in own:
            ids |= {name.casefold(): party.id for name in (party.name, *party.aliases)}
            organs |= {family.casefold(): party.id for family in party.organs}
    return Sides(
        obligor=frozenset(commitment.obligor),
        obligee=frozenset(commitment.obligee),
        ids=ids,
        organs=organs,
    )


def house(witness: Witness) -> str:
    """What counts as one publisher: the owner where several families share one."""
    return (witness.owner or witness.family).casefold()


def story_of(one: Evidence) -> str:
    """The story a piece of evidence belongs to; an item without copies is its own."""
    return one.story or one.item


def interested(one: Evidence, sides: Sides) -> frozenset[str]:
    """The parties whose case `one` serves: for a breach the accusers, else those who perform."""
    performs = frozenset({sides.party_of(one.party)}) if one.party else sides.obligor
    if one.signal.value in {"breach", "shortfall", "risk"}:
        return (sides.obligee | sides.obligor) - performs
    return performs


def independent(one: Evidence, sides: Sides) -> bool:
    """Whether its publisher can be one of the witnesses that lift a report."""
    if one.witness.tier is Tier.STATE_MEDIA or not house(one.witness):
        return False
    return sides.speaks_for(one.witness) not in interested(one, sides)


def own_word(one: Evidence, sides: Sides) -> bool:
    """Whether it is only the obligor that says so, in person or through its organ."""
    return one.side is Side.OBLIGOR or sides.speaks_for(one.witness) in sides.obligor


@dataclass(frozen=True, slots=True)
class Voice:
    """An independent witness: who, through which evidence, and when it counted."""

    house: str
    evidence: Evidence

    @property
    def spoke(self) -> datetime:
        """When it was published, as far as known."""
        return self.evidence.published or self.evidence.learned_at


def voices(evidence: Iterable[Evidence], sides: Sides) -> Iterator[Voice]:
    """The independent witnesses; `evidence` comes in the order in which it was learned.

    A story is a new witness only if none of the houses that carry it has been heard before.
    Evidence learned at one moment is taken story by story, so that the order given never matters.
    """
    heard: set[str] = set()
    told: set[str] = set()
    for _, group in groupby(evidence, key=attrgetter("learned_at")):
        batch: dict[str, list[Evidence]] = {}
        for one in group:
            batch.setdefault(story_of(one), []).append(one)
        for story in sorted(batch):
            houses = {house(one.witness) for one in batch[story]}
            if story not in told and heard.isdisjoint(houses):
                able = [one for one in batch[story] if independent(one, sides)]
                yield from (Voice(house(one.witness), one) for one in able[:1])
            heard |= houses
            told.add(story)


def corroborated(found: Iterable[Voice], within: timedelta) -> tuple[Voice, Voice] | None:
    """The first two independent witnesses that spoke within `within` of one another."""
    earlier: list[Voice] = []
    for voice in found:
        for other in earlier:
            if abs(voice.spoke - other.spoke) <= within:
                return other, voice
        earlier.append(voice)
    return None


def happened(one: Evidence) -> date:
    """The day it speaks of: as stated, else as published, else as learned."""
    return one.happened_on or (one.published or one.learned_at).date()
