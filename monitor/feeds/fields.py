"""The fields of one entry as a document gives them, and the entry they make."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.text import clean, clip, plain
from monitor.feeds.dates import believable, instant
from monitor.feeds.entry import LONGEST_SUMMARY, LONGEST_TITLE, Entry, link_of

_ATTRIBUTES = {"id": {"isPermaLink"}, "source": {"url"}}
_PAGES = {"text/html", "html", "application/xhtml+xml", "xhtml"}
_TYPED = {"title", "summary", "content"}
# The signs Windows has where Latin-1 has controls: what a page says with &#146; is an apostrophe.
_WINDOWS = {
    code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)
}

_WINDOWS_SIGN = re.compile("[\x80-\x9f]")


@dataclass(slots=True)
class Fields:
    """The texts of one entry, or of the feed itself, by field; each may come once."""

    texts: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    alternate: str | None = None
    permalink: bool = True
    more_title: bool = False
    more_text: bool = False

    def accepts(self, name: str, attributes: Mapping[str, str], *, atom: bool) -> bool:
        """Take note of the attributes; False where their meaning is not plain."""
        if atom and name == "link":
            return self._accepts_link(attributes)
        if name in self.texts:
            return False
        if atom and name in _TYPED:
            self.types[name] = attributes.get("type", "text").lower()
            return not attributes.keys() - {"type"} and self.types[name] in {"text", "html"}
        if name == "id":
            self.permalink = attributes.get("isPermaLink", "true") == "true"
        return not attributes.keys() - _ATTRIBUTES.get(name, set())

    def note_second_title(self) -> bool:
        """A title of another vocabulary: harmless after a proper one; False where it is not."""
        self.more_title = True
        return "title" in self.texts and "source" not in self.texts

    def note_second_text(self) -> bool:
        """A text of another vocabulary: as for the title; feedparser takes the last of several."""
        first, self.more_text = not self.more_text, True
        return first and "summary" in self.texts and "content" not in self.texts

    def _accepts_link(self, attributes: Mapping[str, str]) -> bool:
        if "href" not in attributes or any(" " in name for name in attributes):
            return False
        page = attributes.get("type", "text/html").lower() in _PAGES
        if attributes.get("rel", "alternate").lower() == "alternate" and page:
            self.alternate = attributes["href"]
        return True


@dataclass(frozen=True, slots=True)
class Form:
    """What the entries of one feed have in common."""

    atom: bool
    address: str
    now: datetime

    def entry(self, fields: Fields, language: str) -> Entry | None:
        """The entry; None where feedparser might take a second title or text for the first."""
        title = self._words(fields, "title")
        summary = self._words(fields, "summary")
        if (fields.more_title and not title) or (fields.more_text and not summary):
            return None
        link, guid = self._link(fields), mend(fields.texts.get("id", ""))
        if ":///" in link + guid or ("&" in link and ";" in link):
            return None  # feedparser mends such links in its own way
        updated = self._date(fields, "updated")
        return Entry(
            guid=clean(guid),
            link=link_of(link, self.address),
            title=clip(title, LONGEST_TITLE),
            summary=clip(summary or self._content(fields), LONGEST_SUMMARY),
            published=self._date(fields, "published") or self._date(fields, "created") or updated,
            updated=updated,
            outlet=plain(mend(fields.texts.get("source", "")))[:200],
            language=language,
        )

    def title(self, fields: Fields) -> str:
        """The title of the feed itself."""
        return clip(self._words(fields, "title"), LONGEST_TITLE)

    def _words(self, fields: Fields, name: str) -> str:
        text = mend(fields.texts.get(name, ""))
        return clean(text) if fields.types.get(name) == "text" else plain(text)

    def _content(self, fields: Fields) -> str:
        return plain(mend(fields.texts.get("content", "")))

    def _link(self, fields: Fields) -> str:
        if self.atom and fields.alternate is not None:
            return fields.alternate
        if "link" in fields.texts:
            return mend(fields.texts["link"])
        return mend(fields.texts.get("id", "")) if fields.permalink else ""

    def _date(self, fields: Fields, name: str) -> datetime | None:
        text = fields.texts.get(name)
        return believable(instant(text), self.now) if text else None


def mend(text: str) -> str:
    """UTF-8 taken for Latin-1 read as UTF-8 again, and Windows' signs in their proper places."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_WINDOWS) if _WINDOWS_SIGN.search(text) else text


def minutes(text: str) -> int:
    """A number of minutes as a feed writes it; 0 for anything else."""
    digits = text.strip()
    return int(digits) if len(digits) <= 8 and digits.isascii() and digits.isdigit() else 0


def language_of(text: str) -> str:
    """`en-US`, `EN_us` → `en`; empty for what is no language tag."""
    primary = text.strip().lower().replace("_", "-").partition("-")[0]
    return primary if 2 <= len(primary) <= 3 and primary.isascii() and primary.isalpha() else ""
