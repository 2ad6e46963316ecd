"""Where a feed lies: on the web, in a file, in a directory of saved feeds."""

import base64
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from monitor.declared.scalars import Unreadable

_FILE = re.compile(r"file:(?://)?(.+)")
_SPEAKING = frozenset({"www", "feeds", "feed", "rss", "news", "api", "m", "export", "data"})
_SHORT_SUFFIX = frozenset(
    {"co", "com", "gov", "gob", "gouv", "org", "net", "ac", "edu", "go", "or"}
)


class Address(NamedTuple):
    """What may be shown, what must be sent but never shown, and the publisher's host."""

    shown: str
    authorization: str = ""
    host: str = ""


def web_address(text: str) -> Address:
    """An http(s) address; a user name and password in it become an Authorization header."""
    if any(ch.isspace() for ch in text) or "\\" in text:
        raise Unreadable("An address holds no spaces and no backslashes.")
    parts = _split(text)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    host = (parts.hostname or "").removesuffix(".")
    return Address(bare, _authorization(parts), host)


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise Unreadable(
            "This address cannot be read.", "such as https://example.org/feed"
        ) from None
    if not parts.hostname:
        raise Unreadable("This address names no host.", "such as https://example.org/feed")
    return parts


def _authorization(parts: SplitResult) -> str:
    if "@" not in parts.netloc:
        return ""
    pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(pair.encode()).decode("ascii")


def local_address(text: str, base: Path) -> Address | None:
    """A feed file as `file:/…` or a directory as its path; None if neither is there.

    base: the directory that relative paths start from.
    """
    found = _FILE.fullmatch(text)
    path = (base / Path(found[1] if found else text).expanduser()).absolute()
    if path.is_dir():
        return Address(str(path))
    if path.is_file():
        return Address(f"file:{path}")
    return None


def family_of(host: str) -> str:
    """The publisher that a host's name stands for: `bbc` of feeds.bbc.co.uk; lower case."""
    labels = [label for label in host.casefold().split(".") if label]
    if len(labels) < 2 or labels[-1].isdigit():
        return host.casefold()
    keep = 3 if len(labels) > 2 and labels[-2] in _SHORT_SUFFIX and len(labels[-1]) == 2 else 2
    main = labels[-keep:]
    return re.sub(r"[^a-z0-9-]", "-", main[0]) if main[0] not in _SPEAKING else "-".join(main)
