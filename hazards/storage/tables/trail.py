"""The trail: events chained per case, and signed seals over all of them (hazards/domain/trail.py)."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from hazards.storage.tables.base import Key, metadata, text

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
    Column("account_id", Key),
    text("as_whom"),  # the post at work
    Column("behalf_id", Key),  # the account whose power was lent
    text("behalf"),
    Column("import_id", Key),
    text("reason"),
    text("data"),  # JSON: what this act said
    Column("seq", Integer, nullable=False, server_default="0"),  # in its chain, from 1
    text("sums"),  # digest of the whole case after the act
    text("prev"),
    text("hash"),
)
# Every write ends by chaining what it recorded, and finds it here.
Index(
    "ix_events_unchained", events.c.id, sqlite_where=events.c.hash == "", postgresql_where=events.c.hash == ""
)

chains = Table(
    "chains",
    metadata,
    Column("id", Key, primary_key=True),  # 0: everything that is about no case
    Column("length", Integer, nullable=False),
    Column("head", String(64), nullable=False),
)

seals = Table(
    "seals",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("why", String(20), nullable=False),
    Column("first_event", Key, nullable=False),
    Column("last_event", Key, nullable=False),
    Column("events", Integer, nullable=False),
    Column("root", String(64), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("key", String(64), nullable=False),  # the public key, hex
    Column("next_key", String(64), nullable=False, server_default=""),  # the key handed over to
    Column("signature", Text, nullable=False),
)
