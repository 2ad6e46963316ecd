"""Lines of text that fit: cleaned, cut in the middle, wrapped, padded, never wider than asked.

Widths are terminal cells. Only `Lines` meets the console: it also swaps the signs for ASCII where
the terminal knows nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.text import Text

from monitor.domain.text import clean
from monitor.views.words import STAND_INS

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Lines:
    """What a view returns: finished lines, printable by a rich console or as plain text."""

    lines: tuple[Text, ...]

    @classmethod
    def of(cls, lines: Iterable[Text], width: int) -> "Lines":
        """The lines, none wider than `width`: the last guard against text that measures oddly."""
        return cls(tuple(cut(line, width) for line in lines))

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> Iterator[Segment]:
        """One segment run for each line, in ASCII where the terminal asks for it."""
        for line in self.lines:
            for segment in line.render(console, end="\n"):
                yield _in_ascii(segment) if options.ascii_only else segment

    def __str__(self) -> str:
        return "".join(f"{line.plain}\n" for line in self.lines)


def _in_ascii(segment: Segment) -> Segment:
    text = "".join(
        char if char.isascii() else STAND_INS.get(char, "?" * cell_len(char))
        for char in segment.text
    )
    return Segment(text, segment.style)


def say(*pieces: str | tuple[str, str]) -> Text:
    """One line out of pieces, each a text or a (text, style), every one cleaned."""
    line = Text(end="")
    for piece in pieces:
        text, style = piece if isinstance(piece, tuple) else (piece, "")
        line.append(keep_ends(text), style or None)
    return line


def keep_ends(text: str) -> str:
    """`clean`, but a space at either end survives: pieces of a line carry their own spaces."""
    if not text.strip():
        return " " * len(text)
    before = " " * (len(text) - len(text.lstrip(" ")))
    return before + clean(text) + " " * (len(text) - len(text.rstrip(" ")))


def head(text: str, width: int) -> str:
    """The longest beginning of `text` that fits `width`, never through a character."""
    if cell_len(text) <= width:
        return text
    used = 0
    for start, _end, cells in split_graphemes(text)[0]:
        used += cells
        if used > width:
            return text[:start]
    return text


def tail(text: str, width: int) -> str:
    """The longest end of `text` that fits `width`."""
    used = 0
    for _start, end, cells in reversed(split_graphemes(text)[0]):
        used += cells
        if used > width:
            return text[end:]
    return text


def short(text: str, width: int) -> str:
    """The cleaned text in `width` cells, the end cut with an ellipsis: for prose."""
    text = clean(text)
    return text if cell_len(text) <= width else head(text, width - 1).rstrip() + "…"


def middle(text: str, width: int) -> str:
    """The cleaned text in `width` cells, the middle cut: for names, whose ends differ."""
    text = clean(text)
    if cell_len(text) <= width:
        return text
    front = width // 2
    return f"{head(text, front)}…{tail(text, width - 1 - front)}"


def breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Lines of at most `width` cells: broken at spaces, or within a longer word."""
    begin = end = 0
    for word in _WORD.finditer(text):
        if end and cell_len(text[begin : word.end()]) <= width:
            end = word.end()
            continue
        if end:
            yield begin, end
        begin, end = word.span()
        while cell_len(text[begin:end]) > width:
            cut_at = begin + _seam(head(text[begin:end], width))
            yield begin, cut_at
            begin = cut_at
    if end > begin:
        yield begin, end


def _seam(piece: str) -> int:
    """Where to break a word that fills the line: after a slash or hyphen near its end, if any."""
    seam = max(piece.rfind(sign) for sign in "/-_") + 1
    return seam if seam > len(piece) * 2 // 3 else max(1, len(piece))


def wrap(text: str, width: int) -> list[str]:
    """The cleaned text in lines of at most `width` cells."""
    text = clean(text)
    return [text[begin:end] for begin, end in breaks(text, width)]


def paragraph(text: str, width: int, *, indent: int = 0, style: str = "") -> list[Text]:
    """Wrapped prose, every line indented."""
    return [say(" " * indent, (line, style)) for line in wrap(text, width - indent)]


def fitted(line: Text, width: int) -> list[Text]:
    """The line, wrapped beneath its own indent where it is too long; its styles stay."""
    if line.cell_len <= width:
        return [line]
    text = line.plain
    indent = len(text) - len(text.lstrip(" "))
    return [
        say(" " * indent).append_text(line[begin:end])
        for begin, end in breaks(text, width - indent)
    ]


def hanging(opening: str, body: Text, width: int) -> list[Text]:
    """The body wrapped beneath itself, the opening before its first line."""
    hang = cell_len(opening)
    return [
        say(opening if at == 0 else " " * hang).append_text(body[begin:end])
        for at, (begin, end) in enumerate(breaks(body.plain, width - hang))
    ]


def cut(line: Text, width: int) -> Text:
    """The line in `width` cells, its end cut with an ellipsis."""
    if line.cell_len <= width:
        return line
    return line[: len(head(line.plain, width - 1))].append("…")


def pad(line: Text, width: int) -> Text:
    """The line filled with spaces to `width` cells; a longer one is cut."""
    line = cut(line, width)
    return line + " " * (width - line.cell_len)


def beside(cells: Sequence[Sequence[Text]], widths: Sequence[int], gap: int = 2) -> list[Text]:
    """Cells of several lines each, put side by side in columns of the given widths."""
    height = max((len(cell) for cell in cells), default=0)
    return [
        _joined([cell[at] if at < len(cell) else Text() for cell in cells], widths, gap)
        for at in range(height)
    ]


def _joined(line: Sequence[Text], widths: Sequence[int], gap: int) -> Text:
    joined, owing = Text(end=""), 0  # the spaces due before the next piece, none at the end
    for piece, width in zip(line, widths, strict=True):
        fitting = cut(piece, width)
        cells = fitting.cell_len
        if cells:
            joined.append(" " * owing)
            joined.append_text(fitting)
            owing = 0
        owing += width - cells + gap
    return joined


def rule(width: int, title: str = "") -> Text:
    """A thin line across, opened by a title."""
    opening = f"{short(title, width - 4)} " if title else ""
    return say((opening, "bold"), ("─" * (width - cell_len(opening)), "dim"))
