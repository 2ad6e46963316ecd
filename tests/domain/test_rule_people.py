"""An override prints its word, by name, until its day; the machine's word stays."""

import pytest

from monitor.domain.evaluate import evaluate
from monitor.domain.evidence import Verdict
from monitor.domain.standing import Suffix, Word
from tests.domain.domain_worlds import at, commitment, facts, on, ruled


def test_an_override_prints_its_word_until_its_day() -> None:
    ruling = ruled(Verdict.OVERRIDE, "2026-07-10", word="on track", until=on("2026-08-01"))
    during = evaluate(commitment(), facts(ruling), at("2026-07-31 23:59"))
    after = evaluate(commitment(), facts(ruling), at("2026-08-01"))
    assert (during.word, during.machine_word, during.suffixes) == (
        Word.ON_TRACK,
        Word.OVERDUE,
        (Suffix.OVERRIDDEN,),
    )
    assert (during.since, during.override_by, during.override_until) == (
        at("2026-07-10"),
        "Ada",
        on("2026-08-01"),
    )
    assert during.next_look == at("2026-08-01")
    assert during.reasons[1].sentence == (
        "Ada set it to 'on track' until 1 Aug 2026 (exclusive): I have read it."
    )
    assert (after.word, after.machine_word, after.suffixes) == (Word.OVERDUE, Word.OVERDUE, ())
    assert after.since == at("2026-08-01")


@pytest.mark.parametrize("word", ["BREACH?", "breach_corroborated", " Breach? "])
def test_the_word_is_found_however_it_is_written(word: str) -> None:
    ruling = ruled(Verdict.OVERRIDE, "2026-02-10", word=word)
    assert evaluate(commitment(), facts(ruling), at("2026-03-01")).word is Word.BREACH_CORROBORATED


def test_the_newest_override_wins_and_an_unknown_word_is_told() -> None:
    first = ruled(Verdict.OVERRIDE, "2026-02-10", id="1", word="at risk")
    second = ruled(Verdict.OVERRIDE, "2026-02-11", id="2", word="blind")
    nonsense = ruled(Verdict.OVERRIDE, "2026-02-12", id="3", word="fine")
    assert evaluate(commitment(), facts(first, second), at("2026-03-01")).word is Word.BLIND
    standing = evaluate(commitment(), facts(nonsense), at("2026-03-01"))
    assert (standing.word, standing.override_by) == (Word.ON_TRACK, "")
    assert "The override by Ada names no known word: 'fine'." in [
        reason.sentence for reason in standing.reasons
    ]
    both = evaluate(commitment(), facts(first, nonsense), at("2026-03-01"))
    assert both.word is Word.AT_RISK


def test_a_ruling_that_is_withdrawn_never_was() -> None:
    met = ruled(Verdict.MET, "2026-06-01")
    back = ruled(Verdict.WITHDRAW, "2026-07-05", target="ruling-met", until=on("2026-07-06"))
    before = evaluate(commitment(), facts(met, back), at("2026-07-04"))
    after = evaluate(commitment(), facts(met, back), at("2026-07-07"))
    assert (before.word, after.word, after.since) == (Word.MET, Word.OVERDUE, at("2026-07-05"))
