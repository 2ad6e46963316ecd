"""What `monitor doctor` and `monitor notify --test` found: a line for each thing looked at."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from monitor.domain.text import clean
from monitor.views.lines import Lines, middle, pad, paragraph, say
from monitor.views.words import Tone


def finding_list(findings: Sequence[tuple[str, bool, str]], *, width: int) -> Lines:
    """(what, well, says) as aligned lines; then the verdict."""
    width = max(60, width)
    most = min(max((cell_len(clean(what)) for what, _, _ in findings), default=0), 30)
    lines: list[Text] = []
    for what, well, says in findings:
        sign, tone = ("✓", Tone.KEPT) if well else ("✗", Tone.BROKEN)
        first, *more = paragraph(says, width - most - 4) or [Text()]
        opening = pad(say((f"{sign} ", tone), (middle(what, most), "bold")), most + 4)
        lines.append(opening.append_text(first))
        lines += [say(" " * (most + 4)).append_text(line) for line in more]
    bad = sum(not well for _, well, _ in findings)
    verdict = "All is well." if not bad else f"{bad} of {len(findings)} not well."
    return Lines.of([*lines, *paragraph(verdict, width, style="bold")], width)
