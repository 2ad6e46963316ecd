"""Is it reported broken? One small machine per claim.

A claim opens with the first report of a breach by an allegation, an announcement, an act in force
or a finding; a threat, a forecast, a comment or a denial never opens one. `reported` becomes
`corroborated` when two independent families speak within 14 days of one another (copies, outlets of
one owner, state media and the accuser's own organs do not count), and `confirmed` by an official
record, by the obligor's own admission or by a person. A denial is kept beside it and never lowers
it. It ends `retracted` (every story behind it taken back), `faded` (30 days without a second
family; a corroborated claim never fades), `dismissed` (a person, for that story only) or `cured`.
Reports that come while a claim is open belong to it; a copy always belongs to its story's claim.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.domain.commitment import Kind
from monitor.domain.completion import WITHIN, is_record
from monitor.domain.evidence import Act, Evidence, Ruling, Side, Signal, Tier, Verdict
from monitor.domain.known import Finding, Known
from monitor.domain.phrases import day, names, told
from monitor.domain.sides import corroborated, house, independent, story_of, voices
from monitor.domain.standing import Claim, ClaimState, Reason, Word

ID = "claims"

FADES_AFTER = timedelta(days=30)
_LIVE = frozenset({ClaimState.REPORTED, ClaimState.CORROBORATED, ClaimState.CONFIRMED})
_OPENS = frozenset({Act.ALLEGATION, Act.ANNOUNCEMENT, Act.IN_FORCE, Act.DONE, Act.FINDING})
_ADMITS = frozenset({Act.ANNOUNCEMENT, Act.IN_FORCE, Act.DONE, Act.FINDING})


@dataclass(slots=True)
class _Case:
    """The reports of one claim, oldest first, and every story they belong to.

    last_story: when a story that is no copy last came in. lasting: it was borne out within its 30
    days.
    """

    party: str
    reports: list[Evidence] = field(default_factory=list)
    stories: set[str] = field(default_factory=set)
    last_story: datetime | None = None
    lasting: bool = False

    @property
    def opened(self) -> datetime:
        return self.reports[0].learned_at

    def add(self, report: Evidence, story: str) -> None:
        self.reports.append(report)
        if story not in self.stories:
            self.last_story = report.learned_at
            self.stories.add(story)


def check(known: Known) -> Finding:
    """Every claim, oldest first, each with its reason; and when the open ones would fade."""
    if known.commitment.kind is Kind.SUNSET:
        return Finding()
    cases = _cases(known)
    claims = tuple(_judge(known, case) for case in cases)
    claims += _confirmed_without_report(known, cases)
    fades = tuple(case.opened + FADES_AFTER for case in cases)
    return Finding(
        claims=claims,
        reasons=tuple(map(_reason, claims)),
        changes_at=fades,
        masks=(*_masks(claims), *_taken_back(known, cases)),
    )


def _masks(claims: Sequence[Claim]) -> Iterator[tuple[Word, datetime]]:
    """Until when claims that are over stood before other words."""
    for claim in claims:
        if claim.state is ClaimState.FADED:
            yield Word.REPORTED, claim.since
        elif claim.state not in _LIVE:
            yield Word.BREACH, claim.since


def _taken_back(known: Known, cases: Sequence[_Case]) -> Iterator[tuple[Word, datetime]]:
    """When a story or a report of a claim was taken back or put aside."""
    for case in cases:
        for name in (*case.stories, *(one.id for one in case.reports)):
            if name in known.withdrawn:
                yield Word.BREACH, known.withdrawn[name]


def _cases(known: Known) -> list[_Case]:
    """Sort the reports into claims: by story, else by party while a claim is young enough."""
    cases: list[_Case] = []
    by_story: dict[str, _Case] = {}
    newest: dict[str, _Case] = {}
    for one in known.evidence:
        if one.signal is not Signal.BREACH or one.act not in _OPENS:
            continue
        party, story = known.sides.party_of(one.party), story_of(one)
        case = by_story.get(story) or _open_case(newest.get(party), one, known)
        if case is None:
            case = newest[party] = _Case(party)
            cases.append(case)
        by_story[story] = case
        case.add(one, story)
    return cases


def _open_case(case: _Case | None, one: Evidence, known: Known) -> _Case | None:
    """The newest claim about the same party, if it still takes reports."""
    if case is None or one.learned_at - case.reports[-1].learned_at > FADES_AFTER:
        return None
    young = one.learned_at < case.opened + FADES_AFTER
    return case if young or _lasts(case, known) else None


def _lasts(case: _Case, known: Known) -> bool:
    """Whether it outlived its 30 days; asked once, since what was borne out stays so."""
    if not case.lasting:
        case.lasting = corroborated(voices(case.reports, known.sides), WITHIN) is not None
    return case.lasting


def _judge(known: Known, case: _Case) -> Claim:
    standing = [
        one
        for one in case.reports
        if story_of(one) not in known.withdrawn and one.id not in known.withdrawn
    ]
    if not standing:
        return _withdrawn(known, case)
    state, since, reason = _level(known, case, standing)
    cure = _cure(known, case)
    if cure is not None:
        state, since, reason = ClaimState.CURED, *cure
    return Claim(
        story=story_of(standing[0]),
        state=state,
        since=since,
        families=_families(known, standing),
        evidence=tuple(one.id for one in standing),
        disputed_by=_disputed_by(known, case),
        claimant=next((one.claimant for one in standing if one.claimant), None),
        reason=reason,
    )


_Level = tuple[ClaimState, datetime, str]


def _level(known: Known, case: _Case, standing: Sequence[Evidence]) -> _Level:
    found = voices(standing, known.sides)
    pair = corroborated(found, WITHIN)
    certain = _confirmation(known, case, standing)
    if certain is not None:
        return ClaimState.CONFIRMED, *certain
    if pair is not None:
        since = max(voice.evidence.learned_at for voice in pair)
        who = names(told(voice.evidence) for voice in pair)
        return ClaimState.CORROBORATED, since, f"Two independent families report it: {who}."
    fades = case.opened + FADES_AFTER
    if known.at >= fades:
        return ClaimState.FADED, fades, "No second family reported it within 30 days."
    first = standing[0]
    return ClaimState.REPORTED, first.learned_at, f"Reported by {told(first)}; nobody else yet."


def _confirmation(
    known: Known, case: _Case, standing: Sequence[Evidence]
) -> tuple[datetime, str] | None:
    """The earliest of a person's word, an official record, an admission."""
    found = [
        *_by_person(known, case, standing),
        *_by_record(known, standing),
        *_by_admission(known, standing),
    ]
    return min(found, default=None)


def _by_person(
    known: Known, case: _Case, standing: Sequence[Evidence]
) -> Iterable[tuple[datetime, str]]:
    ids = {one.id for one in standing} | case.stories
    for ruling in known.rulings:
        if ruling.verdict is Verdict.CONFIRM and (
            ruling.target in ids or (not ruling.target and ruling.learned_at >= case.opened)
        ):
            yield ruling.learned_at, f"Confirmed by {ruling.by}: {ruling.because}"


def _by_record(known: Known, standing: Sequence[Evidence]) -> Iterable[tuple[datetime, str]]:
    for one in standing:
        official = one.witness.tier is Tier.OFFICIAL and one.act in {Act.FINDING, Act.IN_FORCE}
        if official and independent(one, known.sides):
            yield one.learned_at, f"On official record: {told(one)}."


def _by_admission(known: Known, standing: Sequence[Evidence]) -> Iterable[tuple[datetime, str]]:
    """The obligor says so itself: in its own organ, or as two independent families report."""
    said = [one for one in standing if one.side is Side.OBLIGOR and one.act in _ADMITS]
    own = [one for one in said if known.sides.speaks_for(one.witness) in known.sides.obligor]
    for one in own:
        yield one.learned_at, f"Admitted by the obligor: {told(one)}."
    pair = corroborated(voices(said, known.sides), WITHIN)
    if pair is not None:
        since = max(voice.evidence.learned_at for voice in pair)
        who = names(told(voice.evidence) for voice in pair)
        yield since, f"Admitted by the obligor, as two families report: {who}."


def _cure(known: Known, case: _Case) -> tuple[datetime, str] | None:
    """The first ruling or official record that says the breach is made good."""
    ids = {one.id for one in case.reports} | case.stories | {""}
    found = [
        (ruling.learned_at, f"Cured, as {ruling.by} ruled: {ruling.because}")
        for ruling in known.rulings
        if ruling.verdict is Verdict.CURED
        and ruling.target in ids
        and ruling.learned_at >= case.opened
    ]
    last = case.last_story or case.opened
    found += [
        (one.learned_at, f"Cured: kept again on official record, {told(one)}.")
        for one in known.evidence
        if one.signal is Signal.FULFILLED and one.learned_at > last and is_record(one, known)
    ]
    return min(found, default=None)


def _withdrawn(known: Known, case: _Case) -> Claim:
    """Nothing is left of it: a person dismissed the last of it, or its publishers took it back."""
    ids = {one.id for one in case.reports} | case.stories
    rulings = [
        ruling
        for ruling in known.rulings
        if ruling.verdict in {Verdict.DISMISS, Verdict.REJECT} and ruling.target in ids
    ]
    if rulings:
        state, last = ClaimState.DISMISSED, rulings[-1]
        since, reason = last.learned_at, f"Dismissed by {last.by}: {last.because}"
    else:
        state = ClaimState.RETRACTED
        since = max(
            one.learned_at
            for one in known.evidence
            if one.act is Act.RETRACTION and story_of(one) in case.stories
        )
        reason = f"Taken back on {day(since.date())} by who reported it."
    return Claim(
        story=story_of(case.reports[0]),
        state=state,
        since=since,
        families=(),
        evidence=tuple(one.id for one in case.reports),
        reason=reason,
    )


def _families(known: Known, standing: Sequence[Evidence]) -> tuple[str, ...]:
    """The independent houses; where there is none, the first that reported."""
    found = tuple(voice.house for voice in voices(standing, known.sides))
    return found or (house(standing[0].witness),)


def _disputed_by(known: Known, case: _Case) -> tuple[str, ...]:
    """Who denies it, from its first report (or in the same story) until 30 days after its last."""
    ends = case.reports[-1].learned_at + FADES_AFTER
    found = {
        one.claimant or one.witness.family
        for one in known.evidence
        if one.signal is Signal.DENIED
        and story_of(one) not in known.withdrawn
        and (case.opened <= one.learned_at <= ends or story_of(one) in case.stories)
        and known.sides.party_of(one.party) in {case.party, ""}
    }
    return tuple(sorted(found))


def _confirmed_without_report(known: Known, cases: Sequence[_Case]) -> tuple[Claim, ...]:
    """A person's CONFIRM that is about no report we have."""
    reported = {one.id for case in cases for one in case.reports}
    reported |= {story for case in cases for story in case.stories}
    return tuple(
        _person_claim(known, ruling)
        for ruling in known.rulings
        if ruling.verdict is Verdict.CONFIRM
        and ruling.target not in reported
        and (ruling.target or not any(case.opened <= ruling.learned_at for case in cases))
    )


def _person_claim(known: Known, ruling: Ruling) -> Claim:
    cures = [
        one
        for one in known.rulings
        if one.verdict is Verdict.CURED
        and one.target in {"", ruling.id}
        and one.learned_at >= ruling.learned_at
    ]
    by = cures[0] if cures else ruling
    return Claim(
        story=ruling.id,
        state=ClaimState.CURED if cures else ClaimState.CONFIRMED,
        since=by.learned_at,
        families=(),
        evidence=(ruling.id,),
        claimant=ruling.by,
        reason=f"{'Cured' if cures else 'Confirmed'} by {by.by}: {by.because}",
    )


def _reason(claim: Claim) -> Reason:
    denied = f" Denied by {names(claim.disputed_by)}." if claim.disputed_by else ""
    return Reason(
        code=f"claim-{claim.state.value}",
        sentence=f"{claim.reason}{denied}",
        rests_on=claim.evidence,
        since=claim.since,
    )
