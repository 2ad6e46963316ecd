"""A page with everything found in it, shared by all the commitments it is read against."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from monitor.reading.attribution import Voice
from monitor.reading.clauses import Clause
from monitor.reading.frames import Frame, frames
from monitor.reading.lexicon import Cue
from monitor.reading.page import Page
from monitor.reading.parties import Mention
from monitor.reading.promise import Profile

_CHARGES = frozenset({"break", "accuse", "allegation", "short", "fail", "deny", "deny_v"})


@dataclass(frozen=True)
class Scene:
    """The page, its clauses with their cues, the parties named and the voices heard.

    ends: where the names of parties end. charged: the clauses that hold a charge.
    when: the day of publication, None where it is unknown.
    """

    page: Page
    clauses: Sequence[Clause]
    cues: Sequence[Sequence[Cue]]
    mentions: Sequence[Mention]
    voices: Sequence[Voice]
    headed: Voice | None
    when: date | None
    ends: frozenset[int]
    charged: frozenset[int]
    parties: frozenset[str]
    surnames: frozenset[str]
    _framed: dict[tuple[tuple[str, int], ...], list[tuple[int, Frame]]] = field(
        default_factory=dict
    )

    def named(self, start: int, end: int) -> list[Mention]:
        """The parties named in a span, places left out."""
        return [m for m in self.mentions if start <= m.start and m.end <= end and not m.place]

    def frames(self, profile: Profile) -> list[tuple[int, Frame]]:
        """(index of the clause, frame) for a promise with this profile; kept for the next one."""
        key = profile.key
        if key not in self._framed:
            self._framed[key] = [
                (index, frame)
                for index, (clause, cues) in enumerate(zip(self.clauses, self.cues, strict=True))
                if cues
                for frame in frames(cues, profile, self.page.flat, clause, self.ends)
            ]
        return self._framed[key]


def scene(
    page: Page, parts: Sequence[Clause], cues: Sequence[Cue], mentions: Sequence[Mention],
    spoken: Sequence[Voice], head: Voice | None, when: date | None,
) -> Scene:  # fmt: skip
    """Share the cues out to their clauses."""
    starts = [cue.start for cue in cues]
    shared = [cues[bisect_left(starts, c.start) : bisect_left(starts, c.end)] for c in parts]
    charged = frozenset(i for i, held in enumerate(shared) if any(c.kind in _CHARGES for c in held))
    return Scene(
        page=page, clauses=parts, cues=shared, mentions=mentions, voices=spoken, headed=head,
        when=when, ends=frozenset(m.end for m in mentions), charged=charged,
        parties=frozenset(p for m in mentions for p in m.parties),
        surnames=frozenset(page.flat[m.start : m.end].split(" ")[-1] for m in mentions),
    )  # fmt: skip
