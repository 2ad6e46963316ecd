"""What the elements of RSS and Atom mean for us, where their meaning is plain."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Role(Enum):
    """What an element does to an entry or a feed."""

    IGNORED = auto()
    CHANNEL = auto()
    ENTRY = auto()
    FIELD = auto()  # of an entry, of the feed, or of both
    SECOND_TITLE = auto()  # a title that counts only where there is no proper one
    SECOND_TEXT = auto()
    DELICATE = auto()  # feedparser makes something of it that depends on its surroundings


_ATOM = "http://www.w3.org/2005/atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_DC_TERMS = "http://purl.org/dc/terms/"
_MEDIA = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_ITUNES = ("http://www.itunes.com/dtds/podcast-1.0.dtd", "http://example.com/dtds/podcast-1.0.dtd")

# Elements that would begin an entry elsewhere than where we look for one.
_STRUCTURE = frozenset(["item", "entry", "channel", "rss", "feed"])
# Local names to which feedparser gives a meaning that reaches our fields, in whatever namespace.
_DELICATE = frozenset(
    [
        "abstract", "base", "body", "channel", "content", "content_encoded", "created", "date",
        "description", "encoded", "entry", "feed", "fullitem", "guid", "id", "image", "issued",
        "item", "lang", "lastbuilddate", "link", "modified", "pubdate", "published", "rss",
        "source", "summary", "textinput", "title", "updated",
    ]
)  # fmt: skip

_SECONDS = {
    f"{_DC} title": Role.SECOND_TITLE,
    f"{_DC} description": Role.SECOND_TEXT,
    **{f"{media} title": Role.SECOND_TITLE for media in _MEDIA},
    **{f"{media} description": Role.SECOND_TEXT for media in _MEDIA},
    **{f"{itunes} summary": Role.SECOND_TEXT for itunes in _ITUNES},
}
_HARMLESS = frozenset(
    [f"{media} content" for media in _MEDIA]
    + [f"{itunes} {local}" for itunes in _ITUNES for local in ("title", "image")]
)
_DATES = {
    f"{_DC} date": "updated",
    f"{_DC_TERMS} created": "created",
    f"{_DC_TERMS} issued": "published",
    f"{_DC_TERMS} modified": "updated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What one element means: its role, and the field it fills inside and outside an entry.

    begins_something: it may be an entry, or hold some, though it is not where we look for one.
    """

    role: Role
    field: str
    feed_field: str
    begins_something: bool


@dataclass(frozen=True, slots=True)
class Dialect:
    """One format: its root element, the depth of its entries, its fields by element name.

    Names are written as expat gives them, `namespace local`, and lower-cased; feedparser does not
    tell cases apart either.
    """

    root: str
    level: int
    channel: str
    entry: str
    fields: Mapping[str, str]
    feed_fields: Mapping[str, str]
    versions: Mapping[str, str]

    def meaning(self, name: str) -> "Meaning":
        """What the element means. Ask once for each name of a document."""
        name = name.lower()
        local = name.rpartition(" ")[2]
        return Meaning(
            role=self._role(name, local),
            field=self.fields.get(name, ""),
            feed_field=self.feed_fields.get(name, ""),
            begins_something=local in _STRUCTURE,
        )

    def _role(self, name: str, local: str) -> Role:
        if name == self.entry:
            return Role.ENTRY
        if name == self.channel:
            return Role.CHANNEL
        if name in self.fields or name in self.feed_fields:
            return Role.FIELD
        if name in _SECONDS:
            return _SECONDS[name]
        return Role.DELICATE if local in _DELICATE and name not in _HARMLESS else Role.IGNORED

    def version(self, root: str, attributes: Mapping[str, str]) -> str:
        """The name of the version, as feedparser has it; empty where it is not one of ours."""
        if root != self.root:
            return ""
        number = attributes.get("version", "")
        return self.versions.get(number[:2]) or self.versions.get(number) or ""


RSS = Dialect(
    root="rss",
    level=3,
    channel="channel",
    entry="item",
    fields={
        "title": "title",
        "link": "link",
        "description": "summary",
        "guid": "id",
        "pubdate": "published",
        "source": "source",
        f"{_CONTENT} encoded": "content",
        **_DATES,
    },
    feed_fields={
        "title": "title",
        "language": "language",
        "ttl": "ttl",
        f"{_DC} language": "language",
    },
    versions={"2.": "rss20", "0.91": "rss091u", "0.92": "rss092"},
)
ATOM = Dialect(
    root="http://www.w3.org/2005/Atom feed",
    level=2,
    channel="-",
    entry=f"{_ATOM} entry",
    fields={
        **{f"{_ATOM} {name}": name for name in ("title", "link", "summary", "content", "id")},
        f"{_ATOM} published": "published",
        f"{_ATOM} updated": "updated",
    },
    feed_fields={f"{_ATOM} title": "title", f"{_DC} language": "language"},
    versions={"": "atom10"},
)
