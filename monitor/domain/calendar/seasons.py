"""Years that do not begin on 1 January, and parts of a month, a quarter or a year.

Fiscal years bear the year in which they end (US: FY2026 = 1 October 2025 to 30 September 2026).
Marketing years bear the year in which they begin, as the USDA's supply tables write them (2025/26);
its export-sales reports name the same season by the year in which it ends. All ranges are
inclusive.
"""

from datetime import date, timedelta

from monitor.domain.calendar.lengths import add_months
from monitor.domain.calendar.values import Due

Range = tuple[date, date]

_FISCAL_BEGINS = {
    "US": (10, 1),
    "CN": (1, 1),
    "JP": (4, 1),
    "IN": (4, 1),
    "GB": (4, 6),
    "AU": (7, 1),
}
_MARKETING_BEGINS = {
    "soybeans": (9, 1),
    "corn": (9, 1),
    "sorghum": (9, 1),
    "wheat": (6, 1),
    "barley": (6, 1),
    "oats": (6, 1),
    "cotton": (8, 1),
    "rice": (8, 1),
}
CROPS = frozenset(_MARKETING_BEGINS)
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def fiscal_year(country: str, year: int) -> Range:
    """The fiscal year that ends in `year` (or, where it is the calendar year, is `year`)."""
    month, day = _FISCAL_BEGINS[country]
    begins = date(year if (month, day) == (1, 1) else year - 1, month, day)
    return begins, add_months(begins, 12) - timedelta(days=1)


def marketing_year(commodity: str, year: int) -> Range:
    """The US marketing year of a crop that begins in `year`: soybeans 1 September to 31 August."""
    begins = date(year, *_MARKETING_BEGINS[commodity])
    return begins, add_months(begins, 12) - timedelta(days=1)


def month_part(year: int, month: int, part: str = "") -> Range:
    """`early` (1st to 10th), `mid` (11th to 20th), `late` (21st to the end) or the whole month."""
    last = add_months(date(year, month, 1), 1) - timedelta(days=1)
    begins, ends = _PARTS.get(part, (1, 31))
    return date(year, month, begins), min(last, date(year, month, min(ends, last.day)))


def quarter(year: int, number: int) -> Range:
    """The calendar quarter 1 to 4."""
    begins = date(year, 3 * number - 2, 1)
    return begins, add_months(begins, 3) - timedelta(days=1)


def half(year: int, number: int) -> Range:
    """The first or the second half of a calendar year."""
    begins = date(year, 6 * number - 5, 1)
    return begins, add_months(begins, 6) - timedelta(days=1)


def season(year: int, name: str) -> Range:
    """A meteorological season of the northern half; winter begins in December of `year`."""
    begins = date(year, _SEASONS[name], 1)
    return begins, add_months(begins, 3) - timedelta(days=1)


def within(days: Range, zone: str, written: str = "") -> Due:
    """A deadline that only names a stretch of days: not firm, judged by its last day."""
    return Due(earliest=days[0], on=days[1], zone=zone, firm=False, written=written)
