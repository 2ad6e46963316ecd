"""The alerts that time alone will cause: evaluate and decide, on a clock that runs ahead."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.cycle.status import Knowledge, Standings
from monitor.domain.alert import Alert
from monitor.domain.alerting import decide, next_step
from monitor.domain.commitment import Commitment
from monitor.domain.evidence import WatchSpan

MOST_STEPS = 400


def preview_of(known: Knowledge, until: datetime) -> list[Alert]:
    """What would be told up to `until` (inclusive) if no news came, in order of time.

    The feeds are taken to stay alive: a blindness to come is no matter of the calendar.
    """
    seeing = replace(known, spans=_kept_alive(known, until))
    coming: list[Alert] = []
    for commitment in known.declared.register.commitments:
        coming += _of(commitment, seeing, until)
    return sorted(coming, key=lambda alert: (alert.at, -alert.severity.rank, alert.key))


def _kept_alive(known: Knowledge, until: datetime) -> tuple[WatchSpan, ...]:
    """Every feed looks without a break from now on."""
    ahead = [
        WatchSpan(feed=f.id, tier=f.tier, family=f.family, began=known.at, ended=until)
        for f in known.declared.feeds
    ]
    return (*known.spans, *ahead)


def _of(commitment: Commitment, known: Knowledge, until: datetime) -> list[Alert]:
    standings = Standings(known)
    before = standings.of(commitment)
    facts = standings.facts(commitment)
    policy, names = known.declared.policy, known.declared.names
    told = {a.key for a in decide(None, before, commitment, facts, policy, (), names=names)}
    coming: list[Alert] = []
    for _ in range(MOST_STEPS):
        moments = [m for m in (before.next_look, next_step(before, commitment)) if m]
        moment = min(moments, default=None)
        if moment is None or moment > until:
            break
        moment = max(moment, before.at + timedelta(seconds=1))
        after = Standings(replace(known, at=moment)).of(commitment)
        alerts = decide(before, after, commitment, facts, policy, told, names=names)
        told |= {a.key for a in alerts}
        coming += alerts
        before = after
    return coming
