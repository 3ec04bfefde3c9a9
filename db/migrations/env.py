"""Run by Alembic: migrates over the connection that db/migrate.py has opened, in its transaction."""

from __future__ import annotations

from alembic import context

import db.models
from db.types import Row

assert db.models  # noqa: S101 - importing it makes the metadata complete

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    # SQLite can't alter a column: Alembic copies the table instead.
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
