"""The story's second part: the figures, the claims of breach, and every quote with its source."""

from collections.abc import Sequence
from datetime import datetime

from rich.text import Text

from monitor.domain.evidence import Evidence
from monitor.domain.standing import Claim, ClaimState, Pace, Standing
from monitor.views.ages import ago, day, minute
from monitor.views.cells import bar_text
from monitor.views.figures import amounts, number, share
from monitor.views.lines import beside, middle, paragraph, say, wrap
from monitor.views.story_terms import labelled
from monitor.views.told import Told
from monitor.views.words import LOOKS, SIGNAL_TONE, Tone

CLAIM_TONE: dict[ClaimState, Tone] = {
    ClaimState.CONFIRMED: Tone.BROKEN,
    ClaimState.CORROBORATED: Tone.LOOK,
    ClaimState.REPORTED: Tone.LOOK,
    ClaimState.RETRACTED: Tone.IDLE,
    ClaimState.FADED: Tone.IDLE,
    ClaimState.DISMISSED: Tone.IDLE,
    ClaimState.CURED: Tone.KEPT,
}


def pace(standing: Standing, width: int) -> list[Text]:
    """The bar, what is reported and expected, and the series side by side."""
    reading = standing.pace
    if reading is None:
        return []
    tone = LOOKS[standing.word].tone
    lines = [say("  ").append_text(bar_text(reading, tone, min(48, width - 4)))]
    for label, said in _figures(reading):
        lines += labelled(label, said, width)
    return lines + _series(reading, width)


def _figures(reading: Pace) -> list[tuple[str, str]]:
    unit = reading.unit
    through = f" through {day(reading.through)}" if reading.through else ""
    by = f" by {reading.series}" if reading.series else ""
    ratio = f"; the pace is {number(reading.ratio, places=2)} of it" if reading.ratio else ""
    figures = [
        ("reported", f"{amounts(reading)} {share(reading)}{through}{by}".replace("  ", " ")),
        ("expected", f"{number(reading.expected)} {unit} by then{ratio} (┃ in the bar)"),
        ("projected", _projected(reading)),
    ]
    if reading.needed_per_day is not None:
        figures.append(("needed", f"{number(reading.needed_per_day, up=True)} {unit} a day"))
    if reading.chance is not None:
        figures.append(("chance", f"{reading.chance:.0%}, by the rule of the pace"))
    return figures


def _projected(reading: Pace) -> str:
    if reading.projected is None:
        return ""
    said = f"{number(reading.projected)} {reading.unit} at the end"
    if reading.projected_low is None or reading.projected_high is None:
        return said
    return f"{said}, between {number(reading.projected_low)} and {number(reading.projected_high)}"


def _series(reading: Pace, width: int) -> list[Text]:
    if not reading.readings:
        return []
    name = min(28, max(width - 50, 12))
    widths = (2, name, 14, 10, 16)
    table = [("", "series", "total", "through", "next release")]
    table += [
        (
            "",
            middle(each.series, name),
            f"{number(each.total)} {reading.unit}",
            day(each.through),
            (day(each.next_release) or "–") + (" stale" if each.stale else ""),
        )
        for each in reading.readings
    ]
    lines = []
    for at, cells in enumerate(table):
        style = "dim" if at == 0 else ""
        lines += beside([[say((cell, style))] for cell in cells], widths, 1)
    return lines


def claims(told: Told, now: datetime, width: int) -> list[Text]:
    """Each claim: how far it has come, its families, who denies it, and its quotes."""
    lines: list[Text] = []
    for claim in told.standing.claims:
        lines += [Text()] if lines else []
        lines += _claim(told, claim, width)
        for each in _of_claim(told, claim):
            lines += quoted(told, each, now, width)
    return lines


def _claim(told: Told, claim: Claim, width: int) -> list[Text]:
    by = f" by {told.name(claim.claimant)}" if claim.claimant else ""
    lines = [
        say(
            "  ",
            (claim.state.value, CLAIM_TONE[claim.state]),
            f"{middle(by, width - 40)} since {minute(claim.since)}",
        )
    ]
    count = f"{len(claim.families)} independent" if len(claim.families) > 1 else "one"
    lines += labelled("families", f"{', '.join(claim.families)} ({count})", width)
    denied = ", ".join(told.name(party) for party in claim.disputed_by)
    lines += labelled("denied by", denied, width, Tone.LOOK)
    return lines + labelled("why", claim.reason, width)


def _of_claim(told: Told, claim: Claim) -> list[Evidence]:
    wanted = set(claim.evidence)
    return [each for each in told.facts.evidence if each.id in wanted]


def evidence(told: Told, now: datetime, width: int, limit: int) -> list[Text]:
    """What else was read, newest first; says so where nothing was."""
    shown = {each for claim in told.standing.claims for each in claim.evidence}
    others = [each for each in told.facts.evidence if each.id not in shown]
    others.sort(key=lambda each: (each.learned_at, each.id), reverse=True)
    if not told.facts.evidence:
        return paragraph("Nothing has been read about it.", width, indent=2, style="dim")
    lines: list[Text] = []
    for each in others[:limit]:
        lines += quoted(told, each, now, width)
    return lines + _more(others[limit:], width)


def _more(rest: Sequence[Evidence], width: int) -> list[Text]:
    if not rest:
        return []
    said = f"and {len(rest)} older, the oldest of {minute(rest[-1].learned_at)} (--json has all)"
    return paragraph(said, width, indent=2, style="dim")


def quoted(told: Told, each: Evidence, now: datetime, width: int) -> list[Text]:
    """A quote with its signal, outlet, times and link."""
    claimant = f" by {told.name(each.claimant)}" if each.claimant else ""
    source = f" · {each.witness.family} ({each.witness.tier.value}) · {ago(each.learned_at, now)}"
    opening = say(
        "  ",
        (each.signal.value, SIGNAL_TONE[each.signal]),
        middle(f" · {each.act.value}{claimant}{source}", width - 14),
    )
    lines = [opening]
    first, *more = wrap(f"“{each.quote}”", width - 6) or [""]
    lines += [say("    ", first), *(say("     ", line) for line in more)]
    if each.title and each.title != each.quote:
        lines += paragraph(f"in: {each.title}", width, indent=4, style="dim")
    lines += paragraph(_times(each), width, indent=4, style="dim")
    return lines + paragraph(each.link, width, indent=4, style="dim")


def _times(each: Evidence) -> str:
    happened = f"happened {day(each.happened_on)}" if each.happened_on else ""
    published = f"published {minute(each.published)}" if each.published else ""
    learned = f"learned {minute(each.learned_at)}"
    sure = f"confidence {each.confidence:.0%}"
    return " · ".join(filter(None, [happened, published, learned, sure, each.because]))
