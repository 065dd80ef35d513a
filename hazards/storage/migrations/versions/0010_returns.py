"""weekly reports of streets, monthly forms, closings of years"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closings",
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("prepared_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("preparer", sa.Text(), server_default="", nullable=False),
        sa.Column("prepared_at", sa.String(length=32), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmer", sa.Text(), server_default="", nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("facts", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.String(length=64), server_default="", nullable=False),
        sa.Column("head", sa.String(length=64), server_default="", nullable=False),
        sa.Column("last_event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_closings")),
    )
    op.create_table(
        "monthlies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("month", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("zero", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("told", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_at", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("sent_back", sa.Text(), server_default="", nullable=False),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signer", sa.Text(), server_default="", nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("paper", sa.String(length=40), server_default="", nullable=False),
        sa.Column("scan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("facts", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.String(length=64), server_default="", nullable=False),
        sa.Column("returned", sa.Text(), server_default="", nullable=False),
        sa.Column("returned_at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthlies")),
        sa.UniqueConstraint(
            "kind", "who", "year", "month", "version", name=op.f("uq_monthlies_kind_who_year_month_version")
        ),
    )
    op.create_index(op.f("ix_monthlies_year"), "monthlies", ["year"], unique=False)
    op.create_table(
        "return_scans",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_scans")),
    )
    op.create_table(
        "return_starts",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_return_starts")),
    )
    op.create_table(
        "weeklies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Text(), server_default="", nullable=False),
        sa.Column("plans", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_at", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("sent_back", sa.Text(), server_default="", nullable=False),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signer", sa.Text(), server_default="", nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("paper", sa.String(length=40), server_default="", nullable=False),
        sa.Column("scan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("facts", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.String(length=64), server_default="", nullable=False),
        sa.Column("returned", sa.Text(), server_default="", nullable=False),
        sa.Column("returned_at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name=op.f("fk_weeklies_jurisdiction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weeklies")),
        sa.UniqueConstraint(
            "jurisdiction_id", "monday", "version", name=op.f("uq_weeklies_jurisdiction_id_monday_version")
        ),
    )
    op.create_index(op.f("ix_weeklies_monday"), "weeklies", ["monday"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_weeklies_monday"), table_name="weeklies")
    op.drop_table("weeklies")
    op.drop_table("return_starts")
    op.drop_table("return_scans")
    op.drop_index(op.f("ix_monthlies_year"), table_name="monthlies")
    op.drop_table("monthlies")
    op.drop_table("closings")
