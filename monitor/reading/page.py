r"""An item's text made ready to be read: bounded, folded for matching, cut into sentences.

The folded text `flat` has a character for each readable character of the original; `span` turns
its offsets back into offsets of `title + "\n" + summary`, so that every quote is verbatim.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

TITLE_CAP = 1_000
SUMMARY_CAP = 20_000
SENTENCE_CAP = 200
QUOTATION_CAP = 1_500

_FOLD = str.maketrans(
    {
        "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "—": "-", "–": "-", "‑": "-", "‐": "-", "−": "-", "―": "-",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\t": " ", "\r": " ",
        "İ": "i", "é": "e", "è": "e", "á": "a", "à": "a", "ñ": "n", "ö": "o", "ü": "u", "ç": "c",
        "É": "e", "Á": "a", "Ñ": "n", "Ö": "o", "Ü": "u", "Ç": "c", "í": "i", "ó": "o", "ú": "u",
        **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},
    }
)  # fmt: skip
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_STOP = re.compile(
    r"[.!?][\"')\]]{0,3} +(?=[\"'(\[]?[a-z0-9])|\n+|[。]|[!?](?=[\u4e00-\u9fff])|[!?.]\" (?=\w)"
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"'])(?:(?:[a-z]\.)*[a-z]|mr|mrs|ms|dr|sen|rep|gov|gen|col|lt|sgt|maj|capt|adm|prof"
    r"|st|no|vs|jr|sr|inc|ltd|co|corp|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|v|art|sec)\.$"
)
_OPENING = re.compile(
    r"(?:The|It|In|He|She|They|But|And|On|A|An|That|This|If|As|At|For|We|You|There|However)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the page: offsets in `flat`, end exclusive."""

    start: int
    end: int
    title: bool = False
    question: bool = False


@dataclass(frozen=True)
class Page:
    """One item's text: as given, as readable, and folded; the last two share their offsets.

    `origin` maps offsets of `flat` to the original where they differ.
    """

    text: str
    plain: str
    flat: str
    title_end: int
    origin: tuple[int, ...] | None = None

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in reading order; the title is one or more of them."""
        return tuple(_sentences(self))

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    @cached_property
    def quotations(self) -> tuple[tuple[int, int], ...]:
        """The spans between quotation marks, in reading order."""
        return tuple(_quotations(self))

    def quotation_at(self, position: int) -> tuple[int, int] | None:
        """The quotation a position lies in."""
        for begin, end in self.quotations:
            if begin > position:
                return None
            if position < end:
                return begin, end
        return None

    def sentence_at(self, position: int) -> int:
        """Index of the sentence that holds a position of `flat`."""
        return max(0, bisect_right(self._starts, position) - 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same span in the original text."""
        if self.origin is None or end <= start:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """The original words of a span."""
        begin, stop = self.span(start, end)
        return self.text[begin:stop]


def open_page(title: str, summary: str) -> Page:
    """Bound, fold and index the text of an item. Costs time proportional to what is kept."""
    head = title[:TITLE_CAP]
    body = summary[:SUMMARY_CAP]
    text = f"{head}\n{body}"
    shift = len(title) - len(head)
    origin: tuple[int, ...] | None = None
    flat, title_end = text, len(head)
    if not text.isascii() and _INVISIBLE.search(text):
        kept = [i for i, c in enumerate(text) if not _INVISIBLE.match(c)]
        flat = "".join(text[i] for i in kept)
        title_end = sum(1 for i in kept if i < len(head))
        origin = tuple(kept)
    if shift:
        before = range(len(flat)) if origin is None else origin
        origin = tuple(i if i < len(head) else i + shift for i in before)
        text = f"{title}\n{body}"
    return Page(text=text, plain=flat, flat=fold(flat), title_end=title_end, origin=origin)


def fold(text: str) -> str:
    """Lower case, plain quotes and dashes; never changes the length."""
    if text.isascii():
        return text.lower()
    folded = text.translate(_FOLD)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in folded)


def _sentences(page: Page) -> list[Sentence]:
    found: list[Sentence] = []
    for begin, stop in ((0, page.title_end), (page.title_end + 1, len(page.flat))):
        start = begin
        for match in _STOP.finditer(page.flat, begin, stop):
            if page.flat[match.start()] == "." and _abbreviated(page, match.start(), match.end()):
                continue
            _add(found, page, start, match.end())
            start = match.end()
            if len(found) >= SENTENCE_CAP:
                return found
        _add(found, page, start, stop)
    return found


def _abbreviated(page: Page, dot: int, after: int) -> bool:
    if not _ABBREVIATED.search(page.flat[max(0, dot - 10) : dot + 1]):
        return False
    initials = page.flat[max(0, dot - 2) : dot - 1] == "."
    return not (initials and _OPENING.match(page.plain[after : after + 12]))


def _quotations(page: Page) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opened = -1
    for at in (m.start() for m in re.finditer('"', page.flat)):
        mark = page.plain[at]
        if opened < 0 or mark == "“":
            opened = at
        else:
            if at - opened <= QUOTATION_CAP:
                found.append((opened, at))
            opened = -1
    return found


def _add(found: list[Sentence], page: Page, start: int, end: int) -> None:
    piece = page.flat[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if right > left:
        last = page.flat[max(left, right - 3) : right]
        found.append(Sentence(left, right, title=start < page.title_end, question="?" in last))
