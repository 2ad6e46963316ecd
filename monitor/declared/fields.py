"""The types of the keys: how a text becomes a day, a number, a list, and what editors are told."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from ipaddress import ip_network
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BeforeValidator, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema

from monitor.declared import scalars
from monitor.declared.cron import cron
from monitor.declared.form import Form, refuse
from monitor.declared.nearby import did_you_mean, listed
from monitor.declared.recurrence import recurrence
from monitor.declared.zones import zone
from monitor.domain.calendar import Offset

T = TypeVar("T")
F = TypeVar("F", bound=Form)
_LONGEST = 20_000
_WORD = re.compile(r"[A-Za-z][a-z _-]{1,23}")  # no secret looks like this
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _one_text(value: object) -> str:
    if value is None:
        raise refuse("Nothing stands here.", "give a value or remove the line")
    if not isinstance(value, str):
        kind = "list" if isinstance(value, list | tuple) else "mapping"
        raise refuse(f"One value is needed here, not a {kind}.")
    return value


def _read_as(parse: Callable[[str], T]) -> BeforeValidator:
    def take(value: object) -> T:
        try:
            return parse(_one_text(value))
        except scalars.Unreadable as error:
            raise refuse(error.message, error.hint) from None

    return BeforeValidator(take)


def _text(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise scalars.Unreadable("The text is empty.", "remove the key if it has no value")
    if len(stripped) > _LONGEST:
        raise scalars.Unreadable(f"The text is longer than {_LONGEST:,} characters.")
    return stripped


def _id(text: str) -> str:
    if len(text) <= 64 and _ID.fullmatch(text):
        return text
    raise scalars.Unreadable(
        "An id has up to 64 lower-case letters, digits and single hyphens.",
        "such as soybeans-2025",
    )


def _country(text: str) -> str:
    if re.fullmatch(r"[A-Za-z]{2}", text):
        return text.upper()
    raise scalars.Unreadable("A country is written with two letters.", "such as US or CN")


def _language(text: str) -> str:
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        return text
    raise scalars.Unreadable("A language is written with two or three letters.", "such as en")


def _header_name(text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}", text):
        return text
    raise scalars.Unreadable("No header can have this name.", "such as X-Api-Key")


def _version(text: str) -> int:
    if text == "1":
        return 1
    raise scalars.Unreadable("This program reads version 1 of the format.", "write version: 1")


def one_of(words: type[StrEnum]) -> BeforeValidator:
    """One of an enum's words, exactly as spelled; a near miss is named in the hint."""

    def parse(text: str) -> StrEnum:
        if text in {word.value for word in words}:
            return words(text)
        known = [word.value for word in words]
        shown = f"The word `{text}`" if _WORD.fullmatch(text) else "This word"
        hint = did_you_mean(text, known, f"one of {listed(known)}")
        raise scalars.Unreadable(f"{shown} is not known here.", hint)

    return _read_as(parse)


def _listed(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    raise refuse("A list is needed here.", "begin each entry with a dash")


def _texts(value: object) -> object:
    if isinstance(value, str) and "," in value:
        raise refuse("Several values stand in one text.", "write [one, two]")
    return _one_or_many(value)


def _one_or_many(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, dict):
        raise refuse("A list of texts is needed here, not a mapping.", "write [one, two]")
    return tuple(value) if isinstance(value, list) else value


def as_entries() -> BeforeValidator:
    """A list of things."""
    return BeforeValidator(_listed)


def as_texts() -> BeforeValidator:
    """A list of texts, or one text alone."""
    return BeforeValidator(_one_or_many)


@dataclass(frozen=True)
class OneOrMany:
    """Tells editors that a list of one may be written as its entry."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The entry's schema beside the list's."""
        many = handler(core_schema)
        return {"anyOf": [many["items"], many]}


def _network(text: str) -> str:
    try:
        return str(ip_network(text, strict=True))
    except ValueError:
        raise scalars.Unreadable(
            "A network is needed here, in CIDR form.", _network_hint(text)
        ) from None


def _network_hint(text: str) -> str:
    """Bits behind the mask are a usual slip: `10.0.0.1/8`."""
    try:
        return f"write {ip_network(text, strict=False)}"
    except ValueError:
        return "such as 10.0.0.0/8 or fd00::/8"


def _schema(kind: str | list[str], pattern: str = "", *examples: object) -> WithJsonSchema:
    schema: dict[str, Any] = {"type": kind}
    if pattern:
        schema["pattern"] = pattern
    if examples:
        schema["examples"] = list(examples)
    return WithJsonSchema(schema)


_WORDS: dict[str, Any] = {"type": ["string", "number"]}

Text: TypeAlias = Annotated[str, _read_as(_text), WithJsonSchema(_WORDS)]
Texts: TypeAlias = Annotated[tuple[Text, ...], BeforeValidator(_texts), OneOrMany()]
Names: TypeAlias = Annotated[tuple[Text, ...], as_texts(), OneOrMany()]  # may hold commas
Entries: TypeAlias = Annotated[tuple[F, ...], as_entries()]
Day: TypeAlias = Annotated[
    date,
    _read_as(scalars.day),
    _schema("string", r"^\d{4}-\d{2}-\d{2}$", "2025-12-31"),
]
TimeOfDay: TypeAlias = Annotated[
    time, _read_as(scalars.time_of_day), _schema("string", r"^\d{1,2}:\d{2}$", "12:01")
]
UtcOffset: TypeAlias = Annotated[
    int, _read_as(scalars.utc_offset), _schema("string", r"^[+-]\d{2}:\d{2}$", "-04:00")
]
Zone: TypeAlias = Annotated[str, _read_as(zone), _schema("string", "", "America/New_York")]
Length: TypeAlias = Annotated[
    Offset, _read_as(scalars.length), _schema("string", r"^\d+(h|d|wd|w|mo|y)$", "14d", "45wd")
]
Days: TypeAlias = Annotated[
    int, _read_as(scalars.whole_days), _schema("string", r"^\d+(m|h|d|w)$", "14d")
]
Hours: TypeAlias = Annotated[
    int, _read_as(scalars.whole_hours), _schema("string", r"^\d+(m|h|d|w)$", "48h")
]
Minutes: TypeAlias = Annotated[
    int, _read_as(scalars.whole_minutes), _schema("string", r"^\d+(m|h|d|w)$", "30m")
]
Number: TypeAlias = Annotated[
    Decimal, _read_as(scalars.number), _schema(["number", "string"], "", 12, 0.85)
]
Whole: TypeAlias = Annotated[int, _read_as(scalars.whole), _schema(["integer", "string"], "", 20)]
Flag: TypeAlias = Annotated[
    bool,
    _read_as(scalars.yes_or_no),
    WithJsonSchema({"enum": [True, False, "true", "false"]}),
]
Network: TypeAlias = Annotated[str, _read_as(_network), _schema("string", "", "10.0.0.0/8")]
Schedule: TypeAlias = Annotated[str, _read_as(cron), _schema("string", "", "0 8 * * mon-fri")]
Recurrence: TypeAlias = Annotated[
    str, _read_as(recurrence), _schema("string", "", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31")
]
Id: TypeAlias = Annotated[
    str, _read_as(_id), _schema(["string", "number"], "^[a-z0-9]+(-[a-z0-9]+)*$", "soybeans-2025")
]
Version: TypeAlias = Annotated[int, _read_as(_version), WithJsonSchema({"enum": [1, "1"]})]
Country: TypeAlias = Annotated[str, _read_as(_country), _schema("string", "^[A-Za-z]{2}$", "US")]
Language: TypeAlias = Annotated[str, _read_as(_language), _schema("string", "", "en")]
HeaderName: TypeAlias = Annotated[str, _read_as(_header_name)]
Countries: TypeAlias = Annotated[tuple[Country, ...], as_texts(), OneOrMany()]
Networks: TypeAlias = Annotated[tuple[Network, ...], as_texts(), OneOrMany()]
