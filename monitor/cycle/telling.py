"""An alert → the outbox: routed by the policy, held where somebody asked for silence."""

from typing import TYPE_CHECKING

from monitor.declared.files import Declared
from monitor.domain import alerting
from monitor.domain.alert import Alert, Delivery
from monitor.domain.commitment import Commitment
from monitor.store import outbox, people

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.store.engine import Tx


def routed(
    tx: "Tx", alert: Alert, commitment: Commitment | None, declared: Declared, now: "datetime"
) -> tuple[Delivery, ...]:
    """The deliveries of one alert, with the snoozes and silences in force."""
    return alerting.route(alert, commitment, declared.policy, now, people.in_force(tx, now))


def tell(tx: "Tx", alert: Alert, declared: Declared, now: "datetime") -> None:
    """File an alert that is about no single commitment, or about one that is declared."""
    commitment = declared.commitment(alert.commitment) if alert.commitment else None
    outbox.put(tx, (alert,), routed(tx, alert, commitment, declared, now))
