"""A hand-written world for the screens: every word once, and one full story."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from monitor.domain.calendar import Deadline, Due
from monitor.domain.commitment import Commitment, Kind, Quantity
from monitor.domain.evidence import Act, Evidence, Signal, Tier, Witness
from monitor.domain.standing import Pace, Standing, Suffix, Transition, Word
from monitor.views.rows import Around, StatusRow

NOW = datetime(2025, 12, 20, 12, 0, tzinfo=UTC)
BUSAN, TRUCE, FARM = "Busan arrangement", "Northern truce", "Farm council pledges"


def deadline(day: date, *, earliest: date | None = None, firm: bool = True) -> Deadline:
    instant = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
    start = datetime(earliest.year, earliest.month, earliest.day, tzinfo=UTC) if earliest else None
    return Deadline(
        instant=instant,
        grace_ends=instant,
        zone="UTC",
        day=day,
        earliest=start,
        firm=firm,
    )


def evidence(
    commitment: str, signal: Signal, family: str, ago: timedelta, tier: Tier = Tier.OUTLET
) -> Evidence:
    return Evidence(
        id=f"ev-{commitment}-{family}",
        item=f"item-{commitment}-{family}",
        commitment=commitment,
        signal=signal,
        act=Act.ALLEGATION,
        party="CN",
        claimant="US",
        quote=f"a quote about {commitment}",
        confidence=0.8,
        learned_at=NOW - ago,
        because="a sentence of the sample",
        witness=Witness(family=family, tier=tier),
        story=f"story-{commitment}",
        title=f"Title about {commitment}",
        link=f"https://news.example/{commitment}",
        published=NOW - ago,
    )


def pace(reported: str | None, expected: str, ratio: str | None, *, at_most: bool = False) -> Pace:
    return Pace(
        unit="Mt",
        target=Decimal(12),
        expected=Decimal(expected),
        reported=Decimal(reported) if reported else None,
        ratio=Decimal(ratio) if ratio else None,
        through=date(2025, 12, 11) if reported else None,
        series="usda-sold",
        at_most=at_most,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One line of the sample table."""

    id: str
    word: Word
    agreement: str = ""
    kind: Kind = Kind.DO_BY
    who: tuple[str, str] = ("CN", "US")
    mutual: bool = False
    statement: str = "The obligor does what it promised."
    days: int | None = None
    held: timedelta = timedelta(days=3)
    moved: int = 0
    suffixes: tuple[Suffix, ...] = ()
    pace: Pace | None = None
    news: tuple[Signal, str, timedelta] | None = None
    feeds: tuple[int, int] = (4, 4)
    fuzzy: bool = False

    def row(self) -> StatusRow:
        day = None if self.days is None else (NOW + timedelta(days=self.days)).date()
        due = (
            deadline(day, earliest=day - timedelta(days=20) if self.fuzzy else None)
            if day
            else None
        )
        sides = ((self.who[0],), (self.who[1],)) if not self.mutual else (self.who, self.who)
        return StatusRow(
            commitment=Commitment(
                id=self.id,
                kind=self.kind,
                obligor=sides[0],
                obligee=sides[1],
                statement=self.statement,
                made=date(2025, 10, 30),
                agreement=self.agreement.lower().replace(" ", "-"),
                due=Due(on=day) if day else None,
                quantity=Quantity(target=Decimal(12), unit="Mt") if self.pace else None,
            ),
            standing=Standing(
                commitment=self.id,
                at=NOW,
                word=self.word,
                machine_word=self.word,
                suffixes=self.suffixes,
                since=NOW - self.held,
                due=due,
                original_due=deadline(day - timedelta(days=self.moved)) if day else None,
                moved_days=self.moved,
                days_left=self.days,
                pace=self.pace,
            ),
            newest=evidence(self.id, *self.news) if self.news else None,
            feeds_alive=self.feeds[0],
            feeds_total=self.feeds[1],
            agreement_name=self.agreement,
        )


HOURS, DAYS = timedelta(hours=1), timedelta(days=1)

SAMPLES = (
    Sample(
        id="soybeans-2025",
        word=Word.AT_RISK,
        agreement=BUSAN,
        kind=Kind.QUANTITY,
        statement="China buys at least 12 million tonnes of US soybeans by the end of 2025.",
        days=70,
        moved=59,
        held=9 * DAYS,
        suffixes=(Suffix.CONFLICTING, Suffix.STALE),
        pace=pace("4.12", "6.03", "0.683"),
        news=(Signal.SHORTFALL, "reuters", 3 * HOURS),
    ),
    Sample(
        id="rare-earth-general-licences-for-us-end-users",
        word=Word.BREACH_CORROBORATED,
        agreement=BUSAN,
        kind=Kind.HOLD_UNTIL,
        statement=(
            "China issues general licences for exports of rare earths, gallium, germanium, "
            "antimony and graphite for US end users and their suppliers around the world."
        ),
        days=325,
        held=26 * HOURS,
        suffixes=(Suffix.DISPUTED,),
        news=(Signal.BREACH, "financial-times", 50 * timedelta(minutes=1)),
        feeds=(3, 4),
    ),
    Sample(
        id="port-fees-us",
        word=Word.HOLDING,
        agreement=BUSAN,
        kind=Kind.HOLD_UNTIL,
        who=("US", "CN"),
        statement="The United States suspends the fees on Chinese-built ships for one year.",
        days=325,
        held=40 * DAYS,
        news=(Signal.PROGRESS, "ustr", 33 * DAYS),
    ),
    Sample(
        id="tariff-suspension",
        word=Word.SUSPENDED,
        agreement=BUSAN,
        kind=Kind.HOLD_UNTIL,
        who=("US", "CN"),
        mutual=True,
        statement="Each side keeps 24 percentage points of its tariff suspended.",
        days=51,
        held=12 * DAYS,
    ),
    Sample(
        id="soybeans-2026",
        word=Word.NOT_STARTED,
        agreement=BUSAN,
        kind=Kind.QUANTITY,
        statement="China buys at least 25 million tonnes of US soybeans in 2026.",
        days=376,
        held=50 * DAYS,
        pace=pace(None, "0", None),
    ),
    Sample(
        id="fentanyl-tariff-cut",
        word=Word.MET,
        agreement=BUSAN,
        who=("US", "CN"),
        statement="The United States lowers the fentanyl tariff to 10 per cent on 10 November.",
        days=-40,
        held=40 * DAYS,
        news=(Signal.FULFILLED, "federal-register", 41 * DAYS),
    ),
    Sample(
        id="sorghum-log-imports",
        word=Word.MET_CLAIMED,
        agreement=BUSAN,
        statement="China resumes imports of US sorghum and hardwood logs.",
        days=-5,
        held=6 * DAYS,
        suffixes=(Suffix.CLAIMED_ONLY,),
        news=(Signal.FULFILLED, "mofcom", 6 * DAYS),
    ),
    Sample(
        id="truce",
        word=Word.BREACH,
        agreement=TRUCE,
        kind=Kind.HOLD_UNTIL,
        who=("North", "South"),
        mutual=True,
        statement="Both sides hold their fire until the talks of 15 January.",
        days=26,
        held=5 * HOURS,
        suffixes=(Suffix.DISPUTED,),
        news=(Signal.DENIED, "state-agency", 2 * HOURS),
    ),
    Sample(
        id="prisoner-lists",
        word=Word.OVERDUE,
        agreement=TRUCE,
        who=("North", "South"),
        statement="The North hands over the lists of prisoners.",
        days=-3,
        held=2 * DAYS,
        news=(Signal.RISK, "afp", 30 * HOURS),
    ),
    Sample(
        id="crossing-reopened",
        word=Word.REPORTED,
        agreement=TRUCE,
        kind=Kind.HOLD_UNTIL,
        who=("South", "North"),
        statement="The South keeps the eastern crossing open on weekdays.",
        held=7 * HOURS,
        news=(Signal.BREACH, "daily-herald", 7 * HOURS),
    ),
    Sample(
        id="inspectors",
        word=Word.BLIND,
        agreement=TRUCE,
        kind=Kind.NEVER,
        who=("North", "Council"),
        statement="No inspector is turned away.",
        held=3 * DAYS,
        feeds=(0, 2),
        news=(Signal.PROGRESS, "local-radio", 21 * DAYS),
    ),
    Sample(
        id="withdrawal-phase-2",
        word=Word.CONDITIONAL,
        agreement=TRUCE,
        who=("North", "South"),
        statement="The North withdraws from the ridge once the lists are handed over.",
        held=19 * DAYS,
    ),
    Sample(
        id="mandate-review",
        word=Word.DECISION_DUE,
        agreement=TRUCE,
        kind=Kind.SUNSET,
        who=("Council", "North"),
        statement="The observers' mandate ends unless the council extends it.",
        days=1,
        held=20 * HOURS,
    ),
    Sample(
        id="storage-report",
        word=Word.DUE_TODAY,
        agreement=FARM,
        who=("Growers", "Council"),
        statement="The growers publish the yearly storage report.",
        days=0,
        held=12 * HOURS,
        feeds=(2, 2),
    ),
    Sample(
        id="water-use",
        word=Word.UNRATEABLE,
        agreement=FARM,
        kind=Kind.QUANTITY,
        who=("Growers", "Council"),
        statement="Water use stays below last year's.",
        days=11,
        held=80 * DAYS,
        feeds=(2, 2),
    ),
    Sample(
        id="nitrate-cap",
        word=Word.ON_TRACK,
        agreement=FARM,
        kind=Kind.QUANTITY,
        who=("Growers", "Council"),
        statement="At most 12 million tonnes of nitrate are spread this year.",
        days=11,
        held=30 * DAYS,
        pace=pace("9.804", "11.63", "0.843", at_most=True),
        feeds=(2, 2),
        news=(Signal.PROGRESS, "statistics-office", 4 * DAYS),
    ),
    Sample(
        id="hedge-rows",
        word=Word.DUE_SOON,
        agreement=FARM,
        who=("Growers", "Council"),
        statement="Forty kilometres of hedges are planted by the turn of the year.",
        days=11,
        held=3 * DAYS,
        fuzzy=True,
        feeds=(2, 2),
    ),
    Sample(
        id="wells-closed",
        word=Word.GRACE,
        agreement=FARM,
        who=("Growers", "Council"),
        days=-2,
        statement="The three polluted wells are closed.",
        held=2 * DAYS,
        feeds=(2, 2),
    ),
    Sample(
        id="seed-bank", word=Word.PARTLY_MET, agreement=FARM, days=-20, who=("Growers", "Council")
    ),
    Sample(
        id="fair-price",
        word=Word.MISSED,
        agreement=FARM,
        days=-200,
        held=200 * DAYS,
        who=("Mills", "Growers"),
        suffixes=(Suffix.OVERRIDDEN,),
    ),
    Sample(id="roads", word=Word.MET_LATE, agreement=FARM, days=-9, who=("Council", "Growers")),
    Sample(
        id="spray-ban",
        word=Word.ENDED_CLEAN,
        agreement=FARM,
        kind=Kind.HOLD_UNTIL,
        days=-30,
        held=30 * DAYS,
        who=("Growers", "Council"),
    ),
    Sample(id="a", word=Word.DRAFT, who=("Mills", "Growers"), statement="", feeds=(0, 0)),
    Sample(id="levy-2023", word=Word.EXPIRED, days=-400, held=400 * DAYS),
    Sample(id="levy-2022", word=Word.SUPERSEDED, held=800 * DAYS),
    Sample(id="levy-2021", word=Word.TERMINATED, held=1200 * DAYS),
    Sample(
        id="levy-2020",
        word=Word.MOOTED,
        held=1600 * DAYS,
        suffixes=(Suffix.BREACH_ON_RECORD,),
    ),
)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def rows() -> list[StatusRow]:
    return [sample.row() for sample in SAMPLES]


@pytest.fixture
def around() -> Around:
    return Around(
        looked=NOW - timedelta(hours=8),
        changed=(
            Transition(
                id="t1",
                commitment="truce",
                at=NOW - 5 * HOURS,
                before=Word.BREACH_CORROBORATED,
                after=Word.BREACH,
                suffixes_after=(Suffix.DISPUTED,),
            ),
            Transition(
                id="t2",
                commitment="crossing-reopened",
                at=NOW - 7 * HOURS,
                before=Word.HOLDING,
                after=Word.REPORTED,
            ),
        ),
        feeds_alive=9,
        feeds_total=10,
        last_poll=NOW - timedelta(minutes=4),
    )
