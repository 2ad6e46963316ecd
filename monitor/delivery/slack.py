"""A message as Slack Block Kit: every word in `plain_text`, so that nothing in it is obeyed.

`plain_text` knows no mentions, links or styling; `& < >` are escaped as Slack asks. Only our own
addresses of quotes stand in `mrkdwn`, bare, with every sign that means something there encoded.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from monitor.delivery.cut import cut, fair
from monitor.delivery.message import Message, Quote
from monitor.delivery.render import HEADLINE_CHARS, QUOTE_CHARS, REPEAT_NOTE
from monitor.domain.alert import Severity

Block: TypeAlias = dict[str, Any]

TOTAL_CHARS = 2_900
FACTS_CHARS = 1_300  # so that a quote still fits
HEADER_CHARS = 150
_ROOM_FOR_COMMANDS = 300
COLOURS = {
    Severity.INFO: "#6B7280",
    Severity.NOTICE: "#2563EB",
    Severity.WARNING: "#D97706",
    Severity.CRITICAL: "#B91C1C",
}


def escape(text: str) -> str:
    """`& < >` as Slack wants them written."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attachment(message: Message) -> dict[str, Any]:
    """One attachment: a colour for the severity, the blocks, and a fallback of one line.

    The texts of all blocks together are at most 2,900 characters as sent.
    """
    paper = _Paper(TOTAL_CHARS - _ROOM_FOR_COMMANDS)
    paper.title(message.headline)
    if message.repeat:
        paper.context(REPEAT_NOTE)
    paper.listing([f"{label}: {text}" for label, text in message.facts], FACTS_CHARS)
    paper.listing([f"• {line}" for line in message.lines], TOTAL_CHARS)
    for quote in message.quotes:
        _quote(paper, quote)
    paper.room = _ROOM_FOR_COMMANDS
    paper.context(" · ".join(message.commands))
    return {
        "color": COLOURS[message.severity],
        "fallback": _fit(message.headline, 300),
        "blocks": paper.blocks,
    }


def _quote(paper: "_Paper", quote: Quote) -> None:
    if paper.section(f"“{cut(quote.text, QUOTE_CHARS)}”", QUOTE_CHARS + 2):
        paper.context(", ".join(part for part in (quote.source, quote.when) if part))
        paper.link(quote.link)


class _Paper:
    """Blocks written until the room is used up."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.blocks: list[Block] = []

    def title(self, headline: str) -> None:
        """Who and what in large letters, the rest of the headline below."""
        head, colon, rest = headline.partition(": ")
        if colon and rest and len(escape(head)) <= HEADER_CHARS:
            fitted = escape(head)
            self._write({"type": "header", "text": _plain(fitted)}, fitted)
            headline = rest
        self.section(headline, HEADLINE_CHARS)

    def section(self, text: str, limit: int) -> bool:
        """A paragraph, cut to what room there is; whether it was written."""
        fitted = _fit(text, min(limit, self.room))
        return self._write({"type": "section", "text": _plain(fitted)}, fitted)

    def listing(self, lines: Sequence[str], limit: int) -> bool:
        """Lines, each with its fair share of the room."""
        room = min(limit, self.room) - sum(len(escape(line)) - len(line) for line in lines)
        return self.section("\n".join(fair(lines, room)), limit) if lines else False

    def context(self, text: str) -> bool:
        """A line in small print."""
        fitted = _fit(text, self.room)
        return self._write({"type": "context", "elements": [_plain(fitted)]}, fitted)

    def link(self, address: str) -> bool:
        """An address in full or not at all."""
        text = escape(address.replace("@", "%40").replace("_", "%5F").replace("~", "%7E"))
        if len(text) > self.room:
            return False
        element = {"type": "mrkdwn", "text": text}
        return self._write({"type": "context", "elements": [element]}, text)

    def _write(self, block: Block, text: str) -> bool:
        if not text:
            return False
        self.blocks.append(block)
        self.room -= len(text)
        return True


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _fit(text: str, limit: int) -> str:
    """Escaped and at most `limit` characters long, never cut inside an `&amp;`."""
    room = limit
    while len(fitted := escape(cut(text, room))) > limit:
        room = min(room - 1, room * limit // len(fitted))
    return fitted if fitted != "…" else ""
