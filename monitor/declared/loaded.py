"""What came of reading one declared file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from monitor.errors import Grade, Problem

T = TypeVar("T")
_MOST = 300


@dataclass(frozen=True)
class Loaded(Generic[T]):
    """A value with everything worth saying about its file.

    value is None exactly where a problem is an error. problems are in the order of the file.
    digest: SHA-256 of the file's bytes in hex, empty where there is no file.
    """

    value: T | None
    problems: tuple[Problem, ...] = ()
    digest: str = ""


def loaded(value: T | None, problems: Sequence[Problem], digest: str) -> Loaded[T]:
    """Withhold the value where any problem is an error; sort and thin out the problems."""
    ordered = sorted(set(problems), key=lambda p: (p.line, p.path, p.message))
    if len(ordered) > _MOST:
        ordered.sort(key=lambda p: p.grade is not Grade.ERROR)
        more = f"There are {len(ordered) - _MOST} more problems."
        ordered[_MOST:] = [replace(ordered[_MOST], line=0, path="", message=more, hint="")]
    failed = any(p.grade is Grade.ERROR for p in problems)
    return Loaded(None if failed else value, tuple(ordered), digest)
