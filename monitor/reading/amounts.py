"""Numbers with units in a text: candidates with their place, never facts.

Covers `12 million tonnes`, `$1.5bn`, `58%`, `23 of the 33 hostages`, `one third`, `half`, with the
comparative before them (`only`, `at least`, `nearly`). Ranges keep their first number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from monitor.reading.inflect import singular

CAP = 60

_SCALE = {
    "hundred": 2, "thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9,
    "b": 9, "trillion": 12, "tn": 12,
}  # fmt: skip
_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "a dozen": 12, "a hundred": 100,
}  # fmt: skip
_SHARES = {"half": "0.5", "a third": "0.333", "one third": "0.333", "two thirds": "0.667",
           "a quarter": "0.25", "one quarter": "0.25", "three quarters": "0.75", "a fifth": "0.2",
           "a fraction": "0.1", "a tenth": "0.1"}  # fmt: skip
_UNITS = {
    "%": "%", "percent": "%", "per cent": "%", "t": "t", "tonne": "t", "ton": "t", "mt": "Mt",
    "metric ton": "t", "metric tonne": "t", "barrel": "bbl", "bpd": "bbl/d", "b/d": "bbl/d",
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "yuan": "CNY", "yen": "JPY",
}  # fmt: skip
_NO_UNIT = frozenset(
    [
        "of",
        "and",
        "or",
        "to",
        "in",
        "on",
        "at",
        "the",
        "as",
        "by",
        "for",
        "from",
        "per",
        "is",
        "are",
        "have",
        "has",
        "were",
        "was",
        "more",
        "new",
        "other",
        "a",
        "an",
        "that",
        "who",
        "which",
        "with",
        "than",
        "after",
        "before",
        "since",
        "until",
        "additional",
        "extra",
        "further",
    ]
)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_LOOSE = r"(?:of (?:the|its|their|his|all)? ?|more |new |additional |extra )?"
_AMOUNT = re.compile(
    r"(?P<sign>[$€£¥])?(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|"
    + "|".join(sorted((re.escape(w) for w in _WORDS), key=len, reverse=True))
    + r")(?:[- ]?(?P<scale>hundred|thousand|million|billion|trillion|mn|bn|tn|[kmb])\b)?"
    r"(?: ?(?P<unit>%|per cent\b|percent\b|metric tonn?e?s?\b|b/d\b|[a-z]{1,14}\b))?"
)
_OF = re.compile(
    r" (?:out )?of (?:the |its |their |a |some )?(?P<whole>\d[\d,.]*\d|\d)"
    r"(?: (?P<scale>thousand|million|billion))?\b"
)
_BEFORE = re.compile(
    r"\b(only|just|merely|barely|at least|at most|more than|less than|fewer than|over|under|about|"
    r"around|nearly|almost|roughly|some|up to|as many as|no more than|exactly)\s(?:about |some )?$"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as the text gives it. whole: the number it is out of (`23 of the 33`)."""

    start: int
    end: int
    value: Decimal
    unit: str
    comparative: str = ""
    whole: Decimal | None = None


def amounts(flat: str, start: int = 0, end: int | None = None) -> list[Amount]:
    """The amounts of a folded text, in order; bare years and days of a month are left out."""
    stop = len(flat) if end is None else end
    found: list[Amount] = []
    for match in _AMOUNT.finditer(flat, start, stop):
        amount = _read(match, flat)
        if amount is not None:
            found.append(amount)
        if len(found) >= CAP:
            break
    return found


def same_unit(one: str, other: str) -> bool:
    """Whether two units measure the same thing (`t` and `Mt` do)."""
    return one == other or {one, other} <= {"t", "Mt"} or {one, other} <= {"bbl", "bbl/d"}


def in_unit(amount: Amount, unit: str) -> Decimal:
    """The amount in another unit of the same kind."""
    if amount.unit == "t" and unit == "Mt":
        return amount.value / 1_000_000
    if amount.unit == "Mt" and unit == "t":
        return amount.value * 1_000_000
    return amount.value


def best_amount(found: Sequence[Amount], unit: str) -> Amount | None:
    """The first amount in a unit, else the first that has any unit at all."""
    fitting = [a for a in found if unit and same_unit(a.unit, unit)]
    return next(iter(fitting or [a for a in found if a.unit]), None)


def _read(match: re.Match[str], flat: str) -> Amount | None:
    raw, scale, unit = match["number"], match["scale"], match["unit"] or ""
    value = _number(raw)
    if value is None or _date_like(match, flat):
        return None
    if scale:
        value *= Decimal(10) ** _SCALE[scale]
    named = _unit(unit, match["sign"])
    tail = match.end("scale") if scale else match.end("number")
    of = _OF.match(flat, tail) or _OF.match(flat, match.end())
    before = _BEFORE.search(flat, max(0, match.start() - 20), match.start())
    if of:
        follows = re.match(r" ([a-z]{3,14})", flat[of.end() : of.end() + 16])
        named = _unit(follows.group(1) if follows else "", match["sign"])
    return Amount(
        start=match.start(),
        end=of.end() if of else match.end(),
        value=value,
        unit=named,
        comparative=before.group(1) if before else "",
        whole=_whole(of) if of else None,
    )


def _whole(of: re.Match[str]) -> Decimal | None:
    value = _number(of["whole"].strip("."))
    return value * Decimal(10) ** _SCALE[of["scale"]] if value and of["scale"] else value


def _number(raw: str) -> Decimal | None:
    if raw in _WORDS:
        return Decimal(_WORDS[raw])
    try:
        return Decimal(raw.replace(",", ""))
    except InvalidOperation:
        return None


def _unit(word: str, sign: str | None) -> str:
    if sign:
        return _SIGNS[sign]
    plain = word.strip()
    if plain in _NO_UNIT:
        return ""
    return _UNITS.get(plain) or _UNITS.get(singular(plain)) or (singular(plain) if plain else "")


_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def _date_like(match: re.Match[str], flat: str) -> bool:
    raw = match["number"]
    bare = not match["scale"] and not match["sign"]
    if bare and re.fullmatch(r"(?:19|20)\d\d", raw) and (match["unit"] or "") != "%":
        return True
    before = flat[max(0, match.start() - 11) : match.start()].strip().rsplit(" ", 1)[-1].strip(".")
    return bare and raw.isdigit() and (before in _MONTHS or (match["unit"] or "") in _MONTHS)
