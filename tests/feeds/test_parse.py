"""Bytes of a feed into entries, by the short way, the long way and as JSON."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.feeds.entry import (
    MOST_ENTRIES,
    Entry,
    Parsed,
    ParseFailed,
    Unread,
    link_of,
)
from monitor.feeds.parse import parse
from monitor.feeds.wire import from_wire, to_wire

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)
AT = datetime(2025, 10, 30, 8, 17, tzinfo=UTC)
ADDRESS = "https://wire.example/feeds/world.xml"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Wire &amp; Sons</title><language>en-GB</language><ttl>15</ttl>
<atom:link href="https://wire.example/feeds/world.xml" rel="self"/>
<item>
<title><![CDATA[Ports <b>reopen</b> &amp; ships sail]]></title>
<link>/ports?a=1&amp;utm_source=rss</link>
<guid isPermaLink="false">ports-1</guid><pubDate>Thu, 30 Oct 2025 08:17:00 GMT</pubDate>
<description>&lt;p&gt;After ten days&#8217; wait.&lt;/p&gt;
&lt;script&gt;x()&lt;/script&gt;</description>
<content:encoded>The whole story.</content:encoded>
<source url="https://other.example/rss">The Other</source>
</item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Wire</title>
<entry><id>tag:wire.example,2025:1</id><title>1 &lt; 2 &amp;amp; more</title>
<link rel="self" href="/self"/><link href="/ports"/>
<updated>2025-10-30T09:17:00+01:00</updated>
<content type="html">&lt;p&gt;The whole story.&lt;/p&gt;</content></entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Wire",
    "language": "en-US",
    "items": [
        {
            "id": 7,
            "url": "/ports",
            "title": "Ports reopen",
            "content_html": "<p>After <b>ten</b> days.</p>",
            "date_published": "2025-10-30T08:17:00Z",
        },
        "no item",
    ],
}


def read(body: str | bytes, content_type: str = "", now: datetime = NOW) -> Parsed | ParseFailed:
    body = body.encode() if isinstance(body, str) else body
    return parse(body, content_type=content_type, address=ADDRESS, now=now)


def item(inside: str, version: str = "2.0") -> str:
    return f"<rss version='{version}'><channel><item>{inside}</item></channel></rss>"


def only_entry(body: str | bytes, content_type: str = "") -> Entry:
    parsed = read(body, content_type)
    assert isinstance(parsed, Parsed)
    assert len(parsed.entries) == 1
    return parsed.entries[0]


RSS_READ = Parsed(
    entries=(
        Entry(
            guid="ports-1",
            link="https://wire.example/ports?a=1&utm_source=rss",
            title="Ports reopen & ships sail",
            summary="After ten days’ wait.",
            published=AT,
            outlet="The Other",
            language="en",
        ),
    ),
    title="Wire & Sons",
    version="rss20",
    language="en",
    ttl_minutes=15,
)
ATOM_READ = Parsed(
    entries=(
        Entry(
            guid="tag:wire.example,2025:1",
            link="https://wire.example/ports",
            title="1 < 2 &amp; more",
            summary="The whole story.",
            published=AT,
            updated=AT,
            language="de",
        ),
    ),
    title="Wire",
    version="atom10",
    language="de",
)


@pytest.mark.parametrize(("body", "expected"), [(RSS, RSS_READ), (ATOM, ATOM_READ)])
def test_a_feed_is_read(body: str, expected: Parsed) -> None:
    assert read(body) == expected


def test_a_json_feed_is_read() -> None:
    assert read(json.dumps(JSON)) == Parsed(
        entries=(
            Entry(
                guid="7",
                link="https://wire.example/ports",
                title="Ports reopen",
                summary="After ten days.",
                published=AT,
                language="en",
            ),
        ),
        title="Wire",
        version="json11",
        language="en",
    )


@pytest.mark.parametrize(
    ("body", "kind", "sentence"),
    [
        (b"", Unread.EMPTY_BODY, "The answer has an empty body."),
        (b" \r\n\t", Unread.EMPTY_BODY, "The answer has an empty body."),
        (
            b"<!DOCTYPE html><html><body>Log in</body></html>",
            Unread.NOT_A_FEED,
            "The answer is a web page, not a feed.",
        ),
        (b"<HTML>", Unread.NOT_A_FEED, "The answer is a web page, not a feed."),
        (b"plain text", Unread.NOT_A_FEED, "The answer is no feed in any format we know."),
        (b"/etc/passwd", Unread.NOT_A_FEED, "The answer is no feed in any format we know."),
        (b"<opml/>", Unread.NOT_A_FEED, "The answer is no feed in any format we know."),
        (b'{"a": 1}', Unread.NOT_A_FEED, "The answer is JSON, but not a JSON Feed."),
        (b'{"a":' * 99_999, Unread.NOT_A_FEED, "The answer begins like JSON and is not."),
        (
            b'{"items": 9' + b"9" * 9_999,
            Unread.NOT_A_FEED,
            "The answer begins like JSON and is not.",
        ),
        (RSS.encode()[:600], Unread.BROKEN_OFF, "The feed breaks off after 600 bytes."),
    ],
)
def test_what_is_no_feed_is_told_as_what_it_is(body: bytes, kind: Unread, sentence: str) -> None:
    assert read(body) == ParseFailed(kind=kind, sentence=sentence)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<title>AT&amp;T &amp;amp; co</title>", Entry(title="AT&T & co")),
        ("<title>AT&T & co</title>", Entry(title="AT&T & co")),
        ("<title>caf&eacute;&nbsp;x</title>", Entry(title="café x")),
        ("<title>caf&eacute; R&D &amp; Q&A;</title>", Entry(title="café R&D & Q&A;")),
        ("<title>a &#xD800;&#55555;&#0;&#99999999999; b</title>", Entry(title="a ���� b")),
        ("<title>a <b>c</b></title>", Entry(title="a c")),
        ("<title>x<br>y</title>", Entry(title="x y")),
        ("<title>&#x1b;[31mred &#8238;evil</title>", None),
        ("<title>it&#146;s</title>", Entry(title="it’s")),
        ("<title>x</title><link>javascript:alert(1)</link>", Entry(title="x")),
        ("<title>x</title><link>mailto:a@b.example</link>", Entry(title="x")),
        (
            "<title>x</title><link>../up#here</link>",
            Entry(title="x", link="https://wire.example/up#here"),
        ),
        (
            "<title>x</title><guid>http://a.example/1</guid>",
            Entry(title="x", guid="http://a.example/1", link="http://a.example/1"),
        ),
        (
            "<title>x</title><guid isPermaLink='false'>http://a.example/1</guid>",
            Entry(title="x", guid="http://a.example/1"),
        ),
        ("<title>x</title><pubDate>31 Feb 2025</pubDate>", Entry(title="x")),
        ("<title>x</title><pubDate>Fri, 31 Dec 9999 00:00:00 GMT</pubDate>", Entry(title="x")),
        ("<title>x</title><pubDate>1700000000</pubDate>", Entry(title="x")),
        ("<title>x</title><pubDate>soon</pubDate>", Entry(title="x")),
        ("<description>only text</description>", Entry(summary="only text")),
    ],
)
def test_entries_of_the_wild(inside: str, expected: Entry | None) -> None:
    if expected is not None:
        assert only_entry(item(inside)) == expected
    else:
        assert not set(only_entry(item(inside)).title) & {"\x1b", "\u202e"}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (item("<title>café — 北京</title>").encode("utf-8"), ""),
        (b"\xef\xbb\xbf" + item("<title>café — 北京</title>").encode(), ""),
        (item("<title>café — 北京</title>").encode("utf-16"), ""),
        (item("<title>café — 北京</title>").encode("utf-8"), "text/xml; charset=utf-8"),
        (item("<title>café — 北京</title>").encode("utf-8"), "text/xml; charset=no-such-thing"),
        (item("<title>café — 北京</title>").encode("utf-8"), "text/xml; charset=us-ascii"),
        (item("<title>café — &#21271;&#20140;</title>").encode("cp1252"), ""),
        (
            b"<?xml version='1.0' encoding='iso-8859-1'?>"
            + item("<title>caf\xe9 &#8212; &#21271;&#20140;</title>").encode("latin-1"),
            "",
        ),
        (
            b"<?xml version='1.0' encoding='utf-8'?>"
            + item("<title>café — &#21271;&#20140;</title>").encode("cp1252"),
            "",
        ),
    ],
)
def test_text_comes_out_whatever_the_encoding_says(body: bytes, content_type: str) -> None:
    assert only_entry(body, content_type).title == "café — 北京"


@pytest.mark.parametrize(
    "noise", [b"\xff\xfe", b"\x00\x00", b"\xed\xa0\x80", b"\xc3", b"&#xD800;", b"&#0;", b"\x0c"]
)
def test_broken_bytes_end_in_text_that_can_be_stored(noise: bytes) -> None:
    result = read(item("<title>be-NOISE-fore</title>").encode().replace(b"NOISE", noise))
    text = repr(result) if isinstance(result, ParseFailed) else result.entries[0].title
    assert text.encode().decode() == text


def test_of_many_entries_the_newest_are_kept() -> None:
    days = [
        f"<item><title>{n}</title><pubDate>{n % 28 + 1} Oct 2025</pubDate></item>"
        for n in range(1_100)
    ]
    parsed = read(f"<rss version='2.0'><channel>{''.join(days)}</channel></rss>")
    assert isinstance(parsed, Parsed)
    assert (len(parsed.entries), parsed.dropped) == (MOST_ENTRIES, 100)
    assert parsed.entries[0].published == datetime(2025, 10, 28, tzinfo=UTC)
    undated = read(
        f"<rss version='2.0'><channel>{'<item><title>x</title></item>' * 1_100}</channel></rss>"
    )
    assert isinstance(undated, Parsed)
    assert (len(undated.entries), undated.dropped) == (MOST_ENTRIES, 100)


def test_a_date_is_measured_against_the_moment_of_reading() -> None:
    body = item("<title>x</title><pubDate>Thu, 30 Oct 2025 08:17:00 GMT</pubDate>")
    then = read(body, now=datetime(2015, 1, 1, tzinfo=UTC))
    assert isinstance(then, Parsed)
    assert then.entries[0].published is None


@pytest.mark.parametrize("result", [RSS_READ, ATOM_READ, read(b"")])
def test_a_result_survives_the_way_from_a_worker(result: Parsed | ParseFailed) -> None:
    assert from_wire(json.loads(json.dumps(to_wire(result)))) == result


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("", ""),
        ("https://x.example/a b", "https://x.example/a b"),
        ("//x.example/a", "https://x.example/a"),
        ("?p=1", "https://wire.example/feeds/world.xml?p=1"),
        ("HTTPS://x.example/", "https://x.example/"),
        ("data:text/html,x", ""),
        ("http://[x", ""),
        ("http://[::1]/", "http://[::1]/"),
        ("//[x", ""),
        ("https://x.example/" + "a" * 3_000, ""),
    ],
)
def test_a_link_is_absolute_or_nothing(link: str, absolute: str) -> None:
    assert link_of(link, ADDRESS) == absolute


def test_feedparser_is_called_in_one_place_and_only_with_a_stream() -> None:
    """Handed bytes or text it would open what they name."""
    package = Path(__file__).resolve().parents[2] / "monitor"
    uses = [
        (file.name, line.strip())
        for file in sorted(package.rglob("*.py"))
        for line in file.read_text().splitlines()
        if "feedparser." in line and "(" in line
    ]
    assert uses == [("parse.py", "read: _Raw = feedparser.parse(")]
    source = (package / "feeds" / "parse.py").read_text()
    assert "feedparser.parse(\n        io.BytesIO(body),\n" in source


PIECES = st.sampled_from(
    [
        "<rss version='2.0'>", "</rss>", "<channel>", "</channel>", "<item>", "</item>",
        "<title>", "</title>", "<guid>", "</guid>", "<link>", "</link>", "<pubDate>", "</pubDate>",
        "<description>", "</description>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&", "<",
        "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>", "<entry>", "</entry>",
        "<link href='/x'/>", "<id>", "</id>", "<updated>2025-10-30</updated>", "text", "é", "\x00",
        "<b>", "</b>", "<?xml version='1.0'?>", "{", '"items": []', "}", " ", "'", '"',
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25))
@settings(max_examples=400, deadline=None)
def test_any_pieces_of_a_feed_end_in_a_result(pieces: list[str]) -> None:
    assert isinstance(read("".join(pieces)), Parsed | ParseFailed)


def test_an_entry_is_kept_however_little_it_says() -> None:
    assert only_entry(item("")) == Entry()
