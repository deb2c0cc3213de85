"""How long each stage of a review took, for the metrics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("reviews", sa.Column("stage_seconds", sa.JSON))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("reviews", "stage_seconds")
