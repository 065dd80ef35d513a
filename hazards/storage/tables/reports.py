"""Bulletins (通报): what was frozen at publication, and the files as they were handed out."""

from sqlalchemy import Column, Date, ForeignKey, LargeBinary, SmallInteger, String, Table, UniqueConstraint

from hazards.storage.tables.base import Key, metadata, text

bulletins = Table(
    "bulletins",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(8), nullable=False),  # week, month, quarter, year, digest
    Column("period", String(8), nullable=False),  # 2026-W46, 2026-10, 2026-Q3, 2026
    Column("year", SmallInteger, nullable=False),  # whose cases are counted, and in which it is numbered
    Column("issue", SmallInteger),  # 第N期; None until it is published
    Column("state", String(10), nullable=False),  # draft, published, discarded
    Column("cutoff", Date, nullable=False),
    text("typical"),  # 本期说明: typical cases
    text("next"),  # 本期说明: what comes next
    text("facts"),  # canonical JSON: everything the papers are made from
    Column("sha256", String(64), nullable=False, server_default=""),
    Column("last_event", Key, nullable=False),  # what was entered up to here is counted
    Column("drafted_by", Key),
    text("drafter"),
    Column("drafted_at", String(32), nullable=False),
    Column("written_by", Key),  # who last typed 本期说明
    Column("published_by", Key),
    text("publisher"),
    Column("published_at", String(32), nullable=False, server_default=""),
    Column("event_id", Key, nullable=False),
    UniqueConstraint("kind", "year", "issue"),
)

bulletin_files = Table(
    "bulletin_files",
    metadata,
    Column("bulletin_id", Key, ForeignKey("bulletins.id"), primary_key=True),
    Column("kind", String(5), primary_key=True),  # docx, xlsx, pdf
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
