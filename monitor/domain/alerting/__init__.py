"""Who is told what, when and why: decided here, purely; carried out by `cycle` and `delivery`."""

from monitor.domain.alerting.backlog import Parcel, parcels
from monitor.domain.alerting.decide import decide
from monitor.domain.alerting.ladder import next_step
from monitor.domain.alerting.notices import feed_alert, self_alert, summary, triage_alert
from monitor.domain.alerting.patience import Unanswered, again, next_patience, unanswered
from monitor.domain.alerting.routing import route

__all__ = [
    "Parcel",
    "Unanswered",
    "again",
    "decide",
    "feed_alert",
    "next_patience",
    "next_step",
    "parcels",
    "route",
    "self_alert",
    "summary",
    "triage_alert",
    "unanswered",
]
