"""Returns: weekly reports of streets, monthly forms, closings of years; once signed they stay as signed."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from hazards.storage.tables.base import Key, metadata, text


def _signed() -> tuple[Column[Any], ...]:
    """What weekly reports and monthly forms share: who drafted, asked, signed and returned them."""
    return (
        Column("state", String(10), nullable=False),  # draft, asked, signed, returned
        Column("account_id", Key),
        text("actor"),
        Column("entered_at", String(32), nullable=False),
        text("asked_by"),
        Column("asked_at", String(32), nullable=False, server_default=""),
        text("sent_back"),  # why the head did not sign
        Column("signed_by", Key),
        text("signer"),
        Column("signed_on", Date),
        Column("signed_at", String(32), nullable=False, server_default=""),
        Column("paper", String(40), nullable=False, server_default=""),  # number of the paper sheet
        Column("scan_id", Key),
        text("facts"),  # canonical JSON: what was put before the head, then what was signed
        Column("sha256", String(64), nullable=False, server_default=""),
        text("returned"),  # why the listing office gave it back
        Column("returned_at", String(32), nullable=False, server_default=""),
        Column("event_id", Key),
    )


weeklies = Table(
    "weeklies",
    metadata,
    Column("id", Key, primary_key=True),
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), nullable=False),
    Column("monday", Date, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    text("problems"),  # 存在问题
    text("plans"),  # 下周计划
    *_signed(),
    UniqueConstraint("jurisdiction_id", "monday", "version"),
)

monthlies = Table(
    "monthlies",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(12), nullable=False),  # street, department
    Column("who", String(200), nullable=False),  # key of the street, name of the department
    Column("year", SmallInteger, nullable=False, index=True),
    Column("month", SmallInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("zero", Boolean, nullable=False, server_default="0"),  # 零报告
    text("told"),  # JSON: sector to column to figure; absent is unreported
    text("note"),
    text("reason"),  # why a signed form was corrected
    *_signed(),
    UniqueConstraint("kind", "who", "year", "month", "version"),
)

return_scans = Table(
    "return_scans",
    metadata,
    Column("id", Key, primary_key=True),
    text("file_name"),  # text only, never a path
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("account_id", Key),
    Column("entered_at", String(32), nullable=False),
)

return_starts = Table(
    "return_starts",
    metadata,
    Column("kind", String(8), primary_key=True),  # week, month
    Column("since", Date, nullable=False),  # first day from which returns are owed
)

closings = Table(
    "closings",
    metadata,
    Column("year", SmallInteger, primary_key=True),
    Column("state", String(10), nullable=False),  # prepared, confirmed
    Column("prepared_by", Key),
    text("preparer"),
    Column("prepared_at", String(32), nullable=False),
    Column("confirmed_by", Key),
    text("confirmer"),
    Column("confirmed_on", Date),
    Column("confirmed_at", String(32), nullable=False, server_default=""),
    text("facts"),  # canonical JSON
    Column("sha256", String(64), nullable=False, server_default=""),
    Column("head", String(64), nullable=False, server_default=""),  # of the trail's common chain
    Column("last_event", Key),
    Column("event_id", Key),
)
