"""The statutory procedure (法定程序) against an illegal building: its steps as data, versions included."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from hazards.domain.lawful import STATES, TRACKS

FIELDS = {
    "basis": "立案依据",
    "found": "勘验情况",
    "answered": "询问情况",
    "organ": "机关",
    "finding": "认定结论",
    "proposed": "拟作处理",
    "notified_on": "听证通知日期",
    "result": "结论",
    "reviewer": "法制审核人",
    "remedies_told": "是否载明复议诉讼权利、机关和期限",
    "correct_by": "改正期限",
    "penalty": "处罚内容",
    "self_removal_by": "限期自行拆除的最后日期",
    "urged_days": "催告期限天数",
    "moving_out_by": "搬离日期",
    "started_at": "开始实施时间",
    "witness": "当事人到场情况或公证、见证人",
    "goods": "财物清点登记情况",
    "m2": "处置面积(㎡)",
    "forum": "人民法院",
    "told_to": "被告知单位",
}
"""What is told with a step, in the words of the forms."""

DATES = frozenset({"notified_on", "correct_by", "self_removal_by", "moving_out_by"})
FINDINGS = ("可以改正", "不能改正", "不能拆除")
"""规划认定: what can become of the building (浙江省违法建筑处置规定 arts 10-12)."""
WITNESSES = ("当事人到场", "公证", "见证人")
SERVICE = ("直接送达", "留置送达", "委托送达", "邮寄送达", "电子送达", "公告送达")

TRACK_NAMES = {
    "planning-town": "规划(城镇)",
    "planning-village": "规划(乡村)",
    "land": "土地",
    "water": "水利",
    "transport": "交通",
}
STATE_NAMES = {"standing": "已建成", "under-construction": "正在建设", "ownerless": "无主"}
PAPERS = {
    "before": "整改前照片",
    "after": "整改后照片",
    "video": "全过程录像",
    "opinion": "规划认定意见",
    "decision": "决定文书扫描件",
    "ruling": "法院裁定",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A period of the procedure: ``length`` after what ``start`` names; "" means past the day itself.

    ``start`` is a step (its date of act), "step.served", or "step:field" (a date told with it).
    """

    start: str
    length: str
    law: str
    since: date | None = None
    until: date | None = None
    on_the_day: bool = False
    """The day after the period will do without waiting for its last day's end (a hearing's notice)."""

    @property
    def same_day(self) -> bool:
        """Whether the last day itself will do: a service needs only to have happened."""
        return self.on_the_day or (not self.length and self.start.endswith(".served"))

    def rules(self, on: date) -> bool:
        """Whether this version is in force on the day the period begins."""
        return (self.since is None or on >= self.since) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Step:
    """One statutory act (see data/rules/procedure.toml for what each field says)."""

    key: str
    title: str
    law: str
    tracks: tuple[str, ...] = TRACKS
    states: tuple[str, ...] = STATES
    after: tuple[tuple[str, ...], ...] = ()
    waits: tuple[Span, ...] = ()
    limits: tuple[Span, ...] = ()
    document: str = ""
    serve: bool = False
    serve_within: str = ""
    officers: int = 0
    fields: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    only: str = ""
    demolishes: bool = False
    lawful: bool = False
    disposes: str = ""
    optional: bool = False
    since: date | None = None
    until: date | None = None

    def applies(self, track: str, state: str, on: date) -> bool:
        """Whether the law knows this step for such a building on that day."""
        in_force = (self.since is None or on >= self.since) and (self.until is None or on <= self.until)
        return in_force and track in self.tracks and state in self.states


@dataclass(frozen=True)
class Book:
    """All steps in the order of the procedure, under one version of the rules."""

    version: str
    steps: tuple[Step, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Step]:
        return {step.key: step for step in self.steps}

    def of(self, track: str, state: str, on: date) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.applies(track, state, on))


def read(told: Mapping[str, Any]) -> Book:
    """The rules from their file.

    Raises:
        ValueError: a step is told twice, or points to one that is not there.
    """
    steps = tuple(_step(one) for one in told["step"])
    keys = [step.key for step in steps]
    if len(set(keys)) != len(keys):
        raise ValueError("a step is told twice")
    for step in steps:
        named = [key for group in step.after for key in group]
        named += [_step_of(span.start) for span in (*step.waits, *step.limits)]
        if missing := set(named) - set(keys):
            raise ValueError(f"{step.key} names {sorted(missing)}, which are no steps")
    return Book(told["version"], steps)


def _step(told: Mapping[str, Any]) -> Step:
    values = dict(told)
    values["after"] = tuple(tuple(group.split("|")) for group in told.get("after", ()))
    for name in ("waits", "limits"):
        values[name] = tuple(_span(one) for one in told.get(name, ()))
    for name in ("tracks", "states", "fields", "papers"):
        if name in told:
            values[name] = tuple(told[name])
    return Step(**values)


def _span(told: Mapping[str, Any]) -> Span:
    return Span(
        told["from"], told.get("length", ""), **{k: v for k, v in told.items() if k not in ("from", "length")}
    )


def _step_of(start: str) -> str:
    return start.split(":")[0].split(".")[0]
