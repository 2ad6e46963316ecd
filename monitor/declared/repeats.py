"""Ids that stand twice in a list."""

from collections.abc import Iterator, Sequence

from monitor.declared.form_problems import Source
from monitor.declared.node import Step
from monitor.errors import Problem


def repeats(source: Source, steps: tuple[Step, ...], ids: Sequence[str]) -> Iterator[Problem]:
    """One problem for each entry of the list at `steps` whose id an earlier entry has.

    ids: of all its entries, in order; case does not tell them apart; empty ones are passed over.
    """
    first: dict[str, int] = {}
    for index, name in enumerate(ids):
        earlier = first.setdefault(name.casefold(), index)
        if name and earlier != index:
            line = source.line((*steps, earlier, "id"))
            message = f"This id stands already on line {line}."
            yield source.problem((*steps, index, "id"), message, "give each entry its own id")
