"""The body of a data feed → readings of a series. Pure; whatever the body is, nothing is raised.

Nothing is guessed: a cell that is neither blank nor a number, or two rows for one period that are
not to be added up, make the whole body unusable, with a sentence that names the place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise

from monitor.domain.calendar.lengths import add
from monitor.domain.calendar.values import Offset
from monitor.domain.readings import Readings, day_form
from monitor.feeds.entry import ParseFailed, Unread
from monitor.feeds.tables import Row, Unusable, listed, rows, shown

MOST_FIGURES = 5_000
"""Periods one table may tell of: a day each for 13 years."""

_BLANK = frozenset({"", "-", "--", "–", "—", "n/a", "na", "null", "none"})
_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){1,9}(?:\.\d{0,20})?", re.ASCII)
_SIZES = 30  # powers of ten on either side of one that an amount may have
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The amount for `[begins, through]`, both inclusive; begins is None where there is none."""

    value: Decimal
    through: date
    begins: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a table says, by day. rows: how many it has. remark: why it says nothing, if so."""

    figures: tuple[Figure, ...] = ()
    rows: int = 0
    remark: str = ""


def read(body: bytes, mapping: Readings) -> Figures | ParseFailed:
    """The readings in `body`, or the sentence that says why there are none to be had."""
    try:
        with localcontext() as context:
            context.prec = 80  # sums of numbers of 50 digits at most are exact
            return _Reader(mapping).read(rows(body, mapping))
    except Unusable as error:
        return ParseFailed(kind=error.kind, sentence=error.sentence)


class _Reader:
    """Goes through the rows once."""

    def __init__(self, mapping: Readings) -> None:
        self._mapping = mapping
        self._form = day_form(mapping.dates)
        self._where = {name: frozenset(map(_word, words)) for name, words in mapping.where}
        self._others: dict[str, dict[str, None]] = {name: {} for name in self._where}
        self._wanted = 0
        self._amounts: dict[tuple[date, date | None], Decimal] = {}

    def read(self, table: Iterable[Row]) -> Figures:
        count = 0
        for place, cells in table:
            count += 1
            if self._counts(cells):
                self._wanted += 1
                self._take(place, cells)
            if len(self._amounts) > MOST_FIGURES:
                sentence = f"The table tells of more than {MOST_FIGURES:,} periods."
                raise Unusable(sentence, Unread.TOO_COSTLY)
        figures = sorted(self._figures(), key=lambda one: (one.through, one.begins or date.min))
        if self._mapping.differences:
            figures = list(_differences(figures))
        remark = "" if figures else self._remark(count)
        return Figures(figures=tuple(figures), rows=count, remark=remark)

    def _counts(self, cells: dict[str, str]) -> bool:
        """Whether a row is one of those wanted; what it has instead is remembered."""
        for name, words in self._where.items():
            if _word(cells[name]) not in words:
                others = self._others[name]
                if len(others) < 100:
                    others[cells[name]] = None
                return False
        return True

    def _take(self, place: str, cells: dict[str, str]) -> None:
        mapping = self._mapping
        value = _amount(cells[mapping.value], mapping, place)
        if value is None or not cells[mapping.through]:
            return
        begins, through = self._days(place, cells)
        known = self._amounts.get((through, begins))
        if known is not None and not mapping.total and known != value:
            hint = "`sum: true` adds them up, `where` chooses"
            raise Unusable(f"Two rows speak of the period through {through}: {hint}.")
        self._amounts[through, begins] = value + known if known and mapping.total else value

    def _days(self, place: str, cells: dict[str, str]) -> tuple[date | None, date]:
        mapping = self._mapping
        _, through = self._day(cells[mapping.through], place)
        begins = None
        if mapping.begins:
            begins, _ = self._day(cells[mapping.begins], place)
        elif mapping.period is not None:
            begins = _begins(through, mapping.period)
        if begins is not None and begins > through:
            raise Unusable(f"The period of {place} ends {through}, before it begins.")
        return begins, through

    def _day(self, text: str, place: str) -> tuple[date, date]:
        found = self._form.read(text)
        if found is None:
            raise Unusable(f"{shown(text)} in {place} is no day written {self._mapping.dates}.")
        return found

    def _figures(self) -> Iterator[Figure]:
        for (through, begins), value in self._amounts.items():
            yield Figure(value=value, through=through, begins=begins)

    def _remark(self, count: int) -> str:
        """Why a table that can be read says nothing: the last column that let no row through."""
        for name, others in reversed(self._others.items()):
            if others and not self._wanted:
                there = listed(sorted(others))
                return f"None of {count:,} rows is wanted: {shown(name)} holds {there}."
        return f"None of {count:,} rows holds a reading." if count else "The table has no rows."


def _begins(through: date, period: Offset) -> date:
    try:
        return add(through + _DAY, Offset(-period.amount, period.unit))
    except (ValueError, OverflowError):
        return date.min


def _differences(totals: list[Figure]) -> Iterator[Figure]:
    """What came between two totals; of the first nobody knows since when it counts."""
    for before, after in pairwise(totals):
        begins = before.through + _DAY
        yield Figure(value=after.value - before.value, begins=begins, through=after.through)


def _word(text: str) -> str:
    """A word as it is compared: 801 and 801.0 are one number, Soybeans and SOYBEANS one word."""
    plain = " ".join(text.split()).casefold()
    if _NUMBER.fullmatch(plain) and not plain.startswith(("0", "+")):
        return format(Decimal(plain).normalize(), "f")
    return plain


def _amount(text: str, mapping: Readings, place: str) -> Decimal | None:
    """The number in a cell, None for a blank one."""
    if text.casefold() in _BLANK:
        return None
    plain = text.replace("−", "-")
    if mapping.decimal == ",":
        plain = "".join(plain.split()).translate(_SWAPPED)
    if mapping.decimal and _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        hint = "; `decimal` says what its comma means" if "," in plain else ""
        raise Unusable(f"{shown(text)} in {place} is no number{hint}.")
    value = Decimal(plain)
    if value and abs(value.adjusted()) > _SIZES:
        raise Unusable(f"{shown(text)} in {place} is no amount of anything.")
    return Decimal(format(value, "f"))


_SWAPPED = str.maketrans(",.", ".,")
