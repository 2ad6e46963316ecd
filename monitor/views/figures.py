"""Numbers of a pace as the screens print them, and the bar that shows it."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from monitor.domain.standing import Pace

FULL, REST, TICK, UNKNOWN = "━", "─", "┃", "╌"
_RUN = re.compile(r"(.)\1*")


def number(value: Decimal, *, up: bool = False, places: int = 2) -> str:
    """At most two decimals, thousands parted by commas.

    Rounded towards the worse side (down; `up` for what must stay low), so that 11.999 of 12 is
    never printed as 12.
    """
    step = Decimal(1).scaleb(-places)
    rounded = value.quantize(step, rounding=ROUND_CEILING if up else ROUND_FLOOR)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(value: Decimal) -> str:
    """Every decimal there is, thousands parted by commas: for the story, which rounds nothing."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(pace: Pace) -> str:
    """What is reported of the target, in whole per cent: `66 %`; nothing where that is unknown."""
    if pace.reported is None or not pace.target:
        return ""
    return f"{number(pace.reported / pace.target * 100, up=pace.at_most, places=0)} %"


def amounts(pace: Pace) -> str:
    """`7.9/12 Mt`, `?/12 Mt`, and `7.9/≤12 Mt` where less is better."""
    reported = "?" if pace.reported is None else number(pace.reported, up=pace.at_most)
    limit = "≤" if pace.at_most else ""
    return f"{reported}/{limit}{number(pace.target)} {pace.unit}"


def bar(pace: Pace, width: int) -> list[str]:
    """Runs of equal cells, `width` in all: filled, rest, and the tick where it falls.

    The tick stands where the reported amount should be by now. Only a reported total that
    reaches the target fills the bar.
    """
    done = 0 if pace.reported is None else _cells(pace.reported, pace.target, width)
    rest = UNKNOWN if pace.reported is None else REST
    cells = FULL * done + rest * (width - done)
    tick = _cells(pace.expected, pace.target, width)
    if 0 < tick < width:
        cells = cells[:tick] + TICK + cells[tick + 1 :]
    return [run.group() for run in _RUN.finditer(cells)]


def _cells(amount: Decimal, target: Decimal, width: int) -> int:
    if target <= 0:
        return 0
    return max(0, min(width, int(amount / target * width)))
