"""One SQL text for both databases: how named values are written for each.

An instant is text on SQLite. A list of values fills `IN (:name)`: it goes over as one JSON array,
so that the statement stays the same however long the list, and an empty list picks nothing.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_SQLITE_LIST = "(SELECT value FROM json_each(:{name}))"
_POSTGRES_LIST = "(SELECT jsonb_array_elements_text(CAST(:{name} AS jsonb)))"
_POSTGRES_NUMBERS = "(SELECT CAST(jsonb_array_elements_text(CAST(:{name} AS jsonb)) AS bigint))"


def written(instant: datetime) -> str:
    """An instant as SQLite rows hold it: fixed width, so that text sorts as time does."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def spell_sqlite(sql: str, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The statement and its values as sqlite3 takes them."""
    given = dict(values)
    for name, value in values.items():
        if isinstance(value, datetime):
            given[name] = written(value)
        elif isinstance(value, list):
            sql = sql.replace(f"(:{name})", _SQLITE_LIST.format(name=name))
            given[name] = json.dumps(value)
    return sql, given


def spell_postgres(sql: str, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The statement and its values as psycopg takes them."""
    given = dict(values)
    for name, value in values.items():
        if isinstance(value, list):
            numbers = isinstance(next(iter(value), None), int)
            form = _POSTGRES_NUMBERS if numbers else _POSTGRES_LIST
            sql = sql.replace(f"(:{name})", form.format(name=name))
            given[name] = json.dumps(value)
    return sql, given


def storable(strange: str) -> str:
    """Text from outside without the two things no database takes: NUL and halves of a sign."""
    if strange.isascii():
        return strange.replace("\0", "\ufffd")
    whole = strange.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\ufffd")
