"""The tree of `commitments.yaml` → a Register: form, cross checks, parties."""

from dataclasses import replace
from datetime import date

from monitor.declared.checks import check
from monitor.declared.commitment_form import RegisterForm
from monitor.declared.draft import Draft
from monitor.declared.form_problems import Source, fill
from monitor.declared.node import Node
from monitor.declared.parties import gather_parties
from monitor.declared.party_names import PartyNames
from monitor.domain.commitment import LONG_AGO, Commitment, Register
from monitor.errors import Grade, Problem


def build(file: str, tree: Node) -> tuple[Register | None, list[Problem]]:
    """The register with warnings, or None with every objection to it."""
    source = Source(file, tree)
    form, problems = fill(RegisterForm, source)
    if form is None:
        return None, problems
    draft = _draft(source, form)
    problems = check(draft)
    names = PartyNames(gather_parties(draft.parties), source)
    register = Register(
        agreements=tuple(names.agreement(a, i) for i, a in enumerate(draft.agreements)),
        events=draft.events,
        commitments=tuple(names.commitment(c, i) for i, c in enumerate(draft.commitments)),
    )
    problems.extend(names.problems)
    problems.extend(_undated(draft))
    return replace(register, parties=names.parties()), problems


def _draft(source: Source, form: RegisterForm) -> Draft:
    agreements = tuple(a.value() for a in form.agreements)
    made = {a.id: a.made for a in agreements}
    return Draft(
        source=source,
        parties=tuple(p.value() for p in form.parties),
        agreements=agreements,
        events=tuple(e.value() for e in form.events),
        commitments=tuple(
            _dated(c.value(source.line(("commitments", i))), made)
            for i, c in enumerate(form.commitments)
        ),
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
