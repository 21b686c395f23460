"""A library of thousands stays quick, revisions cannot be rewritten even by hand, visits remember who was shared with.

`name_folded` is the name as it is searched and sorted: both databases fold case for ASCII only, or not at all.
"""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE_TRIGGER = """
CREATE TRIGGER revisions_never_{verb} BEFORE {verb} ON revisions
BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END
"""
_POSTGRES_FUNCTION = """
CREATE FUNCTION revisions_are_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a revision is never changed'; END $$
"""
_POSTGRES_TRIGGER = """
CREATE TRIGGER revisions_never_changed BEFORE UPDATE OR DELETE ON revisions
FOR EACH ROW EXECUTE FUNCTION revisions_are_final()
"""


def upgrade() -> None:
    """Fold every name, sort every scenario onto its shelf, and put the indexes and triggers in place."""
    op.add_column("scenarios", sa.Column("name_folded", sa.Text, nullable=False, server_default=""))
    op.add_column("scenarios", sa.Column("state", sa.SmallInteger, nullable=False, server_default="0"))
    connection = op.get_bind()
    table = sa.table(
        "scenarios",
        sa.column("id", sa.Text),
        sa.column("name", sa.Text),
        sa.column("name_folded", sa.Text),
        sa.column("archived_at", sa.BigInteger),
        sa.column("deleted_at", sa.BigInteger),
        sa.column("state", sa.SmallInteger),
    )
    known = connection.execute(sa.select(table.c.id, table.c.name)).all()
    for scenario_id, name in known:
        folded = unicodedata.normalize("NFKC", name).casefold()
        connection.execute(sa.update(table).where(table.c.id == scenario_id).values(name_folded=folded))
    connection.execute(sa.update(table).where(table.c.archived_at.is_not(None)).values(state=1))
    connection.execute(sa.update(table).where(table.c.deleted_at.is_not(None)).values(state=2))
    op.drop_index("scenarios_of_owner", "scenarios")
    op.create_index("scenarios_by_update", "scenarios", ["owner", "state", "updated_at", "id"])
    op.create_index("scenarios_by_creation", "scenarios", ["owner", "state", "created_at", "id"])
    op.create_index("scenarios_by_name", "scenarios", ["owner", "state", "name_folded", "id"])
    op.create_table(
        "visits",
        sa.Column("actor", sa.Text, primary_key=True),
        sa.Column("link_id", sa.Text, sa.ForeignKey("links.id"), primary_key=True),
        sa.Column("last_at", sa.BigInteger, nullable=False),
    )
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_TRIGGER.format(verb=verb))
    else:
        op.execute(_POSTGRES_FUNCTION)
        op.execute(_POSTGRES_TRIGGER)
