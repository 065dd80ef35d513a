"""Assessment rates other offices gave (外部门考核率): texts, with their source and the day they came."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from hazards.storage.tables.base import Key, metadata

assessments = Table(
    "assessments",
    metadata,
    Column("id", Key, primary_key=True),
    Column("street", String(60), nullable=False),  # as written
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), index=True),
    Column("name", String(40), nullable=False),
    Column("value", String(40), nullable=False),  # text as given, never a number of ours
    Column("period", String(40), nullable=False),
    Column("source", String(60), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("file_name", Text, nullable=False, server_default=""),
    Column("entered_at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("event_id", Key, nullable=False),
)
