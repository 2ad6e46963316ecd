"""What a replay found, and its JSON object. No rich here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from monitor.domain.alert import Alert
from monitor.domain.standing import Standing, Transition
from monitor.views.values import Json, alert_json, day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """The result of one replay.

    items: distinct items seen; revisions: edits of them; evidence: pieces read from them.
    standings: by day (UTC), the standing of each commitment at the end of that day.
    """

    items: int = 0
    revisions: int = 0
    evidence: int = 0
    alerts: tuple[Alert, ...] = ()
    transitions: tuple[Transition, ...] = ()
    standings: Mapping[date, Mapping[str, Standing]] = field(default_factory=dict)


def replay_json(replayed: Replayed) -> Json:
    """One object: the counts, the alerts with their moments, the standings by day."""
    return {
        "items": replayed.items,
        "revisions": replayed.revisions,
        "evidence": replayed.evidence,
        "alerts": [alert_json(alert) for alert in replayed.alerts],
        "standings": {
            day.isoformat(): {
                commitment: _standing(replayed.standings[day][commitment])
                for commitment in sorted(replayed.standings[day])
            }
            for day in sorted(replayed.standings)
        },
    }


def _standing(standing: Standing) -> Json:
    return {
        "word": standing.word.value,
        "suffixes": [suffix.value for suffix in standing.suffixes],
        "due": day_of(standing.due),
        "days_left": standing.days_left,
        "reasons": [reason.code for reason in standing.reasons],
    }
