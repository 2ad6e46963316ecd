"""The live screen of the daemon: table, last alerts and clock line, fitted to the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rich.text import Text

from monitor.domain.alert import Alert
from monitor.views.ages import ago, minute
from monitor.views.lines import Lines, cut, rule, say
from monitor.views.rows import Around, StatusRow, urgency
from monitor.views.status import table_lines
from monitor.views.surroundings import above, below
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
        """The whole screen in at most `height` lines; the least urgent rows give way."""
        width = max(60, width)
        head = above(self.rows, self.around, now=self.now, width=width)
        foot = [*self._alerts(width), *below(self.around, now=self.now, width=width)[1:]]
        foot.append(self._clock(width))
        table = self._table(width, height - len(head) - len(foot))
        return Lines.of([*head, *table, *foot][-height:], width)

    def _table(self, width: int, height: int) -> list[Text]:
        """As many of the most urgent rows as fit; the others are counted."""
        urgent = sorted(self.rows, key=urgency)
        shown = table_lines(urgent, now=self.now, width=width)
        least, most = 0, len(urgent)  # rows that fit, rows that may fit
        if len(shown) <= height:
            return shown
        while most - least > 1:
            half = (least + most) // 2
            fits = len(table_lines(urgent[:half], now=self.now, width=width)) < height
            least, most = (half, most) if fits else (least, half)
        hidden = f"… {len(urgent) - least} less urgent: a taller terminal or `monitor status`"
        shown = table_lines(urgent[:least], now=self.now, width=width)
        return [*shown, say((hidden, "dim"))][: max(0, height)]

    def _alerts(self, width: int) -> Iterator[Text]:
        yield rule(width, "Last alerts" if self.alerts else "")
        for alert in self.alerts[:SHOWN]:
            sign, tone = SEVERITY_LOOK[alert.severity]
            told = ago(alert.at, self.now)
            yield cut(say((f"{sign} ", tone), (f"{told:<10} ", "dim"), alert.headline), width)

    def _clock(self, width: int) -> Text:
        parts = [minute(self.now), self.doing, "Ctrl-C stops"]
        return cut(say((" · ".join(part for part in parts if part), "dim")), width)
