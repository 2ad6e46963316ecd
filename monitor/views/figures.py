"""Numbers of a pace as the screens print them, and the bar that shows it."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from monitor.domain.standing import Pace

FULL, REST, TICK, UNKNOWN = "━", "─", "┃", "╌"


def number(value: Decimal, *, up: bool = False, places: int = 2) -> str:
    """At most two decimals, thousands parted by commas.

    Rounded towards the worse side (down; `up` for what must stay low), so that 11.999 of 12 is
    never printed as 12.
    """
    step = Decimal(1).scaleb(-places)
    rounded = value.quantize(step, rounding=ROUND_CEILING if up else ROUND_FLOOR)
    text = f"{rounded:,f}"
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


def bar(pace: Pace, width: int) -> tuple[str, str, str]:
    """Three strings of `width` cells in all: filled, tick, rest.

    The tick stands where the reported amount should be by now. Only a reported total that
    reaches the target fills the bar.
    """
    tick = _cells(pace.expected, pace.target, width)
    if pace.reported is None:
        cells = UNKNOWN * width
    else:
        done = _cells(pace.reported, pace.target, width)
        cells = FULL * done + REST * (width - done)
    if not 0 < tick < width:
        return cells, "", ""
    return cells[:tick], TICK, cells[tick + 1 :]


def _cells(amount: Decimal, target: Decimal, width: int) -> int:
    if target <= 0:
        return 0
    return max(0, min(width, int(amount / target * width)))
