"""Domain values as JSON and back, exactly.

`decode(type(x), encode(x)) == x` for every frozen dataclass of the domain. Amounts are text, so
that no digit is lost; instants are ISO 8601 in UTC; a day is `YYYY-MM-DD`. A field that this
version does not know is left out, one that is missing takes its default: old rows stay readable.
A secret is never encoded.
"""

import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from monitor.errors import StoreError
from monitor.secret import Secret

T = TypeVar("T")
Decoder: TypeAlias = Callable[[Any], Any]
Encoder: TypeAlias = Callable[[Any], Any]


def encode(value: object) -> Any:
    """A value that `json.dumps` takes; raises StoreError for a secret or a naive instant."""
    kind: Any = type(value)
    return _encoder(kind)(value)


def decode(wanted: type[T], data: object) -> T:
    """The value that `encode` was given; raises StoreError if the data is of another shape."""
    kind: Any = wanted
    try:
        return cast("T", _decoder(kind)(data))
    except (TypeError, ValueError, KeyError, ArithmeticError, AttributeError) as fault:
        raise StoreError(f"a stored {wanted.__name__} cannot be read: {fault}") from fault


def dumps(value: object) -> str:
    """The JSON text that is kept for a value: the same value gives the same text."""
    return json.dumps(encode(value), separators=(",", ":"), allow_nan=False)


def loads(wanted: type[T], text: str) -> T:
    """The value that `dumps` was given."""
    try:
        data = json.loads(text)
    except ValueError as fault:
        raise StoreError(f"a stored {wanted.__name__} is no JSON: {fault}") from fault
    return decode(wanted, data)


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise StoreError(f"{value.isoformat()} has no time zone; an instant needs one")
    return value.astimezone(UTC).isoformat()


def _refuse(value: object) -> Any:
    raise StoreError(f"a {type(value).__name__} is never stored")


def _as_is(value: Any) -> Any:
    return value


def _sequence(value: tuple[object, ...]) -> list[Any]:
    return [encode(each) for each in value]


_LEAVES: dict[type, Encoder] = {
    NoneType: _as_is,
    str: _as_is,
    bool: _as_is,
    int: _as_is,
    float: _as_is,
    datetime: _instant,
    date: date.isoformat,
    time: time.isoformat,
    Decimal: str,
    tuple: _sequence,
    Secret: _refuse,
}


@cache
def _encoder(kind: Any) -> Encoder:
    if kind in _LEAVES:
        return _LEAVES[kind]
    if issubclass(kind, Enum):
        return lambda value: value.value
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: {name: encode(getattr(value, name)) for name in names}
    return _refuse


def _checked(kind: type) -> Decoder:
    """The value itself, if JSON gave the very type: text never passes for a number."""

    def check(data: Any) -> Any:
        if type(data) is not kind:
            raise TypeError(f"{data!r} is not {kind.__name__}")
        return data

    return check


def _float(data: Any) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise TypeError(f"{data!r} is not a number")
    return float(data)


def _decimal(data: Any) -> Decimal:
    if not isinstance(data, str):
        raise TypeError(f"{data!r} is not an amount written as text")
    return Decimal(data)


_READERS: dict[type, Decoder] = {
    str: _checked(str),
    bool: _checked(bool),
    int: _checked(int),
    NoneType: _checked(NoneType),
    float: _float,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    Decimal: _decimal,
    Secret: _refuse,
}


@cache
def _decoder(wanted: Any) -> Decoder:
    origin = get_origin(wanted)
    if origin is tuple:
        return _tuple_decoder(get_args(wanted))
    if origin in {Union, UnionType}:
        return _union_decoder(get_args(wanted))
    if wanted in _READERS:
        return _READERS[wanted]
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted
    if is_dataclass(wanted):
        return _record_decoder(cast("type", wanted))
    raise StoreError(f"no way to read a stored {wanted!r}")


def _tuple_decoder(parts: tuple[Any, ...]) -> Decoder:
    if parts[-1] is Ellipsis:
        each = _decoder(parts[0])
        return lambda data: tuple(map(each, _listed(data)))
    each_of = tuple(map(_decoder, parts))
    return lambda data: tuple(read(x) for read, x in zip(each_of, _listed(data), strict=True))


def _listed(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise TypeError(f"{data!r} is not a list")
    return data


def _union_decoder(parts: tuple[Any, ...]) -> Decoder:
    """Only `X | None`: the domain has no other choice of types."""
    (some,) = (part for part in parts if part is not NoneType)
    read = _decoder(some)
    return lambda data: None if data is None else read(data)


def _record_decoder(kind: type) -> Decoder:
    # A field's decoder is looked up when it is first needed: an amendment may hold a quantity
    # and, some day, a quantity an amendment.
    hints = get_type_hints(kind)
    known = {field.name: hints[field.name] for field in fields(kind)}
    needed = {
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    }

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            raise TypeError(f"{data!r} is not an object")
        missing = needed - data.keys()
        if missing:
            raise KeyError(f"{kind.__name__} lacks {', '.join(sorted(missing))}")
        return kind(**{name: _decoder(known[name])(data[name]) for name in known if name in data})

    return read
