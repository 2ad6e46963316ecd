"""The live screen of the daemon: table, last alerts and clock line, fitted to the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rich.text import Text

from monitor.domain.alert import Alert
from monitor.views.ages import ago, minute
from monitor.views.lines import Lines, cut, rule, say
from monitor.views.rows import Around, StatusRow
from monitor.views.status import status_table
from monitor.views.words import SEVERITY_LOOK

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

SHOWN = 4  # alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveScreen:
    """A renderable that takes the terminal's width and height each time it is drawn.

    alerts: the last ones, newest first. doing: what the daemon is at, such as `next look in 4 min`.
    """

    rows: Sequence[StatusRow]
    around: Around
    now: datetime
    alerts: Sequence[Alert] = ()
    doing: str = ""

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        """The lines that fit; what does not is counted."""
        del console
        yield self.lines(options.max_width, options.height or options.max_height)

    def lines(self, width: int, height: int) -> Lines:
        """The whole screen in at most `height` lines."""
        foot = [*self._alerts(width), self._clock(width)]
        table = status_table(self.rows, now=self.now, width=width, around=self.around).lines
        return Lines.of([*_fitted(table, max(1, height - len(foot)), width), *foot], width)

    def _alerts(self, width: int) -> Iterator[Text]:
        if self.alerts:
            yield rule(width, "Last alerts")
        for alert in self.alerts[:SHOWN]:
            sign, tone = SEVERITY_LOOK[alert.severity]
            told = ago(alert.at, self.now)
            yield cut(say((f"{sign} ", tone), (f"{told:<10} ", "dim"), alert.headline), width)

    def _clock(self, width: int) -> Text:
        parts = [minute(self.now), self.doing, "Ctrl-C stops"]
        return cut(say((" · ".join(part for part in parts if part), "dim")), width)


def _fitted(lines: Sequence[Text], height: int, width: int) -> Sequence[Text]:
    if len(lines) <= height:
        return lines
    hidden = len(lines) - height + 1
    more = f"… {hidden} more lines: a taller terminal or `monitor status` shows them"
    return [*lines[: height - 1], cut(say((more, "dim")), width)]
