import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.alert import Alert, Cause, Severity
from monitor.domain.commitment import Amendment, AmendmentKind
from monitor.domain.commitment import Text as Terms
from monitor.domain.standing import Instance, Performance, Word
from monitor.domain.text import clean
from monitor.views.atom import MOST, atom
from monitor.views.csv import status_csv
from monitor.views.ics import escaped, folded, ics
from monitor.views.plain import STATUS_COLUMNS
from monitor.views.rows import StatusRow, in_order

NOW = datetime(2025, 12, 20, 12, 0, tzinfo=UTC)
ANY = st.text(st.characters(codec=None), max_size=200)

Event = dict[str, str]


def events_of(calendar: str) -> list[Event]:
    """The events read back as RFC 5545 says: unfolded, then unescaped."""
    lines = calendar.replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    events: list[Event] = []
    for line in lines[1:-2]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line != "END:VEVENT":
            events[-1][name] = unescaped(value)
    return events


def unescaped(value: str) -> str:
    out, signs = "", iter(value)
    for sign in signs:
        follows = next(signs) if sign == "\\" else ""
        out += {"n": "\n"}.get(follows, follows) if follows else sign
    return out


def row_named(rows: list[StatusRow], name: str) -> StatusRow:
    return next(row for row in rows if row.commitment.id == name)


def test_a_due_date_is_an_all_day_event_that_reads_back_whole(rows: list[StatusRow]) -> None:
    row = row_named(rows, "soybeans-2025")
    commitment = replace(
        row.commitment,
        statement="Buys beans; at least 12 Mt, C:\\ included.",
        text=Terms(url="https://example.org/text"),
        amendments=(Amendment(on=date(2025, 12, 3), kind=AmendmentKind.EXTEND),),
    )
    assert events_of(ics([replace(row, commitment=commitment)])) == [
        {
            "UID": "soybeans-2025@commitment-monitor",
            "DTSTAMP": "20251220T120000Z",
            "SEQUENCE": "1",
            "DTSTART;VALUE=DATE": "20260228",
            "DTEND;VALUE=DATE": "20260301",
            "SUMMARY": "soybeans-2025: at risk (conflicting, stale)",
            "DESCRIPTION": (
                "Buys beans; at least 12 Mt, C:\\ included.\n"
                "CN → US\n"
                "Due 2026-02-28 23:59:59 UTC (UTC)\n"
                "Moved +59 d\n"
                "Standing at 2025-12-20 12:00 UTC: at risk (conflicting, stale), "
                "the pace is below what the target needs"
            ),
            "STATUS": "CONFIRMED",
            "TRANSP": "TRANSPARENT",
            "CATEGORIES": "Busan arrangement",
            "URL": "https://example.org/text",
        }
    ]


def test_a_moved_deadline_keeps_its_uid(rows: list[StatusRow]) -> None:
    row = row_named(rows, "truce")
    due = row.standing.due
    assert due is not None
    later = replace(row.standing, due=replace(due, day=due.day + timedelta(days=30)))
    uids = [
        event["UID"]
        for each in (row, replace(row, standing=later))
        for event in events_of(ics([each]))
    ]
    assert uids == ["truce@commitment-monitor"] * 2


def test_a_deadline_that_one_side_claims_is_tentative(rows: list[StatusRow]) -> None:
    events = events_of(ics([row_named(rows, "prisoner-lists")]))
    assert [(event["UID"], event["STATUS"]) for event in events] == [
        ("prisoner-lists@commitment-monitor", "CONFIRMED"),
        ("prisoner-lists/claimed@commitment-monitor", "TENTATIVE"),
    ]


def test_each_occurrence_of_a_recurring_commitment_has_its_own_event(rows: list[StatusRow]) -> None:
    row = row_named(rows, "storage-report")
    due = row.standing.due
    assert due is not None
    instances = tuple(
        Instance(due=replace(due, day=date(year, 12, 20)), performance=Performance.MET)
        for year in (2024, 2025)
    )
    events = events_of(ics([replace(row, standing=replace(row.standing, instances=instances))]))
    assert [(event["UID"], event["SUMMARY"]) for event in events] == [
        ("storage-report/2024-12-20@commitment-monitor", "storage-report: met"),
        ("storage-report/2025-12-20@commitment-monitor", "storage-report: met"),
    ]


def test_the_calendar_has_every_known_date_once(rows: list[StatusRow]) -> None:
    uids = [event["UID"] for event in events_of(ics(rows))]
    dated = [row for row in in_order(rows) if row.standing.due]
    assert [uid for uid in uids if "/" not in uid] == [
        f"{row.commitment.id}@commitment-monitor" for row in dated
    ]
    assert len(set(uids)) == len(uids)


@given(text=ANY)
@settings(deadline=None)
def test_any_text_survives_escaping_and_folding(text: str) -> None:
    parts = list(folded(f"SUMMARY:{escaped(text)}"))
    assert [part for part in parts if len(part.encode()) > 75] == []
    assert unescaped(parts[0] + "".join(part[1:] for part in parts[1:])) == f"SUMMARY:{clean(text)}"


ALERT = Alert(
    id="a1",
    key="k",
    cause=Cause.BREACH_CONFIRMED,
    severity=Severity.CRITICAL,
    at=NOW,
    headline="truce: a breach <b>is</b> confirmed & recorded",
    because='By "report 14".',
    commitment="truce",
    before=Word.BREACH_CORROBORATED,
    after=Word.BREACH,
    detail=("A line of detail.",),
)


def parsed(feed: str) -> feedparser.FeedParserDict:
    found = feedparser.parse(io.BytesIO(feed.encode()), sanitize_html=False)
    assert (found.bozo, found.version) == (False, "atom10")
    return found


def test_an_alert_reads_back_from_the_feed() -> None:
    found = parsed(atom([ALERT], now=NOW, links={"truce": "https://example.org/?a=1&b=2"}))
    (entry,) = found.entries
    assert {
        "title": entry.title,
        "updated": entry.updated,
        "link": entry.links[0].href,
        "tags": [tag.term for tag in entry.tags],
        "content": entry.content[0].value,
    } == {
        "title": "truce: a breach <b>is</b> confirmed & recorded",
        "updated": "2025-12-20T12:00:00Z",
        "link": "https://example.org/?a=1&b=2",
        "tags": ["breach-confirmed", "critical", "truce"],
        "content": 'breach? → BREACH\nBy "report 14".\nA line of detail.',
    }


def test_the_feed_holds_the_newest_alerts_first_under_ids_that_stay() -> None:
    alerts = [replace(ALERT, id=f"a{n}", at=NOW - timedelta(hours=n)) for n in range(MOST + 5)]
    found = parsed(atom(alerts[::-1], now=NOW))
    assert [entry.updated for entry in found.entries] == [
        f"{alert.at:%Y-%m-%dT%H:%M:%SZ}" for alert in alerts[:MOST]
    ]
    again = parsed(atom(alerts, now=NOW + timedelta(days=1)))
    assert [entry.id for entry in again.entries] == [entry.id for entry in found.entries]
    assert len({entry.id for entry in found.entries}) == MOST


def test_a_feed_without_alerts_is_still_a_feed() -> None:
    found = parsed(atom([], now=NOW))
    assert (found.entries, found.feed.updated) == ([], "2025-12-20T12:00:00Z")


@given(text=ANY)
@settings(deadline=None)
def test_no_text_breaks_the_feed(text: str) -> None:
    alert = replace(ALERT, headline=text, because=text, commitment=text, id=text, detail=(text,))
    found = parsed(atom([alert], now=NOW, title=text, links={text: f"https://{text}"}))
    assert len(found.entries) == 1


def test_the_sheet_reads_back_with_every_commitment(rows: list[StatusRow]) -> None:
    records = list(csv.DictReader(io.StringIO(status_csv(rows), newline="")))
    assert [list(records[0]), [record["id"] for record in records]] == [
        list(STATUS_COLUMNS),
        [row.commitment.id for row in in_order(rows)],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"])
def test_no_text_of_the_sheet_is_run_as_a_formula(rows: list[StatusRow], text: str) -> None:
    commitment = replace(rows[0].commitment, statement=text)
    sheet = status_csv([replace(rows[0], commitment=commitment)])
    (record,) = csv.DictReader(io.StringIO(sheet, newline=""))
    assert record["statement"] == f"'{text.strip()}"


def test_a_negative_number_stays_a_number(rows: list[StatusRow]) -> None:
    sheet = status_csv([row_named(rows, "prisoner-lists")])
    (record,) = csv.DictReader(io.StringIO(sheet, newline=""))
    assert record["days_left"] == "-3"
