"""From frames to signals: what is actual, what is feared, what the accused denies."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.domain.evidence import Act, Signal
from monitor.reading.frames import CHANGE, DENY, DONE, FEAR, GOOD, SHORT, STALL, Frame

_UNREAL = frozenset({"future", "hedge", "condition", "threat", "fear"})


@dataclass(frozen=True, slots=True)
class Reported:
    """What a frame reports: signal, speech act, strength 0..1, and the rule that says so."""

    signal: Signal
    act: Act
    strength: float
    rule: str


def report(  # noqa: PLR0911 - a ladder, one rung for each outcome
    frame: Frame, *, by_obligor: bool, question: bool, headline: bool
) -> Reported | None:
    """The signal of one frame, or None where it reports nothing."""
    unreal = frame.mods & _UNREAL
    if frame.outcome == DENY:
        return Reported(Signal.DENIED, Act.DENIAL, 0.75 if by_obligor else 0.4, "denial")
    if frame.outcome in {FEAR, STALL}:
        return _feared(frame)
    if question:
        return Reported(Signal.RISK, Act.COMMENTARY, 0.2, "question")
    if frame.outcome == CHANGE:
        return _changed(frame, unreal)
    if frame.outcome in {GOOD, DONE}:
        return _good(frame, unreal, by_obligor=by_obligor)
    if frame.outcome == SHORT:
        strength = 0.6 if not frame.act else 0.5
        if unreal & {"threat", "fear", "condition"}:
            return Reported(Signal.RISK, Act.COMMENTARY, strength, "short, feared")
        return Reported(Signal.SHORTFALL, Act.FINDING, strength, "short of the promise")
    return _bad(frame, unreal, by_obligor=by_obligor, headline=headline)


def _feared(frame: Frame) -> Reported:
    strength = 0.5 if frame.tag != "base" else 0.4
    if frame.outcome == STALL:
        return Reported(Signal.RISK, Act.COMMENTARY, strength, "talks stalled")
    return Reported(Signal.RISK, Act.THREAT, strength, "threat or fear")


def _changed(frame: Frame, unreal: frozenset[str]) -> Reported:
    if unreal & {"threat", "fear", "condition", "hedge"} or frame.mods & {"agree", "urge"}:
        return Reported(Signal.RISK, Act.THREAT, 0.45, "change threatened or sought")
    return Reported(Signal.CHANGED, Act.ANNOUNCEMENT, 0.6, "terms changed")


def _good(frame: Frame, unreal: frozenset[str], *, by_obligor: bool) -> Reported | None:
    if "insist" in frame.mods and by_obligor and not frame.act:
        return Reported(Signal.DENIED, Act.DENIAL, 0.6, "insists that it complies")
    if frame.source == "break" and by_obligor:
        return Reported(Signal.DENIED, Act.DENIAL, 0.6, "denies the breach")
    if unreal & {"fear", "condition", "threat"}:
        return Reported(Signal.RISK, Act.COMMENTARY, 0.45, "performance in doubt")
    if frame.mods & {"agree", "terms", "urge"}:
        return None
    weak = 0.25 if unreal else 0.5
    if frame.outcome == DONE:
        return Reported(Signal.FULFILLED, Act.DONE, weak + 0.05, "completed")
    return Reported(Signal.PROGRESS, Act.IN_FORCE, weak, "performance under way")


def _bad(
    frame: Frame, unreal: frozenset[str], *, by_obligor: bool, headline: bool
) -> Reported | None:
    if unreal or "agree" in frame.mods:
        strength = 0.5 if not frame.act else 0.4
        return Reported(Signal.RISK, Act.THREAT, strength, "breach threatened or feared")
    if "terms" in frame.mods:
        return None
    strength = 0.65 if not frame.act else 0.45
    act = Act.ALLEGATION if "accuse" in frame.mods else Act.FINDING
    if by_obligor and "insist" in frame.mods:
        return Reported(Signal.DENIED, Act.DENIAL, 0.5, "rejects the charge")
    return Reported(Signal.BREACH, act, strength + (0.05 if headline else 0.0), "promise not kept")


def strongest(found: Sequence[Reported]) -> Reported:
    """The report with the greatest strength."""
    return max(found, key=lambda r: r.strength)
