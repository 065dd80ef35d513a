"""年度结账: what a year's closing freezes, what still stands open, what is carried over, what was restated."""

from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from hazards.domain.rates import Rate
from hazards.pages import acting, parts, visitor
from hazards.services import clock, closing
from hazards.services.access import Scope
from hazards.services.closing import CONFIRMED, PREPARED, Closing
from hazards.services.closingfacts import NAMES
from hazards.storage.store import Store

FORM = "closing"
BACK = 5
LISTS = {**NAMES, "carried": "结转下年"}
RULE = (
    "口径：截止当年12月31日24时，按有效挂牌数(含未到期)；结账后录入、办理日期在当年的，"
    "列为重述，不改结账数；结转=年末未销号，不分年度。"
)


def draw() -> None:
    store, scope = visitor.here()
    acting.style()
    year = _year()
    told = closing.view(store, scope, year)
    years = range(clock.today().year, clock.today().year - BACK, -1)
    links = "".join(
        f'<b aria-current="page">{y} 年度</b>' if y == year else parts.link(f"{y} 年度", "reports", _query(y))
        for y in years
    )
    parts.show(f'<p class="gp-facts-line gp-noprint">{links}</p>')
    if (name := st.query_params.get("list", "")) in LISTS:
        _list(told, name)
        return
    acting.told(FORM)
    parts.show(f'<p class="gp-figure">{_sentence(told)}</p>')
    _acts(store, scope, told)
    _figures(told)
    _open(told)
    _restated(told)
    _targets(told)
    if told.row is not None and told.state == CONFIRMED:
        parts.rule(f"结账内容摘要(SHA-256) {told.row['sha256']}；当时轨迹末端 {told.row['head']}。")
    parts.rule(RULE)


def _year() -> int:
    told = st.query_params.get("year", "")
    this = clock.today().year
    return int(told) if told.isdecimal() and this - 50 < int(told) <= this else this - 1


def _query(year: int, **more: str) -> str:
    return urlencode({"view": "closing", "year": year, **more})


def _sentence(told: Closing) -> str:
    total = told.total
    rate = Rate(total["struck_off"], total["listed"])
    counts = {
        "listed": total["listed"],
        "struck_off": total["struck_off"],
        "carried": len(told.facts["carried"]),
    }
    links = "　".join(
        parts.link(f"{LISTS[key]} {n} 件", "reports", _query(told.year, list=key), "gp-nowrap")
        for key, n in counts.items()
    )
    row = told.row
    if row is not None and told.state == CONFIRMED:
        how = f'<span class="gp-green">● {row["confirmed_on"]} 由{escape(row["confirmer"])}确认结账</span>'
    elif row is not None and told.state == PREPARED:
        moved = "，编制后数据有变动，须重新编制" if told.moved else ""
        how = f'<span class="gp-amber">▲ {escape(row["preparer"])}已编制，待领导确认{moved}</span>'
    else:
        how = '<span class="gp-grey">○ 未结账</span>'
    return f"{told.year}年度 {how}：{links}　整改率 {rate}"


def _acts(store: Store, scope: Scope, told: Closing) -> None:
    if told.state == CONFIRMED or clock.today().year <= told.year:
        return
    drawn = acting.mark(FORM)
    if acting.may(scope, closing.prepare):
        word = "重新编制" if told.state == PREPARED else "编制结账"
        work = partial(_prepare, store, scope, told.year)
        st.button(
            word, type="primary", key=f"prepare_{drawn}", on_click=acting.press, args=(FORM, drawn, work)
        )
    if acting.may(scope, closing.confirm) and told.row is not None:
        work = partial(_confirm, store, scope, told.year, told.row["sha256"])
        st.button(
            "确认结账",
            type="primary",
            key=f"confirm_{drawn}",
            on_click=acting.press,
            args=(FORM, drawn, work),
        )


def _prepare(store: Store, scope: Scope, year: int) -> str:
    closing.prepare(store, scope, year)
    return f"{year}年度结账已编制，请领导在本页确认。"


def _confirm(store: Store, scope: Scope, year: int, seen: str) -> str:
    closing.confirm(store, scope, year, seen=seen)
    return f"{year}年度已结账。{year + 1}年的目标未另设的已照抄，可在“设置”中改。"


def _figures(told: Closing) -> None:
    heads = [
        ("单位", ""),
        *(
            (name, "gp-right")
            for name in ("挂牌", "已销号", "整改率", "到期", "逾期", "延期", "撤销", "移送")
        ),
    ]
    table = told.facts["tables"]["street"]
    rows = [
        _row(told.year, row)
        for row in table["rows"]
        if row["listed"] or row["withdrawn"] or row["transferred"]
    ]
    if not rows:
        parts.empty(f"{told.year}年度没有挂牌案件", "区安委办导入台账或者印发挂牌批次后才有数。")
        return
    note = "结账数，不再变动" if told.state == CONFIRMED else "现在的数，结账时定格"
    parts.show(
        parts.card("各街镇", parts.table(heads, rows, _row(told.year, table["total"]), css="gp-stack"), note)
    )


def _row(year: int, row: dict[str, Any]) -> list[str]:
    """One street; every number opens the cases it counts."""
    where = {} if row["name"] == "合计" else {"street": row["name"]}

    def number(key: str) -> str:
        return parts.link(str(row[key]), "reports", _query(year, list=key, **where))

    rate = Rate(row["struck_off"], row["listed"])
    plain = ("due", "overdue", "extended", "withdrawn", "transferred")
    return [escape(row["name"]), number("listed"), number("struck_off"), str(rate), *map(number, plain)]


def _open(told: Closing) -> None:
    if told.state == CONFIRMED:
        return
    if not told.open:
        parts.show(
            parts.card("未了事项", "<p>没有未印发的批次、未确认的登记、未审批的延期和未签的送审。</p>")
        )
        return
    rows = [
        [
            escape(one.what),
            parts.link(one.about, "ledger", f"case={one.case}") if one.case else escape(one.about),
            escape(one.by),
        ]
        for one in told.open
    ]
    heads = [("事项", ""), ("案件或者批次", ""), ("由谁办", "gp-nowrap")]
    card = parts.card(
        f"未了事项 {len(rows)} 件", parts.table(heads, rows, css="gp-stack"), "全部办结后才能结账"
    )
    parts.show(card)


def _restated(told: Closing) -> None:
    if told.state != CONFIRMED:
        return
    if not told.restated:
        parts.show(parts.card("重述", "<p>结账之后没有改变当年数字的办理。</p>"))
        return
    rows = [
        [
            parts.link(one.unit, "ledger", f"case={one.case}"),
            escape(one.number or "未编号"),
            escape(one.street),
            escape("、".join(one.before) or "不在当年"),
            escape("、".join(one.after) or "不在当年"),
            escape("；".join(one.acts) or "—"),
        ]
        for one in told.restated
    ]
    heads = [
        ("整治单位(区域)", ""),
        ("编号", ""),
        ("属地", ""),
        ("结账时", ""),
        ("现在", ""),
        ("其后的办理", ""),
    ]
    parts.show(
        parts.card(
            f"重述 {len(rows)} 件", parts.table(heads, rows, css="gp-stack"), "结账数不改，差异在此说明"
        )
    )


def _targets(told: Closing) -> None:
    rows = [
        [
            escape(name),
            "—" if listed is None else f"≥{listed}",
            f"{rate}%",
            "—" if area is None else f"{area:,.0f}",
        ]
        for _, name, listed, rate, area in told.facts["targets"]
    ]
    if rows:
        heads = [("单位", ""), ("挂牌数", "gp-right"), ("整改率", "gp-right"), ("处置任务(㎡)", "gp-right")]
        note = f"结账时照抄为 {told.year + 1} 年目标(已另设的不动)，可在“设置”中改"
        parts.show(parts.card(f"{told.year} 年目标", parts.table(heads, rows, css="gp-stack"), note))


def _list(told: Closing, name: str) -> None:
    back = parts.link("返回结账", "reports", _query(told.year))
    found = [(*one[:4], _carried(one)) for one in told.facts["carried"]]
    if name != "carried":
        found = [(*one[:4], "") for one in told.facts["members"] if name in one[4]]
    if street := st.query_params.get("street", ""):
        found = [one for one in found if one[3] == street]
    parts.show(
        f'<p class="gp-count"><b>{len(found)}</b> 件 {escape(street)} {told.year}年度 {LISTS[name]} {back}</p>'
    )
    heads = [("整治单位(区域)", ""), ("编号", "gp-nowrap"), ("属地", "gp-nowrap"), ("说明", "")]
    rows = [
        [
            parts.link(unit, "ledger", f"case={case}"),
            escape(number or "未编号"),
            escape(street),
            escape(note or "—"),
        ]
        for case, number, unit, street, note in found
    ]
    parts.show(f'<div class="gp-sheet">{parts.table(heads, rows, css="gp-stack")}</div>')
    parts.rule(RULE)


def _carried(one: list[Any]) -> str:
    return f"{one[4] or '—'} 年度，期限 {one[5] or '缺失'}"
