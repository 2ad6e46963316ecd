"""Many alerts as one message."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.delivery.digest import together
from monitor.delivery.message import Message
from monitor.delivery.render import mail, plain, terminal
from monitor.delivery.slack import attachment
from monitor.domain.alert import Severity
from monitor.domain.alerting.backlog import IN_ONE_DIGEST
from monitor.domain.alerting.causes import short_id

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def many(told: Message, count: int) -> list[Message]:
    return [
        replace(
            told,
            alerts=(short_id(str(n)),),
            at=NOW + timedelta(minutes=n),
            severity=Severity.CRITICAL if n == 3 else Severity.WARNING,
        )
        for n in range(count)
    ]


def test_the_gravest_come_first_then_the_newest(told: Message) -> None:
    messages = many(told, 6)
    one = together(messages, NOW)
    assert one.alerts == tuple(messages[n].alerts[0] for n in (3, 5, 4, 2, 1, 0))
    assert (one.severity, one.thread, one.commands) == (
        Severity.CRITICAL,
        "digest",
        ("monitor alerts",),
    )
    assert one.headline == "6 alerts: 6 OVERDUE"


def test_every_id_of_a_full_digest_is_shown_in_every_form(told: Message) -> None:
    one = together(many(told, IN_ONE_DIGEST), NOW)
    forms = [json.dumps(attachment(one)), mail(one).body, terminal(one)]
    assert [sum(alert in form for alert in one.alerts) for form in forms] == [IN_ONE_DIGEST] * 3
    assert "monitor alerts" in plain(one).body


def test_a_repeat_among_them_marks_the_whole(told: Message) -> None:
    messages = many(told, 2)
    assert together([messages[0], replace(messages[1], repeat=True)], NOW).repeat


def test_kinds_beyond_six_are_counted(told: Message) -> None:
    messages = [replace(one, headline=f"Kind {n} — x") for n, one in enumerate(many(told, 9))]
    assert together(messages, NOW).headline.endswith(", 3 other kinds")
