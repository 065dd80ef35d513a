"""The tables of a bulletin: rows of printed cells, each counted cell with the figure it counts.

A sheet is frozen as it prints. ``figures`` names, column by column, the figure whose members a
cell counts ("" where it counts none), ``by`` and the key of a row which of them: so every printed
number opens its list, and an outsider can count it again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hazards.domain.bulletin import ALL, LEVELS, Bulletin
from hazards.domain.cells import in_order
from hazards.domain.rates import Rate

Cells = Callable[["Row"], str]
DASH = "—"


@dataclass(frozen=True, slots=True)
class Row:
    """One row about to be printed."""

    bulletin: Bulletin
    by: str
    key: str
    name: str
    target: int
    rank: str = ""

    def n(self, figure: str) -> int:
        return self.bulletin.count(figure, self.by, self.key)

    def rate(self, part: str, whole: str) -> Rate:
        return Rate(self.n(part), self.n(whole))


@dataclass(frozen=True, slots=True)
class Column:
    """A head, how a cell prints, and the figure it counts; ``wide`` is its share of the sheet."""

    head: str
    cell: Cells
    figure: str = ""
    wide: float = 1.0


def counted(head: str, figure: str, wide: float = 1.0) -> Column:
    return Column(head, lambda row: str(row.n(figure)), figure, wide)


def share(head: str, part: str, whole: str, wide: float = 1.3) -> Column:
    return Column(head, lambda row: percent(row.rate(part, whole)), "", wide)


def percent(rate: Rate) -> str:
    return "/" if rate.percent is None else f"{rate.percent:.2f}"


def met(row: Row) -> str:
    return {True: "达标", False: "未达标", None: "不排名"}[row.rate("struck_off", "listed").meets(row.target)]


def sheet(
    key: str, title: str, by: str, columns: Sequence[Column], rows: Iterable[Row], notes: Sequence[str] = ()
) -> dict[str, Any]:
    """A sheet as it is frozen."""
    return {
        "key": key,
        "title": title,
        "by": by,
        "heads": [c.head for c in columns],
        "figures": [c.figure for c in columns],
        "wide": [c.wide for c in columns],
        "rows": [{"key": row.key, "cells": [c.cell(row) for c in columns]} for row in rows],
        "notes": list(notes),
    }


def listed(
    key: str,
    title: str,
    heads: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
) -> dict[str, Any]:
    """A sheet that lists; nothing in it is counted."""
    return {
        "key": key,
        "title": title,
        "by": "",
        "heads": [head for head, _ in heads],
        "figures": ["" for _ in heads],
        "wide": [wide for _, wide in heads],
        "rows": [{"key": str(n), "cells": list(cells)} for n, cells in enumerate(rows, 1)],
        "notes": list(notes),
    }


NAME = Column("街道（镇）", lambda row: row.name, wide=2.4)
HEADS = {"sector": "行业领域", "level": "挂牌级别", "batch": "批次"}
BASIC = (
    counted("挂牌", "listed"),
    counted("已销号", "struck_off"),
    share("整改率%", "struck_off", "listed"),
    counted("到期", "due"),
    counted("到期已销号", "due_struck_off"),
    share("到期整改率%", "due_struck_off", "due"),
    counted("按期销号", "on_time"),
    share("按期整改率%", "on_time", "due"),
    counted("逾期", "overdue"),
    counted("延期", "extended"),
    counted("撤销", "withdrawn"),
    counted("移送", "transferred"),
    counted("期限缺失", "no_deadline"),
    counted("导入销号", "imported_struck_off"),
)
CARRIED = (
    counted("结转", "carried_over"),
    counted("结转已销号", "carried_over_struck_off"),
    counted("结转未销号", "carried_over_open"),
    counted("结转逾期", "carried_over_overdue"),
)
JUDGED = (
    Column("目标%", lambda row: str(row.target)),
    Column("是否达标", met, wide=1.2),
    Column("还差", lambda row: str(row.rate("struck_off", "listed").needed(row.target))),
)


def rows_of_streets(bulletin: Bulletin) -> list[Row]:
    return [Row(bulletin, "street", str(s.key), s.name, s.target) for s in bulletin.streets]


def rows_by(bulletin: Bulletin, by: str, unnamed: str = "未填写") -> list[Row]:
    """A row for every word that occurs, the unnamed last; levels from the highest."""
    words = {m.group(by) for m in bulletin.members}
    if by == "level":
        order = [level for level in LEVELS if level in words] + ([""] if "" in words else [])
    else:
        order = sorted(words, key=in_order)
    return [Row(bulletin, by, word, word or unnamed, bulletin.target) for word in order]


def total(bulletin: Bulletin, name: str = "合计") -> Row:
    return Row(bulletin, "", ALL, name, bulletin.target)


def by_street(bulletin: Bulletin, notes: Sequence[str]) -> dict[str, Any]:
    title = "各街道（镇）整改情况表"
    rows = [*rows_of_streets(bulletin), total(bulletin)]
    return sheet("street", title, "street", (NAME, *BASIC, *CARRIED, *JUDGED), rows, notes)


def progress(bulletin: Bulletin, notes: Sequence[str]) -> dict[str, Any]:
    """What the period itself brought, by date of act."""
    columns = (
        NAME,
        counted("本期新增挂牌", "new"),
        counted("本期销号", "struck-now"),
        counted("另有结转销号", "carried-struck-now"),
        counted("本期到期", "due-now"),
        counted("本期撤销", "withdrawn-now"),
        counted("本期移送", "transferred-now"),
        counted("期末未销号", "open"),
        counted("期末逾期", "overdue"),
    )
    rows = [*rows_of_streets(bulletin), total(bulletin)]
    if bulletin.straddles:
        notes = [
            *notes,
            f"本期跨年，{bulletin.year - 1}年度案卷在该年最后几日的挂牌、销号、到期、撤销和移送计入。",
        ]
    return sheet("progress", f"{bulletin.period.short}进展情况表", "street", columns, rows, notes)


def grouped(bulletin: Bulletin, key: str, title: str, notes: Sequence[str]) -> dict[str, Any]:
    columns = (replace(NAME, head=HEADS[key]), *BASIC[:-1])
    said = [row for row in rows_by(bulletin, key) if any(c.figure and row.n(c.figure) for c in columns)]
    rows = [*said, total(bulletin)]
    return sheet(key, title, key, columns, rows, notes)
