import itertools
from datetime import timedelta

import pytest
from rich.cells import cell_len

from monitor.domain.alert import Severity
from monitor.domain.evidence import FeedState, Signal
from monitor.domain.standing import Suffix, Transition, Word
from monitor.views.ages import age, ago, left
from monitor.views.changes import change
from monitor.views.rows import StatusRow
from monitor.views.words import (
    CLOSED,
    FEED_LOOK,
    LOOKS,
    SEVERITY_LOOK,
    SIGNAL_TONE,
    STAND_INS,
    SUFFIX_SAYS,
    SUFFIX_TONE,
    Tone,
    plain,
)


def test_every_word_suffix_signal_state_and_severity_has_its_look() -> None:
    assert [set(LOOKS), set(SUFFIX_SAYS), set(SUFFIX_TONE)] == [set(Word), set(Suffix), set(Suffix)]
    assert [set(SIGNAL_TONE), set(FEED_LOOK)] == [set(Signal), set(FeedState)]
    assert set(SEVERITY_LOOK) == set(Severity)


def test_every_sign_is_one_cell_and_has_an_ascii_stand_in_of_one_character() -> None:
    signs = [look.sign for look in LOOKS.values()]
    signs += [sign for sign, _ in itertools.chain(FEED_LOOK.values(), SEVERITY_LOOK.values())]
    assert [sign for sign in signs if cell_len(sign) != 1 or len(sign) != 1] == []
    assert [s for s in signs if not s.isascii() and s not in STAND_INS] == []
    assert [s for s, ascii_ in STAND_INS.items() if len(ascii_) != 1 or not ascii_.isascii()] == []


def test_no_report_however_bad_is_painted_as_proven() -> None:
    assert Tone.BROKEN not in SIGNAL_TONE.values()
    assert {word for word, look in LOOKS.items() if look.tone is Tone.BROKEN} == {
        Word.BREACH,
        Word.OVERDUE,
        Word.MISSED,
    }


def test_green_is_for_what_is_kept_alone() -> None:
    assert {word for word, look in LOOKS.items() if look.tone is Tone.KEPT} == {
        Word.ON_TRACK,
        Word.HOLDING,
        Word.MET,
        Word.MET_LATE,
        Word.ENDED_CLEAN,
    }


def test_what_is_over_comes_after_all_that_is_not() -> None:
    closed = [word in CLOSED for word in LOOKS]
    assert closed == sorted(closed)


@pytest.mark.parametrize(
    ("suffixes", "moved", "said"),
    [
        ((), 0, "at risk"),
        ((Suffix.STALE,), 0, "at risk (stale)"),
        ((Suffix.STALE, Suffix.DISPUTED), 59, "at risk (stale, disputed, +59 d)"),
        ((), -3, "at risk (-3 d)"),
    ],
)
def test_a_word_in_plain_text_carries_all_that_is_read_beside_it(
    suffixes: tuple[Suffix, ...], moved: int, said: str
) -> None:
    assert plain(Word.AT_RISK, suffixes, moved) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(days=2), "2 d"),
        (timedelta(days=99), "99 d"),
        (timedelta(days=100), "3 mo"),
        (timedelta(days=729), "23 mo"),
        (timedelta(days=730), "2 y"),
        (timedelta(days=36500), "100 y"),
    ],
)
def test_an_age_is_its_largest_whole_unit_never_rounded_up(span: timedelta, said: str) -> None:
    assert age(span) == said


def test_days_left_read_as_a_person_says_them() -> None:
    assert [left(2), left(1), left(0), left(-1), left(None)] == [
        "2 d left",
        "1 d left",
        "today",
        "1 d over",
        "",
    ]


def test_a_moment_is_past_present_or_never(rows: list[StatusRow]) -> None:
    now = rows[0].standing.at
    assert [ago(None, now), ago(now, now), ago(now + timedelta(hours=3), now)] == [
        "never",
        "0 s ago",
        "in 3 h",
    ]


def test_a_change_puts_the_sign_before_what_it_became(rows: list[StatusRow]) -> None:
    at = rows[0].standing.at
    first = Transition(id="t", commitment="c", at=at, before=None, after=Word.HOLDING)
    later = Transition(
        id="t",
        commitment="c",
        at=at,
        before=Word.HOLDING,
        after=Word.BREACH,
        suffixes_before=(Suffix.DISPUTED,),
    )
    assert ["".join(text for text, _ in change(each)) for each in (first, later)] == [
        "first assessed: ● holding",
        "holding (disputed) → ✗ BREACH",
    ]
