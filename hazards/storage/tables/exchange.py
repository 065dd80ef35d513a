"""What leaves this store and comes from another: public packages and packages to a higher office."""

from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, String, Table

from hazards.storage.tables.base import Key, metadata, text

publications = Table(
    "publications",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cut_on", Date, nullable=False),
    Column("state", String(10), nullable=False),  # draft, published, returned
    Column("data", LargeBinary, nullable=False),  # the frozen value, compressed JSON
    Column("sha256", String(64), nullable=False),  # of the zip made from it
    Column("cases", Integer, nullable=False),
    Column("account_id", Key),  # who prepared it
    text("actor"),
    Column("entered_at", String(32), nullable=False),
    Column("assessed", Boolean, nullable=False, server_default="0"),  # 个人信息保护影响评估
    text("assessment"),
    Column("decided_by", Key),
    text("decider"),
    Column("decided_at", String(32), nullable=False, server_default=""),
    text("reason"),
    Column("event_id", Key, nullable=False),
    Column("decided_event", Key),
)

transfers = Table(
    "transfers",
    metadata,
    Column("id", Key, primary_key=True),
    Column("way", String(3), nullable=False),  # out, in
    Column("code", String(60), nullable=False),  # the district it tells of
    text("name"),
    Column("cut_on", Date, nullable=False),
    Column("rule", String(20), nullable=False),
    Column("cases", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),  # of the manifest, which holds those of the parts
    text("key"),  # public key it was signed with
    text("result"),  # JSON: the cells compared
    text("actor"),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
)
