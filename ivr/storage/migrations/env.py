"""What Alembic runs: the migrations, on the connection and in the transaction that `schema.migrate` opened."""

from alembic import context

from ivr.storage.columns import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
