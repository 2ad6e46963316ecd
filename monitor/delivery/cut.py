"""Text cut to a length without tearing a character apart."""

import unicodedata
from collections.abc import Sequence

ELLIPSIS = "…"
_VARIATIONS = range(0xFE00, 0xFE10)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_JOINER = 0x200D
_VOWELS = range(0x1160, 0x1200)  # Hangul vowels and finals, which lean on the letter before


def cut(text: str, limit: int) -> str:
    """`text` in at most `limit` characters; where something is left out it ends in `…`."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    return text[: _edge(text, limit - 1)].rstrip() + ELLIPSIS


def cut_words(text: str, limit: int, slack: int = 25) -> str:
    """As `cut`, between two words where one ends within the last `slack` characters."""
    shown = cut(text, limit)
    if shown == text:
        return text
    head, space, _ = shown[:-1].rpartition(" ")
    return f"{head.rstrip(' ,;:(')}{ELLIPSIS}" if space and limit - len(head) <= slack else shown


def cut_bytes(text: str, limit: int) -> str:
    """The same, counted in bytes of UTF-8. `limit` is at least 3, the length of the ellipsis."""
    data = text.encode()
    if len(data) <= limit:
        return text
    kept = data[: limit - len(ELLIPSIS.encode())].decode(errors="ignore")
    return text[: _edge(text, len(kept))].rstrip() + ELLIPSIS


def fair(lines: Sequence[str], room: int, shortest: int = 24) -> list[str]:
    """Every line within `room` characters in all, the long ones cut to an equal share.

    Lines that would get fewer than `shortest` characters are counted instead of shown.
    """
    if sum(len(line) + 1 for line in lines) <= room:
        return list(lines)
    most = max(room // (shortest + 1), 1)
    if len(lines) > most:
        rest = len(lines) - most + 1
        return [*fair(lines[: most - 1], room - shortest, shortest), f"and {rest:,} more"]
    share = room // len(lines) - 1
    return [cut(line, share) for line in lines]


def _edge(text: str, at: int) -> int:
    """The last place up to `at` between two whole characters as a reader sees them."""
    while at > 0 and not _is_edge(text, at):
        at -= 1
    return at


def _is_edge(text: str, at: int) -> bool:
    here, before = ord(text[at]), ord(text[at - 1])
    leans = (
        unicodedata.category(text[at]) in {"Mn", "Me", "Mc"}
        or here == _JOINER
        or any(here in span for span in (_VARIATIONS, _SKIN_TONES, _VOWELS))
    )
    if leans or before == _JOINER or (here == 0x0A and before == 0x0D):
        return False
    return not (here in _FLAG_LETTERS and _flag_letters_before(text, at) % 2)


def _flag_letters_before(text: str, at: int) -> int:
    count = 0
    while count < at and ord(text[at - 1 - count]) in _FLAG_LETTERS:
        count += 1
    return count
