from datetime import UTC, datetime, timedelta

from monitor.domain.alert import Response, ResponseKind
from monitor.store import declared, people
from monitor.store.declared import Snapshot
from monitor.store.engine import Store

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_terms_of_a_past_day_can_be_asked_for(store: Store) -> None:
    with store.write() as tx:
        declared.put_snapshot(tx, "commitments", "d1", '{"due":"31 December"}', NOON)
        declared.put_snapshot(tx, "feeds", "d9", "{}", NOON + DAY)
        declared.put_snapshot(tx, "commitments", "d2", '{"due":"28 February"}', NOON + 2 * DAY)
        answers = [
            declared.latest_snapshot(tx, "commitments", at)
            for at in (NOON - DAY, NOON, NOON + DAY, NOON + 2 * DAY, None)
        ]
    first = Snapshot("commitments", "d1", '{"due":"31 December"}', NOON)
    second = Snapshot("commitments", "d2", '{"due":"28 February"}', NOON + 2 * DAY)
    assert answers == [None, first, first, second, second]


def test_an_unchanged_file_is_kept_once_and_a_return_to_an_old_one_again(store: Store) -> None:
    with store.write() as tx:
        kept = [
            declared.put_snapshot(tx, "commitments", digest, "{}", NOON + number * DAY)
            for number, digest in enumerate(["d1", "d1", "d2", "d1"])
        ]
    assert kept == [True, False, True, True]


def _response(name: str, kind: ResponseKind, **more: object) -> Response:
    return Response(id=name, kind=kind, by="ann", at=NOON, because="seen", **more)  # type: ignore[arg-type]


def test_responses_come_back_as_they_went_in(store: Store) -> None:
    given = (
        _response("r1", ResponseKind.ACK, alert="a1"),
        _response("r2", ResponseKind.SILENCE, matchers=(("agreement", "busan-2025"),)),
        _response("r3", ResponseKind.SNOOZE, commitment="soybeans", until=NOON + DAY),
    )
    with store.write() as tx:
        new = [people.put_response(tx, each) for each in (*given, given[0])]
        assert people.responses(tx) == given
        assert people.responses(tx, NOON - DAY) == ()
    assert new == [True, True, True, False]


def test_a_response_holds_until_it_ends_or_is_lifted(store: Store) -> None:
    ack = _response("r1", ResponseKind.ACK, alert="a1")
    silence = _response("r2", ResponseKind.SILENCE, matchers=(("channel", "slack"),))
    snooze = _response("r3", ResponseKind.SNOOZE, alert="a2", until=NOON + DAY)
    lift = Response(id="r4", kind=ResponseKind.LIFT, by="bo", at=NOON + DAY, target="r2")
    with store.write() as tx:
        for each in (ack, silence, snooze, lift):
            people.put_response(tx, each)
        before = people.in_force(tx, NOON + DAY / 2)
        after = people.in_force(tx, NOON + DAY)
    assert (before, after) == ((ack, silence, snooze), (ack,))
