"""Every printed word: its sign, its colour and what it says in plain text.

A colour means one thing wherever it appears, and never carries what the words do not:

- red: broken or late, as far as it is proven;
- yellow: look soon, it may break or has been claimed broken;
- magenta: we cannot tell;
- cyan: only the calendar speaks;
- green: kept, or being kept;
- dim: does not bind now.
"""

from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.alert import Severity
from monitor.domain.evidence import FeedState, Signal
from monitor.domain.standing import Suffix, Word


class Tone(StrEnum):
    """What a colour means; the value is the style it is painted with."""

    BROKEN = "bold red"
    LOOK = "yellow"
    UNSEEN = "magenta"
    CALENDAR = "cyan"
    KEPT = "green"
    IDLE = "dim"


@dataclass(frozen=True, slots=True)
class Look:
    """How a word looks: a sign of one cell, its ASCII stand-in, a tone, and what the word says."""

    sign: str
    ascii: str
    tone: Tone
    says: str


LOOKS: dict[Word, Look] = {
    Word.BREACH: Look("✗", "X", Tone.BROKEN, "a breach is confirmed"),
    Word.OVERDUE: Look("!", "!", Tone.BROKEN, "the deadline and its grace are over, not met"),
    Word.DECISION_DUE: Look("◆", "*", Tone.LOOK, "it runs out unless somebody extends it"),
    Word.BREACH_CORROBORATED: Look(
        "▲", "^", Tone.LOOK, "two independent publishers report a breach; it is not confirmed"
    ),
    Word.DUE_TODAY: Look("◆", "*", Tone.LOOK, "the deadline is today"),
    Word.GRACE: Look("◆", "*", Tone.LOOK, "the deadline is over, the grace is not"),
    Word.AT_RISK: Look("▼", "v", Tone.LOOK, "the pace is below what the target needs"),
    Word.REPORTED: Look("△", "'", Tone.LOOK, "one publisher reports a breach"),
    Word.BLIND: Look("◌", "?", Tone.UNSEEN, "no live feed has looked lately: silence says nothing"),
    Word.UNRATEABLE: Look("?", "?", Tone.UNSEEN, "what is declared does not suffice to tell"),
    Word.MET_CLAIMED: Look("✓", "+", Tone.LOOK, "said to be met, not proven"),
    Word.DUE_SOON: Look("◇", "<", Tone.CALENDAR, "the deadline is near"),
    Word.ON_TRACK: Look("●", "o", Tone.KEPT, "nothing speaks against it"),
    Word.HOLDING: Look("●", "o", Tone.KEPT, "live feeds looked and report no breach"),
    Word.SUSPENDED: Look("‖", "=", Tone.IDLE, "it is suspended"),
    Word.CONDITIONAL: Look("○", ".", Tone.IDLE, "it binds only once its condition happens"),
    Word.NOT_STARTED: Look("○", ".", Tone.IDLE, "its time has not begun"),
    Word.DRAFT: Look("·", ".", Tone.IDLE, "nobody is bound by it yet"),
    Word.MISSED: Look("✗", "X", Tone.BROKEN, "the deadline passed and it was not met"),
    Word.PARTLY_MET: Look("◐", "/", Tone.LOOK, "a part was met by the deadline"),
    Word.MET_LATE: Look("✓", "+", Tone.KEPT, "met after the deadline"),
    Word.MET: Look("✓", "+", Tone.KEPT, "met, with the proof it needs"),
    Word.ENDED_CLEAN: Look("✓", "+", Tone.KEPT, "it ended without a breach on record"),
    Word.EXPIRED: Look("–", "-", Tone.IDLE, "its time is over"),
    Word.TERMINATED: Look("–", "-", Tone.IDLE, "it was ended"),
    Word.SUPERSEDED: Look("–", "-", Tone.IDLE, "another commitment took its place"),
    Word.MOOTED: Look("–", "-", Tone.IDLE, "its ground or its object fell away"),
}
"""Most urgent first: the order of the table."""

URGENCY: dict[Word, int] = {word: rank for rank, word in enumerate(LOOKS)}

CLOSED: frozenset[Word] = frozenset(list(LOOKS)[URGENCY[Word.MISSED] :])
"""Words after which the clock no longer matters."""

SUFFIX_SAYS: dict[Suffix, str] = {
    Suffix.DISPUTED: "somebody denies the claim; the denial is shown beside it",
    Suffix.CONFLICTING: "series or parties disagree; their figures are shown side by side",
    Suffix.STALE: "a series is past its release date",
    Suffix.CLAIMED_ONLY: "only the obligor itself says so",
    Suffix.BREACH_ON_RECORD: "a breach was confirmed earlier",
    Suffix.OVERRIDDEN: "a person decided this word; the machine's word stands in the story",
}

SUFFIX_TONE: dict[Suffix, Tone] = {
    Suffix.DISPUTED: Tone.LOOK,
    Suffix.CONFLICTING: Tone.UNSEEN,
    Suffix.STALE: Tone.UNSEEN,
    Suffix.CLAIMED_ONLY: Tone.LOOK,
    Suffix.BREACH_ON_RECORD: Tone.BROKEN,
    Suffix.OVERRIDDEN: Tone.CALENDAR,
}

SIGNAL_TONE: dict[Signal, Tone] = {
    Signal.BREACH: Tone.LOOK,  # a report is no proof, hence never red
    Signal.SHORTFALL: Tone.LOOK,
    Signal.RISK: Tone.LOOK,
    Signal.CHANGED: Tone.CALENDAR,
    Signal.DENIED: Tone.UNSEEN,
    Signal.PROGRESS: Tone.KEPT,
    Signal.FULFILLED: Tone.KEPT,
}

FEED_LOOK: dict[FeedState, tuple[str, Tone]] = {
    FeedState.ALIVE: ("●", Tone.KEPT),
    FeedState.MOVED: ("●", Tone.KEPT),
    FeedState.UNDATED: ("●", Tone.KEPT),
    FeedState.NEW: ("○", Tone.IDLE),
    FeedState.HELD_OFF: ("‖", Tone.LOOK),
    FeedState.EMPTY: ("◌", Tone.LOOK),
    FeedState.FROZEN: ("◌", Tone.LOOK),
    FeedState.UNREACHABLE: ("✗", Tone.BROKEN),
    FeedState.REFUSED: ("✗", Tone.BROKEN),
    FeedState.UNPARSEABLE: ("✗", Tone.BROKEN),
    FeedState.TOO_COSTLY: ("✗", Tone.BROKEN),
    FeedState.GONE: ("✗", Tone.BROKEN),
}

SEVERITY_LOOK: dict[Severity, tuple[str, Tone]] = {
    Severity.CRITICAL: ("✗", Tone.BROKEN),
    Severity.WARNING: ("▲", Tone.LOOK),
    Severity.NOTICE: ("◇", Tone.CALENDAR),
    Severity.INFO: ("·", Tone.IDLE),
}

STAND_INS: dict[str, str] = {look.sign: look.ascii for look in LOOKS.values()} | {
    "→": ">",
    "↔": "=",
    "…": "~",
    "·": ".",
    "–": "-",
    "—": "-",
    "━": "=",
    "─": "-",
    "╌": ".",
    "┃": "|",
    "│": "|",
    "█": "#",
    "░": ".",
    "≤": "<",
    "≥": ">",
    "±": "~",
    "×": "x",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "▸": ">",
}
"""One ASCII character for each sign of the screens, for a terminal that knows no other."""


def plain(word: Word, suffixes: tuple[Suffix, ...] = (), moved_days: int = 0) -> str:
    """The word with everything that must be read beside it: `at risk (stale, +59 d)`."""
    beside = [suffix.value for suffix in suffixes]
    if moved_days:
        beside.append(f"{moved_days:+d} d")
    return f"{word.value} ({', '.join(beside)})" if beside else word.value
