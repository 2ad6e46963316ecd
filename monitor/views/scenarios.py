"""How scenarios came out: a line for each, and each expectation that did not come true."""

from collections.abc import Sequence

from rich.text import Text

from monitor.views.lines import Lines, paragraph, say, short
from monitor.views.words import Tone


def scenario_list(
    results: Sequence[tuple[str, str, Sequence[tuple[int, str]]]], *, width: int
) -> Lines:
    """(file, sentence, [(line, what went wrong)]) of each; then the count."""
    width = max(60, width)
    lines: list[Text] = []
    for file, sentence, failures in results:
        sign, tone = ("✗", Tone.BROKEN) if failures else ("✓", Tone.KEPT)
        lines.append(say((f"{sign} ", tone), short(sentence, width - 2)))
        for line, wrong in failures:
            place = f"{file}:{line}" if line else file
            lines += paragraph(f"{place}: {wrong}", width, indent=4)
    bad = sum(bool(failures) for _, _, failures in results)
    verdict = f"{len(results) - bad} of {len(results)} scenarios came out as they should."
    return Lines((*lines, *paragraph(verdict, width, style="bold")))
