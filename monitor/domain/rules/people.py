"""What have people ruled?

An override prints its own word until its date, by name and with its reason; the machine's word
stays visible beside it. Confirmations, dismissals, cures, `met` and `missed` act inside the rules
they concern and are named there. Every ruling can be withdrawn, and ends on its date if it has one.
"""

from monitor.domain.evidence import Ruling, Verdict
from monitor.domain.known import Finding, Known
from monitor.domain.phrases import day
from monitor.domain.standing import Reason, Word

ID = "people"

_WORDS = {word.value.casefold(): word for word in Word} | {
    word.name.casefold(): word for word in Word
}


def check(known: Known) -> Finding:
    """The newest override that stands, and when the rulings in force end."""
    ends = tuple(known.instant(one.until) for one in known.rulings if one.until is not None)
    overrides = [one for one in known.rulings if one.verdict is Verdict.OVERRIDE]
    usable = [one for one in overrides if word_of(one) is not None]
    masks = tuple((next(iter(Word)), when) for when in known.undone)
    if not usable:
        reasons = tuple(_unknown(one) for one in overrides)
        return Finding(changes_at=ends, reasons=reasons, masks=masks)
    ruling = usable[-1]
    until = f" until {day(ruling.until)} (exclusive)" if ruling.until else ""
    reason = Reason(
        code="override",
        sentence=f"{ruling.by} set it to {ruling.word!r}{until}: {ruling.because}",
        rests_on=(ruling.id,),
        since=ruling.learned_at,
    )
    return Finding(override=ruling, reasons=(reason,), changes_at=ends, masks=masks)


def word_of(ruling: Ruling) -> Word | None:
    """The word an override prints, None if it is no word of ours."""
    return _WORDS.get(ruling.word.strip().casefold())


def _unknown(ruling: Ruling) -> Reason:
    return Reason(
        code="override-unknown",
        sentence=f"The override by {ruling.by} names no known word: {ruling.word!r}.",
        rests_on=(ruling.id,),
        since=ruling.learned_at,
    )
