"""Alembic's entry: runs on the connection handed over by ``migrate``."""

from alembic import context

from hazards.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
