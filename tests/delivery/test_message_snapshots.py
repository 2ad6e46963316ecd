"""Every kind of alert as its readers see it, from facts through standing to text.

`WRITE_SNAPSHOTS=1` keeps new texts, to be read in the diff.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from monitor.delivery.digest import together
from monitor.delivery.message import Message, compose
from monitor.delivery.render import mail, plain, terminal
from monitor.delivery.slack import attachment
from monitor.domain.alert import Alert, Cause, Policy
from monitor.domain.alerting import decide, feed_alert, self_alert, summary, triage_alert
from monitor.domain.calendar import Due
from monitor.domain.commitment import (
    Agreement,
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    Commitment,
    Kind,
    Party,
    Quantity,
    Register,
    Text,
    Watch,
)
from monitor.domain.evaluate import Context, evaluate
from monitor.domain.evidence import (
    Act,
    Evidence,
    Facts,
    Feed,
    FeedHealth,
    FeedState,
    Item,
    Measurement,
    Ruling,
    Series,
    Side,
    Signal,
    Tier,
    Verdict,
    WatchSpan,
    Witness,
)
from monitor.domain.standing import Standing

SNAPSHOTS = Path(__file__).with_name("snapshots")
BERLIN = "Europe/Berlin"
BARLEY = Commitment(
    id="barley-2025",
    agreement="harbour-2025",
    kind=Kind.QUANTITY,
    obligor=("NO",),
    obligee=("SO",),
    statement="Northland buys at least 12 million tonnes of Southland barley in November and"
    " December 2025.",
    text=Text(by="SO", url="https://southland.example/harbour"),
    made=date(2025, 10, 30),
    due=Due(on=date(2025, 12, 31), zone="America/New_York"),
    quantity=Quantity(
        target=Decimal(12), unit="Mt", begins=date(2025, 11, 1), series=("sold", "landed")
    ),
    watch=Watch(terms=("barley", "grain purchases")),
)
TRUCE = Commitment(
    id="truce-2026",
    agreement="harbour-2025",
    kind=Kind.HOLD_UNTIL,
    obligor=("NO", "SO"),
    obligee=("NO", "SO"),
    statement="Neither side raises its duties on the other's goods.",
    made=date(2025, 10, 30),
    due=Due(on=date(2026, 11, 10), zone="UTC"),
    watch=Watch(terms=("truce", "duties")),
)
LICENCES = Commitment(
    id="licences-2025",
    agreement="harbour-2025",
    kind=Kind.DO_BY,
    obligor=("NO",),
    obligee=("SO",),
    statement="Northland answers every licence request that is open on 1 November.",
    made=date(2025, 10, 30),
    due=Due(on=date(2025, 12, 1), zone="Asia/Shanghai"),
    watch=Watch(terms=("licence",)),
)
SURCHARGE = replace(
    LICENCES,
    id="surcharge-2026",
    kind=Kind.SUNSET,
    obligor=("SO",),
    obligee=(),
    statement="Southland's surcharge on all imports ends 150 days after it began.",
    due=Due(on=date(2026, 7, 24), zone="America/New_York"),
)
REGISTER = Register(
    parties=(Party(id="NO", name="Northland"), Party(id="SO", name="Southland")),
    agreements=(Agreement(id="harbour-2025", name="Harbour arrangement"),),
    commitments=(BARLEY, TRUCE, LICENCES, SURCHARGE),
)
NAMES = {party.id: party.name for party in REGISTER.parties}
CONTEXT = Context(parties=REGISTER.parties, feeds_declared=True)
SERIES = (
    Series(id="sold", name="export sales", unit="Mt", tier=Tier.OFFICIAL, every_days=7, lag_days=8),
    Series(id="landed", name="customs landings", unit="Mt", every_days=31, lag_days=20),
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def spans(until: str) -> tuple[WatchSpan, ...]:
    began = moment("2025-10-30 00:00")
    return tuple(
        WatchSpan(feed=feed, tier=tier, began=began, ended=moment(until), family=feed)
        for feed, tier in (("northern-wire", Tier.WIRE), ("harbour-post", Tier.OUTLET))
    )


def reading(series: str, value: str, through: str, learned: str) -> Measurement:
    return Measurement(
        id=f"{series}-{through}",
        commitment="barley-2025",
        series=series,
        value=Decimal(value),
        unit="Mt",
        through=date.fromisoformat(through),
        learned_at=moment(learned),
    )


def report(identity: str, learned: str, quote: str, signal: Signal, **more: Any) -> Evidence:
    given: dict[str, Any] = {
        "id": identity,
        "item": f"item-{identity}",
        "commitment": "truce-2026",
        "signal": signal,
        "act": Act.ALLEGATION,
        "party": "NO",
        "quote": quote,
        "learned_at": moment(learned),
        "published": moment(learned) - timedelta(minutes=12),
        "witness": Witness(family="northern-wire", tier=Tier.WIRE),
        "story": f"story-{identity}",
        "link": f"https://{identity}.example/2026/01/20/duties?ref=feed",
    }
    return Evidence(**(given | more))


RAISED = report(
    "northern-wire",
    "2026-01-20 08:12",
    "Northland has put a new 15 percent duty on barley flour, in breach of the truce, Southland's"
    " trade ministry said",
    Signal.BREACH,
    claimant="SO",
    side=Side.OBLIGEE,
)
SECOND = report(
    "harbour-post",
    "2026-01-20 11:40",
    "customs brokers confirmed that the duty has been charged since Monday",
    Signal.BREACH,
    act=Act.FINDING,
    witness=Witness(family="harbour-post"),
)
DENIED = report(
    "state-daily",
    "2026-01-20 12:30",
    "the notice concerns sanitary fees & is no duty at all <see the annex>",
    Signal.DENIED,
    act=Act.DENIAL,
    claimant="NO",
    side=Side.OBLIGOR,
    witness=Witness(family="state-daily", tier=Tier.STATE_MEDIA, party="NO"),
)
CURED = Ruling(
    id="r1",
    commitment="truce-2026",
    verdict=Verdict.CURED,
    by="Ana Ruiz",
    because="the duty was withdrawn by notice 7 of 2 February",
    learned_at=moment("2026-02-02 09:00"),
)
MOVED = Amendment(
    on=date(2025, 12, 3),
    kind=AmendmentKind.EXTEND,
    due=Due(on=date(2026, 2, 28), zone="America/New_York"),
    by="SO",
    source="https://southland.example/notice-44",
)


@dataclass(frozen=True)
class Scene:
    """A commitment between two moments, what was known, and what had been told."""

    name: str
    before: str
    after: str
    commitment: Commitment
    facts: Facts
    told: tuple[str, ...] = ()
    cause: Cause | None = None


def barley(*measurements: Measurement, until: str) -> Facts:
    return Facts(measurements=measurements, series=SERIES, watch=spans(until))


def truce(*evidence: Evidence, until: str, rulings: tuple[Ruling, ...] = ()) -> Facts:
    return Facts(evidence=evidence, watch=spans(until), rulings=rulings)


WELL = reading("sold", "8.9", "2025-12-11", "2025-12-16 15:00")
SLOW = reading("sold", "5.4", "2025-12-11", "2025-12-16 15:00")
SHORT = reading("sold", "8.1", "2025-12-25", "2025-12-30 15:00")
LATE = reading("sold", "12.06", "2026-01-15", "2026-01-22 15:00")
LANDED = reading("landed", "4.1", "2025-12-11", "2025-12-17 15:00")

SCENES = (
    Scene(
        "reminder",
        "2025-12-17 04:55",
        "2025-12-17 05:05",
        BARLEY,
        barley(WELL, until="2025-12-17 05:00"),
    ),
    Scene(
        "reminder-late",
        "2025-12-20 09:00",
        "2025-12-26 09:00",
        BARLEY,
        barley(WELL, until="2025-12-26 09:00"),
        cause=Cause.REMINDER,
    ),
    Scene(
        "at-risk",
        "2025-12-16 14:00",
        "2025-12-16 15:05",
        BARLEY,
        barley(SLOW, until="2025-12-16 15:00"),
        cause=Cause.AT_RISK,
    ),
    Scene(
        "conflicting",
        "2025-12-17 14:30",
        "2025-12-17 15:05",
        BARLEY,
        barley(WELL, LANDED, until="2025-12-17 15:00"),
        cause=Cause.CONFLICTING,
    ),
    Scene(
        "overdue",
        "2025-12-31 23:00",
        "2026-01-01 05:05",
        BARLEY,
        barley(SHORT, until="2026-01-01 05:00"),
        told=("barley-2025/at-risk/2025-12-31/0",),
        cause=Cause.OVERDUE,
    ),
    Scene(
        "met-late",
        "2026-01-22 14:00",
        "2026-01-22 15:05",
        BARLEY,
        barley(SHORT, LATE, until="2026-01-22 15:00"),
        told=("barley-2025/overdue/2025-12-31", "barley-2025/at-risk/2025-12-31/0"),
        cause=Cause.MET_LATE,
    ),
    Scene(
        "terms-changed",
        "2025-12-02 12:00",
        "2025-12-03 12:00",
        replace(BARLEY, amendments=(MOVED,)),
        barley(until="2025-12-03 12:00"),
        cause=Cause.TERMS_CHANGED,
    ),
    Scene(
        "change-claimed",
        "2025-12-02 12:00",
        "2025-12-03 12:00",
        replace(BARLEY, amendments=(replace(MOVED, status=AmendmentStatus.CLAIMED),)),
        barley(until="2025-12-03 12:00"),
        cause=Cause.CHANGE_REPORTED,
    ),
    Scene(
        "breach-reported",
        "2026-01-20 08:00",
        "2026-01-20 08:15",
        TRUCE,
        truce(RAISED, until="2026-01-20 08:15"),
    ),
    Scene(
        "breach-corroborated",
        "2026-01-20 08:15",
        "2026-01-20 12:45",
        TRUCE,
        truce(RAISED, SECOND, DENIED, until="2026-01-20 12:45"),
        told=("truce-2026/breach-reported/story-northern-wire",),
        cause=Cause.BREACH_CORROBORATED,
    ),
    Scene(
        "disputed",
        "2026-01-20 12:00",
        "2026-01-20 12:45",
        TRUCE,
        truce(RAISED, SECOND, DENIED, until="2026-01-20 12:45"),
        told=(
            "truce-2026/breach-reported/story-northern-wire",
            "truce-2026/breach-corroborated/story-northern-wire",
        ),
        cause=Cause.DISPUTED,
    ),
    Scene(
        "cured",
        "2026-02-01 12:00",
        "2026-02-02 09:05",
        TRUCE,
        truce(RAISED, SECOND, until="2026-02-02 09:00", rulings=(CURED,)),
        told=("truce-2026/breach-corroborated/story-northern-wire",),
        cause=Cause.CURED,
    ),
    Scene(
        "blind",
        "2026-03-03 06:00",
        "2026-03-04 09:00",
        TRUCE,
        truce(until="2026-03-01 09:00"),
        cause=Cause.BLIND,
    ),
    Scene(
        "overdue-elsewhere",
        "2025-12-01 15:00",
        "2025-12-01 16:05",
        LICENCES,
        truce(until="2025-12-01 16:00"),
        cause=Cause.OVERDUE,
    ),
    Scene(
        "decision-due",
        "2026-07-17 12:00",
        "2026-07-18 12:00",
        SURCHARGE,
        truce(until="2026-07-18 12:00"),
        cause=Cause.DECISION_DUE,
    ),
)


def played(scene: Scene) -> tuple[Alert, Standing]:
    """The scene's alert, and the standing it speaks of."""
    before = evaluate(scene.commitment, scene.facts, moment(scene.before), CONTEXT)
    after = evaluate(scene.commitment, scene.facts, moment(scene.after), CONTEXT)
    alerts = decide(before, after, scene.commitment, scene.facts, Policy(), scene.told, names=NAMES)
    wanted = [alert for alert in alerts if scene.cause in {None, alert.cause}]
    assert len(wanted) == 1, [alert.key for alert in alerts]
    return wanted[0], after


def shown(scene: Scene) -> Message:
    alert, after = played(scene)
    return compose(
        alert,
        commitment=scene.commitment,
        standing=after,
        evidence=scene.facts.evidence,
        register=REGISTER,
        watch=scene.facts.watch,
        series=scene.facts.series,
        reader_zone=BERLIN,
    )


def everywhere(message: Message) -> str:
    """One text with the four forms under one another."""
    letter, short = mail(message), plain(message)
    forms = {
        "Slack": slack_text(message),
        "e-mail": f"Subject: {letter.subject}\n\n{letter.body}",
        "terminal": terminal(message),
        "plain": f"{short.subject}\n\n{short.body}",
    }
    return "\n\n".join(f"──── {name} ────\n\n{text.strip()}" for name, text in forms.items()) + "\n"


def slack_text(message: Message) -> str:
    """The blocks one after another, as the text that is sent; small print is indented."""
    lines = []
    for block in attachment(message)["blocks"]:
        if block["type"] == "header":
            lines.append(f"# {block['text']['text']}")
        elif block["type"] == "section":
            lines.append(block["text"]["text"])
        else:
            lines.append("    " + block["elements"][0]["text"])
    return "\n\n".join(lines)


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    def compare(name: str, text: str) -> None:
        path = SNAPSHOTS / f"{name}.txt"
        if os.environ.get("WRITE_SNAPSHOTS"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_an_alert_reads_well(scene: Scene, snapshot: Callable[[str, str], None]) -> None:
    snapshot(scene.name, everywhere(shown(scene)))


def test_a_digest_reads_well(snapshot: Callable[[str, str], None]) -> None:
    messages = [shown(scene) for scene in SCENES if scene.name in {"overdue", "blind", "cured"}]
    snapshot("digest", everywhere(together(messages, moment("2026-03-04 09:00"))))


def notices() -> dict[str, Alert]:
    now = moment("2025-12-17 09:00")
    standings = {
        one.id: evaluate(one, barley(SLOW, until="2025-12-17 09:00"), now, CONTEXT)
        for one in REGISTER.commitments
    }
    feed = Feed(id="northern-wire", address="https://wire.example/feed", name="Northern Wire")
    failing = FeedHealth(
        feed=feed.id,
        state=FeedState.UNPARSEABLE,
        since=moment("2025-12-16 22:40"),
        detail="the answer is a web page, not a feed",
        last_ok=moment("2025-12-16 22:10"),
        next_poll=now,
        failures=4,
    )
    item = Item(
        id="i1",
        feed=feed.id,
        title="Harbour arrangement under strain as ministers cancel their visit",
        link="https://wire.example/2025/12/17/strain",
        first_seen=now,
    )
    failed = feed_alert(replace(failing, state=FeedState.ALIVE), failing, feed, now)
    assert failed is not None
    return {
        "summary": summary(REGISTER, standings, now, because="The first start of the monitor."),
        "feed-failing": failed,
        "triage": triage_alert(
            item,
            "harbour-2025",
            "Harbour arrangement under strain",
            "The title names the agreement; no term of a commitment is near.",
            now,
            feed=feed,
        ),
        "monitor": self_alert(
            "gap/2025-12-14",
            "nobody looked from 14 Dec 2025 06:00 to 17 Dec 2025 08:55 UTC",
            "The daemon was not running. What came due meanwhile is told now, marked late.",
            now,
        ),
    }


@pytest.mark.parametrize("name", ["summary", "feed-failing", "triage", "monitor"])
def test_a_notice_reads_well(name: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(name, everywhere(compose(notices()[name], register=REGISTER, reader_zone=BERLIN)))
