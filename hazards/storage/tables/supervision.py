"""Supervision: what is set, urgency, orders that press (督办单), instructions (批示), the outbox."""

from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Integer, SmallInteger, String, Table, Text, UniqueConstraint

from hazards.storage.tables.base import Key, metadata, text


def _office() -> tuple[Column[Any], ...]:
    """To whom something is sent: a street, a department, the listing office or the leaders."""
    return (
        Column("office", String(12), nullable=False),  # domain/offices.py
        Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id")),
        text("department"),
        text("addressee"),  # as printed
    )


kept_settings = Table(
    "settings",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
)

urgencies = Table(
    "urgencies",
    metadata,
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("event_id", Key, primary_key=True),  # the latest one holds
    Column("urgency", String(10), nullable=False),  # simple, complex, special
    text("why"),
)

orders = Table(
    "orders",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("cases.id"), nullable=False, index=True),
    Column("rung", String(12), nullable=False),  # data/rules/supervision.toml
    Column("about", String(12), nullable=False),  # deadline, or the stage whose step is late
    Column("until", Date, nullable=False),  # the limit that passed
    *_office(),
    text("post"),  # 承办人, 分管负责人, 主要负责人
    text("told"),
    Column("reply_by", Date, nullable=False),
    Column("dated", Date, nullable=False),
    Column("document_id", Key, ForeignKey("documents.id"), nullable=False),
    Column("account_id", Key),
    text("sender"),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
    Column("received_on", Date),
    text("receiver"),
    Column("received_event", Key),
    Column("replied_on", Date),
    text("reply"),
    text("replier"),
    Column("replied_event", Key),
)

instructions = Table(
    "instructions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("cases.id"), index=True),  # None: in general
    *_office(),
    text("leader"),  # whose instruction it is
    text("told"),
    Column("given_on", Date, nullable=False),
    Column("reply_by", Date, nullable=False),  # as it stands: a leader who asks again sets another
    Column("state", String(10), nullable=False),  # open, replied, accepted
    Column("account_id", Key),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
)

instruction_turns = Table(
    "instruction_turns",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instruction_id", Key, ForeignKey("instructions.id"), nullable=False, index=True),
    Column("case_id", Key, ForeignKey("cases.id"), index=True),
    Column("kind", String(10), nullable=False),  # reply, again, accepted
    text("told"),
    Column("on_date", Date, nullable=False),
    Column("reply_by", Date),  # of again
    text("actor"),
    Column("account_id", Key),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("key", String(320), nullable=False),  # what it tells of, ">" and the recipient of a mail
    Column("channel", String(10), nullable=False),  # mail, webhook
    text("subject"),
    text("body"),
    Column("state", String(10), nullable=False, index=True),  # waiting, sending, sent, failed, unsure
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("next_at", String(32), nullable=False),
    Column("lease", String(40), nullable=False, server_default=""),  # which process has it in hand
    Column("leased_until", String(32), nullable=False, server_default=""),
    Column("made_at", String(32), nullable=False),
    Column("sent_at", String(32), nullable=False, server_default=""),
    text("trouble"),  # why the last try failed
    UniqueConstraint("key", "channel"),
)
