"""Which channels hear of an alert, and when."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest

from monitor.domain.alert import (
    Alert,
    Cause,
    Channel,
    Delivery,
    DeliveryState,
    Policy,
    QuietHours,
    Response,
    ResponseKind,
    Route,
    Severity,
)
from monitor.domain.alerting import route
from monitor.domain.alerting.causes import short_id
from monitor.domain.alerting.routing import quiet_until, recipients
from monitor.domain.commitment import AlertWishes, Commitment
from monitor.secret import Secret

Promise = Callable[..., Commitment]
NOW = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)


def alert(**changes: Any) -> Alert:
    given: dict[str, Any] = {
        "id": "a1",
        "key": "soybeans-2025/overdue/2025-12-31",
        "cause": Cause.OVERDUE,
        "severity": Severity.WARNING,
        "at": NOW,
        "headline": "OVERDUE",
        "because": "It is.",
        "commitment": "soybeans-2025",
        "agreement": "busan-2025",
    }
    return Alert(**(given | changes))


def channels(deliveries: tuple[Delivery, ...]) -> list[str]:
    return [one.channel for one in deliveries]


def policy(*routes: Route, **changes: Any) -> Policy:
    return Policy(routes=routes, **changes)


def test_a_delivery_is_ready_at_once_and_known_by_alert_channel_and_recipient(
    promise: Promise,
) -> None:
    desk = Route(id="desk", channels=("slack",))
    assert route(alert(), promise(), policy(desk), NOW) == (
        Delivery(
            id=short_id("a1", "slack", ""),
            alert="a1",
            channel="slack",
            state=DeliveryState.WAITING,
            not_before=NOW,
            created=NOW,
        ),
    )


@pytest.mark.parametrize(
    ("matcher", "takes"),
    [
        ({}, True),
        ({"agreements": ("busan-2025",)}, True),
        ({"agreements": ("geneva-2025",)}, False),
        ({"commitments": ("soybeans-2025",)}, True),
        ({"commitments": ("soybeans",)}, False),
        ({"parties": ("US",)}, True),
        ({"parties": ("JP",)}, False),
        ({"tags": ("farm",)}, True),
        ({"tags": ("rare-earths",)}, False),
        ({"causes": (Cause.OVERDUE,)}, True),
        ({"causes": (Cause.MET,)}, False),
        ({"at_least": Severity.WARNING}, True),
        ({"at_least": Severity.CRITICAL}, False),
        ({"parties": ("CN",), "tags": ("rare-earths",)}, False),
    ],
)
def test_every_matcher_that_is_given_must_match(
    promise: Promise, matcher: dict[str, Any], takes: bool
) -> None:
    desk = Route(id="desk", channels=("slack",), **matcher)
    found = route(alert(), promise(tags=("farm",)), policy(desk), NOW)
    assert channels(found) == (["slack"] if takes else ["terminal"])


def test_the_first_route_wins_unless_it_says_proceed_and_no_channel_hears_twice(
    promise: Promise,
) -> None:
    first = Route(id="a", channels=("slack", "mail"), proceed=True)
    second = Route(id="b", channels=("mail", "pager"))
    third = Route(id="c", channels=("never",))
    found = route(alert(), promise(), policy(first, second, third), NOW)
    assert channels(found) == ["slack", "mail", "pager"]


def test_what_no_route_claims_goes_to_triage(promise: Promise) -> None:
    desk = Route(id="desk", channels=("slack",), causes=(Cause.MET,))
    assert channels(route(alert(), promise(), policy(desk, triage="mail"), NOW)) == ["mail"]


def test_a_triage_alert_goes_to_triage_unless_a_route_names_that_cause() -> None:
    item = alert(cause=Cause.TRIAGE, commitment="", severity=Severity.INFO)
    everything = Route(id="all", channels=("slack",))
    sorting = Route(id="sort", channels=("inbox",), causes=(Cause.TRIAGE,))
    assert channels(route(item, None, policy(everything, triage="mail"), NOW)) == ["mail"]
    assert channels(route(item, None, policy(everything, sorting), NOW)) == ["inbox"]


def test_the_route_a_commitment_wishes_for_comes_first_whatever_its_matchers(
    promise: Promise,
) -> None:
    everything = Route(id="all", channels=("slack",))
    desk = Route(id="ag-desk", channels=("mail",), at_least=Severity.CRITICAL)
    wishes = promise(alerts=AlertWishes(route="ag-desk"))
    assert channels(route(alert(), wishes, policy(everything, desk), NOW)) == ["mail"]


def test_a_muted_cause_goes_nowhere(promise: Promise) -> None:
    wishes = promise(alerts=AlertWishes(muted=("overdue",)))
    assert route(alert(), wishes, policy(Route(id="a", channels=("slack",))), NOW) == ()


def test_a_resolve_reaches_whoever_heard_the_problem(promise: Promise) -> None:
    desk = Route(id="desk", channels=("slack",), at_least=Severity.WARNING)
    overdue = Route(id="late", channels=("mail",), causes=(Cause.OVERDUE,))
    met = alert(cause=Cause.MET_LATE, severity=Severity.NOTICE, resolves=(Cause.OVERDUE,))
    assert channels(route(met, promise(), policy(desk), NOW)) == ["slack"]
    assert channels(route(met, promise(), policy(overdue), NOW)) == ["mail"]


def test_quiet_hours_hold_until_they_end_and_critical_passes(promise: Promise) -> None:
    quiet = QuietHours(begins=time(22), ends=time(7), zone="Europe/Berlin")
    desk = Route(id="desk", channels=("slack",), quiet=quiet)
    (held,) = route(alert(), promise(), policy(desk), NOW)
    (loud,) = route(alert(severity=Severity.CRITICAL), promise(), policy(desk), NOW)
    assert (held.state, held.not_before, held.group) == (
        DeliveryState.HELD,
        datetime(2026, 1, 6, 6, tzinfo=UTC),
        "quiet:desk:2026-01-06T06:00:00+00:00",
    )
    assert (loud.state, loud.not_before, loud.group) == (DeliveryState.WAITING, NOW, "")


@pytest.mark.parametrize(
    ("begins", "ends", "at", "until"),
    [
        (time(22), time(7), "2026-01-05T21:59", None),
        (time(22), time(7), "2026-01-05T22:00", "2026-01-06T07:00"),
        (time(22), time(7), "2026-01-06T06:59", "2026-01-06T07:00"),
        (time(22), time(7), "2026-01-06T07:00", None),
        (time(12), time(13), "2026-01-05T12:30", "2026-01-05T13:00"),
        (time(12), time(13), "2026-01-05T13:00", None),
    ],
)
def test_quiet_hours_may_cross_midnight(
    begins: time, ends: time, at: str, until: str | None
) -> None:
    found = quiet_until(
        QuietHours(begins=begins, ends=ends), datetime.fromisoformat(at).replace(tzinfo=UTC)
    )
    assert found == (datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None)


def test_a_digest_holds_until_its_moment_and_leaves_as_one_group(promise: Promise) -> None:
    desk = Route(id="desk", channels=("mail",), digest="0 8 * * *", zone="Europe/Berlin")
    found = [
        delivery
        for number in range(3)
        for delivery in route(alert(id=f"a{number}"), promise(), policy(desk), NOW)
    ]
    assert {(one.state, one.not_before, one.group) for one in found} == {
        (
            DeliveryState.HELD,
            datetime(2026, 1, 6, 7, tzinfo=UTC),
            "digest:desk:2026-01-06T07:00:00+00:00",
        )
    }


def test_alerts_of_the_same_ten_minutes_leave_together(promise: Promise) -> None:
    desk = Route(id="desk", channels=("slack",), group_minutes=10)
    found = {
        route(alert(), promise(), policy(desk), datetime(2026, 1, 5, 9, minute, tzinfo=UTC))[0]
        .not_before.time()
        .isoformat()
        for minute in (0, 4, 9, 10)
    }
    assert found == {"09:10:00", "09:20:00"}


@pytest.mark.parametrize(
    ("response", "held"),
    [
        ({"kind": ResponseKind.SNOOZE, "commitment": "soybeans-2025"}, True),
        ({"kind": ResponseKind.SNOOZE, "commitment": "tariffs"}, False),
        ({"kind": ResponseKind.ACK, "commitment": "soybeans-2025"}, False),
        ({"kind": ResponseKind.SILENCE, "matchers": (("agreement", "busan-2025"),)}, True),
        ({"kind": ResponseKind.SILENCE, "matchers": (("channel", "slack"),)}, True),
        ({"kind": ResponseKind.SILENCE, "matchers": (("channel", "mail"),)}, False),
        ({"kind": ResponseKind.SILENCE, "matchers": (("tag", "farm"),)}, True),
        (
            {
                "kind": ResponseKind.SILENCE,
                "matchers": (("cause", "overdue"), ("agreement", "geneva-2025")),
            },
            False,
        ),
        ({"kind": ResponseKind.SILENCE}, False),
    ],
)
def test_a_snooze_or_silence_holds_what_it_covers_until_it_ends(
    promise: Promise, response: dict[str, Any], held: bool
) -> None:
    until = datetime(2026, 1, 8, tzinfo=UTC)
    quiet = Response(id="r1", by="Ana", at=NOW, until=until, **response)
    desk = Route(id="desk", channels=("slack",))
    (found,) = route(alert(), promise(tags=("farm",)), policy(desk), NOW, (quiet,))
    assert (found.state, found.not_before, found.group) == (
        (DeliveryState.HELD, until, "silence:r1") if held else (DeliveryState.WAITING, NOW, "")
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ("",)),
        ("slack://a/b/c", ("",)),
        ("mailto://u:p@example.org", ("",)),
        ("mailto://u:p@example.org?to=a@x.org", ("",)),
        ("mailto://u:p@example.org?to=a@x.org,b@x.org", ("a@x.org", "b@x.org")),
        ("mailtos://u:p@example.org/a@x.org/b@x.org?to=a@x.org", ("a@x.org", "b@x.org")),
    ],
)
def test_each_reader_of_a_mail_channel_is_a_row_of_its_own(
    address: str, expected: tuple[str, ...]
) -> None:
    assert recipients(Channel(id="mail", address=Secret(address))) == expected


def test_one_refused_reader_does_not_keep_the_others_from_hearing(promise: Promise) -> None:
    mail = Channel(id="mail", address=Secret("mailto://h?to=a@x.org,b@x.org&from=m@x.org"))
    desk = Route(id="desk", channels=("mail",))
    found = route(alert(), promise(), policy(desk, channels=(mail,)), NOW)
    assert [(one.channel, one.recipient) for one in found] == [
        ("mail", "a@x.org"),
        ("mail", "b@x.org"),
    ]
    assert len({one.id for one in found}) == 2
