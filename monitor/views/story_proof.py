"""The story's second part: the figures, the claims of breach, and every quote with its source."""

from collections.abc import Sequence
from datetime import datetime

from rich.text import Text

from monitor.domain.evidence import Evidence
from monitor.domain.standing import Claim, ClaimState, Pace, Standing
from monitor.views.ages import ago, day, minute
from monitor.views.cells import bar_text
from monitor.views.figures import exact, number, share
from monitor.views.lines import beside, fitted, hanging, middle, paragraph, say
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
    figures = [
        ("reported", _reported(reading)),
        ("expected", _expected(reading)),
        ("projected", _projected(reading)),
    ]
    if reading.needed_per_day is not None:
        needed = number(reading.needed_per_day, up=True, places=4)
        figures.append(("needed", f"{needed} {reading.unit} a day until the end"))
    if reading.chance is not None:
        figures.append(
            ("chance", f"{reading.chance:.0%} of reaching the target".replace("%", " %"))
        )
    return figures


def _reported(reading: Pace) -> str:
    limit = "at most " if reading.at_most else ""
    target = f"{limit}{exact(reading.target)} {reading.unit}"
    if reading.reported is None:
        return f"nothing yet, of {target}"
    parts = [f"{exact(reading.reported)} of {target}", f"({share(reading)})"]
    parts += [f"through {day(reading.through)}"] if reading.through else []
    parts += [f"by {reading.series}"] if reading.series else []
    return " ".join(parts)


def _expected(reading: Pace) -> str:
    ratio = f"; reported is {number(reading.ratio, places=3)} of it" if reading.ratio else ""
    tick = " (┃ in the bar)" if 0 < reading.expected < reading.target else ""
    return f"{exact(reading.expected)} {reading.unit} by then{ratio}{tick}"


def _projected(reading: Pace) -> str:
    if reading.projected is None:
        return ""
    said = f"{number(reading.projected)} {reading.unit} at the end"
    if reading.projected_low is None or reading.projected_high is None:
        return said
    return f"{said}, between {number(reading.projected_low)} and {number(reading.projected_high)}"


def _series(reading: Pace, width: int) -> list[Text]:
    """Each series with its newest reading; never one figure made of several."""
    if not reading.readings:
        return []
    name = min(28, width - 52)
    widths = (0, name, 14, 10, 16)
    table = [("", "series", "total", "through", "next release")]
    table += [
        (
            "",
            middle(each.series, name),
            f"{exact(each.total)} {reading.unit}",
            day(each.through),
            (day(each.next_release) or "–") + (" late" if each.stale else ""),
        )
        for each in reading.readings
    ]
    lines = []
    for at, cells in enumerate(table):
        style = "dim" if at == 0 else ""
        lines += beside([[say((cell, style))] for cell in cells], widths, 2)
    return [Text(), *lines]


def claims(told: Told, now: datetime, width: int) -> list[Text]:
    """Each claim: how far it has come, its families, who denies it, and its quotes."""
    lines: list[Text] = []
    for claim in told.standing.claims:
        lines += [Text()] if lines else []
        lines += _claim(told, claim, width)
        for each in _of_claim(told, claim):
            lines += [Text(), *quoted(told, each, now, width)]
    return lines


def _claim(told: Told, claim: Claim, width: int) -> list[Text]:
    by = f"claim of {told.name(claim.claimant)}" if claim.claimant else "claim"
    count = len(claim.families)
    families = f"{', '.join(claim.families)} ({count} famil{'ies' if count != 1 else 'y'})"
    state = (claim.state.value, CLAIM_TONE[claim.state])
    return [
        *fitted(say("  ", state, f" {by} since {minute(claim.since)}"), width),
        *labelled("reported by", families, width),
        *labelled("denied by", ", ".join(map(told.name, claim.disputed_by)), width, Tone.LOOK),
        *labelled("why", claim.reason, width),
    ]


def _of_claim(told: Told, claim: Claim) -> list[Evidence]:
    wanted = set(claim.evidence)
    return [each for each in told.facts.evidence if each.id in wanted]


def evidence(told: Told, now: datetime, width: int, limit: int) -> list[Text]:
    """What else was read, newest first; says so where nothing was; then who watches."""
    shown = {each for claim in told.standing.claims for each in claim.evidence}
    others = [each for each in told.facts.evidence if each.id not in shown]
    others.sort(key=lambda each: (each.learned_at, each.id), reverse=True)
    nothing = "Nothing else has been read about it." if shown else "Nothing has been read about it."
    lines = [] if others else paragraph(nothing, width, indent=2)
    for each in others[:limit]:
        lines += [*quoted(told, each, now, width), Text()]
    lines += _more(others[limit:], width)
    watch = f"{told.feeds_alive} of {told.feeds_total} feeds that watch it are alive."
    return lines + paragraph(watch, width, indent=2, style="dim")


def _more(rest: Sequence[Evidence], width: int) -> list[Text]:
    if not rest:
        return []
    said = f"and {len(rest)} older, the oldest of {minute(rest[-1].learned_at)} (--json has all)"
    return [*paragraph(said, width, indent=2, style="dim"), Text()]


def quoted(told: Told, each: Evidence, now: datetime, width: int) -> list[Text]:
    """A quote with its signal, outlet, link and times, and why it was read so."""
    claimant = f" by {told.name(each.claimant)}" if each.claimant else ""
    opening = say(
        "  ",
        (each.signal.value, SIGNAL_TONE[each.signal]),
        f" · {each.act.value}{claimant} · {each.witness.family} ({each.witness.tier.value})",
        f" · {ago(each.learned_at, now)}",
    )
    title = each.title if each.title != each.quote else ""
    return [
        *fitted(opening, width),
        *hanging("    “", say(f"{each.quote}”"), width),
        *paragraph(title, width, indent=4, style="dim"),
        *paragraph(each.link, width, indent=4, style="dim"),
        *paragraph(_times(each), width, indent=4, style="dim"),
        *paragraph(_because(each), width, indent=4, style="dim"),
    ]


def _times(each: Evidence) -> str:
    happened = f"happened {day(each.happened_on)}" if each.happened_on else ""
    published = f"published {minute(each.published)}" if each.published else ""
    return " · ".join(filter(None, [happened, published, f"learned {minute(each.learned_at)}"]))


def _because(each: Evidence) -> str:
    sure = f"confidence {each.confidence:.0%}".replace("%", " %")
    return f"{sure}: {each.because}" if each.because else sure
