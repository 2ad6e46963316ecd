"""A message as plain text: for mail, for the terminal and for any service that takes text."""

import textwrap
from dataclasses import dataclass

from monitor.delivery.cut import cut, cut_bytes, cut_words, fair
from monitor.delivery.message import Message, Quote

SUBJECT_LIMIT = 150
MAIL_BYTES = 14_000  # base64 and the headers bring it to no more than 20 KB on the wire
TERMINAL_CHARS = 12_000
PLAIN_CHARS = 1_800  # what the tightest common chat service takes
HEADLINE_CHARS = 600
FACT_CHARS = 800
LINES_CHARS = 9_000
QUOTE_CHARS = 700
REPEAT_NOTE = "Possible repeat: an earlier attempt to send this may have arrived."


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a body, both plain text."""

    subject: str
    body: str


def subject(message: Message) -> str:
    """The headline in at most 150 characters."""
    return cut_words(message.headline, SUBJECT_LIMIT)


def mail(message: Message) -> Letter:
    """A plain-text mail, wrapped at 76 columns, the commands in its last lines."""
    end = "\n".join(message.commands) + "\n"
    body = cut_bytes(_text(message, 76), MAIL_BYTES - len(end.encode()) - 2)
    return Letter(subject(message), f"{body}\n\n{end}".rstrip() + "\n")


def terminal(message: Message, width: int = 100) -> str:
    """Plain text for the daemon's own output; no control characters."""
    end = "\n".join(message.commands)
    return f"{cut(_text(message, width), TERMINAL_CHARS - len(end) - 2)}\n\n{end}".rstrip()


def plain(message: Message) -> Letter:
    """The short form for a chat service that takes plain text."""
    end = "\n".join(message.commands)
    text = _text(message, 10_000, headline=False, room=PLAIN_CHARS // 2)
    body = cut(text, PLAIN_CHARS - len(end) - 2)
    return Letter(subject(message), f"{body}\n\n{end}".strip())


def _text(message: Message, width: int, *, headline: bool = True, room: int = LINES_CHARS) -> str:
    """Everything but the commands, which no cut may take away."""
    parts = [_wrap(cut(message.headline, HEADLINE_CHARS), width)] if headline else []
    parts += [REPEAT_NOTE] if message.repeat else []
    facts = [_wrap(f"{label}: {cut(text, FACT_CHARS)}", width) for label, text in message.facts]
    parts += ["\n".join(facts)] if facts else []
    parts += ["\n".join(_wrap(f"- {one}", width) for one in fair(message.lines, room))]
    parts += [quote_text(quote, width) for quote in message.quotes]
    return "\n\n".join(part for part in parts if part)


def _wrap(text: str, width: int) -> str:
    return "\n".join(
        textwrap.wrap(
            text, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
    )


def quote_text(quote: Quote, width: int) -> str:
    """The words in quotation marks, marked off with `>`, and below them who, when and where."""
    words = textwrap.wrap(
        f"“{cut(quote.text, QUOTE_CHARS)}”",
        width - 2,
        break_long_words=False,
        break_on_hyphens=False,
    )
    source = ", ".join(part for part in (quote.source, quote.when) if part)
    lines = [*(f"> {line}" for line in words), f"  — {source}"]
    return "\n".join([*lines, f"  {quote.link}"] if quote.link else lines)
