"""How a quantity stands, in one phrase."""

from monitor.domain.alerting.case import Case
from monitor.domain.alerting.phrases import amount_text, short_day
from monitor.domain.standing import Pace


def series_name(case: Case, series: str) -> str:
    """A series as people call it."""
    return next((one.name for one in case.facts.series if one.id == series and one.name), series)


def pace_text(case: Case) -> str:
    """`8.1 of 12 Mt by USDA export sales, through 8 Jan`; empty where nothing is measured."""
    pace = case.after.pace
    if pace is None:
        return ""
    if pace.reported is None:
        return f"nothing measured yet of {_target(pace)}"
    by = f" by {series_name(case, pace.series)}" if pace.series else ""
    through = f", through {short_day(pace.through, case.today)}" if pace.through else ""
    return f"{amount_text(pace.reported)} of {_target(pace)} reported{by}{through}"


def pace_suffix(case: Case) -> str:
    """The same, set off by a semicolon."""
    text = pace_text(case)
    return f"; {text}" if text else ""


def _target(pace: Pace) -> str:
    bound = "at most " if pace.at_most else ""
    return f"{bound}{amount_text(pace.target)} {pace.unit}"
