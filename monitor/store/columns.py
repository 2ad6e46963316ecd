"""What the columns of several tables have in common."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Text, text
from sqlmodel import Field

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(column: str, words: Iterable[str], name: str) -> CheckConstraint:
    """An enum is text plus a CHECK, so that a word that is none is refused by the database."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


def partial(name: str, *columns: str, where: str) -> Index:
    """A queue is an index over just the rows that wait in it."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


# On SQLite an INTEGER primary key is the row's own number: no index beside the table.
BIG_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def payload() -> Any:
    """A whole value as JSON text."""
    return Field(sa_column=Column("payload", Text, nullable=False))
