"""Which commitments the reader thought of for an item, and why each was kept or dropped."""

from collections.abc import Sequence

from rich.text import Text

from monitor.domain.evidence import Item
from monitor.views.lines import Lines, paragraph, rule, say
from monitor.views.words import Tone


def explained(item: Item, considered: Sequence[tuple[str, bool, str]], *, width: int) -> Lines:
    """The item, then (commitment, kept, because) for each that was considered."""
    width = max(60, width)
    lines: list[Text] = [rule(width, item.id), *paragraph(item.title, width, indent=2, style="dim")]
    for commitment, kept, because in considered:
        sign, tone = ("✓", Tone.KEPT) if kept else ("–", Tone.IDLE)
        lines.append(say((f"  {sign} ", tone), (commitment, "bold" if kept else "")))
        lines += paragraph(because, width, indent=4)
    if not considered:
        lines += paragraph("No declared commitment is named by subject and party.", width, indent=2)
    return Lines.of([*lines, Text()], width)
