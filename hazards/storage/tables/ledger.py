"""The ledger: units, cases, and the dated changes that figures are counted over."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
)

from hazards.storage.tables.base import Key, metadata, text

units = Table(
    "units",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("core", Text, nullable=False, index=True),
    text("credit_code"),
)

unit_names = Table(
    "unit_names",
    metadata,
    Column("name", Text, primary_key=True),
    Column("unit_id", Key, ForeignKey("units.id"), nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Key, primary_key=True),
    Column("identity", Text, nullable=False, unique=True),
    Column("number", Text, nullable=False, server_default="", index=True),
    Column("kind", String(10), nullable=False),
    Column("unit_id", Key, ForeignKey("units.id"), nullable=False),
    text("unit"),
    text("sector"),
    text("street"),
    text("address"),
    Column("x", Float),
    Column("y", Float),
    text("crs"),
    Column("lon", Float),
    Column("lat", Float),
    Column("lead_id", Integer, ForeignKey("jurisdictions.id"), index=True),
    Column("placed_by", String(12), nullable=False, server_default=""),
    Column("placed_at_m", Float),
    text("content"),
    text("basis"),
    Column("level", String(10), nullable=False, server_default=""),
    text("body"),
    text("document"),
    text("batch"),
    Column("year", SmallInteger),
    Column("listed_on", Date),
    Column("found_on", Date),
    text("responsible_unit"),
    text("responsible_person"),
    text("phone"),
    text("credit_code"),
    text("supervisor"),
    text("leader"),
    text("claim_responsibility"),
    text("claim_measures"),
    text("claim_funds"),
    text("claim_deadline"),
    text("claim_plan"),
    Column("deadline", Date),
    Column("extended_to", Date),
    Column("extension_approved_on", Date),
    Column("state", String(12), nullable=False),
    Column("struck_off_on", Date),
    Column("struck_off_origin", String(10), nullable=False, server_default=""),  # imported, here
    Column("left_on", Date),
    text("left_why"),
    Column("illegal_area", Float),
    Column("disposed_area", Float),
    text("note"),
    text("county"),
    text("texts"),  # JSON: words of provisional fields
    text("extras"),  # JSON: columns that are not ours
    Column("live", Boolean, nullable=False, server_default="0"),
    Column("imported_digest", String(64), nullable=False, server_default=""),
    Column("stage", String(12), nullable=False, server_default="rectifying"),  # domain/lifecycle.py
    Column("stage_on", Date),  # date of act of the last step
    Column("round", Integer, nullable=False, server_default="0"),  # how often it was submitted
    text("source"),  # 巡查, 投诉举报, 上级交办 …
    text("source_from"),
    Column("received_on", Date),  # 收件日期
    Column("recurs_id", Key),  # the struck-off case that came back
    text("struck_off_how"),  # 整改完成, 关停取缔, 搬迁, 拆除
    text("struck_off_document"),
    Column("suspended", Boolean, nullable=False, server_default="0"),
    Column("accident", Boolean, nullable=False, server_default="0"),
    Column("length", Integer, nullable=False, server_default="0"),  # events in its chain
    Column("head", String(64), nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="1"),
)

case_jurisdictions = Table(
    "case_jurisdictions",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), primary_key=True),
)

leads = Table(
    "leads",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("event_id", Key, primary_key=True),
    Column("since", Date),  # None: from the beginning
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id")),
)

extensions = Table(
    "extensions",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("until", Date, primary_key=True),
    Column("approved_on", Date, primary_key=True),
    Column("event_id", Key, nullable=False),
)

uplistings = Table(
    "uplistings",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("level", String(10), primary_key=True),
    Column("listed_on", Date, nullable=False),
    text("body"),
    text("document"),
    Column("event_id", Key, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("told_in", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("jurisdiction_id", Integer),  # the co-street it falls to
    Column("line_from", String(40), nullable=False, server_default=""),  # 桩号
    Column("line_to", String(40), nullable=False, server_default=""),
    Column("lon", Float),
    Column("lat", Float),
    Column("wanted", Integer),  # 应整改
    Column("finished", Integer),  # 已整改
    text("counted_in"),  # 户, 处, 米
    Column("done_on", Date),
    Column("verified_by", Key),
    text("verifier"),
    Column("verified_on", Date),
)

footprints = Table(
    "footprints",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("wkb", LargeBinary, nullable=False),  # CGCS2000 lon/lat
    Column("area_m2", Float, nullable=False),
    text("source_crs"),
    Column("way", String(8), nullable=False, server_default=""),  # drawn, file, typed; "": a ledger's
    Column("event_id", Key),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("entered_at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
)
