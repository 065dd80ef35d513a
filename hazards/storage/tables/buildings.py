"""Illegal buildings (违法建筑): what stands there, the statutory acts, their service, review and suit."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
)

from hazards.storage.tables.base import Key, metadata, text


def _case(**more: Any) -> Column[int]:
    return Column("case_id", Key, ForeignKey("cases.id"), nullable=False, **more)


buildings = Table(
    "buildings",
    metadata,
    _case(primary_key=True),
    Column("track", String(20), nullable=False, server_default="planning-town"),  # domain/lawful.py
    Column("state", String(20), nullable=False, server_default="standing"),
    Column("stock", String(4), nullable=False, server_default=""),  # new 新增, old 存量
    text("category"),  # 必拆类别, an editable list
    text("use"),
    text("structure"),
    Column("floors", SmallInteger),
    Column("ground_m2", Float),  # 占地面积
    Column("floor_m2", Float),  # 建筑面积
    text("built"),  # 建成年份 as people know it
    Column("found_by", String(10), nullable=False, server_default=""),  # street, above, public
    text("decides"),  # 决定机关, the defendant
    text("acts"),  # 实施机关
)

proceedings = Table(
    "proceedings",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("step", String(24), nullable=False),  # data/rules/procedure.toml
    Column("on_date", Date, nullable=False),  # date of act
    text("document"),
    text("told"),  # JSON: what was said with the act
    Column("evidence_id", Key),  # the dated document, scanned
    Column("override_id", Key),
    Column("account_id", Key),
    Column("event_id", Key, nullable=False),
    Column("annulled_event", Key),  # revoked, or entered by mistake: it no longer counts
    text("annulled_why"),
)

servings = Table(
    "servings",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("proceeding_id", Key, ForeignKey("proceedings.id"), nullable=False),
    Column("on_date", Date, nullable=False),  # from which periods run
    Column("way", String(12), nullable=False),  # 直接, 留置, 邮寄 …
    text("recipient"),
    Column("evidence_id", Key),  # 送达回证
    Column("event_id", Key, nullable=False),
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("step", String(24), nullable=False),
    text("lacks"),  # what was missing or too early when it was asked
    text("lawyer"),
    text("licence"),
    text("reason"),
    Column("evidence_id", Key),  # 法律意见书
    Column("account_id", Key),
    text("actor"),
    Column("event_id", Key, nullable=False),
    Column("granted", Boolean),  # None: it waits
    Column("decided_by", Key),
    text("decider"),
    Column("decided_on", Date),
    Column("decided_event", Key),
    Column("used_event", Key),
)

contests = Table(
    "contests",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("kind", String(8), nullable=False),  # review 行政复议, suit 行政诉讼
    Column("filed_on", Date),
    text("forum"),  # 复议机关, 法院
    text("number"),
    text("respondent"),  # 被申请人, 被告
    Column("event_id", Key, nullable=False),
    Column("ended_on", Date),  # decision served, or judgment final
    text("outcome"),
    Column("lost", Boolean),
    Column("head_came", Boolean),  # 行政机关负责人出庭
    Column("ended_event", Key),
)

pauses = Table(
    "pauses",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("kind", String(12), nullable=False),  # suspended, terminated, agreement, postponed
    Column("since", Date, nullable=False),
    Column("until", Date),
    text("why"),
    text("document"),
    Column("event_id", Key, nullable=False),
    Column("ended_on", Date),
    text("outcome"),  # 恢复执行, 协议履行完毕, 未履行协议 …
    Column("ended_event", Key),
)

disposals = Table(
    "disposals",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("kind", String(12), nullable=False),  # 强制拆除, 自行拆除, 没收 …
    Column("m2", Float, nullable=False),
    Column("on_date", Date, nullable=False),
    Column("event_id", Key, nullable=False),
    Column("annulled_event", Key),
)

patrols = Table(
    "patrols",
    metadata,
    Column("id", Key, primary_key=True),
    Column("jurisdiction_id", Integer, ForeignKey("jurisdictions.id"), nullable=False, index=True),
    Column("on_date", Date, nullable=False),
    text("persons"),
    text("route"),  # where, in words
    Column("track", LargeBinary),  # WKB, CGCS2000 lon/lat
    Column("length_m", Float),
    text("note"),
    Column("account_id", Key),
    Column("entered_at", String(32), nullable=False),
    Column("event_id", Key, nullable=False),
)

patrol_finds = Table(
    "patrol_finds",
    metadata,
    Column("patrol_id", Key, ForeignKey("patrols.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("lon", Float),
    Column("lat", Float),
    text("note"),
    Column("case_id", Key),  # the case it became, or already was
)
Index("ix_patrol_finds_case_id", patrol_finds.c.case_id)
