"""Every expected failure: a sentence for the person at the terminal, and an exit code."""

from dataclasses import dataclass
from enum import StrEnum

EX_PROBLEMS = 1
EX_USAGE = 2
EX_DATA = 65
EX_UNAVAILABLE = 69
EX_SOFTWARE = 70
EX_IO = 74
EX_TEMPORARY = 75
EX_CONFIG = 78


class MonitorError(Exception):
    """Something went wrong that the person can mend; `exit_code` follows sysexits."""

    exit_code = EX_SOFTWARE


class UsageError(MonitorError):
    """The command was called in a way it does not understand."""

    exit_code = EX_USAGE


class DeclaredError(MonitorError):
    """A file the user writes cannot be used as it stands."""

    exit_code = EX_PROBLEMS


class StoreError(MonitorError):
    """The database cannot be opened, read or written."""

    exit_code = EX_IO


class SchemaError(StoreError):
    """The database is of a version this program does not know."""

    exit_code = EX_CONFIG


class AlreadyRunning(MonitorError):
    """Another daemon already works on this database."""

    exit_code = EX_TEMPORARY


class Grade(StrEnum):
    """How much a problem in a declared file matters."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file the user wrote, with the place and the way out.

    `line` is 1-based; 0 means the file as a whole. `path` is the place inside the
    file, such as `commitments[3].due`.
    """

    file: str
    line: int
    path: str
    message: str
    hint: str = ""
    grade: Grade = Grade.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        inside = f" {self.path}:" if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.grade.value}:{inside} {self.message}{hint}"
