"""Illegal buildings in a bulletin (违法建筑处置): figures of their own in m², never merged with the rate."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hazards.domain import stock
from hazards.domain.bulletin import ALL, Bulletin, Structure
from hazards.domain.bulletintables import DASH
from hazards.domain.issues import Kind
from hazards.domain.stock import DEMOLITIONS, NONE, Amount, Building, Disposal, Row

KEY = "structures"
TITLE = "违法建筑处置情况表（面积单位：㎡）"
FIGURES = {
    "found": "认定在册",
    "stock:new": "其中新增",
    "stock:old": "其中存量",
    "disposed": "累计处置",
    "disposed_year": "本年处置",
    "demolished_year": "其中拆除",
    "disposed_now": "本期处置",
    "demolished_now": "其中拆除",
}
HEADS = (
    ("街道（镇）", "", 2.4),
    ("在册宗数", "found", 1.0),
    ("认定在册", "found", 1.4),
    ("其中新增", "stock:new", 1.3),
    ("其中存量", "stock:old", 1.3),
    ("累计处置", "disposed", 1.4),
    ("存量处置率%", "", 1.2),
    ("年度任务", "", 1.3),
    ("本年处置宗数", "disposed_year", 1.2),
    ("本年处置", "disposed_year", 1.3),
    ("其中拆除", "demolished_year", 1.3),
    ("任务完成率%", "", 1.2),
    ("本期处置", "disposed_now", 1.3),
    ("其中拆除", "demolished_now", 1.3),
)
NAMED = 5
COUNTS = ("在册宗数", "本年处置宗数")
NOTES = (
    "处置按办理日期计，含拆除、没收、限期改正和台账导入的处置，导入而未载方式的不计为拆除；存量处置率=累计处置÷认定在册，"
    "任务完成率=本年处置÷年度任务，可以超过100%，未下达任务的印“—”；未分类的只计入在册，不与整改率合并。",
)


def of(bulletin: Bulletin, figure: str, row: str) -> list[Structure]:
    """The very buildings a figure counts, in one row of the table or all of them."""
    cases = set(figures(bulletin, row).get(figure, NONE).cases)
    return [one for one in bulletin.structures if one.id in cases]


def figures(bulletin: Bulletin, row: str = ALL) -> Mapping[str, Amount]:
    """Every figure of a row: those of the page 违法建筑, and what the period itself brought."""
    mine = [one for one in bulletin.structures if row in (ALL, str(one.place))]
    first, last = bulletin.period.first.isoformat(), bulletin.cutoff
    now = [(one.id, kind, m2) for one in mine for kind, m2, on in one.disposals if first <= on <= last]
    return {
        **stock.figures(map(_building, mine), bulletin.year),
        "disposed_now": Amount.of((case, m2) for case, _, m2 in now),
        "demolished_now": Amount.of((case, m2) for case, kind, m2 in now if kind in DEMOLITIONS),
    }


def _building(one: Structure) -> Building:
    done = (Disposal(kind, m2, date.fromisoformat(on) if on else None) for kind, m2, on in one.disposals)
    return Building(one.id, one.m2, one.of_year, "", one.stock, disposals=tuple(done))


def sheet(bulletin: Bulletin, notes: list[str]) -> dict[str, Any] | None:
    """The table as it is frozen; none where no building is on the books."""
    if not bulletin.structures:
        return None
    names = {str(s.key): s.name for s in bulletin.streets}
    # A building may lie where no hazard does: the rows still add up to the total.
    names |= {str(one.place): one.street for one in bulletin.structures if str(one.place) not in names}
    rows = [{"key": key, "cells": _cells(bulletin, key, name)} for key, name in names.items()]
    rows.append({"key": ALL, "cells": _cells(bulletin, ALL, "合计")})
    return {
        "key": KEY,
        "title": TITLE,
        "by": "street",
        "heads": [head for head, _, _ in HEADS],
        "figures": [figure for _, figure, _ in HEADS],
        "wide": [wide for _, _, wide in HEADS],
        "rows": rows,
        "notes": [*notes, *NOTES],
    }


def _cells(bulletin: Bulletin, key: str, name: str) -> list[str]:
    row = _row(bulletin, key, name)
    said = {
        "街道（镇）": name,
        "存量处置率%": row.disposal.removesuffix("%"),
        "任务完成率%": row.completion.removesuffix("%") if row.task else DASH,
        "年度任务": printed(row.task) if row.task else DASH,
    }
    return [
        said.get(head) or (str(row[figure].count) if head in COUNTS else printed(row[figure].m2))
        for head, figure, _ in HEADS
    ]


def _row(bulletin: Bulletin, key: str, name: str) -> Row:
    return Row(name, key, figures(bulletin, key), bulletin.tasks.get(key))


def printed(m2: float) -> str:
    """Square metres as a table prints them."""
    return f"{m2:.2f}"


def restated(
    then: Iterable[Structure], now: Iterable[Structure], until: str
) -> tuple[tuple[str, str, str, float, float, float, float], ...]:
    """Buildings whose areas up to an earlier cut-off are others today, by id (domain/bulletin.areas)."""
    was, is_ = {one.id: one for one in then}, {one.id: one for one in now}
    told = []
    for case in sorted(was.keys() | is_.keys()):
        before, after = _sums(was.get(case), until), _sums(is_.get(case), until)
        if before != after:
            one = is_.get(case) or was[case]
            told.append((one.number or "未编号", one.unit, one.street, *_pairs(before, after)))
    return tuple(told)


def _sums(one: Structure | None, until: str) -> tuple[float, float]:
    """(m² on the books, m² disposed of by the day)."""
    if one is None:
        return 0.0, 0.0
    return one.m2, round(sum(m2 for _, m2, on in one.disposals if "" < on <= until), 2)


def _pairs(before: tuple[float, float], after: tuple[float, float]) -> tuple[float, float, float, float]:
    return before[0], after[0], before[1], after[1]


def paragraphs(bulletin: Bulletin) -> list[str]:
    """Where the illegal buildings stand, and what of the last issue's areas is told otherwise today."""
    before = bulletin.before
    if before is None or not bulletin.areas:
        return [_stand(bulletin)]
    named = []
    for number, unit, street, m2, m2_now, done, done_now in bulletin.areas[:NAMED]:
        words = (("认定在册", m2, m2_now), ("累计处置", done, done_now))
        moved = "，".join(f"{w}由{printed(a)}㎡改为{printed(b)}㎡" for w, a, b in words if a != b)
        named.append(f"{number}{unit}（{street}）{moved}")
    more = f"等{len(bulletin.areas)}宗" if len(bulletin.areas) > NAMED else ""
    told = f"{before.name}通报的面积因印发后的录入或者更正重述：{'；'.join(named)}{more}。"
    return [_stand(bulletin), told]


def _stand(bulletin: Bulletin) -> str:
    row = _row(bulletin, ALL, "")
    done = f"任务完成率{row.completion}" if row.task else "未下达年度任务"
    now = f"{printed(row['disposed_now'].m2)}㎡，其中拆除{printed(row['demolished_now'].m2)}㎡"
    period = "" if bulletin.kind is Kind.YEAR else f"；{bulletin.period.short}处置{now}"
    return (
        f"在册违法建筑{row['found'].count}宗、{printed(row['found'].m2)}㎡，累计处置{printed(row['disposed'].m2)}㎡，"
        f"存量处置率{row.disposal}；本年处置{printed(row['disposed_year'].m2)}㎡，其中拆除"
        f"{printed(row['demolished_year'].m2)}㎡，{done}{period}。"
    )
