"""A register whose entries have not been set against each other yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.declared.form_problems import Source
from monitor.declared.node import Step
from monitor.domain.commitment import Agreement, Commitment, Event, Party


@dataclass(frozen=True, slots=True)
class Draft:
    """The entries whose form is right, each by its place in its list, and the file.

    Entries whose form is wrong are missing, but `ids` has theirs too: what names them names
    something that is declared.
    """

    source: Source
    parties: Mapping[int, Party]
    agreements: Mapping[int, Agreement]
    events: Mapping[int, Event]
    commitments: Mapping[int, Commitment]

    def places(self) -> Iterator[tuple[tuple[Step, ...], Commitment]]:
        """Each commitment with its path."""
        for index, commitment in self.commitments.items():
            yield ("commitments", index), commitment

    def ids(self, name: str) -> list[str]:
        """The ids in one list of the file, in order, as written; empty where one is missing."""
        return self.source.texts(name, "id")
