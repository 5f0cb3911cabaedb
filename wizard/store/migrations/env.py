"""What Alembic runs: our chain, over the connection and in the transaction that `upgrade` hands in."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from wizard.store import tables  # noqa: F401  makes them known to the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
