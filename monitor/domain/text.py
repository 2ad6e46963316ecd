"""Foreign text made fit to keep and to print: no control signs, no markup, one space at a time.

Everything a feed says passes through here once when it comes in and once more when it is printed.
Both functions take time in proportion to the length of their argument, whatever it holds.
"""

import html
import re
import unicodedata

# Cc other than white space, bidirectional marks and isolates, zero-width signs, soft hyphen,
# invisible operators, annotation anchors, tags, variation selectors beyond the first sixteen.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_NOT_A_CHARACTER = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# A run in which marks may pile up: they climb over the lines of a terminal, and normalizing a long
# unordered pile takes quadratic time.
_PILE = re.compile(r"[^\w\s\x00-\x7f]{5,}")
_MARKS_ON_ONE_LETTER = 4

# Whatever one of the above may find, and every sign that combines: what holds none of it is only
# normalized. One search is several times faster than the three substitutions.
_DELICATE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u0300-\u036f\u0483-\u0489\u0590-\u1fff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff"
    "\u302a-\u302f\u3099\u309a\u3164\ua66f-\uabff\ud800-\udfff\ufb1e\ufdd0-\ufdef"
    "\ufe20-\ufe2f\ufeff\uffa0\ufff9-\uffff\U00010000-\U0010ffff]"
)

# Numbers of references are bounded: Python refuses to read an integer of 5,000 digits.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_TAG_OPENS = re.compile(r"<(?:/?[a-zA-Z]|[!?])")
_TAG_STOPS = re.compile("[<>\"']")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,30})")

# These stand inside a word or a sentence; any other tag parts words.
_INLINE = frozenset(
    [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ]
)  # fmt: skip
# What lies between such a tag and its end is not text of the author.
_HIDDEN = {
    name: re.compile(f"</{name}(?![a-zA-Z0-9])", re.IGNORECASE)
    for name in ("script", "style", "template", "iframe")
}


def clean(text: str) -> str:
    """The same words in NFC on one line, without any sign that moves, hides or reorders them.

    Control, bidirectional and zero-width signs are dropped; lone surrogates and code points that
    are no characters become U+FFFD; runs of white space become one space. `clean` of a clean text
    changes nothing.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    if not _DELICATE.search(text):
        return " ".join(unicodedata.normalize("NFC", text).split())
    text = _NOT_A_CHARACTER.sub("\ufffd", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", _PILE.sub(_thin, text))
    return " ".join(_PILE.sub(_thin, text).split())


def plain(markup: str) -> str:
    """The words of a piece of HTML: tags, comments and scripts gone, references resolved once.

    A `<` that opens no tag stays. Broken markup never raises; at worst words are lost to a tag
    that does not end.
    """
    if "<" in markup:
        markup = "".join(_pieces(markup))
    return clean(unescape(markup))


def unescape(text: str) -> str:
    """`&eacute;`, `&#233;` and `&#xe9;` as the signs they stand for; an unknown one stays."""
    return _REFERENCE.sub(_sign, text) if "&" in text else text


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where that loses little, marked by `…`."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit * 3 // 4 else head).rstrip() + "…"


def _thin(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for sign in run.group():
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MARKS_ON_ONE_LETTER:
            kept.append(sign)
    return "".join(kept)


def _sign(reference: re.Match[str]) -> str:
    return html.unescape(reference.group())


def _pieces(markup: str) -> list[str]:
    """The text between the tags. The position only ever moves forward, hence linear time."""
    pieces, at, last = [], 0, markup.rfind(">")
    while tag := _TAG_OPENS.search(markup, at):
        begin = tag.start()
        if begin > last:
            break  # no tag ends after this point: what follows is text
        pieces.append(markup[at:begin])
        at, space = _after_tag(markup, begin)
        if space:
            pieces.append(" ")
    pieces.append(markup[at:])
    return pieces


def _after_tag(markup: str, begin: int) -> tuple[int, bool]:
    """Where the tag that opens at `begin` lets the text go on, and whether it parts words."""
    if markup.startswith("<!--", begin):
        end = markup.find("-->", begin + 4)
        return (end + 3 if end >= 0 else len(markup)), False
    if markup.startswith("<![CDATA[", begin):
        return begin + 9, False
    end = _end_of_tag(markup, begin + 1)
    named = _NAME.match(markup, begin)
    name = named.group(1).lower() if named else ""
    if name in _HIDDEN and markup[begin + 1] != "/":
        closing = _HIDDEN[name].search(markup, end)
        end = _end_of_tag(markup, closing.start() + 1) if closing else len(markup)
    return end, name not in _INLINE


def _end_of_tag(markup: str, at: int) -> int:
    """Just after the `>` that ends the tag, or before the `<` that shows it never ended.

    A `>` inside quotes does not count, unless the quote is never closed.
    """
    while stop := _TAG_STOPS.search(markup, at):
        sign, at = stop.group(), stop.end()
        if sign == ">":
            return at
        if sign == "<":
            return at - 1
        closing = markup.find(sign, at)
        if closing < 0:
            end = markup.find(">", at)
            return end + 1 if end >= 0 else len(markup)
        at = closing + 1
    return len(markup)
