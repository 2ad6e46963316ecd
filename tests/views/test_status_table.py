from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.domain.standing import Transition, Word
from monitor.views.cells import id_lines
from monitor.views.rows import Around, StatusRow
from monitor.views.status import status_table


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_the_table_reads_as_it_did(
    rows: list[StatusRow],
    around: Around,
    now: datetime,
    same: Callable[[str, str], None],
    width: int,
) -> None:
    same(f"status-{width}", str(status_table(rows, now=now, width=width, around=around)))


def test_the_sample_of_the_kept_tables_has_every_word(rows: list[StatusRow]) -> None:
    assert sorted(row.standing.word for row in rows) == sorted(Word)


@pytest.mark.parametrize("width", range(60, 201))
def test_no_line_of_the_table_exceeds_its_width(
    rows: list[StatusRow], around: Around, now: datetime, width: int
) -> None:
    table = status_table(rows, now=now, width=width, around=around)
    assert [line.plain for line in table.lines if line.cell_len > width] == []


@pytest.mark.parametrize("width", [60, 80, 100, 140, 160])
def test_every_width_keeps_every_id_word_date_and_figure(
    rows: list[StatusRow], now: datetime, width: int
) -> None:
    missing = [
        (row.commitment.id, said)
        for row in rows
        for said in (
            *row.commitment.id.split("-"),
            row.standing.word.value,
            row.standing.due.day.isoformat() if row.standing.due else "",
            f"{row.feeds_alive}/{row.feeds_total}",
            row.newest.signal.value if row.newest else "",
        )
        if said not in str(status_table([row], now=now, width=width))
    ]
    assert missing == []


def test_an_id_too_long_for_one_line_is_broken_after_a_hyphen_and_stays_whole() -> None:
    assert id_lines("rare-earth-general-licences-for-us-end-users", 22) == [
        "rare-earth-general-",
        "licences-for-us-end-",
        "users",
    ]


def test_an_id_that_no_three_lines_can_hold_keeps_both_its_ends(
    rows: list[StatusRow], now: datetime
) -> None:
    long = replace(rows[0].commitment, id="begins" + "x" * 100 + "ends")
    table = str(status_table([replace(rows[0], commitment=long)], now=now, width=80))
    assert "beginsx" in table
    assert "xends" in table
    assert "x…x" in table


def test_the_age_of_a_word_never_follows_it_as_if_it_were_the_time_left(
    rows: list[StatusRow], now: datetime
) -> None:
    row = next(each for each in rows if each.standing.word is Word.DUE_SOON)
    table = str(status_table([row], now=now, width=80))
    assert "due soon 3 d" not in table
    assert "for 3 d" in table


def said_of_changes(rows: list[StatusRow], around: Around, now: datetime) -> str:
    return str(status_table(rows[:1], now=now, width=200, around=around)).splitlines()[1]


def test_it_says_that_nothing_changed_since_the_last_look(
    rows: list[StatusRow], now: datetime
) -> None:
    around = Around(looked=now - timedelta(hours=2), feeds_alive=1, feeds_total=1, last_poll=now)
    assert said_of_changes(rows, around, now) == "Nothing changed since your last look 2 h ago."


def test_it_names_five_changes_and_counts_the_rest(rows: list[StatusRow], now: datetime) -> None:
    changed = tuple(
        Transition(
            id=f"t{n}",
            commitment=f"c{n}",
            at=now - timedelta(minutes=n),
            before=None if n == 1 else Word.HOLDING,
            after=Word.REPORTED,
        )
        for n in range(1, 8)
    )
    around = Around(looked=now - timedelta(hours=2), changed=changed)
    assert said_of_changes(rows, around, now) == (
        "Changed since your last look 2 h ago: c1: new, △ reported; c2: holding → △ reported; "
        "c3: holding → △ reported; c4: holding → △ reported; c5: holding → △ reported; and 2 more"
    )


def last_line(rows: list[StatusRow], around: Around, now: datetime) -> str:
    return str(status_table(rows[:1], now=now, width=100, around=around)).splitlines()[-1]


def test_it_ends_with_who_watches(rows: list[StatusRow], now: datetime) -> None:
    assert [
        last_line(rows, Around(), now),
        last_line(rows, Around(feeds_total=3), now),
        last_line(rows, Around(feeds_alive=2, feeds_total=3, last_poll=now), now),
    ] == [
        "No feed is declared: nothing is watched, and silence says nothing.",
        "0 of 3 feeds alive; none looked at yet.",
        "2 of 3 feeds alive; last looked at 0 s ago (2025-12-20 12:00 UTC).",
    ]


def test_a_past_moment_is_named_above_the_table(rows: list[StatusRow], now: datetime) -> None:
    around = Around(past=True)
    assert said_of_changes(rows, around, now) == "As it was known at 2025-12-20 12:00 UTC."


def test_no_row_is_said_in_words(now: datetime) -> None:
    assert str(status_table([], now=now, width=80)) == "No commitment to show.\n"
