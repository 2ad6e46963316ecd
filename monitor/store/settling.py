"""How an attempt at a delivery is closed: sent, tried again later, blocked, given up.

- sent: done, and whatever its channel had refused before is tried again.
- retry: full jitter under a ceiling that doubles from 30 seconds up to 15 minutes.
- ambiguous: it may have arrived; the row stays with its lease, and then is a possible repeat.
- refused: blocked. One delivery an hour asks whether the channel takes messages again.
- dead: ten tries while the channel carried others, or a week.
"""

from datetime import datetime, timedelta
from math import isnan
from typing import Any

from monitor.domain.alert import Delivery, DeliveryState, Outcome, Receipt
from monitor.store.engine import Tx
from monitor.store.portable import storable

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
BLOCKED_WAIT = timedelta(hours=1)
SHORTEST_ASKED, LONGEST_ASKED = 1.0, 3600.0
POISON_TRIES = 10
LONGEST_LIFE = timedelta(days=7)


def waits(attempts: int, chance: float) -> timedelta:
    """How long to wait after the `attempts`-th try.

    Full jitter (`chance` in 0..1) under a ceiling that doubles from 30 seconds up to 15 minutes.
    """
    return ceiling(attempts) * chance


def ceiling(attempts: int) -> timedelta:
    """The longest wait after the `attempts`-th try."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << doublings))


def settle(
    tx: Tx, delivery: Delivery, outcome: Outcome, now: datetime, chance: float
) -> DeliveryState | None:
    """Close the attempt that `delivery` (as claimed) stands for; the state it is in now.

    None: another worker has begun a later attempt, and what we learned changes nothing. That it
    was sent is filed even then. `chance` in 0..1 spreads the retries.
    """
    if outcome.receipt is Receipt.SENT:
        return _sent(tx, delivery, now)
    change = _after_failure(tx, delivery, outcome, now, chance)
    changed = tx.change(
        "UPDATE deliveries SET state = :state, not_before = :not_before, last_error = :error,"
        " possible_repeat = (possible_repeat OR :ambiguous)"
        " WHERE id = :id AND state = 'sending' AND attempts = :attempts",
        {**change, "id": delivery.id, "attempts": delivery.attempts},
    )
    return DeliveryState(change["state"]) if changed else None


def _sent(tx: Tx, delivery: Delivery, now: datetime) -> DeliveryState | None:
    changed = tx.change(
        "UPDATE deliveries SET state = 'sent', sent_at = :now, last_error = ''"
        " WHERE id = :id AND state <> 'sent'",
        {"now": now, "id": delivery.id},
    )
    if changed:
        _unblock_recipient(tx, delivery, now)
    return DeliveryState.SENT if changed else None


def _after_failure(
    tx: Tx, delivery: Delivery, outcome: Outcome, now: datetime, chance: float
) -> dict[str, Any]:
    ambiguous = outcome.receipt is Receipt.AMBIGUOUS
    again = now + waits(delivery.attempts, chance)
    if outcome.retry_after is not None:
        again = max(again, now + timedelta(seconds=_asked(outcome.retry_after)))
    state = DeliveryState.SENDING if ambiguous else DeliveryState.WAITING
    if outcome.receipt is Receipt.REFUSED:
        state, again = DeliveryState.BLOCKED, now + BLOCKED_WAIT
    if _is_hopeless(tx, delivery, now):
        state = DeliveryState.DEAD
    return {
        "state": state.value,
        "not_before": again,
        "error": storable(outcome.detail),
        "ambiguous": ambiguous,
    }


def _asked(seconds: float) -> float:
    """A receiver may ask us to wait between a second and an hour; NaN asks for the longest."""
    return LONGEST_ASKED if isnan(seconds) else min(max(seconds, SHORTEST_ASKED), LONGEST_ASKED)


def _is_hopeless(tx: Tx, delivery: Delivery, now: datetime) -> bool:
    """Ten tries are enough while the channel carries others: then the message is at fault.

    A channel that is down altogether is waited for, up to a week.
    """
    if now - delivery.created >= LONGEST_LIFE:
        return True
    if delivery.attempts < POISON_TRIES:
        return False
    ((carried,),) = tx.rows(
        "SELECT count(*) FROM deliveries WHERE channel = :channel AND recipient = :recipient"
        " AND sent_at > :created",
        {
            "channel": delivery.channel,
            "recipient": delivery.recipient,
            "created": delivery.created,
        },
    )
    return bool(carried)


def hold_back(tx: Tx, channel: str, recipient: str, until: datetime) -> None:
    """Leave alone for a while everything that a channel refused."""
    tx.change(
        "UPDATE deliveries SET not_before = :until WHERE channel = :channel"
        " AND recipient = :recipient AND sent_at IS NULL AND state = 'blocked'",
        {"until": until, "channel": channel, "recipient": recipient},
    )


def unblock(tx: Tx, channel: str, now: datetime) -> int:
    """Try again at once what a channel refused: its settings changed; how much that is."""
    return tx.change(
        "UPDATE deliveries SET state = 'waiting', not_before = :now WHERE channel = :channel"
        " AND state = 'blocked'",
        {"now": now, "channel": channel},
    )


def _unblock_recipient(tx: Tx, delivery: Delivery, now: datetime) -> None:
    """The channel works: what it refused to carry to the same recipient is tried again."""
    tx.change(
        "UPDATE deliveries SET state = 'waiting', not_before = :now WHERE channel = :channel"
        " AND recipient = :recipient AND sent_at IS NULL AND state = 'blocked'",
        {"now": now, "channel": delivery.channel, "recipient": delivery.recipient},
    )
