"""Dates as feeds write them, to UTC or to nothing; never guessed, never the present moment.

A date without a zone counts as UTC (error at most 14 hours); a date whose zone we do not know, and
any day-month order that can be read two ways, is unknown.
"""

import re
from datetime import UTC, datetime, timedelta

LONGEST = 80
OLDEST = timedelta(days=3653)
FURTHEST = timedelta(hours=48)
_FURTHEST_ZONE = timedelta(hours=15)

# English, and the names of its neighbours that mean the same month wherever they mean one.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier ene enero gen gennaio janeiro",
            "feb february februar févr fév février fev febrero febbraio fevereiro",
            "mar march mär märz mrz mars marzo março",
            "apr april avr avril abr abril aprile",
            "may mai mayo mag maggio maio mei",
            "jun june juni juin junio giu giugno junho",
            "jul july juli juil juillet julio lug luglio julho",
            "aug august août aou ago agosto",
            "sep sept september septembre septiembre set settembre setembro",
            "oct october okt oktober octobre octubre ott ottobre out outubro",
            "nov november novembre noviembre novembro",
            "dec december dez dezember déc décembre dic diciembre dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
# Minutes east of Greenwich. Letters with two meanings on two continents (IST, AST, CST of China)
# keep the meaning RFC 5322 gives them, or are left out.
_ZONES = {
    name: sign * minutes
    for sign, minutes, names in (
        (1, 0, "z gmt ut utc wet"),
        (1, 60, "bst cet mez west"),
        (1, 120, "cest mesz eet sast"),
        (1, 180, "eest msk"),
        (1, 480, "hkt sgt awst"),
        (1, 540, "jst kst"),
        (1, 600, "aest"),
        (1, 660, "aedt"),
        (1, 720, "nzst"),
        (1, 780, "nzdt"),
        (-1, 180, "adt"),
        (-1, 240, "edt"),
        (-1, 300, "est cdt"),
        (-1, 360, "cst mdt"),
        (-1, 420, "mst pdt"),
        (-1, 480, "pst akdt"),
        (-1, 540, "akst"),
        (-1, 600, "hst"),
    )
    for name in names.split()
}

_CLOCK = r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
_ZONE = r"(?P<zone>[a-z]{1,5})?\s*(?P<sign>[+-])?(?(sign)(?P<zh>\d{1,2}):?(?P<zm>\d{2})?)"
_YEAR = r"(?P<y>\d{4}|\d{2})"
_NAMED = r"(?P<b>[^\W\d_]{3,12})\.?"
_TIME_AFTER = rf"(?:,?\s+(?:at\s+|-\s+)?{_CLOCK}\s*{_ZONE})?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?\s*,?\s*)?"
_ISO = (
    rf"(?P<y>\d{{4}})(?:[-/](?P<n>\d{{1,2}})"
    rf"(?:[-/](?P<d>\d{{1,2}})(?:(?:t|\s+){_CLOCK}\s*{_ZONE})?)?)?"
)
_ISO_CLOSE = (
    r"(?P<y>\d{4})(?P<n>\d{2})(?P<d>\d{2})"
    rf"(?:t(?P<h>\d{{2}}):?(?P<m>\d{{2}})(?::?(?P<s>\d{{2}}))?(?:[.,]\d+)?{_ZONE})?"
)
_RFC = rf"{_WEEKDAY}(?P<d>\d{{1,2}})[\s-]*{_NAMED}[\s-]*{_YEAR}{_TIME_AFTER}"
_UNIX = rf"{_WEEKDAY}{_NAMED}\s+(?P<d>\d{{1,2}})\s+{_CLOCK}\s*{_ZONE}\s+(?P<y>\d{{4}})"
_AMERICAN = (
    rf"{_WEEKDAY}{_NAMED}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_TIME_AFTER}"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        _RFC,  # Thu, 30 Oct 2025 08:17:00 GMT; 30-Oct-25
        _ISO,  # 2025-10-30T08:17:00.5+01:00; 2025/1/3 8:17; 2025-10; 2025
        _ISO_CLOSE,  # 20251030T0817Z; 20251030
        _UNIX,  # Thu Oct 30 08:17:00 EDT 2025
        _AMERICAN,  # Thursday, October 30, 2025 8:17 AM EDT
    )
)
_COMMENT = re.compile(r"\([^()]*\)")


def instant(text: str) -> datetime | None:
    """The moment the text names, in UTC; None where it names none we can be sure of."""
    text = _COMMENT.sub(" ", text.strip().lower()).strip()
    if not text or len(text) > LONGEST:
        return None
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    parts = {name: value or "" for name, value in found.groupdict().items()}
    offset = _offset(parts)
    if offset is None:
        return None
    try:
        return _moment(parts) - offset
    except (ValueError, OverflowError, KeyError):
        return None  # 30 February, a month that is none, before the year 1


def believable(at: datetime | None, now: datetime) -> datetime | None:
    """`at`, unless it lies more than ten years back or more than two days ahead of `now`."""
    if at is None or not now - OLDEST <= at <= now + FURTHEST:
        return None
    return at


def _moment(parts: dict[str, str]) -> datetime:
    month = int(parts.get("n") or 0) or (_MONTHS[parts["b"]] if parts.get("b") else 1)
    day = datetime(_year(parts["y"]), month, int(parts.get("d") or 1), tzinfo=UTC)
    hour, minute, second = (int(parts.get(name) or 0) for name in ("h", "m", "s"))
    if minute > 59 or second > 60 or hour > 24 or (hour == 24 and minute + second > 0):
        raise ValueError
    hour = _on_the_clock(hour, parts.get("half", ""))
    return day + timedelta(hours=hour, minutes=minute, seconds=second)


def _year(digits: str) -> int:
    """Two digits mean 1970 to 2069."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _on_the_clock(hour: int, half: str) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if half.startswith("p") else 0)


def _offset(parts: dict[str, str]) -> timedelta | None:
    """East of Greenwich; none for a zone we do not know or an offset no country has."""
    zone, hours, minutes = (parts.get(name, "") for name in ("zone", "zh", "zm"))
    if zone and zone not in _ZONES:
        return None
    if not hours:
        return timedelta(minutes=_ZONES.get(zone, 0))
    far = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if far > _FURTHEST_ZONE or int(minutes or 0) > 59 or _ZONES.get(zone):
        return None
    return far if parts["sign"] == "+" else -far
