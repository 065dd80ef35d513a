"""A question about cases, as pages, map layers, exports and the command line put it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from hazards.domain.cells import fold
from hazards.domain.counting import MEASURES, Cutoff
from hazards.domain.errors import Refusal
from hazards.domain.signals import LIGHTS
from hazards.services import clock, words

BY = ("street", "district", "city", "province", "department", "sector", "leader", "batch", "level")
KINDS = ("hazard", "building", "all")


class BadQuestion(Refusal):
    code = "bad-question"
    says = "“{name}”的值“{value}”不可用。"
    remedy = "可用的值：{known}。"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. Defaults: now, the year of the cut-off, hazards, streets, then.

    ``as_of`` None is this moment, a date its end. ``year`` None is the cut-off's, 0 is all years.
    ``place`` narrows to one row of the table by its key ("" none, "-" the unplaced).
    """

    as_of: date | None = None
    year: int | None = None
    kind: str = "hazard"
    level: str = ""
    by: str = "street"
    boundaries: str = "then"
    place: str = ""
    measure: str = ""
    light: str = ""
    text: str = ""

    @property
    def cutoff(self) -> Cutoff:
        return Cutoff(clock.today(), False) if self.as_of is None else Cutoff(self.as_of, True)

    @property
    def population(self) -> int | None:
        """The year counted; None for all of them."""
        return self.cutoff.on.year if self.year is None else (self.year or None)

    @property
    def query(self) -> str:
        """The same question as a query string; empty parts left out."""
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        plain = {k: v for k, v in told.items() if v != getattr(DEFAULT, k)}
        if "year" in plain and self.year == 0:
            plain["year"] = "all"
        return urlencode({k: v.isoformat() if isinstance(v, date) else v for k, v in plain.items()})

    def but(self, **other: Any) -> "Asked":
        return replace(self, **other)

    @classmethod
    def of(cls, told: Mapping[str, str]) -> "Asked":
        """Read a query string or command line; unknown names are left alone.

        Raises:
            BadQuestion: a value that cannot be meant.
        """
        values: dict[str, Any] = {}
        if text := told.get("as_of"):
            try:
                values["as_of"] = date.fromisoformat(text)
            except ValueError as error:
                raise BadQuestion(name="截止日期", value=text, known="如 2026-11-21") from error
        if text := told.get("year"):
            if text == "all":
                values["year"] = 0
            elif text.isdigit() and len(text) == 4:
                values["year"] = int(text)
            else:
                raise BadQuestion(name="年度", value=text, known="四位年份或 all")
        if text := told.get("level"):
            level = words.shipped().levels.get(fold(text)) or _LEVEL_CODES.get(text)
            if level is None:
                raise BadQuestion(name="级别", value=text, known="、".join(_LEVEL_CODES.values()))
            values["level"] = level
        lists = {
            "kind": ("案件类型", KINDS),
            "by": ("分组", BY),
            "boundaries": ("边界口径", ("then", "now")),
            "measure": ("指标", (*MEASURES, *EXTRA_MEASURES)),
            "light": ("状态灯", tuple(LIGHTS)),
        }
        for name, (label, known) in lists.items():
            if text := told.get(name):
                if text not in known:
                    raise BadQuestion(name=label, value=text, known="、".join(known))
                values[name] = text
        for name in ("place", "text"):
            if text := told.get(name):
                values[name] = text[:200]
        return cls(**values)


DEFAULT = Asked()
EXTRA_MEASURES = ("open", "open_overdue", "open_no_deadline", "due_today", "claimed", "verified")
"""Counts of pages that look at all open cases whatever their year."""
_LEVEL_CODES = {
    "national": "国家级",
    "province": "省级",
    "city": "市级",
    "district": "区级",
    "township": "街镇级",
}
