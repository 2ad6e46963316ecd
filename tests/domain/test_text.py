"""Foreign text made fit to keep and to print."""

import html
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.text import (
    _DELICATE,
    _INVISIBLE,
    _NOT_A_CHARACTER,
    clean,
    clip,
    plain,
    unescape,
)

TEXTS = st.text(alphabet=st.characters(codec=None, categories=None), max_size=60)
SIGNS = st.text(
    alphabet=st.sampled_from("a é\u0301\u0316\u202e\u200b\x1b\r\n\t\x9b\ud800\ufeff\u2028\u2adc-"),
    max_size=40,
)
MARKUP = st.text(alphabet=st.sampled_from("<>/!-ab\"' =&;#x1scriptlt"), max_size=80)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("  two   spaces \t and\r\nlines\u2028here\u3000 ", "two spaces and lines here"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]8;;http://evil\x07link\x1b]8;;\x07", "]8;;http://evillink]8;;"),
        ("\x1b]52;c;aGk=\x07", "]52;c;aGk="),
        ("\x9b2Jscreen", "2Jscreen"),
        ("over\rwritten", "over written"),
        ("bell\x07 and null\x00", "bell and null"),
        ("\u202egnihton\u202c \u2066x\u2069", "gnihton x"),
        ("bre\u200bach\u200d of\u2060 word\ufeff", "breach of word"),
        ("soft\u00adhyphen", "softhyphen"),
        ("tag\U000e0041s", "tags"),
        ("half \ud83d emoji", "half \ufffd emoji"),
        ("none \uffff \ufdd0", "none \ufffd \ufffd"),
        ("e\u0301te\u0301", "été"),
        ("caf\u00e9 \U0001f600", "café \U0001f600"),
        ("a" + "\u0301" * 50, "á\u0301\u0301\u0301"),
        ("[red]markup[/red] :warning:", "[red]markup[/red] :warning:"),
    ],
)
def test_signs_that_are_no_words_go(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(TEXTS | SIGNS)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(TEXTS | SIGNS)
def test_a_clean_text_is_one_line_of_what_can_be_printed_and_stored(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode("utf-8")
    assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e")


def test_the_short_way_overlooks_no_sign_of_the_long_way() -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1)]
    delicate = [
        sign
        for sign in signs
        if _INVISIBLE.match(sign) or _NOT_A_CHARACTER.match(sign) or unicodedata.combining(sign)
    ]
    assert [sign for sign in delicate if not _DELICATE.match(sign)] == []


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("", ""),
        ("no markup", "no markup"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("<b>bre</b>ach", "breach"),
        ("line<br>line<br/>line", "line line line"),
        ("AT&amp;T &lt;b&gt; &eacute;&#233;&#xe9;&nbsp;x", "AT&T <b> ééé x"),
        ("&amp;lt;once&amp;gt;", "&lt;once&gt;"),
        ("&unknown; &;", "&unknown; &;"),
        ("R&D and Q&A", "R&D and Q&A"),
        ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
        ("a <B and no end", "a <B and no end"),
        ("x<!-- hidden <b> -->y", "xy"),
        ("x<!-- never closed y", "x<!-- never closed y"),
        ("x<!-- never closed <b>y", "x"),
        ("<![CDATA[kept]]>", "kept]]>"),
        ("<?xml version='1.0'?>x", "x"),
        ("<!DOCTYPE html>x", "x"),
        ("x<script>var a = '<p>';</script>y", "x y"),
        ("x<SCRIPT src=a>b</ScRiPt >y", "x y"),
        ("x<script>never closed", "x"),
        ("x<scripture>kept</scripture>", "x kept"),
        ("<style>p{}</style>y<template>z</template>", "y"),
        ("<img src=x onerror=alert(1)>y", "y"),
        ('<a href="x" title="a > b">link</a>', "link"),
        ("<a title='never closed>link</a>", "link"),
        ("<a <b>x</b>", "x"),
        ("<p class=it's>x</p>", "x"),
        ("a</p >b", "a b"),
        ("<a", "<a"),
        ("<", "<"),
        ("a<b>c", "ac"),
        ("&#0; &#x110000; &#xD800;", "\ufffd \ufffd \ufffd"),
        ("&#27;[31m", "[31m"),
    ],
)
def test_markup_goes_and_words_stay(markup: str, words: str) -> None:
    assert plain(markup) == words


@given(MARKUP)
def test_plain_text_of_any_markup_is_clean(markup: str) -> None:
    words = plain(markup)
    assert clean(words) == words


@given(TEXTS)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert plain(f"<p>{html.escape(text)}</p>") == clean(text)


@given(st.text(alphabet=st.sampled_from("&#x1a;lt gAMP0"), max_size=60))
@settings(max_examples=200)
def test_no_reference_raises(text: str) -> None:
    unescape(text)


@pytest.mark.parametrize(
    "markup",
    [
        "<" * 1_000_000,
        "<!--" * 250_000,
        '<a "' * 250_000 + ">",
        '<a ">" ' * 150_000,
        "<script" * 150_000 + ">",
        "<script>" * 150_000,
        "&" * 1_000_000,
        "&#" + "1" * 1_000_000 + ";",
        "<div>" * 200_000,
        "\u0301\u0316" * 500_000,
        "a\u0301" * 500_000,
        " " * 1_000_000,
    ],
)
def test_a_megabyte_of_malice_takes_no_time(markup: str) -> None:
    # Quadratic time would run into the test's time limit by a factor of hundreds.
    assert len(plain(markup)) <= len(markup)


def test_a_long_text_is_cut_between_words() -> None:
    assert clip("one two three", 20) == "one two three"
    assert clip("one two three four", 15) == "one two three…"
    assert clip("x" * 30, 10) == "xxxxxxxxx…"
    assert len(clip("word " * 100, 50)) <= 50
