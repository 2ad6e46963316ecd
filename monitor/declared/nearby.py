"""Did you mean …?"""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """The known word closest to one that is not known, empty if none is close.

    cutoff: 0 (anything goes) to 1 (equal but for case).
    """
    by_folded = {_folded(name): name for name in known}
    close = get_close_matches(_folded(word)[:80], by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else ""


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the closest known word, else `otherwise`."""
    close = nearest(word, known)
    return f"did you mean {close}?" if close else otherwise
