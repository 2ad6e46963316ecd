"""What the story of one commitment is told from: values only, no rich here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.domain.alert import Response
from monitor.domain.commitment import Agreement, Commitment
from monitor.domain.evidence import Facts
from monitor.domain.standing import Standing, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything `monitor show ID` tells of one commitment.

    names: party id → the name a reader knows. feeds_alive of feeds_total: the feeds that watch it.
    """

    commitment: Commitment
    standing: Standing
    facts: Facts = field(default_factory=Facts)
    agreement: Agreement | None = None
    transitions: tuple[Transition, ...] = ()
    responses: tuple[Response, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    feeds_alive: int = 0
    feeds_total: int = 0

    def name(self, party: str) -> str:
        """The name of a party, or its id where no name is known."""
        return self.names.get(party, party)
