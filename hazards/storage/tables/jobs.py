"""Jobs: papers that take minutes, made beside the pages; what is asked, how far it is, where it lies."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from hazards.storage.tables.base import Key, metadata, text

jobs = Table(
    "jobs",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(12), nullable=False),  # binder
    text("asked"),  # the question as an address says it
    text("title"),  # the question in words
    Column("state", String(10), nullable=False, index=True),  # waiting, running, done, failed, expired
    Column("done", Integer, nullable=False, server_default="0"),
    Column("whole", Integer, nullable=False, server_default="0"),
    text("doing"),
    Column("account_id", Key),
    Column("actor", String(100), nullable=False),
    Column("post_id", Key),
    Column("delegation_id", Key),
    text("places"),  # JSON list of the jurisdictions in sight when asked; "" all
    Column("entered_at", String(32), nullable=False),
    Column("ended_at", String(32), nullable=False, server_default=""),
    Column("worker", String(120), nullable=False, server_default=""),  # host:process:mark
    Column("beat", BigInteger, nullable=False, server_default="0"),  # seconds of the machine's clock
    Column("tries", Integer, nullable=False, server_default="0"),
    text("file"),  # its name below the folder of papers
    Column("size", BigInteger, nullable=False, server_default="0"),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("sha256", String(64), nullable=False, server_default=""),
    text("trouble"),  # why it failed, in words
)
