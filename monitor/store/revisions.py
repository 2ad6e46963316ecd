"""The revisions of the database that this program knows, oldest first."""

from monitor.errors import SchemaError

REVISIONS = ("0001", "0002")
HEAD = REVISIONS[-1]


def require_known(revision: str) -> None:
    """SchemaError for a revision that only a newer program can have written."""
    if revision not in REVISIONS:
        raise SchemaError(
            f"the database is of revision {revision}, newer than this program ({HEAD});"
            " use the newer program, or restore an older copy"
        )


def foreign() -> SchemaError:
    """The error for a database with tables of somebody else."""
    return SchemaError("the database belongs to another program: its tables are not ours")
