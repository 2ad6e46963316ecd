"""A hand-written world for the screens (`samples.txt`): every word once."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.domain.calendar import Deadline, Due, Offset, Relative
from monitor.domain.commitment import Commitment, Kind, Quantity
from monitor.domain.evidence import Act, Evidence, Signal, Witness
from monitor.domain.standing import Pace, Standing, Suffix, Transition, Word
from monitor.views.rows import Around, StatusRow

NOW = datetime(2025, 12, 20, 12, 0, tzinfo=UTC)
HERE = Path(__file__).parent

Cells = dict[str, str]


def on(days: int) -> date:
    return (NOW + timedelta(days=days)).date()


def span(text: str) -> timedelta:
    """`50m`, `3h`, `9d`."""
    unit = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}[text[-1]]
    return int(text[:-1]) * unit


def deadline(days: int, *, fuzzy: bool = False) -> Deadline:
    instant = datetime.combine(on(days + 1), time(), UTC) - timedelta(seconds=1)
    earliest = instant - timedelta(days=20) if fuzzy else None
    return Deadline(
        instant=instant, grace_ends=instant, zone="UTC", day=on(days), earliest=earliest
    )


def extras(cells: Cells) -> dict[str, str]:
    """`done:-3:6 fuzzy` → {done: -3:6, fuzzy: ""}."""
    return dict(each.partition(":")[::2] for each in cells["extra"].split())


def due_of(cells: Cells) -> Due | None:
    if after := extras(cells).get("after"):
        return Due(relative=Relative(offset=Offset(30), after=after))
    return Due(on=on(int(cells["days"]))) if cells["days"] else None


def commitment_of(cells: Cells) -> Commitment:
    mutual = tuple(cells["who"].split(" ↔ "))
    owes, _, owed = cells["who"].partition(" → ")
    return Commitment(
        id=cells["id"],
        kind=Kind(cells["kind"]),
        obligor=mutual if len(mutual) > 1 else (owes,),
        obligee=mutual if len(mutual) > 1 else (owed,),
        statement=cells["statement"],
        made=date(2025, 10, 30),
        agreement=cells["agreement"].lower().replace(" ", "-"),
        due=due_of(cells),
        quantity=Quantity(target=Decimal(12), unit="Mt") if cells["pace"] else None,
    )


def pace_of(cells: Cells) -> Pace | None:
    """`4.12 of 6.03`: reported of what is expected by now; `?` where nothing is reported."""
    if not cells["pace"]:
        return None
    reported, _, expected = cells["pace"].removesuffix(" at most").partition(" of ")
    return Pace(
        unit="Mt",
        target=Decimal(12),
        expected=Decimal(expected),
        reported=None if reported == "?" else Decimal(reported),
        ratio=None,
        through=None if reported == "?" else date(2025, 12, 11),
        series="sold",
        at_most=cells["pace"].endswith("at most"),
    )


def standing_of(cells: Cells) -> Standing:
    days = int(cells["days"]) if cells["days"] else None
    extra = extras(cells)
    done, _, late = extra.get("done", "").partition(":")
    moved = int(cells["moved"] or 0)
    return Standing(
        commitment=cells["id"],
        at=NOW,
        word=Word(cells["word"]),
        machine_word=Word(cells["word"]),
        suffixes=tuple(Suffix(each) for each in cells["suffixes"].split(", ") if each),
        since=NOW - span(cells["held"]),
        due=None if days is None else deadline(days, fuzzy="fuzzy" in extra),
        original_due=None if days is None else deadline(days - moved),
        moved_days=moved,
        days_left=days,
        pace=pace_of(cells),
        completed_on=on(int(done)) if done else None,
        days_late=int(late) if late else None,
        claimed_due=deadline(int(extra["claimed"])) if "claimed" in extra else None,
    )


def newest_of(cells: Cells) -> Evidence | None:
    """`breach daily-globe 7h`."""
    if not cells["news"]:
        return None
    signal, family, ago = cells["news"].split()
    return Evidence(
        id=f"e-{cells['id']}",
        item=f"i-{cells['id']}",
        commitment=cells["id"],
        signal=Signal(signal),
        act=Act.ALLEGATION,
        quote=f"a quote about {cells['id']}",
        confidence=0.8,
        learned_at=NOW - span(ago),
        witness=Witness(family=family),
        title=f"Title about {cells['id']}",
        link=f"https://news.example/{cells['id']}",
    )


def row_of(cells: Cells) -> StatusRow:
    alive, _, total = cells["feeds"].partition("/")
    return StatusRow(
        commitment=commitment_of(cells),
        standing=standing_of(cells),
        newest=newest_of(cells),
        feeds_alive=int(alive),
        feeds_total=int(total),
        agreement_name=cells["agreement"],
    )


def sample_rows() -> list[StatusRow]:
    lines = (HERE / "samples.txt").read_text("utf-8").splitlines()
    titles, *samples = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [row_of(dict(zip(titles, sample, strict=True))) for sample in samples]


def sample_around() -> Around:
    hour = timedelta(hours=1)
    breach = Transition(
        id="t1",
        commitment="truce",
        at=NOW - 5 * hour,
        before=Word.BREACH_CORROBORATED,
        after=Word.BREACH,
        suffixes_after=(Suffix.DISPUTED,),
    )
    report = Transition(
        id="t2",
        commitment="crossing-reopened",
        at=NOW - 7 * hour,
        before=Word.HOLDING,
        after=Word.REPORTED,
    )
    return Around(
        looked=NOW - 8 * hour,
        changed=(breach, report),
        feeds_alive=9,
        feeds_total=10,
        last_poll=NOW - timedelta(minutes=4),
    )


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def rows() -> list[StatusRow]:
    return sample_rows()


@pytest.fixture
def around() -> Around:
    return sample_around()


@pytest.fixture
def same() -> Callable[[str, str], None]:
    """Compare with a kept text; `WRITE_SNAPSHOTS=1` keeps the new one, to be read in the diff."""

    def compare(name: str, text: str) -> None:
        path = HERE / "snapshots" / f"{name}.txt"
        if os.environ.get("WRITE_SNAPSHOTS"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare
