"""Did you mean …?"""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """The known word closest to one that is not known, empty if none is close.

    cutoff: 0 (anything goes) to 1 (equal but for case).
    """
    by_folded = {_folded(name): name for name in known}
    for folded, name in by_folded.items():
        if sorted(folded) == sorted(_folded(word)):  # letters swapped: the commonest slip
            return name
    close = get_close_matches(_folded(word)[:80], by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else ""


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the closest known word, or the few that begin with it, else `otherwise`."""
    names = list(known)
    close = nearest(word, names)
    longer = [name for name in names if len(word) > 2 and _folded(name).startswith(_folded(word))]
    meant = [close] if close else longer[:3]
    return f"did you mean {' or '.join(meant)}?" if meant else otherwise


def listed(known: Iterable[str], most: int = 8) -> str:
    """The first known words as a list for a hint."""
    names = list(known)
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")
