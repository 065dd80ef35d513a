"""Rankings (排名表): streets, and departments apart; few cases, ties, and who is not ranked."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hazards.domain.bulletin import Bulletin
from hazards.domain.bulletintables import (
    DASH,
    Column,
    Row,
    counted,
    met,
    percent,
    rows_by,
    rows_of_streets,
    share,
    sheet,
    total,
)

UNRANKED = "/"


def ranked(rows: Sequence[Row], aside: frozenset[str] = frozenset()) -> list[Row]:
    """Rows with their rank, best first: equal rates share a rank; the unranked follow in their order."""
    judged = [r for r in rows if r.key not in aside and r.n("listed")]
    judged.sort(key=lambda r: (-_exact(r), -r.n("listed")))
    out: list[Row] = []
    for at, row in enumerate(judged, 1):
        same = bool(out) and _exact(out[-1]) == _exact(row)
        out.append(replace(row, rank=out[-1].rank if same else str(at)))
    rest = sorted((r for r in rows if r not in judged), key=lambda r: r.key in aside)
    return out + [replace(r, rank=UNRANKED) for r in rest]


def few(row: Row, least: int) -> str:
    """The name of a row, marked where so few cases say little."""
    small = row.rank not in ("", UNRANKED) and row.n("listed") < least
    return f"{row.name}（件数少）" if small else row.name


def _exact(row: Row) -> Fraction:
    return Fraction(row.n("struck_off"), row.n("listed"))


def _columns(head: str, least: int, last: Column) -> tuple[Column, ...]:
    return (
        Column("名次", lambda row: row.rank, wide=0.8),
        Column(head, lambda row: few(row, least), wide=2.4),
        counted("挂牌总数", "listed"),
        counted("其中省级", "listed-省级"),
        counted("市级", "listed-市级"),
        counted("区级", "listed-区级"),
        counted("街道级", "listed-街镇级"),
        counted("已核销", "struck_off"),
        share("整改率%", "struck_off", "listed"),
        counted("到期数", "due"),
        share("到期整改率%", "due_struck_off", "due"),
        counted("逾期", "overdue"),
        counted("延期", "extended"),
        counted("撤销", "withdrawn"),
        Column("是否达标", met, wide=1.2),
        last,
    )


def change(bulletin: Bulletin, row: Row) -> str:
    """How the rate moved since the last issue, in percentage points of the printed figures."""
    before = bulletin.before
    rate = percent(row.rate("struck_off", "listed"))
    was = before.rates.get(row.key, "/") if before and before.year == bulletin.year else "/"
    if "/" in (was, rate):
        return DASH
    hundredths = round(float(rate) * 100) - round(float(was) * 100)
    return "持平" if not hundredths else f"{hundredths / 100:+.2f}"


def streets(bulletin: Bulletin, least: int, notes: Sequence[str]) -> dict[str, Any]:
    aside = frozenset(str(s.key) for s in bulletin.streets if s.aside)
    rows = [*ranked(rows_of_streets(bulletin), aside), total(bulletin)]
    last = Column("较上期", lambda row: change(bulletin, row), wide=1.3)
    return sheet(
        "ranking", "街道（镇）整改率排名表", "street", _columns("街道（镇）", least, last), rows, notes
    )


def _named(bulletin: Bulletin) -> list[Row]:
    shown = ("listed", "withdrawn", "carried_over_open")
    return [row for row in rows_by(bulletin, "department") if any(row.n(figure) for figure in shown)]


def departments(bulletin: Bulletin, least: int, notes: Sequence[str]) -> dict[str, Any]:
    rows = [*ranked(_named(bulletin), frozenset({""})), total(bulletin)]
    last = Column("结转未销号", lambda row: str(row.n("carried_over_open")), "carried_over_open")
    columns = _columns("督办部门", least, last)
    return sheet("departments", "督办部门整改率排名表", "department", columns, rows, notes)
