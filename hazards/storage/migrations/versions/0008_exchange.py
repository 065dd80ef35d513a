"""packages in and out, merged jurisdictions"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cut_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_at", sa.String(32), nullable=False),
        sa.Column("assessed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("assessment", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decider", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.String(32), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("decided_event", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    op.create_table(
        "transfers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("way", sa.String(3), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("cut_on", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_at", sa.String(32), nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )


def downgrade() -> None:
    op.drop_table("transfers")
    op.drop_table("publications")
