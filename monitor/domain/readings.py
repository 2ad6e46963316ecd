"""How the rows of a published table become readings of a series."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from monitor.domain.calendar import Offset

ISO_DAYS = "YYYY-MM-DD"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TOKEN = re.compile("YYYY|YY|MMM|MM|DD")
_SIGNS = r"[-/. ,]*"


class Format(StrEnum):
    """How a table is written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Where a data feed keeps the readings of one series.

    value, through, begins: the columns (csv) or dotted paths (json) of a row; through is the last
    day a row speaks of. begins or period give its first day; neither: it has none. dates: how days
    are written. where: a row counts if each of these columns holds one of its words. total: the
    rows of one period are added up. differences: the values are totals so far, and a reading is
    what came since the row before. root: the path of the list of rows (json). decimal: the decimal
    mark, the other of point and comma then parting thousands; empty = a point, and nothing parts
    thousands. commitments: whom the readings are for, empty = everyone who counts by the series,
    as far as their period goes.
    """

    format: Format
    series: str
    value: str
    unit: str
    through: str
    begins: str = ""
    period: Offset | None = None
    dates: str = ISO_DAYS
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    total: bool = False
    differences: bool = False
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = ""
    root: str = ""
    commitments: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column or path that is looked at, each once."""
        named = (self.value, self.through, self.begins, *(name for name, _ in self.where))
        return tuple(dict.fromkeys(filter(None, named)))


@dataclass(frozen=True, slots=True)
class DayForm:
    """A way to write days. Without a day it means a month, without a month a year."""

    pattern: re.Pattern[str]

    def read(self, text: str) -> tuple[date, date] | None:
        """The first and the last day that `text` names; None where it names none.

        A time of day may follow and is not looked at.
        """
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        said = found.groupdict()
        year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)
        month, day = _month(said), said.get("day")
        try:
            first = date(year, month or 1, int(day or 1))
        except ValueError:
            return None
        return first, first if day else _last(first, month)


def _month(said: dict[str, str]) -> int:
    if name := said.get("name"):
        short = name[:3].lower()
        return _MONTHS.index(short) + 1 if short in _MONTHS else 13
    return int(said.get("month") or 0)


def _last(first: date, month: int) -> date:
    month = month or 12
    return date(first.year, month, monthrange(first.year, month)[1])


@lru_cache(maxsize=64)
def day_form(written: str) -> DayForm:
    """`MM/DD/YYYY`, `YYYYMMDD`, `DD MMM YYYY`, `YYYY-MM` → the way to write days.

    Raises ValueError with a sentence where it is none. A part beside a sign may lack its zero.
    """
    tokens = _TOKEN.findall(written)
    kinds = [token[0] for token in tokens]
    if not re.fullmatch(_SIGNS, _TOKEN.sub("", written)) or len(set(kinds)) < len(kinds):
        raise ValueError("A way to write days is made of YYYY, MM (or MMM), DD and signs.")
    if "Y" not in kinds or ("D" in kinds and "M" not in kinds):
        raise ValueError("A way to write days names the year, and with a day its month.")
    two = r"\d{2}" if written == "".join(tokens) else r"\d{1,2}"
    parts = {
        "YYYY": r"(?P<year>\d{4})",
        "YY": r"(?P<year>\d{2})",
        "MMM": r"(?P<name>[A-Za-z]{3,9})\.?",
        "MM": f"(?P<month>{two})",
        "DD": f"(?P<day>{two})",
    }
    pieces = re.split("(YYYY|YY|MMM|MM|DD)", written)
    body = "".join(parts.get(piece) or re.escape(piece) for piece in pieces)
    return DayForm(re.compile(rf"{body}(?:[T ].*)?", re.ASCII))
