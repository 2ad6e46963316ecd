"""A register whose form is right and whose entries have not been set against each other yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.declared.form_problems import Source
from monitor.declared.node import Step
from monitor.domain.commitment import Agreement, Commitment, Event, Party


@dataclass(frozen=True, slots=True)
class Draft:
    """The entries of a register as they stand in the file, and the file."""

    source: Source
    parties: tuple[Party, ...]
    agreements: tuple[Agreement, ...]
    events: tuple[Event, ...]
    commitments: tuple[Commitment, ...]

    def places(self) -> Iterator[tuple[tuple[Step, ...], Commitment]]:
        """Each commitment with its path."""
        for index, commitment in enumerate(self.commitments):
            yield ("commitments", index), commitment
