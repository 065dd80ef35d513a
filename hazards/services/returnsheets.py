"""Sheets of returns: who reported a week or a month, the figures of a closed year, the bulletins issued."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hazards.domain.printed import Sheet
from hazards.domain.rates import Rate
from hazards.domain.weeks import Week
from hazards.services import bulletins, clock, closing, monthforms, weekreports
from hazards.services.access import Scope
from hazards.services.asked import BadQuestion
from hazards.services.monthduty import Month
from hazards.services.printed import Printed, day, now
from hazards.services.weekduty import LATE, ON_TIME, STANDINGS
from hazards.storage.store import Store

Told = Mapping[str, str]
SIGNED = (ON_TIME, LATE)


def weekly(store: Store, scope: Scope, told: Told) -> Printed:
    """The board of a week (``week`` names any day of it, else this one), or those of one ``standing``."""
    week = Week.of(_day("周次", told.get("week", ""), "2026-11-16", clock.today()))
    board = weekreports.board(store, scope, week)
    chosen = told.get("standing", "")
    rows = tuple(
        (one.unit.name, one.name, *_signed(one.standing, one.row))
        for one in (board.of(chosen) if chosen in STANDINGS else board.rows)
    )
    last = f"{board.last.isoformat()}下班前报" if board.last else "本周没有工作日，不报"
    note = "口径：应报=报送日存续的街镇；按首次签报日期认定按时或者迟报。"
    sheet = Sheet(f"{week.title}周报报送情况", ("街镇", "情况", "签报", "签报日期"), rows, note)
    return Printed(sheet, last, now())


def monthly(store: Store, scope: Scope, told: Told) -> Printed:
    """The board of a month (``month`` as 2026-10, else the one just ended), or those of one ``standing``."""
    before = Month.of(clock.today()).but(-1).first
    month = Month.of(_day("月份", told.get("month", "") and told["month"] + "-01", "2026-10", before))
    board = monthforms.board(store, scope, month)
    chosen = told.get("standing", "")
    rows = tuple(
        (one.name, STANDINGS[one.standing], *_signed(one.standing, one.row), _how(one.standing, one.row))
        for one in (board.of(chosen) if chosen in STANDINGS else board.rows)
    )
    note = "口径：零报告是 0，未报是“—”，不作 0 计；只有签报的才进入通报。"
    heads = ("单位", "情况", "签报", "签报日期", "报法")
    sheet = Sheet(f"{month.title}月报报送情况", heads, rows, note)
    return Printed(sheet, f"{board.last.isoformat()}前报", now())


def closed(store: Store, scope: Scope, told: Told) -> Printed:
    """The figures of a year by street, frozen once it is closed. Raises BadQuestion of no year."""
    year = told.get("year", "") or str(clock.today().year)
    if not (year.isdecimal() and year.isascii() and 1990 <= int(year) <= 2200):
        raise BadQuestion(name="年度", value=year, known="如 2025")
    found = closing.view(store, scope, int(year))
    table = found.facts["tables"]["street"]
    rows = tuple(_figures(row) for row in (*table["rows"], table["total"]))
    heads = ("单位", "挂牌", "已销号", "整改率", "到期", "逾期", "延期", "撤销", "移送")
    state = "已结账" if found.state == closing.CONFIRMED else "未结账，现在的数"
    note = "口径：截止当年12月31日24时，按有效挂牌数(含未到期)；结账后录入的列为重述，不改结账数。"
    return Printed(Sheet(f"{year}年度结账表", heads, rows, note), state, now(), numbered=False)


def issued(store: Store, scope: Scope, told: Told) -> Printed:
    """The bulletins, drafts too for those who may see them."""
    rows = tuple(
        (
            one.name,
            one.cutoff.isoformat(),
            "已印发" if one.state == "published" else "草稿",
            f"{one.drafter} {one.drafted_at[:10]}",
            f"{one.publisher} {one.published_at[:10]}" if one.published_at else "—",
            one.sha256,
        )
        for one in bulletins.issues(store, scope)
    )
    heads = ("通报", "截止", "情况", "编制", "印发", "数据校验码")
    return Printed(
        Sheet("通报期次表", heads, rows, "口径：印发后不再改动，后来的变动在下一期重述。"), "", now()
    )


def _day(name: str, told: str, known: str, else_: date) -> date:
    if not told:
        return else_
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise BadQuestion(name=name, value=told[:40], known=f"如 {known}") from error


def _signed(standing: str, row: Any) -> tuple[str, str]:
    if standing not in SIGNED or not row or not row["signed_on"]:
        return "—", "—"
    return row["signer"], day(row["signed_on"])


def _how(standing: str, row: Any) -> str:
    if standing not in SIGNED or not row:
        return "—"
    return "零报告" if row["zero"] else f"第 {row['version']} 版"


def _figures(row: Mapping[str, Any]) -> tuple[str, ...]:
    plain = ("due", "overdue", "extended", "withdrawn", "transferred")
    rate = Rate(row["struck_off"], row["listed"])
    told = (row["listed"], row["struck_off"], rate, *(row[key] for key in plain))
    return (row["name"], *map(str, told))
