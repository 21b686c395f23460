"""Alembic's entry: runs the steps in the transaction that `store.migrating` has begun."""

from __future__ import annotations

from alembic import context

from store.migrating import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
