"""Complaints (投诉举报), decisions on accountability (问责), exposures (曝光), with what was done and scanned."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
)

from hazards.storage.tables.base import Key, metadata, text

complaints = Table(
    "complaints",
    metadata,
    Column("id", Key, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),  # hazard, building: which periods run
    Column("received_on", Date, nullable=False),  # 收件日期, from which they run
    Column("way", String(10), nullable=False),  # 来信, 来电 …
    text("caller"),  # empty: anonymous
    text("phone"),
    text("content"),
    text("address"),
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), index=True),
    text("department"),  # the department it came to
    Column("promised_on", Date),  # 承诺办结日期, where it is earlier than the law's
    Column("account_id", Key),  # 首问责任人, to the end
    text("owner"),
    text("organ"),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
    Column("same_as", Key),  # an earlier one about the same place
    Column("accepted", Boolean),  # None: not decided
    Column("accepted_on", Date),
    text("accepted_why"),
    Column("prolonged_to", Date),
    Column("route", String(10), nullable=False, server_default=""),  # case, referred, direct
    Column("routed_on", Date),
    text("routed_why"),
    Column("case_id", Key, ForeignKey("cases.id"), index=True),
    text("referred_to"),
    text("receipt"),  # 对方回执
    Column("receipt_on", Date),
    Column("answered_on", Date),
    Column("answered_way", String(10), nullable=False, server_default=""),
    text("answer"),
)

exposures = Table(
    "exposures",
    metadata,
    Column("id", Key, primary_key=True),
    Column("medium", String(10), nullable=False),  # 报纸, 电视, 通报 …
    text("outlet"),
    text("title"),
    Column("published_on", Date, nullable=False),
    text("link"),
    text("told"),
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), index=True),
    text("department"),
    Column("account_id", Key),
    text("owner"),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
    Column("closed_on", Date),
    text("closed_why"),
    Column("closed_event", Key),
)

exposure_cases = Table(
    "exposure_cases",
    metadata,
    Column("exposure_id", Key, ForeignKey("exposures.id"), primary_key=True),
    Column("case_id", Key, ForeignKey("cases.id"), primary_key=True),
    Column("event_id", Key, nullable=False),
)
Index("ix_exposure_cases_case_id", exposure_cases.c.case_id)

inquiries = Table(
    "inquiries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("rule", String(24), nullable=False),  # data/rules/accountability.toml
    Column("reason", String(10), nullable=False),  # one of the five
    Column("year", SmallInteger, nullable=False),
    Column("jurisdiction_id", Integer),
    text("organ"),
    text("facts"),  # JSON: the facts as they stood when it was decided
    Column("version", String(12), nullable=False),
    Column("measure", String(16), nullable=False),  # 约谈, 诫勉谈话, 不予问责 …
    text("whom"),
    text("why"),
    text("document"),
    Column("decided_on", Date, nullable=False),
    Column("account_id", Key),
    text("decider"),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
    Column("closed_on", Date),
    text("closed_why"),
    Column("closed_event", Key),
)

deeds = Table(
    "deeds",
    metadata,
    Column("id", Key, primary_key=True),
    Column("subject", String(12), nullable=False),  # complaint, inquiry, exposure
    Column("subject_id", Key, nullable=False),
    Column("what", String(20), nullable=False),
    text("told"),
    text("whom"),  # who is to do it
    Column("on_date", Date, nullable=False),
    Column("due_on", Date),  # a step to be followed up, until done_on
    Column("done_on", Date),
    text("outcome"),
    text("actor"),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
    Column("done_event", Key),
)
Index("ix_deeds_of", deeds.c.subject, deeds.c.subject_id)

scans = Table(
    "scans",
    metadata,
    Column("id", Key, primary_key=True),
    Column("subject", String(12), nullable=False),
    Column("subject_id", Key, nullable=False),
    text("file_name"),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    text("actor"),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
)
Index("ix_scans_of", scans.c.subject, scans.c.subject_id)
