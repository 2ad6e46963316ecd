"""One automaton for many phrases: whole words only, every place, in reading order."""

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation

_KEPT = set("%$€£¥#&")
_SPACED = {i: " " for i in range(0x21, 0x7F) if not chr(i).isalnum() and chr(i) not in _KEPT}
_SPACED |= dict.fromkeys((10, 11, 12, 13, 9, 8230, 8226, 183, 8242, 8243), " ")


def spaced(flat: str) -> str:
    """The folded text with a space for every mark of punctuation; same length."""
    return flat.translate(_SPACED)


class Spotter:
    """Finds phrases as whole words in a spaced text; phrases are given folded."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._empty = not phrases
        padded = [_padded(phrase) for phrase in phrases] or [" "]
        self._lead = [len(p) - len(p.lstrip(" ")) for p in padded]
        self._tail = [len(p) - len(p.rstrip(" ")) for p in padded]
        kind = Implementation.ContiguousNFA if len(padded) > 2_000 else Implementation.DFA
        self._automaton = AhoCorasick(padded, implementation=kind, store_patterns=False)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """(phrase, start, end) sorted by start, longest first. `text` is `spaced`."""
        if self._empty:
            return []
        hits = self._automaton.find_matches_as_indexes(f" {text} ", overlapping=True)
        lead, tail = self._lead, self._tail
        found = [(i, s + lead[i] - 1, e - tail[i] - 1) for i, s, e in hits]
        found.sort(key=lambda hit: (hit[1], -hit[2]))
        return found


def _padded(phrase: str) -> str:
    body = spaced(phrase).strip()
    if not body:
        return "\x00"
    left = "" if _wordless(body[0]) else " "
    right = "" if _wordless(body[-1]) else " "
    return f"{left}{body}{right}"


def _wordless(char: str) -> bool:
    """A script written without spaces, whose phrases have no word boundary."""
    return "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"
