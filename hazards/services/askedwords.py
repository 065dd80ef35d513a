"""A question in words, as it stands above a printed list and on the cover of a binder."""

from hazards.domain import bulletinlists
from hazards.domain.jurisdiction import Register
from hazards.domain.signals import NAMES, Light
from hazards.services import clock, words
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.reporting import UNPLACED

FIGURES = bulletinlists.FIGURES | {
    "imported_struck_off": "导入销号",
    "open": "未销号(不分年度)",
    "open_overdue": "逾期(含以前年度)",
    "open_no_deadline": "未销号且期限缺失",
    "due_today": "今日到期",
    "claimed": "五落实自报齐全",
    "verified": "五落实已核验",
}

BY = {"department": "督办单位", "sector": "行业领域", "leader": "包案领导", "batch": "批次", "level": "级别"}


def told(asked: Asked, register: Register, scope: Scope) -> str:
    """Everything a question narrows, in the order of the filter row: 2026 年度；重大隐患；五马街道。"""
    year = "全部年度" if asked.population is None else f"{asked.population} 年度"
    parts = [
        year,
        "全部案件类型" if asked.kind == "all" else words.KIND_NAMES[asked.kind],
        asked.level or "全部级别",
        place(asked, register) if asked.place else sight(register, scope),
        FIGURES.get(asked.measure, ""),
        NAMES[Light(asked.light)] if asked.light else "",
        f"含“{asked.text.strip()}”" if asked.text.strip() else "",
    ]
    return "；".join(part for part in parts if part)


def sight(register: Register, scope: Scope) -> str:
    """Whose cases a question is about that names no place: an actor's own, or all there are."""
    if scope.everything:
        return "全部属地"
    streets = [register[key].name for key in sorted(scope.jurisdictions or ()) if key in register]
    return "、".join([*streets, *(f"{name}督办" for name in sorted(scope.departments or ()))])


def place(asked: Asked, register: Register) -> str:
    """The row of the table a question is narrowed to."""
    if asked.by in BY:
        return f"{BY[asked.by]}“{'未填写' if asked.place == '-' else asked.place}”"
    if asked.place == "-":
        return UNPLACED
    key = int(asked.place) if asked.place.isdigit() else 0
    return register[key].name if key in register else "其他属地"


def cut(asked: Asked) -> str:
    """Until when it counts: a moment now, or the end of a day."""
    if asked.as_of is None:
        return f"截止 {clock.now():%Y-%m-%d %H:%M}"
    return f"截止 {asked.as_of.isoformat()} 24:00"
