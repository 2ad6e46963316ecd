"""From frames to signals: what is actual, what is feared, what the accused denies."""

from dataclasses import dataclass

from monitor.domain.evidence import Act, Signal
from monitor.reading.frames import Frame
from monitor.reading.moods import Mood
from monitor.reading.operators import PLANNED, UNREAL
from monitor.reading.predicates import BAD, CHANGE, DENY, DONE, FEAR, GOOD, SHORT, STALL

_GOVERNING = frozenset(
    {"neg", "fail", "refuse", "stop", "delay", "yet", "continue", "threat", "future", "hedge",
     "accuse", "accord"}
)  # fmt: skip
_CHARGED = frozenset({"break", "break_v", "drop_v", "exceed_v", "short"})
_DOUBTED = frozenset({"fear", "condition", "threat"})


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands around a frame.

    side: 1 the obligor speaks, -1 another party does, 0 nobody that is known. early: a dated act
    is not yet due. contested: the item also holds a charge in another clause.
    """

    side: int = 0
    question: bool = False
    headline: bool = False
    early: bool = False
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """What a frame reports: signal, speech act, strength 0..1, and the rule that says so."""

    signal: Signal
    act: Act
    strength: float
    rule: str


def report(frame: Frame, near: Situation) -> Reported | None:
    """The signal of one frame, or None where it reports nothing."""
    loose = frame.mood in {Mood.INFINITIVE, Mood.ATTRIBUTIVE} and frame.outcome != FEAR
    if loose and not frame.mods & _GOVERNING:
        return None
    if near.question and frame.outcome not in {DENY, FEAR, STALL}:
        return Reported(Signal.RISK, Act.COMMENTARY, 0.2, "a question, not a report")
    return _READ[frame.outcome](frame, near)


def _denial(frame: Frame, near: Situation) -> Reported | None:
    if frame.source == "committed" and not near.contested:
        return Reported(Signal.PROGRESS, Act.ANNOUNCEMENT, 0.3, "commitment restated")
    strength = {1: 0.75, 0: 0.4, -1: 0.1}[near.side]
    return Reported(Signal.DENIED, Act.DENIAL, strength, "the accused denies it")


def _feared(frame: Frame, _near: Situation) -> Reported | None:
    strength = 0.5 if frame.tag != "base" else 0.4
    if frame.outcome == STALL:
        return Reported(Signal.RISK, Act.COMMENTARY, strength, "talks on it stall")
    return Reported(Signal.RISK, Act.THREAT, strength, "threatened or feared")


def _changed(frame: Frame, _near: Situation) -> Reported | None:
    doubted = frame.mods & (_DOUBTED | {"hedge", "agree", "urge"})
    if doubted:
        return Reported(Signal.RISK, Act.THREAT, 0.45, "a change threatened or sought")
    return Reported(Signal.CHANGED, Act.ANNOUNCEMENT, 0.6, "terms changed")


def _good(frame: Frame, near: Situation) -> Reported | None:
    insists = "insist" in frame.mods or (near.contested and not frame.mods & UNREAL)
    if near.side > 0 and insists and not frame.act:
        return Reported(Signal.DENIED, Act.DENIAL, 0.6, "insists that it complies")
    if near.side > 0 and frame.source in _CHARGED:
        return Reported(Signal.DENIED, Act.DENIAL, 0.6, "denies the breach")
    if frame.mods & _DOUBTED:
        return Reported(Signal.RISK, Act.COMMENTARY, 0.45, "performance in doubt")
    if frame.mods & PLANNED or (frame.act and "imminent" in frame.mods and frame.mods & UNREAL):
        return _announced(frame)
    weak = 0.25 if frame.mods & UNREAL else 0.5
    if not frame.mods & UNREAL and (frame.outcome == DONE or frame.whole):
        return Reported(Signal.FULFILLED, Act.DONE, 0.55, "completed")
    return Reported(Signal.PROGRESS, Act.IN_FORCE, weak, "performance under way")


def _announced(frame: Frame) -> Reported | None:
    """A plan reports nothing, unless its day is named and near."""
    if frame.act and "imminent" in frame.mods and not frame.mods & {"terms", "urge"}:
        return Reported(Signal.PROGRESS, Act.ANNOUNCEMENT, 0.4, "performance announced")
    return None


def _short(frame: Frame, _near: Situation) -> Reported | None:
    strength = 0.5 if frame.act else 0.6
    if frame.mods & (UNREAL | {"agree"}):
        return Reported(Signal.RISK, Act.COMMENTARY, strength, "a shortfall feared")
    return Reported(Signal.SHORTFALL, Act.FINDING, strength, "short of the promise")


def _bad(frame: Frame, near: Situation) -> Reported | None:
    if near.early and frame.source == "refuse":
        return Reported(Signal.RISK, Act.THREAT, 0.45, "refused before it is due")
    if frame.mods & (UNREAL | {"agree"}):
        strength = 0.45 if frame.act else 0.5
        return Reported(Signal.RISK, Act.THREAT, strength, "a breach threatened or feared")
    if "terms" in frame.mods:
        return None
    if near.side > 0 and "insist" in frame.mods:
        return Reported(Signal.DENIED, Act.DENIAL, 0.5, "rejects the charge")
    strength = (0.45 if frame.act else 0.65) + (0.05 if near.headline else 0.0)
    act = Act.ALLEGATION if "accuse" in frame.mods else Act.FINDING
    return Reported(Signal.BREACH, act, strength, "promise not kept")


_READ = {
    DENY: _denial, FEAR: _feared, STALL: _feared, CHANGE: _changed, GOOD: _good, DONE: _good,
    SHORT: _short, BAD: _bad,
}  # fmt: skip
