"""The circuit breaker of one channel: after a run of failures, one probe at a time. Pure."""

from dataclasses import dataclass, replace

from monitor.domain.alert import Outcome, Receipt

TRIPS_AFTER = 3  # failures in a row
FIRST_REST = 60.0  # seconds
LONGEST_REST = 900.0


@dataclass(frozen=True, slots=True)
class Breaker:
    """failures: in a row. closed_until: no send before this moment, in seconds of a steady clock.

    probing: one send is out to see whether the channel works again.
    """

    failures: int = 0
    closed_until: float = 0.0
    probing: bool = False

    def wait(self, now: float) -> float:
        """Seconds until a send may be tried; 0 means now."""
        if self.probing:
            return max(self.closed_until - now, 1.0)
        return max(self.closed_until - now, 0.0)

    def begin(self, now: float, longest: float) -> "Breaker":
        """A send starts: while the channel is suspect no other may, for at most `longest`."""
        if self.failures < TRIPS_AFTER:
            return self
        return replace(self, probing=True, closed_until=now + longest)

    def after(self, outcome: Outcome, now: float) -> "Breaker":
        """What is known once a send has ended.

        A refusal says that the channel is alive: retrying is settled elsewhere.
        """
        if outcome.receipt in {Receipt.SENT, Receipt.REFUSED}:
            return Breaker()
        failures = self.failures + 1
        asked = outcome.retry_after or 0.0
        over = failures - TRIPS_AFTER
        rest = min(FIRST_REST * 2 ** min(over, 8), LONGEST_REST) if over >= 0 else 0.0
        return Breaker(failures, now + max(rest, asked))
