"""The body of a data feed → its rows, as text: CSV and JSON, by the standard library.

Both readers are in the standard library's C and take time in proportion to the body, whose length
the fetcher bounds; so unlike a feed's XML they need no process of their own.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Any, TypeAlias

from monitor.domain.readings import Format, Readings
from monitor.domain.text import clean, clip
from monitor.feeds.entry import Unread
from monitor.feeds.inflate import MOST_BYTES

MOST_ROWS = 200_000
MOST_CSV_BYTES = 64 * 1024 * 1024
"""A year of one line for each ship runs to tens of megabytes; it is read line by line."""
HEADER_WITHIN = 20  # rows: what stands above the names of the columns is a title
_NAMED = 12  # columns are named in a sentence, and the rest counted
_SHOWN = 40  # characters of each
_LONGEST_LINE = 1_000_000
_ENCODINGS = {"utf-8": "utf-8-sig"}  # a byte order mark is no part of the first column's name

Row: TypeAlias = tuple[str, dict[str, str]]
"""Where it stands, for a sentence (`row 17`), and its cells by column; a blank cell is empty."""


class Unusable(Exception):
    """The body cannot be read as the mapping says; the sentence says why."""

    def __init__(self, sentence: str, kind: Unread = Unread.NOT_A_FEED) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.kind = kind


def most_bytes(mapping: Readings | None) -> int:
    """How long the body of a feed may be: JSON and news are held in memory as a whole."""
    return MOST_CSV_BYTES if mapping and mapping.format is Format.CSV else MOST_BYTES


def rows(body: bytes, mapping: Readings) -> Iterator[Row]:
    """The rows, with the columns the mapping names. Raises Unusable, at the latest at the end."""
    if not body.strip():
        raise Unusable("The answer has an empty body.", Unread.EMPTY_BODY)
    if body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Unusable(f"The answer is a web page or XML, not {mapping.format.value.upper()}.")
    if b"\0" in body and mapping.encoding != "utf-16":
        raise Unusable("The answer holds NUL bytes: it is no text.")
    found = _csv(body, mapping) if mapping.format is Format.CSV else _json(body, mapping)
    for number, row in enumerate(found):
        if number == MOST_ROWS:
            raise Unusable(f"The table has more than {MOST_ROWS:,} rows.", Unread.TOO_COSTLY)
        yield row


def shown(text: str) -> str:
    """A foreign word as a sentence may hold it."""
    return f"`{clip(clean(text), _SHOWN)}`"


def listed(names: Sequence[str]) -> str:
    """Some names and how many more there are."""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(map(shown, names[:_NAMED])) + more


def _csv(body: bytes, mapping: Readings) -> Iterator[Row]:
    encoding = _ENCODINGS.get(mapping.encoding, mapping.encoding)
    text = io.TextIOWrapper(io.BytesIO(body), encoding=encoding, newline="")
    reader = csv.reader(_lines(text), delimiter=mapping.delimiter)
    first = islice(filter(None, reader), HEADER_WITHIN)
    try:
        places = _places(list(first), mapping.columns)
        text.seek(0)
        reader = csv.reader(_lines(text), delimiter=mapping.delimiter)
        for cells in islice(filter(None, reader), places.above + 1, None):
            yield f"row {reader.line_num}", places.pick(cells)
    except csv.Error as error:
        raise Unusable(f"Row {reader.line_num} is no CSV ({error}).") from None
    except UnicodeError:
        raise Unusable(f"The answer is not written in {mapping.encoding}.") from None


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Line by line: a row of millions of cells would take more memory than there may be."""
    while line := text.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise Unusable(f"A line is longer than {_LONGEST_LINE:,} characters.")
        yield line


class _Places:
    """Where the wanted columns stand. above: how many rows there are above the header."""

    def __init__(self, above: int, at: dict[str, int]) -> None:
        self.above = above
        self._at = at.items()

    def pick(self, cells: list[str]) -> dict[str, str]:
        """The wanted cells; a row that ends early is blank from there on."""
        return {name: cells[at].strip() if at < len(cells) else "" for name, at in self._at}


def _places(first: list[list[str]], wanted: Sequence[str]) -> _Places:
    """The first row that holds all the wanted names is the header."""
    for above, cells in enumerate(first):
        named = [_plain(cell) for cell in cells]
        if all(_plain(name) in named for name in wanted):
            return _Places(above, {name: _place(name, named) for name in wanted})
    # the longest of them is likeliest to be the header that was meant
    raise _no_column(wanted, max(first, key=len, default=[]))


def _place(name: str, named: list[str]) -> int:
    if named.count(_plain(name)) > 1:
        raise Unusable(f"Two columns are called {shown(name)}.")
    return named.index(_plain(name))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _no_column(wanted: Sequence[str], there: Sequence[str], what: str = "column") -> Unusable:
    known = [_plain(name) for name in there]
    missing = next((name for name in wanted if _plain(name) not in known), wanted[0])
    near = get_close_matches(_plain(missing)[:80], [name[:80] for name in known[:300]], n=1)
    ordered = sorted(there, key=lambda name: _plain(name)[:80] not in near)
    return Unusable(f"There is no {what} {shown(missing)}; there are {listed(ordered) or 'none'}.")


def _json(body: bytes, mapping: Readings) -> Iterator[Row]:
    if len(body) > MOST_BYTES:
        raise Unusable(f"The JSON is larger than {MOST_BYTES >> 20} MiB.", Unread.TOO_COSTLY)
    found = _list(_document(body, mapping), mapping)
    known: set[str] = set()
    for number, row in enumerate(found, start=1):
        cells = {name: _at(row, name) for name in mapping.columns}
        known |= {name for name, cell in cells.items() if cell is not _ABSENT}
        place = f"entry {number}"
        yield place, {name: _text(cell, name, place) for name, cell in cells.items()}
    unknown = [name for name in mapping.columns if name not in known]
    if found and unknown:
        there = list(found[0]) if isinstance(found[0], dict) else []
        raise _no_column(unknown, there, "value at")


def _document(body: bytes, mapping: Readings) -> Any:
    """The JSON with its numbers as they are written: no digit is lost, none is made up."""
    encoding = _ENCODINGS.get(mapping.encoding, mapping.encoding)
    try:
        text = body.decode(encoding)
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except UnicodeError:
        raise Unusable(f"The answer is not written in {mapping.encoding}.") from None
    except RecursionError:
        raise Unusable("The JSON is nested too deeply.", Unread.TOO_COSTLY) from None
    except ValueError:
        raise Unusable("The answer is no JSON.") from None


def _list(document: Any, mapping: Readings) -> list[Any]:
    """The rows; an object that stands where they should is the only one."""
    found = _at(document, mapping.root) if mapping.root else document
    if found is _ABSENT:
        there = list(document) if isinstance(document, dict) else []
        raise _no_column([mapping.root], there, "list of rows at")
    if isinstance(found, dict):
        return [found]
    if not isinstance(found, list):
        raise Unusable("The JSON holds no list of rows; `root` says where it is.")
    return found


_ABSENT: Any = object()


def _at(value: Any, path: str) -> Any:
    """What stands at a dotted path; a whole name that holds a dot goes before its parts."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for step in path.split("."):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step[:9]) < len(value):
            value = value[int(step[:9])]
        else:
            return _ABSENT
    return value


def _text(value: Any, name: str, place: str) -> str:
    if value is None or value is _ABSENT:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.strip()
    kind = "list" if isinstance(value, list) else "mapping"
    raise Unusable(f"{shown(name)} of {place} is a {kind}, not a value.")
