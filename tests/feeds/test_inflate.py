"""A body as sent, unpacked within bounds however it is cut."""

import gzip
import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.inflate import BadEncoding, Inflater, TooLarge


def unpacked(encoding: str, chunks: Sequence[bytes], limit: int = 1_000) -> bytes:
    inflater = Inflater(encoding, limit)
    for chunk in chunks:
        inflater.take(chunk)
    return inflater.body()


def pieces(body: bytes, size: int) -> list[bytes]:
    return [body[at : at + size] for at in range(0, len(body), size)]


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "X-GZIP": gzip.compress,
    "deflate": zlib.compress,
}


@given(st.binary(max_size=900), st.sampled_from(sorted(PACKERS)), st.integers(1, 50))
def test_every_body_comes_back_however_it_is_cut(body: bytes, encoding: str, size: int) -> None:
    assert unpacked(encoding, pieces(PACKERS[encoding](body), size)) == body


@given(st.binary(max_size=900), st.integers(1, 50))
def test_deflate_may_come_without_its_header(body: bytes, size: int) -> None:
    packer = zlib.compressobj(wbits=-15)
    raw = packer.compress(b"<rss>" + body) + packer.flush()
    assert unpacked("deflate", pieces(raw, size)) == b"<rss>" + body


@given(st.lists(st.binary(max_size=100), min_size=1, max_size=4), st.integers(1, 50))
def test_several_members_are_one_body_and_padding_is_none(parts: list[bytes], size: int) -> None:
    packed = b"".join(map(gzip.compress, parts)) + b"\0" * 20
    assert unpacked("gzip", pieces(packed, size)) == b"".join(parts)


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_it_stops_at_the_limit_and_holds_no_more(encoding: str, size: int) -> None:
    inflater = Inflater(encoding, 1_000)

    def take_all() -> None:
        for chunk in pieces(PACKERS[encoding](bytes(1_000_000)), size):
            inflater.take(chunk)

    with pytest.raises(TooLarge):
        take_all()
    assert sum(map(len, inflater._parts)) <= 1_000


def test_what_is_sent_is_limited_too() -> None:
    with pytest.raises(TooLarge):
        unpacked("", [b"x" * 600, b"x" * 600])
    with pytest.raises(TooLarge):
        unpacked("gzip", [gzip.compress(b"")] * 60)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "gzip,identity", "x" * 500, ","])
def test_what_we_did_not_ask_for_is_refused(encoding: str) -> None:
    with pytest.raises(BadEncoding, match="which we did not ask for"):
        Inflater(encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_what_is_not_what_it_claims_is_refused(encoding: str) -> None:
    with pytest.raises(BadEncoding, match=f"The body is not the {encoding} it claims to be"):
        unpacked(encoding, [b"<html>no archive</html>"])
    whole = PACKERS[encoding](b"x" * 500)
    with pytest.raises(BadEncoding, match=f"The {encoding} body breaks off"):
        unpacked(encoding, [whole[:-1]])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_an_empty_body_is_empty_in_any_encoding(encoding: str) -> None:
    assert unpacked(encoding, []) == b""
