from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from monitor.domain.alert import Alert, Cause, Delivery, Severity
from monitor.domain.standing import Pace, Reason, Standing, Suffix, Transition, Word
from monitor.store import outbox, reads, standings
from monitor.store.engine import Store

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _standing(commitment: str, word: Word = Word.ON_TRACK, days: float | None = 1) -> Standing:
    pace = Pace(
        unit="Mt",
        target=Decimal("12.0"),
        expected=Decimal("1.10"),
        reported=Decimal(1),
        ratio=Decimal("0.909"),
        through=None,
    )
    return Standing(
        commitment=commitment,
        at=NOON,
        word=word,
        machine_word=word,
        suffixes=(Suffix.DISPUTED,),
        since=NOON,
        pace=pace,
        reasons=(Reason(code="pace", sentence="Nine tenths.", rests_on=("m1",), since=NOON),),
        next_look=None if days is None else NOON + days * DAY,
    )


def _transition(number: int, commitment: str = "soybeans") -> Transition:
    return Transition(
        id=f"t{number}", commitment=commitment, at=NOON + number * DAY, before=None, after=Word.MET
    )


def _alert(name: str = "a1", key: str = "soybeans|overdue") -> Alert:
    return Alert(
        id=name,
        key=key,
        cause=Cause.OVERDUE,
        severity=Severity.CRITICAL,
        at=NOON,
        headline="Overdue",
        because="The day has passed.",
        commitment="soybeans",
    )


def _delivery(name: str, alert: str = "a1", channel: str = "mail") -> Delivery:
    return Delivery(id=name, alert=alert, channel=channel, not_before=NOON, created=NOON)


def test_an_assessment_is_filed_whole(store: Store) -> None:
    with store.write() as tx:
        standings.put_standing(
            tx, _standing("soybeans"), _transition(1), [_alert()], [_delivery("d1")]
        )
    with store.read() as tx:
        filed = (
            standings.latest(tx, "soybeans"),
            standings.transitions(tx, "soybeans"),
            outbox.alerts(tx),
            standings.told_keys(tx, "soybeans"),
        )
    assert filed == (
        _standing("soybeans"),
        (_transition(1),),
        ((_alert(), (_delivery("d1"),)),),
        {"soybeans|overdue"},
    )


def test_an_assessment_that_is_filed_twice_is_told_once(store: Store) -> None:
    for _ in range(2):
        with store.write() as tx:
            standings.put_standing(
                tx, _standing("soybeans"), _transition(1), [_alert()], [_delivery("d1")]
            )
    with store.read() as tx:
        filed = (standings.transitions(tx), outbox.alerts(tx), outbox.told(tx))
    assert filed == ((_transition(1),), ((_alert(), (_delivery("d1"),)),), (_alert(),))


def test_a_key_is_told_once_under_whatever_id(store: Store) -> None:
    with store.write() as tx:
        outbox.put(tx, [_alert()], [_delivery("d1")])
        new = outbox.put(tx, [_alert("other")], [_delivery("d2", "other")])
        told = outbox.alerts(tx)
    assert (new, told) == ([], ((_alert(), (_delivery("d1"),)),))


def test_the_keys_of_one_commitment_or_of_all_are_known(store: Store) -> None:
    with store.write() as tx:
        outbox.put(tx, [_alert(), replace(_alert("a2", "feed|wire"), commitment="")], [])
        keys = [standings.told_keys(tx, which) for which in ("soybeans", "", "tariffs", None)]
    everything = {"soybeans|overdue", "feed|wire"}
    assert keys == [{"soybeans|overdue"}, {"feed|wire"}, set(), everything]


def test_an_alert_can_be_told_to_another_channel_later(store: Store) -> None:
    with store.write() as tx:
        outbox.put(tx, [_alert()], [_delivery("d1")])
        outbox.put(tx, [], [_delivery("d2", channel="slack"), _delivery("d1 again")])
        told = outbox.alerts(tx)
    assert told == ((_alert(), (_delivery("d1"), _delivery("d2", channel="slack"))),)


def test_an_assessment_takes_its_commitment_out_of_the_queue(store: Store) -> None:
    with store.write() as tx:
        standings.mark_dirty(tx, ["soybeans", "tariffs"])
        both = standings.to_assess(tx, NOON, 10)
        standings.put_standing(tx, _standing("soybeans"), None, [], [])
        rest = standings.to_assess(tx, NOON, 10)
    assert (both, rest) == (["soybeans", "tariffs"], ["tariffs"])


def test_time_alone_puts_a_commitment_back_into_the_queue(store: Store) -> None:
    with store.write() as tx:
        standings.put_standing(tx, _standing("soybeans", days=2), None, [], [])
        standings.put_standing(tx, _standing("tariffs", days=None), None, [], [])
        early = standings.to_assess(tx, NOON + DAY, 10)
        due = standings.to_assess(tx, NOON + 2 * DAY, 10)
        when = standings.next_look(tx)
    assert (early, due, when) == ([], ["soybeans"], NOON + 2 * DAY)


def test_changed_facts_go_before_the_clock(store: Store) -> None:
    with store.write() as tx:
        for number in range(3):
            standings.put_standing(tx, _standing(f"c{number}", days=-number), None, [], [])
        standings.mark_dirty(tx, ["c0"])
        queue = standings.to_assess(tx, NOON, 10)
        first = standings.to_assess(tx, NOON, 1)
    assert (queue, first) == (["c0", "c2", "c1"], ["c0"])


def test_marking_a_known_commitment_keeps_its_standing(store: Store) -> None:
    with store.write() as tx:
        standings.put_standing(tx, _standing("soybeans"), None, [], [])
        standings.mark_dirty(tx, ["soybeans", "new"])
        known = standings.all_latest(tx)
        none_yet = standings.latest(tx, "new")
    assert (known, none_yet) == ({"soybeans": _standing("soybeans")}, None)


def test_nothing_marked_changes_nothing(store: Store) -> None:
    with store.write() as tx:
        standings.put_standing(tx, _standing("soybeans"), None, [], [])
        standings.mark_dirty(tx, [])
        standings.clear(tx, [])
        assert standings.to_assess(tx, NOON, 10) == []
        assert standings.next_look(tx) == NOON + DAY


def test_what_is_no_longer_declared_leaves_the_queue_and_keeps_its_past(store: Store) -> None:
    with store.write() as tx:
        standings.put_standing(tx, _standing("soybeans"), _transition(1), [], [])
        standings.mark_dirty(tx, ["soybeans"])
        standings.clear(tx, ["soybeans"])
        queue = (standings.to_assess(tx, NOON + 9 * DAY, 10), standings.next_look(tx))
        past = (standings.latest(tx, "soybeans"), standings.transitions(tx, "soybeans"))
    assert queue == ([], None)
    assert past == (_standing("soybeans"), (_transition(1),))


def test_an_assessment_that_failed_makes_room_for_the_others(store: Store) -> None:
    with store.write() as tx:
        standings.mark_dirty(tx, ["broken", "fine"])
        standings.postpone(tx, "broken", NOON + timedelta(hours=1))
        now = standings.to_assess(tx, NOON, 10)
        later = standings.to_assess(tx, NOON + timedelta(hours=1), 10)
    assert (now, later) == (["fine"], ["fine", "broken"])


def test_transitions_come_in_the_order_they_were_recorded(store: Store) -> None:
    told = [_transition(3), _transition(1, "tariffs"), _transition(2)]
    with store.write() as tx:
        for each in told:
            standings.put_standing(tx, _standing(each.commitment), each, [], [])
        everything = standings.transitions(tx)
        of_one = standings.transitions(tx, "soybeans")
        known_then = reads.transitions(tx, at=NOON + 2 * DAY)
    assert everything == tuple(told)
    assert of_one == (told[0], told[2])
    assert known_then == (told[1], told[2])


def test_alerts_are_found_by_commitment_and_time(store: Store) -> None:
    with store.write() as tx:
        for number in range(4):
            commitment = "soybeans" if number % 2 else ""
            alert = Alert(
                id=f"a{number}",
                key=f"k{number}",
                cause=Cause.DUE,
                severity=Severity.INFO,
                at=NOON + number * DAY,
                headline="h",
                because="b",
                commitment=commitment,
            )
            outbox.put(tx, [alert], [])

        def found(**wanted: object) -> list[str]:
            return [alert.id for alert, _ in reads.alerts(tx, **wanted)]  # type: ignore[arg-type]

        answers = [
            found(),
            found(limit=2),
            found(commitment="soybeans"),
            found(since=NOON + 2 * DAY),
            found(at=NOON + DAY),
        ]
    assert answers == [
        ["a3", "a2", "a1", "a0"],
        ["a3", "a2"],
        ["a3", "a1"],
        ["a3", "a2"],
        ["a1", "a0"],
    ]
