"""The tables. Portable columns only: one schema for SQLite and PostgreSQL.

Every act is a row of ``events`` and a change of its subject in one transaction; the date of the
act (办理日期) and the time entered (录入时间) are kept apart from the first migration on.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite only gives a growing row id to INTEGER PRIMARY KEY.
Key = BigInteger().with_variant(Integer, "sqlite")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


jurisdictions = Table(
    "jurisdictions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("type", String(10), nullable=False),
    Column("parent_id", Integer, ForeignKey("jurisdictions.id")),
    Column("valid_from", Date),
    Column("valid_to", Date),
)

jurisdiction_codes = Table(
    "jurisdiction_codes",
    metadata,
    Column("scheme", String(10), primary_key=True),
    Column("code", String(60), primary_key=True),
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), nullable=False),
)

jurisdiction_names = Table(
    "jurisdiction_names",
    metadata,
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("kind", String(10), nullable=False),  # alias, village
)

lineage = Table(
    "lineage",
    metadata,
    Column("old_id", Integer, ForeignKey("jurisdictions.id"), primary_key=True),
    Column("new_id", Integer, ForeignKey("jurisdictions.id"), primary_key=True),
    Column("on_date", Date),
)

vintages = Table(
    "vintages",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("name"),
    Column("valid_from", Date),
    Column("schematic", Boolean, nullable=False),
    _text("crs"),
    _text("sha256"),
    Column("entered_at", String(32), nullable=False),
)

boundaries = Table(
    "boundaries",
    metadata,
    Column("vintage_id", Integer, ForeignKey("vintages.id"), primary_key=True),
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), primary_key=True),
    Column("wkb", LargeBinary, nullable=False),  # CGCS2000 lon/lat
    Column("area_m2", Float, nullable=False),
)

units = Table(
    "units",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("core", Text, nullable=False, index=True),
    _text("credit_code"),
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
    _text("unit"),
    _text("sector"),
    _text("street"),
    _text("address"),
    Column("x", Float),
    Column("y", Float),
    _text("crs"),
    Column("lon", Float),
    Column("lat", Float),
    Column("lead_id", Integer, ForeignKey("jurisdictions.id"), index=True),
    Column("placed_by", String(12), nullable=False, server_default=""),
    Column("placed_at_m", Float),
    _text("content"),
    _text("basis"),
    Column("level", String(10), nullable=False, server_default=""),
    _text("body"),
    _text("document"),
    _text("batch"),
    Column("year", SmallInteger),
    Column("listed_on", Date),
    Column("found_on", Date),
    _text("responsible_unit"),
    _text("responsible_person"),
    _text("phone"),
    _text("credit_code"),
    _text("supervisor"),
    _text("leader"),
    _text("claim_responsibility"),
    _text("claim_measures"),
    _text("claim_funds"),
    _text("claim_deadline"),
    _text("claim_plan"),
    Column("deadline", Date),
    Column("extended_to", Date),
    Column("extension_approved_on", Date),
    Column("state", String(12), nullable=False),
    Column("struck_off_on", Date),
    Column("struck_off_origin", String(10), nullable=False, server_default=""),  # imported, here
    Column("left_on", Date),
    _text("left_why"),
    Column("illegal_area", Float),
    Column("disposed_area", Float),
    _text("note"),
    _text("county"),
    _text("texts"),  # JSON: words of provisional fields
    _text("extras"),  # JSON: columns that are not ours
    Column("live", Boolean, nullable=False, server_default="0"),
    Column("imported_digest", String(64), nullable=False, server_default=""),
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
    _text("body"),
    _text("document"),
    Column("event_id", Key, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("told_in", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("done_on", Date),
)

footprints = Table(
    "footprints",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("wkb", LargeBinary, nullable=False),  # CGCS2000 lon/lat
    Column("area_m2", Float, nullable=False),
    _text("source_crs"),
)

events = Table(
    "events",
    metadata,
    Column("id", Key, primary_key=True),
    Column("subject", String(20), nullable=False),  # case, boundaries, jurisdiction, target …
    Column("case_id", Key, ForeignKey("cases.id"), index=True),
    Column("action", String(30), nullable=False),
    Column("origin", String(10), nullable=False),  # imported, here
    Column("acted_on", Date),
    Column("entered_at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("import_id", Key),
    _text("reason"),
    _text("data"),  # JSON: what this act said
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

targets = Table(
    "targets",
    metadata,
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("listed", Integer),
    Column("rate", SmallInteger, nullable=False),
)

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(10), nullable=False),  # rest, work
    _text("name"),
)

words = Table(
    "words",
    metadata,
    Column("list", String(12), primary_key=True),  # headers, levels, kinds, states, sectors
    Column("spelling", String(200), primary_key=True),  # folded
    Column("means", Text, nullable=False),
)

mappings = Table(
    "mappings",
    metadata,
    Column("signature", String(64), primary_key=True),
    Column("mapping", Text, nullable=False),
)

unit_answers = Table(
    "unit_answers",
    metadata,
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("same", Boolean, nullable=False),
    Column("entered_at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
)
