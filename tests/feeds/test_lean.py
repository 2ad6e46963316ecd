"""The short way through well-formed feeds reads what the long way reads, or declines."""

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.feeds import lean
from monitor.feeds.entry import Entry, Parsed
from monitor.feeds.parse import at_length

GIVEN: dict[str, Any] = {
    "address": "https://wire.example/feeds/world.xml",
    "now": datetime(2025, 11, 3, 12, tzinfo=UTC),
}
SPACES = """xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:x="urn:x" """
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" {SPACES}><channel><title>Wire</title><language>en-GB</language>
<atom:link href="https://wire.example/" rel="self"/>
<item><title>Ports reopen</title><link>/ports?a=1</link><guid isPermaLink="false">1</guid>
<dc:creator>A. Writer</dc:creator><description>After ten days.</description>
<media:content url="/x.jpg"><media:title>A port</media:title></media:content></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Wire</title>
<entry><id>1</id><title type="html">Ports &lt;b&gt;reopen&lt;/b&gt;</title>
<link href="/self" rel="self"/><link href="/ports?a=1"/><content>After ten days.</content></entry>
</feed>"""
ENTRY = Entry(
    guid="1",
    link="https://wire.example/ports?a=1",
    title="Ports reopen",
    summary="After ten days.",
    language="en",
)


def short(body: str, content_type: str = "") -> Parsed | None:
    return lean.read(body.encode(), content_type=content_type, **GIVEN)


def assert_both_ways_agree(body: str) -> None:
    brief = short(body)
    assert brief is None or brief == at_length(body.encode(), content_type="", **GIVEN)


def test_rss_and_atom_of_the_usual_kind_are_read() -> None:
    assert short(RSS) == Parsed(entries=(ENTRY,), title="Wire", version="rss20", language="en")
    atom = short(ATOM)
    assert atom is not None
    assert (atom.version, atom.language, atom.entries[0].title) == ("atom10", "de", "Ports reopen")


@pytest.mark.parametrize("body", [RSS, ATOM])
def test_both_ways_read_the_same(body: str) -> None:
    assert short(body) == at_length(body.encode(), content_type="", **GIVEN)


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        (RSS, "<channel>", "<channel xml:base='https://x.example/'>"),
        (RSS, "<rss ", "<rss xml:base='https://x.example/' "),
        (RSS, "<item>", "<item xml:lang='fr'>"),
        (RSS, "<title>Ports", "<title type='html'>Ports"),
        (RSS, "Ports reopen", "Ports <em>reopen</em>"),
        (RSS, "</item>", "<title>second</title></item>"),
        (RSS, "</item>", "<dc:description>second</dc:description><x:title/></item>"),
        (RSS, "<item>", "<item><media:title>first</media:title>"),
        (RSS, "<item>", "<item><itunes:summary>first</itunes:summary>"),
        (RSS, "<item>", "<item><atom:link href='/x'/>"),
        (RSS, "<item>", "<item><x:y><guid>2</guid></x:y>"),
        (RSS, "</channel>", "<language>fr</language></channel>"),
        (RSS, "</channel>", "<dc:title>second</dc:title></channel>"),
        (RSS, "</channel>", "</channel><item/>"),
        (RSS, "</channel>", "<x:item/></channel>"),
        (RSS, "</channel>", ""),
        (RSS, 'version="2.0"', 'version="9"'),
        (RSS, "<rss", "<!DOCTYPE rss><rss"),
        (RSS, "utf-8", "big5"),
        (RSS, "?a=1", "?a=1&amp;b;c"),
        (RSS, "/ports", "https:///ports"),
        (ATOM, 'type="html"', 'type="xhtml"'),
        (ATOM, "<content>", "<content src='/x'>"),
        (ATOM, 'href="/ports?a=1"', 'xml:base="/x/" href="/ports"'),
        (ATOM, 'href="/ports?a=1"', ""),
        (ATOM, "</entry>", "<source><title>x</title></source></entry>"),
        (ATOM, "2005/Atom", "2003/Atom"),
        (ATOM, "</entry>", "</entry><entry><entry/></entry>"),
        (ATOM, ATOM, "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>"),
        (ATOM, ATOM, "<html/>"),
        (ATOM, ATOM, ""),
    ],
)
def test_what_is_not_plain_takes_the_long_way(body: str, old: str, new: str) -> None:
    assert old in body
    assert short(body.replace(old, new)) is None


def test_header_and_declaration_must_agree() -> None:
    assert short(RSS, "application/rss+xml; charset=UTF-8") == short(RSS)
    assert short(RSS, "application/rss+xml; charset=iso-8859-1") is None


def test_the_short_way_loads_no_feedparser() -> None:
    script = "import sys, monitor.feeds.workers; print('feedparser' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


TEXTS = st.sampled_from(
    [
        "", "  ", "text", "&lt;p&gt;x&lt;/p&gt;", "<![CDATA[<b>a</b> & c]]>", "https://x.example/1",
        "é’s", "Thu, 30 Oct 2025 08:17:00 GMT", "2025-10-30T08:17:00Z", "&#146;", "&amp;amp;", "Ã©",
        "a &lt; b", "<!-- c -->x<?pi?>y", '&lt;img src="a"&gt;', "//x/y", "http:///x", "a&amp;b;c",
        "mailto:x@y", "&#13;\n x", "<b>x</b>", "fr-CA", "30",
    ]
)  # fmt: skip
RSS_STARTS = st.sampled_from(
    [
        "title", "link", "description", "guid", "guid isPermaLink='false'", "guid ispermalink='x'",
        "pubDate", "source url='/s'", "source", "author", "category", "content:encoded", "dc:date",
        "dc:title", "dc:description", "dc:creator", "media:title", "media:description", "image",
        "media:content", "itunes:summary", "itunes:title", "atom:link href='/l'", "atom:updated",
        "dcterms:modified", "dcterms:created", "enclosure url='/e'", "body", "x:foo", "language",
        "updated", "id", "summary", "published", "textInput", "title xml:lang='fr'", "ttl",
    ]
)  # fmt: skip
ATOM_STARTS = st.sampled_from(
    [
        "title", "title type='html'", "title type='HTML'", "title type='text/html'", "id",
        "link href='/r'", "link rel='self' href='/s'", "link rel='ALTERNATE' href='/u'", "link",
        "link type='application/json' href='/j'", "summary", "summary type='html'", "content",
        "content type='html'", "content type='xhtml'", "updated", "published", "author", "source",
        "category term='x'", "media:title", "dc:date", "x:foo", "rights", "media:group", "logo",
    ]
)  # fmt: skip


def elements(starts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    element = st.tuples(starts, TEXTS).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].partition(' ')[0]}>"
    )
    return st.lists(element, max_size=6).map("".join)


@given(elements(RSS_STARTS), st.lists(elements(RSS_STARTS), max_size=3), elements(RSS_STARTS))
@settings(max_examples=400, deadline=None)
def test_it_reads_any_rss_as_the_long_way_does(head: str, items: list[str], tail: str) -> None:
    inside = "".join(f"<item>{item}</item>" for item in items)
    assert_both_ways_agree(
        f"<rss version='2.0' {SPACES}><channel>{head}{inside}{tail}</channel></rss>"
    )


@given(elements(ATOM_STARTS), st.lists(elements(ATOM_STARTS), max_size=3))
@settings(max_examples=400, deadline=None)
def test_it_reads_any_atom_as_the_long_way_does(head: str, entries: list[str]) -> None:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    assert_both_ways_agree(
        f"<feed xmlns='http://www.w3.org/2005/Atom' {SPACES}>{head}{inside}</feed>"
    )
