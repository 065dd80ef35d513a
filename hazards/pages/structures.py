"""违法建筑: what stands on the books, how it was dealt with in m², what was lost in court, who knew."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from hazards.domain import stock
from hazards.domain.stock import Amount, Row
from hazards.pages import acting, asking, paperlinks, parts, structurecourts, visitor
from hazards.services import lists, overview, stockfigures
from hazards.services.asked import Asked

OPEN = [key for key in stock.STAGES if key != "closed"]
PLAIN = {
    "found": "认定在册",
    "found_year": "本年发现",
    "disposed": "累计处置",
    "disposed_year": "本年处置",
    "demolished_year": "本年拆除",
    "undated": "处置日期未载",
}
WORDS = {
    "stage": stock.STAGES,
    "stock": stock.STOCKS,
    "stock_disposed": stock.STOCKS,
    "finder": stock.FINDERS,
}


def page() -> None:
    acting.style()
    store, scope = visitor.here()
    with st.container(horizontal=True, vertical_alignment="center", key="headed"):
        st.title("违法建筑")
        links = parts.link("巡查", "patrols") + parts.link("法定期限计算", "calculator")
        parts.show(f'<p class="gp-facts-line gp-noprint">{links}</p>', tight=True)
    asked = asking.row("structures", ("year", "as_of"))
    if figure := st.query_params.get("figure", ""):
        _list(asked, figure)
        return
    told = stockfigures.figures(store, scope, asked)
    if not told.total["found"].count:
        parts.empty("所选范围没有违法建筑", "街镇、执法部门登记或者区安委办导入后，这里显示各项数字。")
        return
    parts.show(f'<p class="gp-sentence">{escape(told.sentence)}</p>')
    _headline(told)
    _streets(told)
    _stages(told)
    left, right = st.columns(2, gap="medium")
    with left:
        _kinds(told)
        structurecourts.unreported_places(asked)
    with right:
        _sorts(told)
    structurecourts.losses(asked)
    papers = (
        ("打印统计表", "structures"),
        ("打印上级发现而街镇未报", "unreported"),
        ("打印复议诉讼", "contests"),
    )
    paperlinks.show(*((word, name, asked.query) for word, name in papers))
    parts.rule(f"口径：{_until(asked)}")


_rule = structurecourts.rule


def _until(asked: Asked) -> str:
    return "面积单位为平方米，按办理日期统计；" + overview.rule_line(asked).partition("；")[2]


# ------------------------------------------------------------------ numbers that open their lists
def _to(asked: Asked, figure: str, text: str, place: str = "", css: str = "gp-plain") -> str:
    query = asked.but(place=place).query
    return parts.link(text, "structures", f"{query}&figure={figure}".lstrip("&"), css)


def _count(told: stockfigures.Table, row: Row, figure: str) -> str:
    """A number of cases, leading to them."""
    place = "" if row is told.total else str(row.key)
    amount = row[figure]
    return _to(told.asked, figure, str(amount.count), place, "") if amount.count else "0"


def _m2(amount: Amount) -> str:
    return f"{amount.m2:,.0f}"


def _headline(told: stockfigures.Table) -> None:
    total, asked = told.total, told.asked
    going = sum(total[f"stage:{key}"].count for key in OPEN)
    task = f"年度任务 {total.task:,.0f} ㎡，任务完成率 {total.completion}" if total.task else "未下达年度任务"
    undated = (
        f"；另有 {_count(told, total, 'undated')} 宗 {_m2(total['undated'])} ㎡ 未载日期"
        if total["undated"].count
        else ""
    )
    parts.cards(
        [
            _card(
                "认定在册",
                _to(asked, "found", str(total["found"].count)),
                f"宗 {_m2(total['found'])} ㎡",
                f"办理中 {going} 宗，本年发现 {_count(told, total, 'found_year')} 宗",
                "found",
            ),
            _card(
                "本年处置",
                _to(asked, "disposed_year", _m2(total["disposed_year"])),
                "㎡",
                f"{_count(told, total, 'disposed_year')} 宗；{escape(task)}；其中拆除 {_m2(total['demolished_year'])} ㎡",
                "completion",
            ),
            _card(
                "存量处置率",
                escape(total.disposal),
                f"{_m2(total['disposed'])}/{_m2(total['found'])} ㎡",
                f"累计处置 {_count(told, total, 'disposed')} 宗{undated}",
                "disposal",
            ),
            _card(
                "新增",
                _to(asked, "stock:new", str(total["stock:new"].count)),
                f"宗 {_m2(total['stock:new'])} ㎡",
                f"已处置 {_m2(total['stock_disposed:new'])} ㎡，处置率 {total.disposal_of('new')}",
                "stock",
            ),
        ]
    )


def _card(title: str, number: str, small: str, line: str, rule: str) -> str:
    body = f'<div class="gp-number">{number}<small>{escape(small)}</small></div><div class="gp-figure">{line}</div>'
    return parts.card(title, body, _rule(rule))


def _streets(told: stockfigures.Table) -> None:
    heads = [
        ("街镇", ""),
        ("在册(宗)", "gp-right"),
        ("在册(㎡)", "gp-right"),
        ("本年发现(宗)", "gp-right"),
        ("本年处置(宗)", "gp-right"),
        ("本年处置(㎡)", "gp-right"),
        ("年度任务(㎡)", "gp-right"),
        ("任务完成率", "gp-right"),
        ("累计处置(㎡)", "gp-right"),
        ("存量处置率", "gp-right"),
    ]

    def cells(row: Row) -> list[str]:
        return [
            escape(row.name),
            _count(told, row, "found"),
            _m2(row["found"]),
            _count(told, row, "found_year"),
            _count(told, row, "disposed_year"),
            _m2(row["disposed_year"]),
            f"{row.task:,.0f}" if row.task else "／",
            row.completion.replace("/", "／"),
            _m2(row["disposed"]),
            row.disposal.replace("/", "／"),
        ]

    table = parts.table(heads, [cells(r) for r in told.rows], cells(told.total), "gp-stack")
    note = f"{_rule('disposed_year')}<br>{_rule('disposal')}"
    parts.show(parts.card("各街镇", table, note))


def _stages(told: stockfigures.Table) -> None:
    heads = [("街镇", ""), *((word, "gp-right") for word in stock.STAGES.values())]

    def cells(row: Row) -> list[str]:
        return [escape(row.name), *(_count(told, row, f"stage:{key}") for key in stock.STAGES)]

    rows = [cells(r) for r in told.rows if r["found"].count]
    table = parts.table(heads, rows, cells(told.total), "gp-stack")
    parts.show(parts.card("办理阶段(宗)", table, _rule("stage")))


def _kinds(told: stockfigures.Table) -> None:
    heads = [("方式", ""), ("宗", "gp-right"), ("㎡", "gp-right")]
    total = told.total
    used = [kind for kind in stock.KINDS if total[f"kind:{kind}"].count]
    rows = [[escape(kind), _count(told, total, f"kind:{kind}"), _m2(total[f"kind:{kind}"])] for kind in used]
    foot = ["合计", _count(told, total, "disposed_year"), _m2(total["disposed_year"])]
    body = parts.table(heads, rows, foot) if rows else '<p class="gp-note">本年还没有处置。</p>'
    parts.show(parts.card("本年处置方式", body, _rule("kind")))


def _sorts(told: stockfigures.Table) -> None:
    """New and old apart, from above or by the street, and the district's own categories."""
    total = told.total
    heads = [("", ""), ("宗", "gp-right"), ("㎡", "gp-right"), ("处置率", "gp-right")]
    rows = [
        [
            word,
            _count(told, total, f"stock:{key}"),
            _m2(total[f"stock:{key}"]),
            total.disposal_of(key).replace("/", "／"),
        ]
        for key, word in stock.STOCKS.items()
    ]
    parts.show(parts.card("新增与存量", parts.table(heads, rows), _rule("stock")))
    for title, name, words in (
        ("发现途径", "finder", stock.FINDERS),
        ("必拆类别", "category", {one: one for one in told.categories}),
    ):
        if words:
            rows = [
                [escape(word), _count(told, total, f"{name}:{key}"), _m2(total[f"{name}:{key}"])]
                for key, word in words.items()
            ]
            parts.show(parts.card(title, parts.table(heads[:3], rows), _rule(name)))


# ------------------------------------------------------------------ the list behind a number
def _list(asked: Asked, figure: str) -> None:
    store, scope = visitor.here()
    found = stockfigures.members(store, scope, asked, figure)
    back = parts.link("返回各项数字", "structures", asked.but(place="").query)
    street = f"{escape(found[0].street)} " if asked.place and found else ""
    parts.show(
        f'<p class="gp-figure"><b>{street}{escape(_name(figure))}</b> '
        f'<span class="gp-note">{_rule(_rule_of(figure))}</span> {back}</p>'
        f'<p class="gp-count"><b>{len(found)}</b> 宗</p>'
    )
    paperlinks.show(("打印", "buildings", f"{asked.query}&{urlencode({'figure': figure})}"))
    if not found:
        parts.empty("没有符合条件的违法建筑", "返回后选择其他年度或者截止日期。")
        return
    heads = [("违法建筑", ""), ("状态", "gp-nowrap"), ("属地", ""), ("编号", ""), ("地址", "")]
    rows = [_row(line) for line in found]
    parts.show(f'<div class="gp-sheet">{parts.table(heads, rows, css="gp-todo")}</div>')


def _row(line: lists.CaseLine) -> list[str]:
    return [
        parts.link(line.unit, "ledger", f"case={line.id}"),
        parts.clock(line),
        escape(line.street),
        escape(line.number or "未编号"),
        escape(line.address or "—"),
    ]


def _name(figure: str) -> str:
    sort, _, key = figure.partition(":")
    if figure in PLAIN:
        return PLAIN[figure]
    return WORDS[sort].get(key, "") if sort in WORDS else key


def _rule_of(figure: str) -> str:
    sort = figure.partition(":")[0].removesuffix("_disposed")
    return sort if sort in overview.rules()["structures"] else "found"


page()
