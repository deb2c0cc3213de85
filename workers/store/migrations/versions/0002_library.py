"""What the panel says of each earlier report of its library."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "library",
        sa.Column("review", sa.String(32), sa.ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("evaluation", sa.String(20)),
        sa.Column("year", sa.Integer),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("library")
