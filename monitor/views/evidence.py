"""What the program makes of given items, for `monitor read` on a terminal."""

from collections.abc import Iterable

from rich.text import Text

from monitor.domain.evidence import Evidence
from monitor.views.lines import Lines, fitted, paragraph, rule, say
from monitor.views.words import SIGNAL_TONE


def evidence_list(evidence: Iterable[Evidence], *, items: int, width: int) -> Lines:
    """Each piece of evidence under its item, in the order given; then how many items said nothing.

    items: how many items were read.
    """
    width = max(60, width)
    lines: list[Text] = []
    told: dict[str, list[Evidence]] = {}
    for each in evidence:
        told.setdefault(each.item, []).append(each)
    for item, said in told.items():
        lines += [Text()] if lines else []
        lines += [rule(width, item), *paragraph(said[0].title, width, indent=2, style="dim")]
        for each in said:
            lines += _one(each, width)
    return Lines.of([*lines, *([Text()] if lines else []), *_count(told, items, width)], width)


def _one(each: Evidence, width: int) -> list[Text]:
    party = f" of {each.party}" if each.party else ""
    claimant = f", says {each.claimant}" if each.claimant else ""
    opening = say(
        "  ",
        (each.signal.value, SIGNAL_TONE[each.signal]),
        party,
        " · ",
        (each.commitment, "bold"),
        f" · {each.act.value}{claimant}",
        (f" · confidence {each.confidence:.0%}".replace("%", " %"), "dim"),
    )
    return [
        *fitted(opening, width),
        *paragraph(f"“{each.quote}”", width, indent=4),
        *paragraph(each.because, width, indent=4, style="dim"),
    ]


def _count(told: dict[str, list[Evidence]], items: int, width: int) -> list[Text]:
    pieces = sum(len(said) for said in told.values())
    silent = items - len(told)
    said = f"{items} items read, {pieces} pieces of evidence; {silent} items say nothing."
    return paragraph(said, width, style="dim")
