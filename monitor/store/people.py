"""What people did about alerts: acknowledged, snoozed, resolved, silenced."""

from datetime import datetime

from monitor.domain.alert import Response, ResponseKind
from monitor.store.codec import dumps
from monitor.store.engine import Tx
from monitor.store.inserts import insert_new
from monitor.store.reads import responses
from monitor.store.tables import ResponseRow, table

__all__ = ["in_force", "put_response", "responses"]


def put_response(tx: Tx, response: Response) -> bool:
    """Keep a response; False if its id is known already."""
    row = {
        "id": response.id,
        "kind": response.kind.value,
        "alert": response.alert,
        "commitment": response.commitment,
        "at": response.at,
        "until": response.until,
        "payload": dumps(response),
    }
    return bool(insert_new(tx, table(ResponseRow), [row], "id"))


def in_force(tx: Tx, now: datetime) -> tuple[Response, ...]:
    """Responses that hold at a moment: neither ended nor lifted."""
    known = responses(tx, now)
    lifted = {each.target for each in known if each.kind is ResponseKind.LIFT}
    return tuple(
        each
        for each in known
        if each.kind is not ResponseKind.LIFT
        and each.id not in lifted
        and (each.until is None or now < each.until)
    )
