"""Scenarios, their immutable revisions, drafts, links and the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the five tables."""
    op.create_table(
        "scenarios",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("archived_at", sa.BigInteger),
        sa.Column("deleted_at", sa.BigInteger),
        sa.Column("head", sa.Integer, nullable=False),
    )
    op.create_index("scenarios_of_owner", "scenarios", ["owner"])
    op.create_table(
        "revisions",
        sa.Column("scenario_id", sa.Text, sa.ForeignKey("scenarios.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("engine_version", sa.Text, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("scenario_id", sa.Text, sa.ForeignKey("scenarios.id"), primary_key=True),
        sa.Column("holder", sa.Text, primary_key=True),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("aside", sa.Text, nullable=False),
    )
    op.create_table(
        "links",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("scenario_id", sa.Text, sa.ForeignKey("scenarios.id"), nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer),
        sa.Column("hide_money", sa.SmallInteger, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("revoked_at", sa.BigInteger),
        sa.Column("last_used_at", sa.BigInteger),
        sa.Column("use_count", sa.Integer, nullable=False),
        sa.CheckConstraint("kind IN ('view', 'live', 'edit', 'manage')", name="links_kind"),
    )
    op.create_index("links_of_scenario", "links", ["scenario_id"])
    op.create_index("links_of_creator", "links", ["created_by"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("scenario_id", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("audit_of_scenario", "audit", ["scenario_id", "id"])
