"""A claim of breach climbs by independent families, and leaves by the doors it has."""

from datetime import timedelta
from typing import Any

import pytest

from monitor.domain.commitment import Kind, Party
from monitor.domain.evaluate import Context, evaluate
from monitor.domain.evidence import Act, Evidence, Ruling, Side, Signal, Tier, Verdict
from monitor.domain.standing import Claim, ClaimState, Standing, Suffix, Word
from tests.domain.domain_worlds import EYES, WATCHED, at, commitment, facts, on, ruled, told


def standing_of(
    *things: Evidence | Ruling, moment: str = "2026-03-01", context: Context = WATCHED, **more: Any
) -> Standing:
    promise = commitment(Kind.NEVER, None, **more)
    return evaluate(promise, facts(*EYES, *things), at(moment), context)


def claim_of(*things: Evidence | Ruling, **more: Any) -> Claim:
    (claim,) = standing_of(*things, **more).claims
    return claim


HERALD = told("h", "2026-02-10 08:00", family="herald", claimant="B's minister")
TIMES = told("t", "2026-02-12 08:00", family="times")


def test_a_first_report_is_only_reported() -> None:
    standing = standing_of(HERALD)
    assert (standing.word, standing.since) == (Word.REPORTED, at("2026-02-10 08:00"))
    assert standing.claims == (
        Claim(
            story="item-h",
            state=ClaimState.REPORTED,
            since=at("2026-02-10 08:00"),
            families=("herald",),
            evidence=("h",),
            claimant="B's minister",
            reason="Reported by B's minister (herald, 10 Feb 2026); nobody else yet.",
        ),
    )
    assert standing.next_look == at("2026-03-03 00:00")


def test_a_second_independent_family_corroborates() -> None:
    standing = standing_of(HERALD, TIMES)
    assert (standing.word, standing.since) == (Word.BREACH_CORROBORATED, at("2026-02-12 08:00"))
    assert standing.claims[0].families == ("herald", "times")
    assert standing.reasons[0].sentence == (
        "Two independent families report it: B's minister (herald, 10 Feb 2026) and "
        "times (12 Feb 2026)."
    )


def test_a_name_is_not_needed_to_be_told_apart() -> None:
    unnamed = told("u", "2026-02-12 08:00", family="")
    assert claim_of(unnamed).reason == (
        "Reported by an unnamed source (12 Feb 2026); nobody else yet."
    )
    assert claim_of(HERALD, unnamed).state is ClaimState.REPORTED


@pytest.mark.parametrize(
    "other",
    [
        told("t", "2026-02-12", family="herald"),
        told("t", "2026-02-12", family="HERALD"),
        told("t", "2026-02-12", family="times", story="item-h"),
        told("t", "2026-02-12", family="times", tier=Tier.STATE_MEDIA),
        told("t", "2026-02-12", family="voice-of-b", organ="B"),
        told("t", "2026-02-25", family="times"),
    ],
    ids=["same family", "same name", "copy", "state media", "accuser's organ", "too far apart"],
)
def test_a_second_report_that_is_not_independent_lifts_nothing(other: Evidence) -> None:
    assert claim_of(HERALD, other).state is ClaimState.REPORTED


def test_outlets_of_one_owner_are_one_witness() -> None:
    pair = [told(f, "2026-02-10", family=f, owner="news-corp") for f in ("sun", "post")]
    assert claim_of(*pair).state is ClaimState.REPORTED


def test_an_organ_is_known_by_its_party_too() -> None:
    parties = (Party(id="B", name="Beta", organs=("Beta Daily",)),)
    organ = told("t", "2026-02-12", family="beta daily")
    context = Context(feeds_declared=True, parties=parties)
    assert claim_of(HERALD, organ).state is ClaimState.CORROBORATED
    assert claim_of(HERALD, organ, context=context).state is ClaimState.REPORTED


def test_the_obligors_own_organ_speaks_against_its_interest() -> None:
    own = told("t", "2026-02-12", family="voice-of-a", organ="A")
    assert claim_of(HERALD, own).state is ClaimState.CORROBORATED


def test_in_a_mutual_promise_the_one_accused_is_who_performs() -> None:
    mutual: dict[str, Any] = {"obligor": ("A", "B"), "obligee": ("A", "B")}
    by_b = told("t", "2026-02-12", family="voice-of-b", organ="B", party="A")
    by_a = told("t", "2026-02-12", family="voice-of-a", organ="A", party="A")
    herald = told("h", "2026-02-10", party="A")
    assert claim_of(herald, by_b, **mutual).state is ClaimState.REPORTED
    assert claim_of(herald, by_a, **mutual).state is ClaimState.CORROBORATED


def test_each_party_has_its_own_claim() -> None:
    mutual: dict[str, Any] = {"obligor": ("A", "B"), "obligee": ("A", "B")}
    pair = (
        told("1", "2026-02-10", party="A"),
        told("2", "2026-02-11", family="times", party="B"),
    )
    states = [claim.state for claim in standing_of(*pair, **mutual).claims]
    assert states == [ClaimState.REPORTED, ClaimState.REPORTED]


@pytest.mark.parametrize("act", [Act.THREAT, Act.COMMENTARY, Act.DENIAL, Act.RETRACTION])
def test_a_threat_or_a_comment_opens_no_claim(act: Act) -> None:
    assert standing_of(told("x", "2026-02-10", act=act)).claims == ()


def test_an_official_record_confirms_unless_it_is_the_accusers() -> None:
    finding = told("x", "2026-02-10", act=Act.FINDING, family="court", tier=Tier.OFFICIAL)
    own = told("x", "2026-02-10", act=Act.FINDING, organ="B", tier=Tier.OFFICIAL)
    said = told("x", "2026-02-10", act=Act.ALLEGATION, family="court", tier=Tier.OFFICIAL)
    assert claim_of(finding).reason == "On official record: court (10 Feb 2026)."
    states = [claim_of(one).state for one in (finding, own, said)]
    assert states == [ClaimState.CONFIRMED, ClaimState.REPORTED, ClaimState.REPORTED]
    assert standing_of(finding).word is Word.BREACH


def test_an_admission_confirms_once_it_is_sure_that_it_was_made() -> None:
    said: dict[str, Any] = {"side": Side.OBLIGOR, "act": Act.ANNOUNCEMENT}
    own = told("x", "2026-02-10", organ="A", **said)
    heard = [told(f, "2026-02-10", family=f, **said) for f in ("herald", "times")]
    assert claim_of(own).reason == "Admitted by the obligor: herald (10 Feb 2026)."
    assert claim_of(heard[0]).state is ClaimState.REPORTED
    assert claim_of(*heard).reason == (
        "Admitted by the obligor, as two families report: "
        "herald (10 Feb 2026) and times (10 Feb 2026)."
    )


@pytest.mark.parametrize("target", ["", "h", "item-h"])
def test_a_person_confirms_by_name(target: str) -> None:
    claim = claim_of(HERALD, ruled(Verdict.CONFIRM, "2026-02-20", target=target))
    assert (claim.state, claim.since) == (ClaimState.CONFIRMED, at("2026-02-20"))
    assert claim.reason == "Confirmed by Ada: I have read it."


def test_a_person_may_know_of_a_breach_that_nobody_printed() -> None:
    confirm = ruled(Verdict.CONFIRM, "2026-02-20")
    cured = ruled(Verdict.CURED, "2026-02-25")
    claim = claim_of(confirm)
    assert (claim.state, claim.evidence) == (ClaimState.CONFIRMED, ("ruling-confirm",))
    assert claim_of(confirm, cured).reason == "Cured by Ada: I have read it."
    first = standing_of(confirm, told("h", "2026-02-22")).claims
    assert [claim.state for claim in first] == [ClaimState.REPORTED, ClaimState.CONFIRMED]


def test_a_denial_stands_beside_it_and_never_lowers_it() -> None:
    denial = told("d", "2026-02-13", Signal.DENIED, Act.DENIAL, claimant="A's spokesman")
    standing = standing_of(HERALD, TIMES, denial)
    assert (standing.word, standing.suffixes) == (Word.BREACH_CORROBORATED, (Suffix.DISPUTED,))
    assert standing.claims[0].disputed_by == ("A's spokesman",)
    assert standing.reasons[0].sentence.endswith("Denied by A's spokesman.")


@pytest.mark.parametrize("learned", ["2026-02-01", "2026-04-20"])
def test_a_denial_of_something_else_disputes_nothing(learned: str) -> None:
    denial = told("d", learned, Signal.DENIED, Act.DENIAL)
    assert claim_of(HERALD, TIMES, denial, moment="2026-05-01").disputed_by == ()


def test_a_claim_nobody_repeats_fades_after_thirty_days() -> None:
    before = standing_of(HERALD, moment="2026-03-12 07:59")
    after = standing_of(HERALD, moment="2026-03-12 08:00")
    assert (before.word, after.word) == (Word.REPORTED, Word.HOLDING)
    assert after.since == at("2026-03-12 08:00")
    assert after.claims[0].reason == "No second family reported it within 30 days."


def test_a_copy_does_not_wake_a_faded_claim_and_a_new_story_opens_a_new_one() -> None:
    copy = told("c", "2026-03-20", family="wire", story="item-h")
    again = told("n", "2026-03-25", family="times")
    faded = standing_of(HERALD, copy, moment="2026-03-21")
    reopened = standing_of(HERALD, again, moment="2026-03-26")
    assert [claim.state for claim in faded.claims] == [ClaimState.FADED]
    assert [claim.state for claim in reopened.claims] == [ClaimState.FADED, ClaimState.REPORTED]


def test_what_was_corroborated_never_fades_and_takes_in_what_follows() -> None:
    follow = told("n", "2026-03-10", family="gazette")
    later = told("m", "2026-06-10", family="gazette")
    standing = standing_of(HERALD, TIMES, follow, later, moment="2028-01-01")
    assert standing.word is Word.BREACH_CORROBORATED
    assert [len(claim.evidence) for claim in standing.claims] == [3, 1]


def test_a_family_that_falls_silent_after_a_faded_month_starts_anew() -> None:
    follow = told("n", "2026-03-11", family="herald", story="other")
    last = told("m", "2026-03-13", family="times")
    standing = standing_of(HERALD, follow, last, moment="2026-03-14")
    assert [claim.evidence for claim in standing.claims] == [("h", "n"), ("m",)]


def test_a_retraction_takes_its_story_away() -> None:
    back = told("r", "2026-02-20 06:00", Signal.BREACH, Act.RETRACTION, story="item-t")
    alone = claim_of(TIMES, back)
    assert (alone.state, alone.since) == (ClaimState.RETRACTED, at("2026-02-20 06:00"))
    assert alone.reason == "Taken back on 20 Feb 2026 by who reported it."
    left = standing_of(HERALD, TIMES, back)
    assert (left.word, left.since) == (Word.REPORTED, at("2026-02-20 06:00"))


@pytest.mark.parametrize("target", ["t", "item-t"])
def test_a_dismissal_is_for_that_story_only(target: str) -> None:
    dismissed = ruled(Verdict.DISMISS, "2026-02-20", target=target)
    assert claim_of(HERALD, TIMES, dismissed).evidence == ("h",)
    gone = standing_of(TIMES, dismissed)
    assert (gone.word, gone.claims[0].state) == (Word.HOLDING, ClaimState.DISMISSED)
    assert gone.claims[0].reason == "Dismissed by Ada: I have read it."
    assert gone.since == at("2026-02-20")


def test_a_dismissal_that_ends_lets_the_claim_stand_again() -> None:
    dismissed = ruled(Verdict.DISMISS, "2026-02-20", target="t", until=on("2026-02-25"))
    standing = standing_of(TIMES, dismissed)
    assert (standing.word, standing.since) == (Word.REPORTED, at("2026-02-25"))


def test_a_breach_is_cured_by_ruling_or_record_and_stays_on_record() -> None:
    cured = ruled(Verdict.CURED, "2026-02-20")
    record = told("f", "2026-02-21", Signal.FULFILLED, Act.FINDING, "court", tier=Tier.OFFICIAL)
    by_person = standing_of(HERALD, TIMES, cured)
    by_record = standing_of(HERALD, TIMES, record)
    assert (by_person.word, by_person.suffixes) == (Word.HOLDING, (Suffix.BREACH_ON_RECORD,))
    assert by_person.claims[0].reason == "Cured, as Ada ruled: I have read it."
    assert by_record.claims[0].reason == (
        "Cured: kept again on official record, court (21 Feb 2026)."
    )
    assert (by_person.since, by_record.since) == (at("2026-02-20"), at("2026-02-21"))


def test_time_alone_never_un_breaches() -> None:
    standing = standing_of(HERALD, TIMES, moment="2026-02-12 08:00")
    for days in (1, 40, 400, 4000):
        moment = at("2026-02-12 08:00") + timedelta(days=days)
        later = standing_of(HERALD, TIMES, moment=f"{moment:%Y-%m-%d %H:%M}")
        assert [claim.state for claim in later.claims] == [claim.state for claim in standing.claims]
