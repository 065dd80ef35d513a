"""Casework: batches, plans and measures, extensions asked for, stoppages, accidents, signatures."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, SmallInteger, String, Table

from hazards.storage.tables.base import Key, metadata, text


def _case(**more: Any) -> Column[int]:
    return Column("case_id", Key, ForeignKey("cases.id"), nullable=False, **more)


batches = Table(
    "batches",
    metadata,
    Column("id", Key, primary_key=True),
    Column("does", String(12), nullable=False),  # list, strike-off
    Column("year", SmallInteger, nullable=False),
    text("name"),  # 第二批
    Column("level", String(10), nullable=False),
    text("body"),
    text("document"),
    Column("decided_on", Date),
    Column("state", String(12), nullable=False),  # draft, consulting, issued
    text("note"),
    Column("drafted_by", Key, nullable=False),
    Column("entered_at", String(32), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
)

batch_cases = Table(
    "batch_cases",
    metadata,
    Column("batch_id", Key, ForeignKey("batches.id"), primary_key=True),
    _case(primary_key=True),
    Column("deadline", Date),
    text("how"),  # of a strike-off
    text("opinion"),  # 征求意见
    text("failure"),  # why this one was not issued with the rest
    Column("issued", Boolean, nullable=False, server_default="0"),
    Column("served_on", Date),
    text("served_to"),
)

plans = Table(
    "plans",
    metadata,
    _case(primary_key=True),
    Column("version", Integer, primary_key=True),
    text("goals"),  # 治理的目标和任务
    text("methods"),  # 采取的方法和措施
    text("funds"),  # 经费和物资的落实
    text("persons"),  # 负责治理的机构和人员
    text("times"),  # 治理的时限和要求
    text("safety"),  # 安全措施和应急预案
    Column("account_id", Key, nullable=False),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
)

measures = Table(
    "measures",
    metadata,
    _case(primary_key=True),
    Column("measure", String(16), primary_key=True),  # responsibility, measures, funds, deadline, plan
    text("told"),
    text("person"),
    text("phone"),
    Column("on_date", Date),
    Column("planned", BigInteger),  # yuan, funds only
    text("source"),  # where the money comes from, funds only
    Column("evidence_id", Key),
    Column("told_by", Key),
    Column("told_at", String(32), nullable=False),
    Column("verified_by", Key),
    text("verifier"),
    Column("verified_at", String(32), nullable=False, server_default=""),
    text("remark"),  # why it was not verified
)

milestones = Table(
    "milestones",
    metadata,
    _case(primary_key=True),
    Column("position", Integer, primary_key=True),
    text("task"),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    text("person"),
    Column("done", SmallInteger, nullable=False, server_default="0"),  # percent
    Column("done_on", Date),
    text("lag"),  # 滞后原因
    text("next"),  # 下步措施
)

payments = Table(
    "payments",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("yuan", BigInteger, nullable=False),
    Column("paid_on", Date, nullable=False),
    text("source"),
    Column("evidence_id", Key),
    Column("event_id", Key, nullable=False),
)

applications = Table(
    "applications",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("received_on", Date, nullable=False),  # 收件日期, from which periods run
    Column("until", Date, nullable=False),
    text("reason"),
    text("meanwhile"),  # 延期期间的防范措施
    Column("account_id", Key, nullable=False),
    Column("event_id", Key, nullable=False),
    text("decision"),  # granted, refused
    Column("decided_on", Date),
    Column("decided_event", Key),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("action", String(20), nullable=False),
    text("data"),  # JSON: what will be done once a second person confirms
    Column("evidence_id", Key),
    Column("account_id", Key, nullable=False),
    text("actor"),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
    Column("state", String(12), nullable=False),  # waiting, confirmed, refused
    Column("decided_by", Key),
    Column("decided_at", String(32), nullable=False, server_default=""),
)

strikes = Table(
    "strikes",
    metadata,
    _case(primary_key=True),
    Column("event_id", Key, primary_key=True),
    Column("since", Date, nullable=False),
    Column("struck_off_on", Date),  # None: the strike-off was undone (撤销销号)
)

stoppages = Table(
    "stoppages",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("ordered_on", Date, nullable=False),
    text("extent"),  # 全部 or 局部
    Column("lifted_on", Date),
    Column("event_id", Key, nullable=False),
)

accidents = Table(
    "accidents",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("happened_at", String(32), nullable=False),
    Column("recorded_at", String(32), nullable=False),
    Column("dead", Integer, nullable=False),
    Column("injured", Integer, nullable=False),
    text("told"),
    Column("event_id", Key, nullable=False),
    Column("investigated_on", Date),
    text("conclusion"),
)

signatures = Table(
    "signatures",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("what", String(16), nullable=False),  # plan, submission, extension
    Column("asked_by", Key, nullable=False),
    Column("asked_at", String(32), nullable=False),
    text("data"),  # JSON: the act to be done once signed
    Column("account_id", Key),  # who signed
    Column("signed_at", String(32), nullable=False, server_default=""),
    text("returned"),  # why it went back unsigned
    Column("paper", String(40), nullable=False, server_default=""),  # number of the paper sheet
    Column("evidence_id", Key),  # its scan
    Column("event_id", Key),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("cases.id"), index=True),
    Column("batch_id", Key),
    Column("kind", String(20), nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("serial", Integer, nullable=False),
    text("number"),
    Column("dated", Date, nullable=False),
    text("facts"),  # JSON: what the document says, so that it prints the same again
    Column("event_id", Key, nullable=False),
    Column("scan_id", Key),  # the sealed paper, scanned
)
