from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.domain.alert import Alert, Cause, Severity
from monitor.domain.evidence import Act, Evidence, Item, Signal, Witness
from monitor.domain.standing import Standing, Suffix, Transition, Word
from monitor.errors import Grade, Problem
from monitor.views.evidence import evidence_list
from monitor.views.explained import explained
from monitor.views.findings import finding_list
from monitor.views.live import LiveScreen
from monitor.views.plain import problems_json, read_jsonl, to_json
from monitor.views.problems import problem_list
from monitor.views.replay import timeline
from monitor.views.replayed import Replayed, replay_json
from monitor.views.rounds import NOUNS, round_text
from monitor.views.rows import Around, StatusRow

NOW = datetime(2025, 12, 20, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WIDTHS = pytest.mark.parametrize("width", [80, 100, 160])
Same = Callable[[str, str], None]

ALERTS = (
    Alert(
        id="a1b2c3d4",
        key="truce:breach-confirmed:1",
        cause=Cause.BREACH_CONFIRMED,
        severity=Severity.CRITICAL,
        at=NOW - 5 * HOUR,
        headline="truce: a breach is confirmed: the observers found shells east of the ridge",
        because="An official record of the act: report 14 of the observers.",
        commitment="truce",
        before=Word.BREACH_CORROBORATED,
        after=Word.BREACH,
        suffixes=(Suffix.DISPUTED,),
    ),
    Alert(
        id="e5f6a7b8",
        key="beans-2025:reminder:30",
        cause=Cause.REMINDER,
        severity=Severity.NOTICE,
        at=NOW - 30 * HOUR,
        headline="beans-2025 is due in 30 days, on 2026-01-18",
        because="The 30-day step of its reminders.",
        commitment="beans-2025",
        late=True,
    ),
    Alert(
        id="c9d0e1f2",
        key="feed:old-paper:dying",
        cause=Cause.FEED_DYING,
        severity=Severity.WARNING,
        at=NOW - 3 * DAY,
        headline="old-paper has not answered for 24 h",
        because="12 looks in a row failed: no answer within 30 s.",
        feed="old-paper",
    ),
)
EVIDENCE = (
    Evidence(
        id="e1",
        item="17",
        commitment="beans-2025",
        signal=Signal.SHORTFALL,
        act=Act.ALLEGATION,
        party="EA",
        claimant="WE",
        quote="well short of the pledged 12 million tonnes",
        confidence=0.9,
        learned_at=NOW,
        because="“short of” with the amount of the target",
        witness=Witness(family="northwire"),
        title="Bean sales well short of the pledged 12 million tonnes",
    ),
    Evidence(
        id="e2",
        item="18",
        commitment="truce",
        signal=Signal.DENIED,
        act=Act.DENIAL,
        party="North",
        quote="no shots were fired",
        confidence=0.75,
        learned_at=NOW,
        because="a denial by the obligor",
        witness=Witness(family="northwire"),
        title="Northern army: no shots were fired",
    ),
)

TRANSITIONS = (
    Transition(id="t1", commitment="truce", at=NOW - 9 * DAY, before=None, after=Word.HOLDING),
    Transition(
        id="t2",
        commitment="truce",
        at=NOW - 5 * HOUR,
        before=Word.BREACH_CORROBORATED,
        after=Word.BREACH,
        suffixes_after=(Suffix.DISPUTED,),
    ),
)
REPLAYED = Replayed(
    items=1200,
    revisions=31,
    evidence=44,
    alerts=ALERTS,
    transitions=TRANSITIONS,
    standings={
        date(2025, 12, 20): {
            "truce": Standing(
                commitment="truce",
                at=NOW,
                word=Word.BREACH,
                machine_word=Word.BREACH,
                suffixes=(Suffix.DISPUTED,),
            )
        }
    },
)

PROBLEMS = (
    Problem(
        file="commitments.yaml",
        line=12,
        path="commitments[3].due",
        message="2025-02-30 is no day.",
        hint="February 2025 has 28 days",
    ),
    Problem(
        file="commitments.yaml",
        line=4,
        path="agreements[0].parent",
        message="no agreement “genva-2025” is declared.",
        hint="did you mean geneva-2025?",
    ),
    Problem(
        file="config/feeds.yaml",
        line=0,
        path="",
        message="no feed watches 3 commitments.",
        grade=Grade.WARNING,
    ),
)
FILES = ("commitments.yaml", "config/feeds.yaml", "config/alerts.yaml")


@WIDTHS
def test_evidence_reads_as_it_did(width: int, same: Same) -> None:
    same(f"evidence-{width}", str(evidence_list(EVIDENCE, items=5, width=width)))


@WIDTHS
def test_the_timeline_of_a_replay_reads_as_it_did(width: int, same: Same) -> None:
    same(f"replay-{width}", str(timeline(REPLAYED, width=width)))


@WIDTHS
def test_the_problems_read_as_they_did(width: int, same: Same) -> None:
    same(f"problems-{width}", str(problem_list(PROBLEMS, files=FILES, width=width)))


@WIDTHS
def test_the_live_screen_reads_as_it_did(
    width: int, same: Same, rows: list[StatusRow], around: Around
) -> None:
    screen = LiveScreen(
        rows=rows, around=around, now=NOW, alerts=ALERTS, doing="next look in 4 min"
    )
    same(f"live-{width}", str(screen.lines(width, 40)))


def test_replays_problems_and_evidence_for_machines_read_as_they_did(same: Same) -> None:
    objects = (replay_json(REPLAYED), problems_json(PROBLEMS))
    said = "".join(f"{to_json(each)}\n" for each in objects)
    same("replay-problems-evidence-json", said + read_jsonl(EVIDENCE))


def test_without_problems_or_evidence_the_screens_say_so() -> None:
    assert [
        str(problem_list((), files=("commitments.yaml",), width=80)),
        str(evidence_list((), items=3, width=80)),
    ] == [
        "Nothing is wrong; without a problem: commitments.yaml.\n",
        "3 items read, 0 pieces of evidence; 3 items say nothing.\n",
    ]


@pytest.mark.parametrize("height", [5, 12, 24, 60, 200])
def test_the_live_screen_never_exceeds_the_terminals_height(
    rows: list[StatusRow], around: Around, height: int
) -> None:
    screen = LiveScreen(rows=rows, around=around, now=NOW, alerts=ALERTS[:1])
    assert len(screen.lines(80, height).lines) <= height


def test_what_was_considered_for_an_item_is_told_with_its_reasons() -> None:
    item = Item(id="17", feed="f", title="Beans are late", first_seen=NOW)
    considered = [("beans-2025", True, "subject and party"), ("truce", False, "no party")]
    assert str(explained(item, considered, width=60)).splitlines() == [
        f"17 {'─' * 57}",
        "  Beans are late",
        "  ✓ beans-2025",
        "    subject and party",
        "  – truce",
        "    no party",
        "",
    ]
    assert "No declared commitment is named" in str(explained(item, [], width=60))


def test_findings_are_aligned_and_counted() -> None:
    findings = [("database", True, "opens"), ("slack", False, "refuses the token")]
    assert str(finding_list(findings, width=60)).splitlines() == [
        "✓ database  opens",
        "✗ slack     refuses the token",
        "1 of 2 not well.",
    ]
    assert str(finding_list([], width=60)) == "All is well.\n"


def test_a_round_is_told_in_one_line_that_keeps_quiet_about_what_did_not_happen() -> None:
    done = dict.fromkeys(NOUNS, 0) | {"feeds": 3, "sent": 1}
    looked = "3 feeds looked at, "
    rest = (
        "0 new items, 0 pieces of evidence, 0 commitments assessed, 0 standings changed, "
        "1 messages sent."
    )
    said = [round_text(done), round_text(done | {"failed": 2})]
    assert said == [f"{looked}{rest}", f"{looked}2 of them failed, {rest}"]
