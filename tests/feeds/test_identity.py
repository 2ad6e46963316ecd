"""Which entries are new, which are edits, which are the same under another name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.evidence import Feed, Item, Tier
from monitor.feeds.entry import Entry
from monitor.feeds.identity import Recognised, fingerprint, item_id, recognise

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)
FEED = Feed(id="wire", address="https://wire.example/rss")


def entry(number: int, **changes: str) -> Entry:
    plain = Entry(
        guid=f"https://wire.example/story/{number}",
        link=f"https://wire.example/story/{number}",
        title=f"Story {number}",
        summary=f"What happened in story {number}.",
        published=NOW - timedelta(hours=number),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def known_after(*items: Item) -> dict[str, str]:
    return {item.key: item.fingerprint for item in items}


def first_look(entries: list[Entry], feed: Feed = FEED) -> dict[str, str]:
    return known_after(*recognise(feed, entries, {}, NOW).new)


def test_an_entry_becomes_an_item_with_all_it_says() -> None:
    only = entry(1)
    key = "//wire.example/story/1"
    assert recognise(FEED, [only], {}, NOW) == Recognised(
        new=(
            Item(
                id=item_id("wire", key),
                feed="wire",
                key=key,
                fingerprint=fingerprint(only),
                title="Story 1",
                summary="What happened in story 1.",
                link="https://wire.example/story/1",
                published=NOW - timedelta(hours=1),
                first_seen=NOW,
            ),
        )
    )


def test_the_same_entries_again_bring_nothing() -> None:
    entries = [entry(number) for number in range(5)]
    assert recognise(FEED, entries, first_look(entries), NOW) == Recognised()


def test_an_edited_title_is_a_revision_of_the_same_item() -> None:
    known = first_look([entry(1)])
    edited = recognise(FEED, [entry(1, title="Story 1, corrected")], known, NOW)
    assert [(item.id, item.title, item.revision) for item in edited.revised] == [
        (item_id("wire", "//wire.example/story/1"), "Story 1, corrected", 1)
    ]
    assert edited.new == ()


def test_a_changed_date_alone_is_no_revision() -> None:
    known = first_look([entry(1)])
    moved = replace(entry(1), published=NOW)
    assert recognise(FEED, [moved], known, NOW) == Recognised()


def test_a_flip_from_http_to_https_brings_nothing() -> None:
    entries = [entry(number, guid=f"http://wire.example/story/{number}") for number in range(3)]
    known = first_look(entries)
    flipped = [replace(one, guid=one.guid.replace("http:", "https:")) for one in entries]
    assert recognise(FEED, flipped, known, NOW) == Recognised()


def test_guids_made_up_at_each_request_bring_nothing_but_the_new_story() -> None:
    known = first_look([entry(number, guid=f"first-{number}") for number in range(5)])
    again = [entry(number, guid=f"second-{number}") for number in range(6)]
    result = recognise(FEED, again, known, NOW)
    assert [item.title for item in result.new] == ["Story 5"]
    assert not result.reset


def test_a_feed_that_renames_and_redates_everything_is_reset_and_brings_nothing() -> None:
    known = first_look([entry(number) for number in range(6)])
    moved = [
        replace(
            entry(number),
            guid=f"https://new.example/{number}",
            link=f"https://new.example/{number}",
            published=NOW,
        )
        for number in range(6)
    ]
    result = recognise(FEED, moved, known, NOW)
    assert (result.new, result.revised, result.reset) == ((), (), True)
    assert recognise(FEED, moved, known | known_after(*result.renamed), NOW) == Recognised()


def test_a_column_that_comes_back_every_week_under_one_title_is_new() -> None:
    known = first_look([entry(1, title="The week", guid="a"), entry(2), entry(3)])
    later = replace(entry(0, title="The week", guid="b"), published=NOW)
    result = recognise(FEED, [later, entry(2), entry(3)], known, NOW)
    assert [item.key for item in result.new] == ["b"]


def test_without_a_guid_the_link_names_it_whatever_tracks_the_reader() -> None:
    known = first_look([entry(1, guid="")])
    tracked = entry(1, guid="", link="https://wire.example/story/1/?utm_source=rss&at_medium=x#top")
    assert recognise(FEED, [tracked], known, NOW) == Recognised()


def test_without_guid_and_link_title_and_date_name_it() -> None:
    bare = [entry(number, guid="", link="") for number in range(3)]
    known = first_look(bare)
    assert len(known) == 3
    assert recognise(FEED, bare, known, NOW) == Recognised()


def test_a_guid_that_all_entries_share_names_none_of_them() -> None:
    same = [entry(number, guid="0") for number in range(4)]
    assert len(first_look(same)) == 4
    same_link = [entry(n, guid="0", link="https://wire.example/") for n in range(4)]
    assert len(first_look(same_link)) == 4


def test_a_parameter_taken_for_tracking_may_be_what_tells_entries_apart() -> None:
    entries = [entry(n, guid=f"https://wire.example/show?ref={n}", link="") for n in range(3)]
    assert len(first_look(entries)) == 3


def test_an_entry_twice_in_one_look_is_one_item() -> None:
    assert len(recognise(FEED, [entry(1), entry(1)], {}, NOW).new) == 1


def test_a_guid_of_a_megabyte_is_kept_short() -> None:
    (key,) = first_look([entry(1, guid="x" * 1_000_000)])
    assert len(key) < 40


def test_an_aggregator_gives_up_the_outlet_in_its_title() -> None:
    feed = replace(FEED, tier=Tier.AGGREGATOR)
    item = recognise(
        feed,
        [
            entry(
                1,
                title="Ports reopen - a first step - The Daily",
                outlet="The Daily",
                link="https://news.google.com/rss/articles/CBMi",
                summary="Ports reopen The Daily Other headline Another paper",
            )
        ],
        {},
        NOW,
    ).new[0]
    assert (item.title, item.outlet, item.summary) == (
        "Ports reopen - a first step",
        "The Daily",
        "",
    )


def test_headlines_of_others_in_google_news_are_no_edits() -> None:
    google = {"link": "https://news.google.com/rss/articles/CBMi", "title": "Ports reopen - Wire"}
    known = first_look([entry(1, summary="Other headlines", **google)])
    assert recognise(FEED, [entry(1, summary="Yet others", **google)], known, NOW) == Recognised()


def test_the_language_is_the_declared_one_or_what_the_feed_says() -> None:
    said = entry(1, language="zh")
    assert recognise(FEED, [said], {}, NOW).new[0].language == "zh"
    assert recognise(FEED, [entry(1)], {}, NOW).new[0].language == "en"
    declared = replace(FEED, language="fr")
    assert recognise(declared, [said], {}, NOW).new[0].language == "fr"


def test_no_link_or_guid_however_broken_stops_the_recognising() -> None:
    broken = [
        "http://[x",
        "https://a:99999999/",
        "http://\uff03@b.example/",
        "x" * 9_999,
        "//",
        "?",
    ]
    entries = [entry(n, guid=text, link=text) for n, text in enumerate(broken)]
    assert len(recognise(FEED, entries, {}, NOW).new) == len(broken)


def test_an_outlet_of_its_own_keeps_its_dashes() -> None:
    item = recognise(FEED, [entry(1, title="Tariffs - what now")], {}, NOW).new[0]
    assert (item.title, item.outlet) == ("Tariffs - what now", "")


ENTRIES = st.lists(
    st.builds(
        Entry,
        guid=st.sampled_from(["", "a", "b", "https://x.example/1", "http://x.example/1", "c"]),
        link=st.sampled_from(["", "https://x.example/1", "https://x.example/2?utm_id=3"]),
        title=st.sampled_from(["", "One", "Two", "Three"]),
        summary=st.sampled_from(["", "Text"]),
        published=st.sampled_from([None, NOW, NOW - timedelta(days=1)]),
    ),
    max_size=8,
)


@given(ENTRIES)
def test_looking_twice_at_the_same_entries_never_brings_anything(entries: list[Entry]) -> None:
    known = first_look(entries)
    again = recognise(FEED, entries, known, NOW)
    assert again == Recognised()


@given(ENTRIES, ENTRIES)
def test_no_look_gives_two_items_one_key(first: list[Entry], second: list[Entry]) -> None:
    result = recognise(FEED, second, first_look(first), NOW)
    keys = [item.key for item in (*result.new, *result.revised, *result.renamed)]
    assert len(keys) == len(set(keys))
