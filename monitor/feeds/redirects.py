"""Where a request may go: http and https only, never from https down to http."""

from yarl import URL

from monitor.domain.text import clean


class NotThere(ValueError):
    """An address we will not follow; the message is a sentence."""


def declared(address: str) -> URL:
    """The declared address of a feed as one that can be fetched."""
    try:
        url = URL(address)
        usable = url.scheme in {"http", "https"} and bool(url.host)
    except ValueError:
        usable = False
    if not usable:
        raise NotThere("The declared address is not an http or https address.")
    return url


def target(at: URL, location: str) -> URL:
    """Where the Location header leads from `at`.

    The credentials of the declared address go along within its origin and nowhere else; those a
    server hands out are not used.
    """
    try:
        url = at.join(URL(location))
        host, scheme = url.host, url.scheme
        if host:
            url = url.with_user(None).with_fragment(None)
            if url.origin() == at.origin():
                url = url.with_user(at.user).with_password(at.password)
    except ValueError:
        raise NotThere(f"{at.host} redirects to an address that is none.") from None
    if scheme not in {"http", "https"} or not host:
        raise NotThere(f"{at.host} redirects to {clean(scheme)[:20]}:, which we do not follow.")
    if at.scheme == "https" and scheme == "http":
        raise NotThere(f"{at.host} redirects from https to http, which we do not follow.")
    return url


def shown(moved: URL, asked: URL) -> str:
    """The new address as it may be printed: no credentials, and no query that may hold a key."""
    bare = moved.with_user(None).with_fragment(None)
    if bare.query_string and asked.query_string:
        return f"{bare.with_query(None)}?…"
    return str(bare)[:2_000]
