"""Which entries of a look are new, which are edits, which are the same under another name.

An entry is named by its guid, else by its link, else by its title and date. Names change for no
good reason (a new blog engine, https, a guid made up afresh at each request): an entry with an
unknown name that equals a known one in title, date, and text or link is not new; and when most of
a feed seems new at once under known titles, the feed has renamed its entries.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.evidence import Feed, Item, Tier
from monitor.feeds.entry import Entry
from monitor.feeds.links import canonical
from monitor.feeds.naming import digest, keyed

_RESET_SHARE = 0.5
_DEFAULT_LANGUAGE = Feed(id="", address="").language


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a look brought.

    new: entries never seen. revised: known entries whose title or summary changed; their
    `revision` is 1 and stands for "one more". renamed: known entries under new names, to be kept
    as read so that the names are known. reset: the feed has renamed most of its entries.
    """

    new: tuple[Item, ...] = ()
    revised: tuple[Item, ...] = ()
    renamed: tuple[Item, ...] = ()
    reset: bool = False


def recognise(
    feed: Feed, entries: Sequence[Entry], known: Mapping[str, str], now: datetime
) -> Recognised:
    """Compare the entries of one look with the known keys of the feed and their fingerprints.

    An entry without a word is no item.
    """
    telling = [entry for entry in entries if entry.title or entry.summary]
    items = list(_distinct(_item(feed, entry, key, now) for key, entry in keyed(telling)))
    strangers = [item for item in items if item.key not in known]
    revised = tuple(
        _revision(item)
        for item in items
        if item.key in known and _text_of(known[item.key]) != _text_of(item.fingerprint)
    )
    wanted = {_parts(item.fingerprint)[0] for item in strangers}
    akin = [print_ for print_ in known.values() if print_.partition(".")[0] in wanted]
    if not akin:
        return Recognised(new=tuple(strangers), revised=revised)
    twins = {likeness for print_ in akin for likeness in _likenesses(print_)}
    strangers = [item for item in strangers if not twins & _likenesses(item.fingerprint)]
    titles = {_parts(print_)[0] for print_ in akin}
    renamed = [item for item in strangers if _parts(item.fingerprint)[0] in titles]
    if len(renamed) <= _RESET_SHARE * len(items):
        return Recognised(new=tuple(strangers), revised=revised)
    new = tuple(item for item in strangers if _parts(item.fingerprint)[0] not in titles)
    return Recognised(new=new, revised=revised, renamed=tuple(renamed), reset=True)


def item_id(feed: str, key: str) -> str:
    """The id of an item: the same for the same feed and key, for ever."""
    return f"{feed}:{digest(feed, key, size=10)}"


def fingerprint(entry: Entry) -> str:
    """Four short digests: of title, summary, link and date.

    The first two show an edit; together they find an entry again under another key.
    """
    at = entry.published.isoformat() if entry.published else ""
    parts = (entry.title, entry.summary, canonical(entry.link), at)
    return ".".join(digest(part, size=6) if part else "-" for part in parts)


def _item(feed: Feed, entry: Entry, key: str, now: datetime) -> Item:
    if feed.tier is Tier.AGGREGATOR or _is_google_news(entry.link):
        entry = _unwrapped(entry)
    return Item(
        id=item_id(feed.id, key),
        feed=feed.id,
        key=key,
        fingerprint=fingerprint(entry),
        title=entry.title,
        summary=entry.summary,
        link=entry.link,
        published=entry.published,
        first_seen=now,
        outlet=entry.outlet,
        language=_language(feed, entry),
    )


def _language(feed: Feed, entry: Entry) -> str:
    """The declared language, unless that is the default and the feed knows better."""
    if feed.language != _DEFAULT_LANGUAGE:
        return feed.language
    return entry.language or feed.language


def _unwrapped(entry: Entry) -> Entry:
    """An aggregator's entry as its outlet published it.

    Aggregators end a title with the outlet's name; Google News gives as summary the headlines of
    other outlets, which change from hour to hour and are not this item's words.
    """
    title, outlet = _without_outlet(entry)
    summary = "" if _is_google_news(entry.link) else entry.summary
    return replace(entry, title=title, outlet=outlet, summary=summary)


def _without_outlet(entry: Entry) -> tuple[str, str]:
    headline, dash, last = entry.title.rpartition(" - ")
    if dash and headline and last and (last == entry.outlet or _may_be_outlet(entry, last)):
        return headline, entry.outlet or last
    return entry.title, entry.outlet


def _may_be_outlet(entry: Entry, last: str) -> bool:
    return not entry.outlet and len(last) <= 60 and _is_google_news(entry.link)


def _is_google_news(link: str) -> bool:
    return link.startswith(("https://news.google.com/", "http://news.google.com/"))


def _distinct(items: Iterable[Item]) -> Iterator[Item]:
    """The first of several entries with one key: feeds begin with the newest."""
    seen: Counter[str] = Counter()
    for item in items:
        seen[item.key] += 1
        if seen[item.key] == 1:
            yield item


def _revision(item: Item) -> Item:
    return replace(item, revision=1)


def _parts(print_: str) -> tuple[str, str, str, str]:
    title, summary, link, at = (*print_.split("."), "-", "-", "-")[:4]
    return title, summary, link, at


def _text_of(print_: str) -> tuple[str, ...]:
    return _parts(print_)[:2]


def _likenesses(print_: str) -> set[tuple[str, ...]]:
    """What two prints must share to be one entry: title and date with link or text.

    Without a date everything else must agree: a column of the same name comes back every week.
    """
    title, summary, link, at = _parts(print_)
    if at == "-":
        return {(title, summary, link, at)}
    by_link = {(title, "link", link, at)} if link != "-" else set()
    by_text = {(title, "text", summary, at)} if summary != "-" else set()
    return by_link | by_text or {(title, "alone", "-", at)}
