"""The official monthly forms (月报表) of 15, 12 and 14 columns, filled from cases and from returns.

Figures no case holds (应排查, 一般隐患 …) come from the monthly forms of the streets and
departments; what was not reported prints —, never 0.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hazards.domain.bulletin import ALL, MEASURES, Bulletin
from hazards.domain.bulletintables import (
    DASH,
    Column,
    Row,
    counted,
    rows_by,
    rows_of_streets,
    share,
    sheet,
    total,
)
from hazards.domain.plan import wan
from hazards.domain.rates import percent
from hazards.domain.returned import COLUMNS


def reported(row: Row, column: str) -> int | None:
    """What was reported for a row under a column of domain/returned.COLUMNS; None where nothing was."""
    return row.bulletin.returned.get(f"{row.by or ALL}:{column}", {}).get(row.key)


def _told(head: str, column: str) -> Column:
    def cell(row: Row) -> str:
        value = reported(row, column)
        return DASH if value is None else str(value)

    return Column(head, cell)


def _of(head: str, part: str, whole: str) -> Column:
    def cell(row: Row) -> str:
        above, below = reported(row, part), reported(row, whole)
        if above is None or below is None:
            return DASH
        rate = percent(above, below)
        return "/" if rate is None else f"{rate:.2f}"

    return Column(head, cell, wide=1.2)


def _funds(row: Row) -> str:
    return wan(sum(m.yuan for m in row.bulletin.of("listed", row.by, row.key)))


OFFICES = "部门月报"
"""The row of what departments reported: no street's."""
FUNDS = Column("累计落实治理资金(万元)", _funds, wide=1.4)
GENERAL = (
    _told("一般隐患(项)", "common"),
    _told("其中已整改", "common_fixed"),
    _of("整改率%", "common_fixed", "common"),
)
MAJOR = (
    counted("重大隐患(项)", "listed"),
    counted("其中已整改销号", "struck_off", 1.2),
    share("整改率%", "struck_off", "listed"),
    counted("列入治理计划", "planned", 1.2),
    counted("其中达到“五到位”", "five", 1.2),
    counted("挂牌督办", "listed"),
    counted("其中省级", "listed-省级"),
)
FIFTEEN = (
    _told("应排查单位(家)", "should"),
    _told("实际排查(家)", "inspected"),
    _of("覆盖率%", "inspected", "should"),
    *GENERAL,
    *MAJOR,
    counted("其中地市级", "listed-市级"),
    FUNDS,
)
TWELVE = (_told("实际排查(家)", "inspected"), *GENERAL, *MAJOR, FUNDS)


def _all_found(row: Row) -> str:
    general = reported(row, "common")
    return DASH if general is None else str(general + row.n("listed"))


def _all_done(row: Row) -> str:
    done = reported(row, "common_fixed")
    return DASH if done is None else str(done + row.n("struck_off"))


def _all_rate(row: Row) -> str:
    found, done = _all_found(row), _all_done(row)
    if DASH in (found, done):
        return DASH
    rate = percent(int(done), int(found))
    return "/" if rate is None else f"{rate:.2f}"


FOURTEEN = (
    _told("单位数", "inspected"),
    Column("隐患数", _all_found),
    Column("已整改", _all_done),
    Column("整改率%", _all_rate, wide=1.2),
    counted("重大隐患数", "listed"),
    counted("已销号", "struck_off"),
    share("重大隐患整改率%", "struck_off", "listed"),
    counted("列入治理计划数", "planned", 1.2),
    *(counted(f"落实{name}", f"in-{n}") for n, name in enumerate(MEASURES, 1)),
    FUNDS,
)
assert (len(FIFTEEN), len(TWELVE), len(FOURTEEN)) == (15, 12, 14)


def fifteen(bulletin: Bulletin, order: Sequence[str], notes: Sequence[str]) -> list[dict[str, Any]]:
    """By sector in the order of the form, and by street, where returns can be told apart."""
    sectors = [total(bulletin), *_sectors(bulletin, order)]
    streets = _streets(bulletin)
    sector, street = (
        Column("行业领域", lambda row: row.name, wide=2.6),
        Column("街道（镇）", lambda row: row.name, wide=2.4),
    )
    first, until = (
        "隐患排查治理情况月报表（重点行业领域，15栏）",
        "隐患排查治理情况月报表（分街道、镇，15栏）",
    )
    return [
        sheet("form15", first, "sector", (sector, *FIFTEEN), sectors, notes),
        sheet("form15-street", until, "street", (street, *FIFTEEN), streets, notes),
    ]


def _sectors(bulletin: Bulletin, order: Sequence[str]) -> list[Row]:
    """Sectors with a case of this year or a figure reported; those the form does not know last."""
    told = {key for name, rows in bulletin.returned.items() if name.startswith("sector:") for key in rows}
    held = [row for row in rows_by(bulletin, "sector") if row.n("listed") or row.key in told]
    more = told - {row.key for row in held}
    rows = held + [Row(bulletin, "sector", name, name, bulletin.target) for name in sorted(more)]
    at = {name: n for n, name in enumerate(order)}
    return sorted(rows, key=lambda row: (not row.key, at.get(row.key, len(at))))


def twelve(bulletin: Bulletin, industry: Sequence[str], notes: Sequence[str]) -> dict[str, Any]:
    """Industry and mining: rows for those sectors; its 合计 is the sum of its rows."""
    mark = Column("行业领域", lambda row: row.name, wide=2.6)
    # Returns are told by street and department, not by sector, so the form has no figures of theirs.
    part = replace(bulletin, members=tuple(m for m in bulletin.members if m.sector in industry), returned={})
    rows = [total(part), *(row for row in rows_by(part, "sector") if row.n("listed"))]
    told = sheet("form12", "隐患排查治理情况月报表（工矿，12栏）", "sector", (mark, *TWELVE), rows, notes)
    return {**told, "only": list(industry)}


def fourteen(bulletin: Bulletin, notes: Sequence[str]) -> dict[str, Any]:
    mark = Column("街道（镇）", lambda row: row.name, wide=2.4)
    title = "隐患排查治理情况统计表（旧式，14栏）"
    return sheet("form14", title, "street", (mark, *FOURTEEN), _streets(bulletin), notes)


def _streets(bulletin: Bulletin) -> list[Row]:
    """The total, the streets, and in one row what departments reported: the rows add up to the total."""
    rows = [total(bulletin), *rows_of_streets(bulletin)]
    offices = Row(bulletin, "street", OFFICES, OFFICES, bulletin.target)
    return [*rows, offices] if any(reported(offices, c.key) is not None for c in COLUMNS) else rows
