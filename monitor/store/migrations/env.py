"""Run by Alembic, from `upgrade` alone: the connection is given, the transaction is open."""

from alembic import context
from sqlmodel import SQLModel

from monitor.store import tables  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
