"""Names of clocks: IANA zones such as `America/New_York`."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from monitor.declared.nearby import did_you_mean
from monitor.declared.scalars import Unreadable

_USUAL = {
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "eastern": "America/New_York",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "bst": "Europe/London",
    "cet": "Europe/Brussels",
    "cest": "Europe/Brussels",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "hst": "Pacific/Honolulu",
    "beijing": "Asia/Shanghai",
    "washington": "America/New_York",
    "brussels": "Europe/Brussels",
    "z": "UTC",
}
# The database knows these as clocks that never change, which is not what people mean by them.
_FROZEN = frozenset({"EST", "MST", "HST"})


def zone(text: str) -> str:
    """The name of a zone that this machine knows, exactly as its database spells it."""
    if text not in _FROZEN and _exists(text):
        return text
    raise Unreadable("No time zone has this name.", _hint(text))


@cache
def _exists(name: str) -> bool:
    if not name.isascii() or len(name) > 64:
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _hint(text: str) -> str:
    if usual := _USUAL.get(text.casefold().rpartition("/")[2]):
        return f"write {usual}"
    known = available_timezones()
    cities = {name.rpartition("/")[2].casefold().replace("_", " "): name for name in sorted(known)}
    if city := cities.get(text.casefold().replace("_", " ")):
        return f"write {city}"
    return did_you_mean(text, sorted(known), "such as America/New_York or UTC")
