from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store.sqlite_file import (
    Journal,
    file_uri,
    is_sqlite,
    journal_for,
    journal_sentence,
    path_of,
)


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 7, 0), Journal.DELETE),
        ((3, 40, 1), Journal.DELETE),
        ((3, 44, 5), Journal.DELETE),
        ((3, 44, 6), Journal.WAL),
        ((3, 44, 9), Journal.WAL),
        ((3, 45, 0), Journal.DELETE),
        ((3, 46, 1), Journal.DELETE),
        ((3, 50, 0), Journal.DELETE),
        ((3, 50, 6), Journal.DELETE),
        ((3, 50, 7), Journal.WAL),
        ((3, 51, 0), Journal.DELETE),
        ((3, 51, 2), Journal.DELETE),
        ((3, 51, 3), Journal.WAL),
        ((3, 52, 0), Journal.WAL),
        ((4, 0, 0), Journal.WAL),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_cannot_be_reset_while_read(
    version: tuple[int, int, int], journal: Journal
) -> None:
    assert journal_for(version) is journal


def test_the_journal_is_explained() -> None:
    assert journal_sentence("3.51.3") == (
        "SQLite 3.51.3 keeps a write-ahead log: looking never waits for writing"
    )
    assert journal_sentence("3.40.1").startswith("SQLite 3.40.1 may reset a write-ahead log")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///monitor.db", Path("monitor.db")),
        ("sqlite:////var/lib/monitor.db", Path("/var/lib/monitor.db")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
    ],
)
def test_a_url_names_a_file_or_memory(url: str, path: Path | None) -> None:
    assert is_sqlite(url)
    assert path_of(url) == path


def test_a_url_with_too_few_slashes_is_refused() -> None:
    with pytest.raises(StoreError, match="write sqlite:///FILE"):
        path_of("sqlite:monitor.db")


def test_a_path_with_signs_of_a_uri_in_it_stays_that_path() -> None:
    assert file_uri(Path("/tmp/a?b#c%.db"), "ro") == "file:///tmp/a%3Fb%23c%25.db?mode=ro"
