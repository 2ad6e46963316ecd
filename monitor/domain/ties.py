"""Which commitments bear on which: read once from the register, asked at every evaluation.

A commitment names what it waits for and what it stands on; that another one supersedes it, or
brings it into force by being breached, is written in that other one. This is the way back.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from monitor.domain.commitment import Commitment, ConditionKind, Event, Party, Register
from monitor.domain.evaluate import dependencies
from monitor.domain.known import Context
from monitor.domain.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """The ties of a register, in both directions, by commitment id."""

    events: tuple[Event, ...]
    parties: tuple[Party, ...]
    needs: Mapping[str, tuple[str, ...]]
    needed_by: Mapping[str, tuple[str, ...]]
    superseded_by: Mapping[str, tuple[tuple[str, date], ...]]
    activated_by: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, register: Register) -> "Ties":
        """The ties between all commitments of `register`."""
        activated_by = _activated_by(register.commitments)
        known = {one.id for one in register.commitments}
        needs = {
            one.id: tuple(
                dict.fromkeys(
                    name
                    for name in (*dependencies(one), *activated_by.get(one.id, ()))
                    if name in known
                )
            )
            for one in register.commitments
        }
        return cls(
            events=register.events,
            parties=register.parties,
            needs=needs,
            needed_by=_reversed(needs),
            superseded_by=_superseded_by(register.commitments),
            activated_by=activated_by,
        )

    def context(
        self, commitment: str, others: Mapping[str, Standing], *, feeds_declared: bool
    ) -> Context:
        """What `evaluate` needs beside the facts; others: the standings of those in `needs`."""
        return Context(
            events=self.events,
            parties=self.parties,
            others=others,
            feeds_declared=feeds_declared,
            superseded_by=self.superseded_by.get(commitment, ()),
            activated_by=self.activated_by.get(commitment, ()),
        )


def _activated_by(commitments: tuple[Commitment, ...]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in commitments:
        for condition in one.conditions:
            if condition.kind is ConditionKind.CONSEQUENCE:
                found[condition.on].append(one.id)
    return {name: tuple(ids) for name, ids in found.items()}


def _superseded_by(
    commitments: tuple[Commitment, ...],
) -> dict[str, tuple[tuple[str, date], ...]]:
    found: defaultdict[str, list[tuple[str, date]]] = defaultdict(list)
    for one in commitments:
        for older in () if one.draft else one.supersedes:
            found[older].append((one.id, one.made))
    return {name: tuple(ties) for name, ties in found.items()}


def _reversed(needs: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one, ids in needs.items():
        for name in ids:
            found[name].append(one)
    return {name: tuple(ids) for name, ids in found.items()}
