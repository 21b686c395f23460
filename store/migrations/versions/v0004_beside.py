"""What stands beside a version: the evidence it was saved with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; versions of before have nothing beside them."""
    op.create_table(
        "beside",
        sa.Column("scenario_id", sa.Text, sa.ForeignKey("scenarios.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("aside", sa.Text, nullable=False),
    )
