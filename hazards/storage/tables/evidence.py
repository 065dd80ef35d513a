"""Evidence (证据材料): one row per received file, its bytes elsewhere; and who opened what."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from hazards.storage.tables.base import Key, metadata, text

evidence = Table(
    "evidence",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("cases.id"), nullable=False, index=True),
    Column("item", Integer),  # position of the item (整治明细) it belongs to
    Column("kind", String(20), nullable=False),  # hazards/domain/evidence.py
    Column("file_name", Text, nullable=False),  # text only, never a path
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    text("captured_at"),  # claimed by the file
    Column("lon", Float),  # claimed by the file, WGS84
    Column("lat", Float),
    text("device"),
    Column("distance_m", Float),  # from the site, where both are known
    text("flags"),  # JSON list of codes
    text("note"),
    text("viewpoint"),  # pairs before with after
    Column("account_id", Key),
    Column("actor", Text, nullable=False),
    Column("role", String(12), nullable=False, server_default=""),
    Column("jurisdiction_id", Integer),  # the uploader's street; None: an office
    Column("entered_at", String(32), nullable=False),
    Column("way", String(10), nullable=False),  # phone, desk, package, command
    Column("receipt", String(40), nullable=False, unique=True),
    Column("request_key", String(100), unique=True),  # one choice of a file, however often it is sent
    Column("event_id", Key, nullable=False),
    Column("after_accident", Boolean, nullable=False, server_default="0"),
    Column("voided_at", String(32), nullable=False, server_default=""),
    text("void_reason"),
    Column("void_event", Key),
)

# What one account brought today is asked at every upload.
Index("ix_evidence_brought", evidence.c.account_id, evidence.c.entered_at)

openings = Table(
    "openings",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, index=True),
    Column("evidence_id", Key),
    Column("what", String(12), nullable=False),  # open, download, export
    Column("account_id", Key),
    Column("actor", Text, nullable=False),
    Column("at", String(32), nullable=False),
    text("address"),
)
