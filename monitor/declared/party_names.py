"""Party names in a register → party ids, wherever the form allows a party."""

from dataclasses import replace

from monitor.declared.form_problems import Source
from monitor.declared.node import Step
from monitor.declared.parties import Parties
from monitor.domain.commitment import Agreement, Amendment, Commitment, Party, Reading, Text
from monitor.errors import Grade, Problem

_EACH_OTHER = "each other"


class PartyNames:
    """Resolves names and keeps what is doubtful about them as warnings."""

    def __init__(self, parties: Parties, source: Source) -> None:
        self._parties = parties
        self._source = source
        self.problems: list[Problem] = []

    def parties(self) -> tuple[Party, ...]:
        """Every party known by now, those known by name only included."""
        return self._parties.all()

    def agreement(self, agreement: Agreement, index: int) -> Agreement:
        """The agreement with ids for parties."""
        place: tuple[Step, ...] = ("agreements", index)
        return replace(agreement, parties=self._all(agreement.parties, (*place, "parties")))

    def commitment(self, commitment: Commitment, index: int) -> Commitment:
        """The commitment with ids for obligor, obligee and everybody who says something of it."""
        place: tuple[Step, ...] = ("commitments", index)
        obligor = self._all(commitment.obligor, (*place, "obligor"))
        mutual = [name.casefold() for name in commitment.obligee] == [_EACH_OTHER]
        obligee = obligor if mutual else self._all(commitment.obligee, (*place, "obligee"))
        return replace(
            commitment,
            obligor=obligor,
            obligee=obligee,
            text=self._text(commitment.text),
            confirmed_by=self._all(commitment.confirmed_by, (*place, "confirmed_by")),
            readings=tuple(self._reading(r) for r in commitment.readings),
            amendments=tuple(self._amendment(a) for a in commitment.amendments),
        )

    def _all(self, written: tuple[str, ...], steps: tuple[Step, ...]) -> tuple[str, ...]:
        ids: list[str] = []
        for position, name in enumerate(written):
            resolved = self._parties.resolve(name)
            ids.extend(resolved.ids)
            if resolved.doubt:
                problem = self._source.problem((*steps, position), resolved.doubt, resolved.hint)
                self.problems.append(replace(problem, grade=Grade.WARNING))
        return tuple(dict.fromkeys(ids))

    def _text(self, text: Text) -> Text:
        return replace(text, by=self._if_known(text.by))

    def _reading(self, reading: Reading) -> Reading:
        return replace(reading, by=self._if_known(reading.by))

    def _amendment(self, amendment: Amendment) -> Amendment:
        return replace(amendment, by=self._if_known(amendment.by))

    def _if_known(self, written: str) -> str:
        """Who says something may also be a newspaper: no party is made of it."""
        return self._parties.find(written) or written
