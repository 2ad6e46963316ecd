"""A change of standing in one line, wherever one is printed."""

from monitor.domain.standing import Transition
from monitor.views.words import LOOKS, plain

Pieces = list[tuple[str, str]]


def change(transition: Transition, first: str = "first assessed: ") -> Pieces:
    """`at risk → ▲ breach? (disputed)`; `first` opens the line where nothing came before."""
    before, after = transition.before, transition.after
    look = LOOKS[after]
    came = f"{plain(before, transition.suffixes_before)} → " if before else first
    return [
        (came, ""),
        (f"{look.sign} {plain(after, transition.suffixes_after)}", str(look.tone)),
    ]
