"""Every problem of the declared files, for `monitor check`: the place, the fault, the way out."""

from collections.abc import Iterable, Sequence

from rich.text import Text

from monitor.errors import Grade, Problem
from monitor.views.lines import Lines, paragraph, rule, say, wrap
from monitor.views.words import Tone

GRADE_LOOK: dict[Grade, tuple[str, Tone]] = {
    Grade.ERROR: ("✗", Tone.BROKEN),
    Grade.WARNING: ("▲", Tone.LOOK),
}


def problem_list(problems: Iterable[Problem], *, files: Sequence[str] = (), width: int) -> Lines:
    """Problems by file and line; the last line counts them, or says that all is well.

    files: the files that were checked, so that a sound one is named too.
    """
    width = max(60, width)
    found: dict[str, list[Problem]] = {file: [] for file in files}
    for problem in sorted(problems, key=lambda each: (each.file, each.line, each.path)):
        found.setdefault(problem.file, []).append(problem)
    lines: list[Text] = []
    for file, of_file in found.items():
        lines += _file(file, of_file, width) if of_file else []
    return Lines.of([*lines, *paragraph(_verdict(found), width, style="bold")], width)


def _file(file: str, problems: Sequence[Problem], width: int) -> list[Text]:
    lines = [rule(width, file)]
    for problem in problems:
        sign, tone = GRADE_LOOK[problem.grade]
        place = f"{problem.file}:{problem.line}" if problem.line else problem.file
        inside = f" {problem.path}" if problem.path else ""
        first, *more = wrap(f"{place}{inside}", width - 12)
        lines.append(say((f"{sign} {problem.grade.value:<8}", tone), (first, "bold")))
        lines += [say(" " * 10, (line, "bold")) for line in more]
        lines += paragraph(problem.message, width, indent=10)
        hint = f"→ {problem.hint}" if problem.hint else ""
        lines += paragraph(hint, width, indent=10, style="dim")
    return [*lines, Text()]


def _verdict(found: dict[str, list[Problem]]) -> str:
    grades = [problem.grade for problems in found.values() for problem in problems]
    errors, warnings = grades.count(Grade.ERROR), grades.count(Grade.WARNING)
    sound = [file for file, problems in found.items() if not problems]
    parts = [_counted(errors, "error"), _counted(warnings, "warning")]
    said = ", ".join(part for part in parts if part) or "Nothing is wrong"
    return f"{said}; without a problem: {', '.join(sound)}." if sound else f"{said}."


def _counted(count: int, of: str) -> str:
    return f"{count} {of}{'s' * (count != 1)}" if count else ""
