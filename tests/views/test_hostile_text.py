"""Whatever the news, a file or a person says: screens stay whole, nothing steers the terminal."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from io import StringIO
from typing import Any
from xml.dom.minidom import parseString

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from monitor.domain.alert import Alert, Cause, Delivery, Response, ResponseKind, Severity
from monitor.domain.commitment import Agreement, Commitment, Condition, ConditionKind, Kind, Reading
from monitor.domain.commitment import Text as Terms
from monitor.domain.evidence import Act, Evidence, Facts, Feed, FeedHealth, Item, Signal, Witness
from monitor.domain.standing import Claim, ClaimState, Reason, Standing, Suffix, Transition, Word
from monitor.errors import Problem
from monitor.views.alerts import alert_list
from monitor.views.evidence import evidence_list
from monitor.views.explained import explained
from monitor.views.feeds import feed_table
from monitor.views.findings import finding_list
from monitor.views.lines import Lines
from monitor.views.live import LiveScreen
from monitor.views.plain import (
    alerts_json,
    feeds_json,
    read_jsonl,
    status_json,
    status_tsv,
    story_json,
    to_json,
)
from monitor.views.problems import problem_list
from monitor.views.replay import timeline
from monitor.views.replayed import Replayed
from monitor.views.rows import Around, StatusRow
from monitor.views.status import status_table
from monitor.views.story import story
from monitor.views.svg import svg
from monitor.views.told import Told

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
TODAY = date(2026, 1, 5)

FIXED = (
    "[/]",
    "[red]x[/red] [link=https://evil.example]y[/link] :warning:",
    "\x1b]0;title\x07 \x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\ \x1b]52;c;eA==\x07",
    "\x1b[2J\x1b[1;1H\x9b31m \x90 \x84",
    "a\rb\nc\td\x0be\x0cf\x85g\u2028h\u2029i",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200b\u200d\ufeff",
    "中文字符" * 40,
    "👩‍👩‍👧‍👦🇨🇳❤️" * 20,
    "e" + "\u0301" * 200,
    "\ufe0f\u0301\u20e3",
    "1\ufe0f\u20e3" * 30,
    "\ud800 \udfff \ufffe",
    "x" * 500,
    "-" * 300,
    "ﷺ" * 50,
    "\u1100\u1161\u11a8" * 30,
    "",
    " ",
    "%s {0} {x!r} ${HOME} `id`",
)
ANY = st.one_of(
    st.sampled_from(FIXED),
    st.text(st.characters(codec=None), max_size=60),
    st.text("\x1b[]m;:0123456789\x9b\x07 ab中👩\u200d\ufe0f\u0301-", max_size=60),
)

EVIDENCE = Evidence(
    id="e",
    item="i",
    commitment="c",
    signal=Signal.BREACH,
    act=Act.ALLEGATION,
    claimant="x",
    quote="q",
    learned_at=NOW,
    witness=Witness(family="f"),
)
COMMITMENT = Commitment(
    id="c",
    kind=Kind.DO_BY,
    obligor=("a", "b"),
    obligee=("c",),
    statement="s",
    made=TODAY,
    text=Terms(quote="q"),
    readings=(Reading(by="x"),),
    conditions=(Condition(kind=ConditionKind.TRIGGER, on="x"),),
    confirmed_by=("x",),
)
STANDING = Standing(
    commitment="c",
    at=NOW,
    word=Word.AT_RISK,
    machine_word=Word.AT_RISK,
    suffixes=tuple(Suffix),
    since=NOW,
    claims=(
        Claim(
            story="s",
            state=ClaimState.REPORTED,
            since=NOW,
            families=("f",),
            evidence=("e",),
            disputed_by=("x",),
            claimant="x",
        ),
    ),
    reasons=(Reason(code="code", sentence="s"),),
    override_by="x",
)
TRANSITION = Transition(
    id="t",
    commitment="c",
    at=NOW,
    before=Word.HOLDING,
    after=Word.BREACH,
    reasons=(Reason(code="x", sentence="s"),),
)
ITEM = Item(id="i", feed="f", title="t", first_seen=NOW)
ALERT = Alert(
    id="a",
    key="k",
    cause=Cause.OVERDUE,
    severity=Severity.CRITICAL,
    at=NOW,
    headline="h",
    because="b",
    commitment="c",
)


def poisoned(value: Any, text: str) -> Any:
    """The value with every text inside it replaced."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(poisoned(each, text) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        texts = {field.name: poisoned(getattr(value, field.name), text) for field in fields(value)}
        return replace(value, **texts)
    return value


def screens(text: str) -> Mapping[str, Callable[[int], Lines]]:
    row = poisoned(
        StatusRow(
            commitment=COMMITMENT, standing=STANDING, newest=EVIDENCE, agreement_name="agreement"
        ),
        text,
    )
    around = Around(changed=(poisoned(TRANSITION, text),), looked=NOW, last_poll=NOW)
    told = Told(
        commitment=row.commitment,
        standing=replace(row.standing, claims=(*row.standing.claims, *STANDING.claims)),
        facts=Facts(evidence=(row.newest, EVIDENCE)),
        agreement=Agreement(id=text, name=text),
        transitions=around.changed,
        responses=(poisoned(Response(id="r", kind=ResponseKind.ACK, by="x", at=NOW), text),),
        names={text: text},
    )
    alert = poisoned(ALERT, text)
    delivery = Delivery(
        id=text, alert=text, channel=text, recipient=text, not_before=NOW, created=NOW
    )
    feed = Feed(id=text, address=text, name=text, family=text)
    health = FeedHealth(feed=text, since=NOW, next_poll=NOW, detail=text, moved_to=text)
    replayed = Replayed(alerts=(alert,), transitions=around.changed)
    problem = Problem(file=text, line=1, path=text, message=text, hint=text)
    return {
        "status": lambda width: status_table([row], now=NOW, width=width, around=around),
        "story": lambda width: story(told, now=NOW, width=width),
        "alerts": lambda width: alert_list(
            [alert], [delivery], told.responses, now=NOW, width=width
        ),
        "feeds": lambda width: feed_table(
            [feed], {text: health}, {text: [text], "b": []}, now=NOW, width=width
        ),
        "evidence": lambda width: evidence_list([row.newest], items=1, width=width),
        "explained": lambda width: explained(
            poisoned(ITEM, text), [(text, True, text), (text, False, text)], width=width
        ),
        "findings": lambda width: finding_list([(text, True, text), ("b", False, "")], width=width),
        "replay": lambda width: timeline(replayed, width=width),
        "problems": lambda width: problem_list([problem], files=[text], width=width),
        "live": lambda width: LiveScreen(
            rows=[row], around=around, now=NOW, alerts=[alert], doing=text
        ).lines(width, 30),
    }


def printed(lines: Lines, width: int, environ: Mapping[str, str] | None = None) -> str:
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        _environ=environ or {},
    )
    console.print(lines, end="")
    return out.getvalue()


RICHS_OWN = re.compile(r"\x1b\[[0-9;]*m")
STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@given(text=ANY, width=st.integers(60, 200))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_text_neither_breaks_a_screen_nor_steers_the_terminal(
    text: str, width: int
) -> None:
    for name, screen in screens(text).items():
        lines = screen(width)
        wide = [line.plain for line in lines.lines if line.cell_len > width]
        bare = RICHS_OWN.sub("", printed(lines, width))
        assert (name, wide, STEERING.findall(bare)) == (name, [], [])


@pytest.mark.parametrize("text", FIXED)
def test_hostile_text_stays_inside_the_json_it_is_printed_in(text: str) -> None:
    row = poisoned(StatusRow(commitment=COMMITMENT, standing=STANDING, newest=EVIDENCE), text)
    told = Told(commitment=row.commitment, standing=row.standing)
    objects = [
        status_json([row]),
        story_json(told),
        feeds_json([Feed(id=text, address="")], {}, {text: [text]}),
        alerts_json([poisoned(ALERT, text)], []),
    ]
    for value in objects:
        said = to_json(value)
        assert json.loads(said) == value
        assert STEERING.findall(said) == []
    assert json.loads(read_jsonl([row.newest]))["quote"] == text


@pytest.mark.parametrize("text", FIXED)
def test_hostile_text_stays_inside_its_cell_of_the_tsv(text: str) -> None:
    row = poisoned(StatusRow(commitment=COMMITMENT, standing=STANDING), text)
    header, *lines = status_tsv([row]).split("\n")[:-1]
    assert [line.count("\t") for line in lines] == [header.count("\t")]
    assert STEERING.findall(lines[0].replace("\t", "")) == []


@pytest.mark.parametrize("text", FIXED)
def test_hostile_text_stays_inside_the_picture(text: str) -> None:
    lines = screens(text)["story"](80)
    picture = svg(lines, width=80, title="story", unique_id="story")
    assert len(parseString(picture).getElementsByTagName("svg")) == 1  # noqa: S318 -- our own


def test_without_colour_nothing_is_said_in_colour(
    rows: list[StatusRow], around: Around, now: datetime
) -> None:
    table = status_table(rows, now=now, width=100, around=around)
    out = printed(table, 100, {"NO_COLOR": "1"})
    codes = {code for found in re.findall(r"\x1b\[([0-9;]*)m", out) for code in found.split(";")}
    assert codes <= {"0", "1", "2"}
    assert RICHS_OWN.sub("", out) == str(table)


def test_an_ascii_terminal_gets_ascii_of_the_same_width(
    rows: list[StatusRow], around: Around, now: datetime
) -> None:
    class Latin(StringIO):
        encoding = "ascii"

    table = status_table(rows, now=now, width=100, around=around)
    out = Latin()
    Console(file=out, width=100, _environ={}).print(table, end="")
    assert out.getvalue().isascii()
    assert [len(line) for line in out.getvalue().splitlines()] == [
        line.cell_len for line in table.lines
    ]


def test_a_pipe_gets_the_words_alone(rows: list[StatusRow], around: Around, now: datetime) -> None:
    table = status_table(rows, now=now, width=80, around=around)
    out = StringIO()
    Console(file=out, width=80, _environ={}).print(table, end="")
    assert out.getvalue() == str(table)
