"""Did you mean …?"""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def nearest(word: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """The known word closest to one that is not known, empty if none is close.

    cutoff: 0 (anything goes) to 1 (equal but for case).
    """
    by_folded = {_folded(name): name for name in known}
    folded = _folded(word)[:80]
    for plain, name in by_folded.items():
        if sorted(plain) == sorted(folded):  # letters swapped: the commonest slip
            return name
    close = get_close_matches(folded, by_folded, n=3, cutoff=cutoff)
    # Of equally close words the one that begins alike is meant: people seldom miss the first key.
    close.sort(key=lambda name: (_likeness(name, folded), name[:1] == folded[:1]), reverse=True)
    return by_folded[close[0]] if close else ""


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


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
