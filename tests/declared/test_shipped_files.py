"""The files that ship with the program: free of problems, true to what they say of themselves."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.declared.commitments import load_register
from monitor.declared.feeds_file import FeedsFile
from monitor.declared.gazetteer import built_in_parties
from monitor.declared.lint import lint
from monitor.declared.settings import load_alerts, load_feeds
from monitor.domain.calendar import Due, resolve
from monitor.domain.commitment import AmendmentStatus, Commitment, Register
from monitor.domain.evidence import Tier

ROOT = Path(__file__).resolve().parents[2]
EDGE_OF_KNOWLEDGE = date(2026, 10, 9)


def register() -> Register:
    loaded = load_register(ROOT / "commitments.yaml")
    assert loaded.value is not None, loaded.problems
    return loaded.value


def feeds_file() -> FeedsFile:
    loaded = load_feeds(ROOT / "config" / "feeds.yaml")
    assert loaded.value is not None, loaded.problems
    return loaded.value


def commitment(commitment_id: str) -> Commitment:
    return next(c for c in register().commitments if c.id == commitment_id)


def last_due(commitment_id: str) -> Due:
    agreed = [a.due for a in commitment(commitment_id).amendments if a.due]
    due = agreed[-1] if agreed else commitment(commitment_id).due
    assert due is not None
    return due


def instant(due: Due) -> datetime:
    deadline = resolve(due, events={})
    assert deadline is not None
    return deadline.instant


def days_told(of: Commitment) -> Iterator[date]:
    """The days on which the record says that something happened or became known."""
    yield of.made
    for amendment in of.amendments:
        yield amendment.on
        yield amendment.learned_on or amendment.on


def test_the_three_files_load_without_a_problem_or_a_warning() -> None:
    feeds = feeds_file()
    problems = [
        *load_register(ROOT / "commitments.yaml").problems,
        *load_feeds(ROOT / "config" / "feeds.yaml").problems,
        *load_alerts(ROOT / "config" / "alerts.yaml").problems,
        *lint(register(), feeds.feeds, feeds.series),
    ]
    assert problems == []


def test_the_first_line_points_editors_to_the_schema() -> None:
    first = (ROOT / "commitments.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=config/commitments.schema.json"


def test_nothing_is_told_that_happened_after_the_edge_of_our_knowledge() -> None:
    later = [
        (c.id, day)
        for c in register().commitments
        for day in days_told(c)
        if day > EDGE_OF_KNOWLEDGE
    ]
    assert later == []
    assert [event.id for event in register().events if event.on > EDGE_OF_KNOWLEDGE] == []


def test_every_record_says_where_it_is_written_and_when_it_was_verified() -> None:
    bare = [
        c.id
        for c in register().commitments
        if not c.text.url.startswith("http") or c.verified_on != EDGE_OF_KNOWLEDGE
    ]
    assert bare == []


def test_every_change_of_terms_has_its_reason_and_source() -> None:
    bare = [
        (c.id, a.on)
        for c in register().commitments
        for a in c.amendments
        if not a.because or not a.source.startswith("http")
    ]
    assert bare == []


def test_what_one_side_alone_claims_names_that_side() -> None:
    claims = [
        (c.id, a.by)
        for c in register().commitments
        for a in c.amendments
        if a.status is AmendmentStatus.CLAIMED
    ]
    assert claims
    assert [claim for claim in claims if not claim[1]] == []


@pytest.mark.parametrize(
    ("commitment_id", "utc"),
    [
        ("cn-gallium-germanium-antimony", datetime(2026, 11, 27, 16, 0, tzinfo=UTC)),
        ("us-section-301-exclusions", datetime(2026, 11, 10, 3, 59, tzinfo=UTC)),
        ("tiktok-divestiture", datetime(2026, 1, 24, 5, 0, tzinfo=UTC)),
        ("truce", datetime(2027, 1, 11, 5, 0, tzinfo=UTC)),
        ("soybeans-2026", datetime(2027, 1, 1, 5, 0, tzinfo=UTC)),
    ],
)
def test_a_last_date_falls_at_its_instant(commitment_id: str, utc: datetime) -> None:
    assert instant(last_due(commitment_id)) == utc


@pytest.mark.parametrize(
    ("commitment_id", "utc"),
    [
        ("truce-us-tariffs", datetime(2025, 8, 12, 4, 1, tzinfo=UTC)),
        ("truce-cn-tariffs", datetime(2025, 8, 12, 4, 1, tzinfo=UTC)),
        ("us-affiliates-rule", datetime(2026, 11, 10, 5, 0, tzinfo=UTC)),
        ("us-port-fees", datetime(2026, 11, 10, 5, 0, tzinfo=UTC)),
        ("soybeans-2025", datetime(2026, 1, 1, 5, 0, tzinfo=UTC)),
    ],
)
def test_a_first_date_falls_at_its_instant(commitment_id: str, utc: datetime) -> None:
    due = commitment(commitment_id).due
    assert due is not None
    assert instant(due) == utc


def test_the_second_extension_ends_in_the_same_minute_on_both_sides() -> None:
    ends = {
        name: [instant(a.due) for a in commitment(name).amendments if a.due][1]
        for name in ("truce-us-tariffs", "truce-cn-tariffs")
    }
    assert set(ends.values()) == {datetime(2026, 11, 10, 5, 1, tzinfo=UTC)}


def test_a_family_that_is_an_organ_of_a_party_is_declared_as_one() -> None:
    organ_of = {organ: party.id for party in built_in_parties() for organ in party.organs}
    declared = {feed.family: feed.party for feed in feeds_file().feeds if feed.family in organ_of}
    assert declared == {family: organ_of[family] for family in declared}
    assert {"US", "CN"} <= set(declared.values())


def test_silence_can_mean_something_because_many_publishers_are_asked() -> None:
    independent = {
        feed.owner or feed.family
        for feed in feeds_file().feeds
        if not feed.party and feed.tier in {Tier.OUTLET, Tier.WIRE}
    }
    assert len(independent) >= 8


def test_every_series_of_a_quantity_is_declared() -> None:
    known = {series.id for series in feeds_file().series}
    named = {s for c in register().commitments if c.quantity for s in c.quantity.series}
    assert named - known == set()


def test_the_terminal_is_told_everything_until_somebody_adds_a_channel() -> None:
    policy = load_alerts(ROOT / "config" / "alerts.yaml").value
    assert policy is not None
    assert [(route.id, route.channels) for route in policy.routes] == [
        ("everything", ("terminal",))
    ]
    assert [channel.is_terminal for channel in policy.channels] == [True]
