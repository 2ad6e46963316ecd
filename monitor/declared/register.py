"""The tree of `commitments.yaml` → a Register: form, cross checks, parties."""

from dataclasses import replace
from datetime import date

from monitor.declared.checks import check
from monitor.declared.commitment_form import CommitmentForm, RegisterForm
from monitor.declared.deal_form import AgreementForm, EventForm, PartyForm
from monitor.declared.draft import Draft
from monitor.declared.form_problems import Source, fill, sound_entries
from monitor.declared.node import Node
from monitor.declared.parties import gather_parties
from monitor.declared.party_names import PartyNames
from monitor.domain.commitment import LONG_AGO, Commitment, Register
from monitor.errors import Grade, Problem


def build(file: str, tree: Node) -> tuple[Register | None, list[Problem]]:
    """The register with warnings, or None with every objection to it.

    Entries are set against each other even where some are wrong in themselves, so that one look
    at the problems shows them all.
    """
    source = Source(file, tree)
    form, problems = fill(RegisterForm, source)
    draft = _draft(source, form)
    problems.extend(check(draft))
    if form is None:
        return None, problems
    names = PartyNames(gather_parties(tuple(draft.parties.values())), source)
    register = Register(
        agreements=tuple(names.agreement(a, i) for i, a in draft.agreements.items()),
        events=tuple(draft.events.values()),
        commitments=tuple(names.commitment(c, i) for i, c in draft.commitments.items()),
    )
    problems.extend(names.problems)
    problems.extend(_undated(draft))
    return replace(register, parties=names.parties()), problems


def _draft(source: Source, form: RegisterForm | None) -> Draft:
    parties = sound_entries(PartyForm, source, "parties", form)
    agreements = sound_entries(AgreementForm, source, "agreements", form)
    events = sound_entries(EventForm, source, "events", form)
    commitments = sound_entries(CommitmentForm, source, "commitments", form)
    made = {agreement.id: agreement.made for agreement in agreements.values()}
    return Draft(
        source=source,
        parties={index: entry.value() for index, entry in parties.items()},
        agreements={index: entry.value() for index, entry in agreements.items()},
        events={index: entry.value() for index, entry in events.items()},
        commitments={
            index: _dated(entry.value(source.line(("commitments", index))), made)
            for index, entry in commitments.items()
        },
    )


def _dated(commitment: Commitment, made: dict[str, date | None]) -> Commitment:
    """A commitment without a day of its own was made when its agreement was."""
    if commitment.made != LONG_AGO:
        return commitment
    return replace(commitment, made=made.get(commitment.agreement) or LONG_AGO)


def _undated(draft: Draft) -> list[Problem]:
    message = "Nothing says when this was made."
    hint = "add `made`; until then news of any age counts"
    return [
        replace(draft.source.problem(place, message, hint), grade=Grade.WARNING)
        for place, commitment in draft.places()
        if commitment.made == LONG_AGO
    ]
