"""Accounts are persons; posts, delegations and 包案 are held from–to; sessions can be ended at once."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from hazards.storage.tables.base import Key, metadata, text

accounts = Table(
    "accounts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),  # as typed by the administrator
    Column("folded", Text, nullable=False, unique=True),  # NFKC, casefolded: look-alikes collide
    Column("person", Text, nullable=False),  # as the trail and documents print it
    Column("password", Text, nullable=False),  # argon2id
    Column("must_change", Boolean, nullable=False, server_default="1"),
    Column("disabled_at", String(32), nullable=False, server_default=""),
    Column("created_at", String(32), nullable=False),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("role", String(12), nullable=False),
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id")),
    text("department"),
    text("title"),
    Column("since", Date, nullable=False),
    Column("until", Date),  # the first day no longer held; None: still held
)

delegations = Table(
    "delegations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("post_id", Key, ForeignKey("posts.id"), nullable=False),  # whose power is lent
    Column("to_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),  # the first day no longer held
    text("reason"),
    Column("revoked_at", String(32), nullable=False, server_default=""),
)

charges = Table(
    "charges",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("leader", Text, nullable=False),  # 包案领导
    Column("until", Date),
    Column("event_id", Key, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the cookie; the cookie is never kept
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("post_id", Key),  # the post at work, own or lent
    Column("delegation_id", Key),
    Column("created_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("ended_at", String(32), nullable=False, server_default=""),
    text("address"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("key", String(200), primary_key=True),  # an address, or a digest of a name typed
    Column("failed", Integer, nullable=False),
    Column("since", String(32), nullable=False),
    Column("locked_until", String(32), nullable=False, server_default=""),
)

drafts = Table(
    "drafts",
    metadata,
    Column("account_id", Key, ForeignKey("accounts.id"), primary_key=True),
    Column("key", String(200), primary_key=True),  # page, case and field
    Column("text", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

requests = Table(
    "requests",
    metadata,
    Column("key", String(100), primary_key=True),  # one press of a button, however often it arrives
    Column("account_id", Key),
    Column("at", String(32), nullable=False),
    text("answer"),  # JSON
)
