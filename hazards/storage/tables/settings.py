"""What the office sets: targets, working days, words, remembered mappings and answers."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Integer, SmallInteger, String, Table, Text

from hazards.storage.tables.base import metadata, text

targets = Table(
    "targets",
    metadata,
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("listed", Integer),
    Column("rate", SmallInteger, nullable=False),
    Column("area_m2", Float),  # 年度拆违任务
)

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(10), nullable=False),  # holiday, rest, work
    text("name"),
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
