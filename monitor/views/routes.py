"""Who would be told of what, commitments with the same answer together."""

from collections.abc import Mapping

from rich.text import Text

from monitor.views.lines import Lines, paragraph, rule, say


def route_list(reached: Mapping[str, Mapping[str, list[str]]], *, width: int) -> Lines:
    """reached: commitment id → severity → channels."""
    width = max(60, width)
    alike: dict[tuple[tuple[str, tuple[str, ...]], ...], list[str]] = {}
    for commitment, by_severity in reached.items():
        key = tuple((severity, tuple(channels)) for severity, channels in by_severity.items())
        alike.setdefault(key, []).append(commitment)
    lines: list[Text] = []
    for key, names in alike.items():
        lines.append(rule(width, f"{len(names)} commitment{'s' * (len(names) != 1)}"))
        lines += paragraph(", ".join(names), width, indent=2, style="bold")
        for severity, channels in key:
            lines.append(say(f"  {severity:<9}", ", ".join(channels) or "nobody"))
    return Lines(tuple(lines) or tuple(paragraph("No commitment is declared.", width)))
