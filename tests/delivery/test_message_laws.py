"""What we send is inert, whatever it quotes: two thousand strings and sixty picked ones."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.delivery.digest import together
from monitor.delivery.message import Message, safe_link
from monitor.delivery.render import mail, plain, terminal
from monitor.delivery.slack import attachment

Nasty = Callable[[str], Message]

FIXED = (
    *("<!channel>", "<!here>", "<!everyone>", "<!channel|x>", "<@U012AB3CD>", "<@W1|boss>"),
    *("<#C024BE7LR>", "<!subteam^S1>", "<!date^1392734382^{date}|x>", "<mailto:a@b.c|mail>"),
    *("<https://evil.example|bank.example>", "&lt;!channel&gt;", "&amp;lt;", "&#60;!here&#62;"),
    *("*bold* _it_ ~no~ `code`", "```\nblock\n```", "> quote", "@channel @here @everyone"),
    *(":warning: :skull:", "#general", "<", ">", "&", "<<>>", "<script>alert(1)</script>"),
    *("<img src=http://t.example/p.gif>", "<a href='javascript:alert(1)'>x</a>", "<style>*{}"),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///x"),
    *("https://ok.example/a?b=c&d=e", "http://ok.example/#frag", "https://a.example/<!here>"),
    *("https://a.example/x|y", "https://a.example/x y", "https://a.example/\u202egpj.exe"),
    *("http://[::1", "https://", "https://u:p@a.example/", "HTTPS://A.EXAMPLE/ü"),
    *("x\r\nBcc: eve@example.org", "x\nTo: eve@example.org", "x\r\n\r\nbody", "x\x0b\x0cy"),
    *("=?UTF-8?Q?=0ABcc:_eve@example.org?=", "=?utf-8?b?PGI+?=", "\x00\x07\x08", "\x1b[2J"),
    *("\x1b]8;;http://evil.example\x07x\x1b]8;;\x07", "\x1b]52;c;Zm9v\x07", "\x1b]0;title\x07"),
    *("\x9b31m", "\x85next", "a\rb", "\u202eabc\u202c", "\u2066a\u2069", "zero\u200bwidth"),
    *("[red]x[/red]", "[/red]", "[link=http://x]y[/link]", "\ufeffbom", "\U000e0041tag"),
    *(
        "e\u0301" * 50,
        "👩‍👩‍👧‍👦" * 40,
        "🇨🇳🇺🇸" * 40,
        "\ud800",
        "x" * 5_000,
        "" + " " * 40,
        "%s %d {0} {x}",
    ),
)

anything = st.one_of(
    st.text(max_size=400),
    st.text(alphabet="<>&|!@#*_~`:\r\n\x1b\x9b\u202e\u200b[]/=?", max_size=60),
    st.lists(st.sampled_from(FIXED), min_size=1, max_size=4).map(" ".join),
)


def texts(node: Any) -> Iterator[dict[str, Any]]:
    """Every text object of a Slack attachment."""
    if isinstance(node, dict):
        if "text" in node and isinstance(node["text"], str):
            yield node
        for value in node.values():
            yield from texts(value)
    if isinstance(node, list):
        for value in node:
            yield from texts(value)


def is_quiet(text: str, allowed: str = "") -> bool:
    """No control, no direction mark, nothing unseen."""
    return not any(
        unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char not in allowed
        for char in text
    )


def check_slack(message: Message) -> None:
    sent = attachment(message)
    parts = [*texts(sent), {"type": "plain_text", "text": sent["fallback"]}]
    for part in parts:
        left = part["text"]
        for sign in ("&amp;", "&lt;", "&gt;"):
            left = left.replace(sign, "")
        assert not set("<>&") & set(left), part
        assert is_quiet(left, "\n"), part
        if part["type"] == "mrkdwn":
            assert left.startswith(("http://", "https://", "HTTP://", "HTTPS://")), part
            assert not set("|*_~`@ \n") & set(left), part
        else:
            assert part.get("emoji", False) is False
    assert sum(len(part["text"]) for part in texts(sent)) <= 2_900
    assert all(part["text"] for part in texts(sent))
    assert json.loads(json.dumps(sent)) == sent


def check_mail(message: Message) -> None:
    letter = mail(message)
    assert len(letter.subject) <= 150
    assert is_quiet(letter.subject)
    assert len(letter.body.encode()) <= 14_001
    assert is_quiet(letter.body, "\n")
    EmailMessage()["Subject"] = letter.subject


def check_texts(message: Message) -> None:
    for text in (terminal(message), plain(message).subject, plain(message).body):
        assert is_quiet(text, "\n")
    assert len(terminal(message)) <= 12_000
    assert len(plain(message).body) <= 1_800
    for commanded in (terminal(message), plain(message).body, mail(message).body):
        assert f"monitor ack {message.alerts[0]}" in commanded


def check(message: Message) -> None:
    check_slack(message)
    check_mail(message)
    check_texts(message)
    check_slack(together([message] * 3, message.at))


def test_there_are_sixty_picked_strings() -> None:
    assert len(FIXED) >= 60


@pytest.mark.parametrize("text", FIXED, ids=range(len(FIXED)))
def test_a_picked_string_is_inert(nasty: Nasty, text: str) -> None:
    check(nasty(text))


@settings(
    max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(anything)
def test_any_string_is_inert(nasty: Nasty, text: str) -> None:
    check(nasty(text))


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://ok.example/a?b=c&d=e#f", "https://ok.example/a?b=c&d=e#f"),
        ("http://ok.example/ü", "http://ok.example/%C3%BC"),
        ("https://a.example/<b>|*_", "https://a.example/%3Cb%3E%7C%2A_"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://", ""),
        ("https://a b", ""),
        ("http://[::1", ""),
        ("//evil.example", ""),
        ("", ""),
    ],
)
def test_only_plain_web_addresses_are_shown(link: str, shown: str) -> None:
    assert safe_link(link) == shown
