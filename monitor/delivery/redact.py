"""Secrets kept out of what is said about a channel."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, unquote, urlsplit

HIDDEN = "***"
SHORTEST = 4  # shorter pieces are words that would be struck out of honest sentences
_PUBLIC_HOSTS = re.compile(r"^(mailto|json|xml|form|http|https)s?$")
_PUBLIC_ARGUMENTS = frozenset(
    {
        *("to", "from", "cc", "bcc", "name", "smtp", "reply", "mode", "rto", "cto"),
        *("port", "format", "overflow", "verify", "redirect"),
    }
)


class Redactor:
    """Strikes out every secret it was given, and every telling piece of an address among them."""

    def __init__(self, secrets: Iterable[str]) -> None:
        pieces = {form for secret in secrets for piece in _pieces(secret) for form in _forms(piece)}
        telling = sorted((p for p in pieces if len(p) >= SHORTEST), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, telling))) if telling else None

    def __call__(self, text: str) -> str:
        """`text` with `***` where a secret stood."""
        return self._pattern.sub(HIDDEN, text) if self._pattern else text


def _pieces(secret: str) -> set[str]:
    """The address, its password, its path, its arguments; for most services its host too.

    Readers' addresses in a path are no secret.
    """
    found = {secret}
    try:
        parts = urlsplit(secret)
        user, password, host = parts.username or "", parts.password or "", parts.hostname or ""
    except ValueError:
        return found
    if not parts.scheme:
        return found
    path = {piece for piece in parts.path.split("/") if "@" not in unquote(piece)}
    found |= {password, *path, parts.fragment}
    found |= {value for key, value in parse_qsl(parts.query) if key not in _PUBLIC_ARGUMENTS}
    if not _PUBLIC_HOSTS.match(parts.scheme):
        found |= {user, host, _as_written(secret, host)}
    return found


def _as_written(secret: str, host: str) -> str:
    """The host in the letters in which it was written: there it is a token."""
    at = secret.lower().find(host) if host else -1
    return secret[at : at + len(host)] if at >= 0 else ""


def _forms(piece: str) -> set[str]:
    return {piece, unquote(piece), quote(piece, safe=""), quote(unquote(piece), safe="")}
