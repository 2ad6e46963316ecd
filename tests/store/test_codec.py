import dataclasses
import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.domain import alert, calendar, commitment, evidence, standing
from monitor.errors import StoreError
from monitor.secret import Secret
from monitor.store.codec import decode, dumps, encode, loads

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def _holds_a_secret(kind: Any) -> bool:
    if dataclasses.is_dataclass(kind):
        return any(_holds_a_secret(hint) for hint in get_type_hints(kind).values())
    return kind is Secret or any(_holds_a_secret(part) for part in get_args(kind))


def _records() -> Iterator[type]:
    seen = set()
    for module in (alert, calendar, commitment, evidence, standing):
        for _, kind in inspect.getmembers(module, dataclasses.is_dataclass):
            if isinstance(kind, type) and kind not in seen:
                seen.add(kind)
                yield kind


RECORDS = [kind for kind in _records() if not _holds_a_secret(kind)]
SECRET_RECORDS = [kind for kind in _records() if _holds_a_secret(kind)]

_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-4)), timezone(timedelta(hours=5.75))])
_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    bool: st.booleans(),
    int: st.integers(-(10**12), 10**12),
    float: st.floats(allow_nan=False, allow_infinity=False),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    datetime: st.datetimes(datetime(1000, 1, 3), datetime(9999, 12, 28), timezones=_ZONES),
    date: st.dates(),
    time: st.times(),
    NoneType: st.none(),
}


def _values(kind: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Any value of a type that the domain uses; nesting ends where a field may be None."""
    if kind in _LEAVES:
        return _LEAVES[kind]
    parts = get_args(kind)
    if get_origin(kind) in {Union, UnionType}:
        deep = depth > 2
        return st.none() if deep else st.one_of(*(_values(part, depth) for part in parts))
    if get_origin(kind) is tuple and parts[-1] is Ellipsis:
        return st.lists(_values(parts[0], depth + 1), max_size=2 if depth < 3 else 0).map(tuple)
    if get_origin(kind) is tuple:
        return st.tuples(*(_values(part, depth + 1) for part in parts))
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: _values(hint, depth + 1) for name, hint in hints.items()})


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_every_value_of_the_domain_comes_back_as_it_went_in(kind: type) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_values(kind))
    def check(value: Any) -> None:
        back: object = loads(kind, dumps(value))
        assert back == value
        assert dumps(back) == dumps(value)

    check()


@pytest.mark.parametrize("kind", SECRET_RECORDS, ids=lambda kind: kind.__name__)
def test_a_value_with_a_secret_in_it_is_refused(kind: type) -> None:
    hidden = Secret("hunter2")
    made: dict[type, Callable[[], object]] = {
        alert.Channel: lambda: alert.Channel(id="slack", address=hidden),
        alert.Policy: lambda: alert.Policy(heartbeat=hidden),
        evidence.Feed: lambda: evidence.Feed(id="f", address="x", headers=(("X-Key", hidden),)),
    }
    with pytest.raises(StoreError) as refusal:
        encode(made[kind]())
    assert str(refusal.value) == "a Secret is never stored"


def test_amounts_keep_every_digit() -> None:
    amounts = [Decimal("1.10"), Decimal("0.1") + Decimal("0.2"), Decimal("12E+6"), Decimal("-0")]
    back = [decode(Decimal, encode(amount)) for amount in amounts]
    assert [str(each) for each in back] == ["1.10", "0.3", "1.2E+7", "-0"]


def test_an_instant_comes_back_in_utc() -> None:
    local = datetime(2026, 11, 1, 8, 30, tzinfo=timezone(timedelta(hours=-4)))
    assert encode(local) == "2026-11-01T12:30:00+00:00"
    assert decode(datetime, encode(local)) == local


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(StoreError, match="has no time zone"):
        encode(datetime(2026, 11, 1))


def test_a_field_written_by_a_newer_program_is_left_out() -> None:
    data = encode(commitment.Text(by="US")) | {"seal": "red"}
    assert decode(commitment.Text, data) == commitment.Text(by="US")


def test_a_field_unknown_to_an_older_program_takes_its_default() -> None:
    assert decode(commitment.Text, {"by": "US"}) == commitment.Text(by="US")


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        (commitment.Text, {"by": 5}, "a stored Text cannot be read: 5 is not str"),
        (commitment.Text, [], "a stored Text cannot be read: [] is not an object"),
        (
            commitment.Condition,
            {"on": "x"},
            "a stored Condition cannot be read: 'Condition lacks kind'",
        ),
        (evidence.Tier, "gossip", "a stored Tier cannot be read: 'gossip' is not a valid Tier"),
        (Decimal, 1.5, "a stored Decimal cannot be read: 1.5 is not an amount written as text"),
        (float, True, "a stored float cannot be read: True is not a number"),
        (int, True, "a stored int cannot be read: True is not int"),
        (date, "yesterday", "a stored date cannot be read: Invalid isoformat string: 'yesterday'"),
    ],
)
def test_data_of_another_shape_is_an_error_that_says_what(kind: Any, data: Any, why: str) -> None:
    with pytest.raises(StoreError) as refusal:
        decode(kind, data)
    assert str(refusal.value) == why


def test_text_that_is_no_json_is_an_error() -> None:
    with pytest.raises(StoreError, match="a stored Text is no JSON"):
        loads(commitment.Text, "{")


def test_a_type_outside_the_domain_is_refused() -> None:
    @dataclass(frozen=True)
    class Strange:
        parts: frozenset[str]

    with pytest.raises(StoreError, match="a frozenset is never stored"):
        encode(Strange(frozenset()))
    with pytest.raises(StoreError, match="no way to read"):
        decode(Strange, {"parts": []})


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range float"):
        dumps(float("nan"))


def test_the_text_is_plain_json() -> None:
    ruling = evidence.Ruling(
        id="r1",
        commitment="soybeans",
        verdict=evidence.Verdict.MET,
        by="ann",
        because="seen \x00 \ud800",
        learned_at=NOON,
    )
    text = dumps(ruling)
    assert text.isascii()
    assert json.loads(text)["verdict"] == "met"
    assert loads(evidence.Ruling, text) == ruling
