"""Amounts and their units: one small table, exact factors, no conversion across kinds.

A unit is a name from the table, optionally after a scale word (`million tonnes`, `USD bn`), or the
plain name of a thing that is counted (`licences`, `reports`), which converts only to itself.
Bushels weigh by commodity: the US statutory weights (7 CFR 810; USDA conversion factors), in
pounds of exactly 0.45359237 kg.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

_POUND = Fraction("0.45359237")
_SCALES = {
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_MASS = {
    "g": Fraction(1, 1000),
    "kg": Fraction(1),
    "t": Fraction(1000),
    "kt": Fraction(10**6),
    "Mt": Fraction(10**9),
    "lb": _POUND,
    "short ton": 2000 * _POUND,
    "bu soybeans": 60 * _POUND,
    "bu wheat": 60 * _POUND,
    "bu corn": 56 * _POUND,
    "bu sorghum": 56 * _POUND,
    "bu barley": 48 * _POUND,
    "bu oats": 32 * _POUND,
}
_MONEY = ("USD", "CNY", "EUR", "GBP", "JPY")
_ALIASES = {
    "gram": "g",
    "kilogram": "kg",
    "kilo": "kg",
    "tonne": "t",
    "metric ton": "t",
    "mt": "t",
    "kilotonne": "kt",
    "megatonne": "Mt",
    "mmt": "Mt",
    "pound": "lb",
    "$": "USD",
    "us$": "USD",
    "dollar": "USD",
    "us dollar": "USD",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "euro": "EUR",
    "€": "EUR",
    "percent": "%",
    "per cent": "%",
    "percentage point": "pp",
    "point": "pp",
    "bushel soybeans": "bu soybeans",
    "bushel of soybeans": "bu soybeans",
    "bushel wheat": "bu wheat",
    "bushel of wheat": "bu wheat",
    "bushel corn": "bu corn",
    "bushel of corn": "bu corn",
    "bushel sorghum": "bu sorghum",
    "bushel of sorghum": "bu sorghum",
}


class UnitError(ValueError):
    """Two amounts of different kinds were to be compared or converted."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures (`mass`, `USD`, `%`, the name of a counted thing) and its size."""

    kind: str
    size: Fraction


@lru_cache(maxsize=1024)
def measure_of(unit: str) -> Measure:
    """What `unit` measures. Every name is a unit: an unknown one counts things of that name."""
    words = unit.split()
    whole = " ".join(words)
    if found := _table(whole):
        return found
    if len(words) > 1 and words[0].lower() in _SCALES:
        inner = measure_of(" ".join(words[1:]))
        return Measure(inner.kind, inner.size * _SCALES[words[0].lower()])
    if len(words) > 1 and words[-1].lower() in _SCALES:
        inner = measure_of(" ".join(words[:-1]))
        return Measure(inner.kind, inner.size * _SCALES[words[-1].lower()])
    return Measure(_singular(whole.lower()), Fraction(1))


def _table(name: str) -> Measure | None:
    canonical = _canonical(name)
    if canonical in _MASS:
        return Measure("mass", _MASS[canonical])
    if canonical in _MONEY or canonical in {"%", "pp"}:
        return Measure(canonical, Fraction(1))
    return None


def _canonical(name: str) -> str:
    if name in _MASS:
        return name
    lower = name.lower()
    upper = name.upper()
    found = _ALIASES.get(lower) or _ALIASES.get(_singular(lower))
    return found or (upper if upper in _MONEY else lower)


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def convert(value: Decimal, unit: str, into: str) -> Decimal:
    """`value` of `unit` expressed in `into`, to 30 significant digits.

    Raises UnitError where the two are not of one kind.
    """
    if unit == into:
        return value
    factor = _factor(unit, into)
    with localcontext() as context:
        context.prec = 30
        return value * factor.numerator / factor.denominator


@lru_cache(maxsize=4096)
def _factor(unit: str, into: str) -> Fraction:
    have, want = measure_of(unit), measure_of(into)
    if have.kind != want.kind:
        raise UnitError(f"{unit} and {into} are not of one kind.")
    return have.size / want.size


def comparable(unit: str, into: str) -> bool:
    """Whether amounts of the two units may be compared."""
    return measure_of(unit).kind == measure_of(into).kind


def amount(value: Decimal, unit: str) -> str:
    """An amount as sentences write it: `0.332 Mt`, `$288.8 bn`-like prices stay `288.8 USD bn`."""
    return f"{figure(value)} {unit}".strip()


def figure(value: Decimal) -> str:
    """A number without noise: at most four significant decimals, thousands grouped."""
    if value == value.to_integral_value():
        return f"{value:,.0f}"
    size = abs(value)
    places = 1 if size >= 100 else 2 if size >= 10 else 3
    return f"{value:,.{places}f}".rstrip("0").rstrip(".")
