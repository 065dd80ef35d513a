"""Jurisdictions (属地): units, codes per scheme, names, lineage, boundaries by vintage."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Integer, LargeBinary, String, Table, Text

from hazards.storage.tables.base import metadata, text

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
    text("name"),
    Column("valid_from", Date),
    Column("schematic", Boolean, nullable=False),
    text("crs"),
    text("sha256"),
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
