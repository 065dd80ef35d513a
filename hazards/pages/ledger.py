"""台账: the list behind every number, searched, filtered, exported, printed; and one case whole."""

from html import escape

import streamlit as st

from hazards.pages import acting, asking, casefile, paperlinks, parts, visitor
from hazards.services import clock, lists, overview
from hazards.services.asked import Asked
from hazards.services.askedwords import FIGURES

SIZE = 50
HEADS = [
    ("编号", ""),
    ("整治单位(区域)", ""),
    ("属地", ""),
    ("级别", ""),
    ("隐患主要内容", "gp-long"),
    ("督办单位", ""),
    ("挂牌日期", "gp-nowrap"),
    ("整改期限", "gp-nowrap"),
    ("状态", "gp-nowrap"),
]


def page() -> None:
    if told := st.query_params.get("case", ""):
        casefile.show(int(told) if told.isdecimal() and len(told) < 16 else 0)
        return
    store, scope = visitor.here()
    acting.headed("台账", scope)
    asked = asking.row("ledger", ("kind", "year", "level", "light", "place", "text"))
    _figure(asked)
    found = lists.page(store, scope, asked, start=(_page_number() - 1) * SIZE, size=SIZE)
    if not found.total:
        parts.empty("没有符合条件的案件", "放宽上面的条件再看；台账由区安委办在“导入”中导入。")
        parts.rule(overview.rule_line(asked))
        return
    _head(asked, found.total)
    table = parts.table(HEADS, [_row(line) for line in found.lines], css="gp-cases")
    parts.show(f'<div class="gp-sheet">{table}</div>')
    _pages(found.total)
    parts.rule(overview.rule_line(asked) + f"；共 {found.total} 件，最急的在前")
    _hands()


def _figure(asked: Asked) -> None:
    """Which number was opened, its rule, and the way back to all cases."""
    if not asked.measure:
        return
    rules = overview.rules()
    headings = rules["headings"]
    told = rules["figures"].get(asked.measure) or headings.get(f"measures_{asked.measure}")
    told = told or headings["overdue_headline"]
    back = parts.link("看全部案件", "ledger", asked.but(measure="").query)
    parts.show(
        f'<p class="gp-figure"><b>{escape(FIGURES[asked.measure])}</b> '
        f'<span class="gp-note">{escape(told)}</span> {back}</p>'
    )


def _head(asked: Asked, total: int) -> None:
    query = escape(asked.query, quote=True)
    links = "".join(
        f'<a href="/download/cases.{kind}?{query}" download>{name}</a>'
        for kind, name in (("xlsx", "xlsx"), ("csv", "csv"), ("geojson", "GeoJSON"), ("gpkg", "GeoPackage"))
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.show(f'<p class="gp-count"><b>{total}</b> 件</p>')
        parts.show(
            f'<p class="gp-facts-line gp-noprint"><span class="gp-grey">导出</span>{links}</p>', tight=True
        )
        papers = paperlinks.link("打印", "/print/cases.pdf", asked.query)
        papers += paperlinks.link("打印 A3", "/print/cases.pdf", f"{asked.query}&paper=a3".lstrip("&"))
        papers += paperlinks.link("打印挂图", "/wallmap.pdf", asked.query)
        parts.show(f'<p class="gp-facts-line gp-noprint">{papers}</p>', tight=True)


def _page_number() -> int:
    told = st.query_params.get("page", "1")
    return max(int(told), 1) if told.isdigit() else 1


def _pages(total: int) -> None:
    pages = -(-total // SIZE)
    here = min(_page_number(), pages)
    if pages == 1:
        return
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        if st.button("上一页", disabled=here <= 1):
            st.query_params["page"] = str(here - 1)
            st.rerun()
        parts.show(f'<span class="gp-note">第 {here} 页，共 {pages} 页</span>')
        if st.button("下一页", disabled=here >= pages):
            st.query_params["page"] = str(here + 1)
            st.rerun()


def _row(line: lists.CaseLine) -> list[str]:
    return [
        escape(line.number or "未编号"),
        parts.link(line.unit, "ledger", f"case={line.id}"),
        escape(line.street),
        escape(line.level or "—"),
        f'<span class="gp-clamp">{escape(line.content or "—")}</span>',
        escape(line.supervisor or "—"),
        line.listed_on.isoformat() if line.listed_on else "—",
        line.deadline.isoformat() if line.deadline else "缺失",
        parts.clock(line),
    ]


def _hands() -> None:
    """Where to sign, if somebody prints the page itself; the whole list prints as pdf."""
    parts.show(
        f'<p class="gp-printonly">填报人：____________ 审核人：____________ 负责人：____________ '
        f"打印时间 {clock.now():%Y-%m-%d %H:%M}</p>"
    )


page()
