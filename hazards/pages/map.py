"""一张图: streets by rate and cases by light, and beside them the list the map is about."""

from html import escape
from urllib.parse import parse_qsl

import streamlit as st

from geo import palette
from hazards.pages import asking, paperlinks, parts, visitor
from hazards.pages.mapview import Click, map_view
from hazards.services import lists, reporting, words
from hazards.services.asked import Asked

SHOWN = 8


def page() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="headed"):
        st.title("一张图")
        parts.show(parts.link("大屏", "wall", css="gp-noprint"), tight=True)
    asked = asking.row("map", ("kind", "year", "level", "light", "place"))
    picked: Click | None = st.session_state.get("map_picked")
    left, right = st.columns([2, 1], gap="medium")
    with left:
        if click := map_view(asked.but(place="").query, height=620, focus=_street(asked)):
            st.session_state["map_picked"] = picked = click
        st.html(legend())
    with right:
        if picked is not None:
            with st.container(key="card_picked"):
                card(picked, asked)
        with st.container(key="card_list"):
            cases(asked)


def _street(asked: Asked) -> Click | None:
    return Click("street", int(asked.place)) if asked.place.isdigit() else None


def card(picked: Click, asked: Asked) -> None:
    """What one needs to know of the case or street just pressed, and the way on."""
    store, scope = visitor.here()
    if picked.what == "case":
        line = lists.case(store, scope, picked.id, asked).line
        facts = [
            ("编号", line.number or "未编号"),
            ("属地", line.street),
            ("级别", f"{line.level or '未填写'} · {words.KIND_NAMES[line.kind]}"),
            ("状态", f"{line.mark} {line.clock}"),
            ("整改期限", line.deadline.isoformat() if line.deadline else "缺失"),
        ]
        st.html(_facts(line.unit, facts))
        st.page_link("hazards/pages/ledger.py", label="在台账中查看", query_params={"case": str(line.id)})
        return
    table = reporting.rates(store, scope, asked.but(by="street", place="", light="", text=""))
    found = next((row for row in table.rows if row.key == picked.id), None)
    if found is None:
        return
    met = {True: "● 达标", False: "■ 未达标", None: "／ 不排名"}[found.met]
    facts = [
        ("整改率", f"{found.rate} {met}"),
        ("挂牌", f"{found.counts['listed']} 件"),
        ("已销号", f"{found.counts['struck_off']} 件"),
        ("逾期", f"{found.counts['overdue']} 件"),
        ("距目标", f"还差 {found.needed} 件" if found.needed else "无"),
    ]
    st.html(_facts(found.name, facts))
    st.page_link("hazards/pages/ledger.py", label="在台账中查看", query_params={"place": str(picked.id)})


def cases(asked: Asked) -> None:
    """The most urgent cases of the same question, and how many there are."""
    store, scope = visitor.here()
    found = lists.page(store, scope, asked, size=SHOWN)
    if not found.total:
        how = "放宽上面的条件再看；台账由区安委办在“导入”中导入，街镇边界由系统管理员在“设置”中导入。"
        st.html(f'<h2 class="gp-title">没有符合条件的案件</h2><p class="gp-note">{how}</p>')
        return
    rows = "".join(parts.brief(line) for line in found.lines)
    st.html(f'<h2 class="gp-title">符合条件 {found.total} 件，最急的在前</h2><ul class="gp-list">{rows}</ul>')
    same = dict(parse_qsl(asked.query))
    st.page_link("hazards/pages/ledger.py", label=f"在台账中查看全部 {found.total} 件", query_params=same)
    paper = paperlinks.link("打印挂图", "/wallmap.pdf", asked.query)
    parts.show(f'<p class="gp-facts-line gp-noprint">{paper}</p>')


def _facts(title: str, facts: list[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return f'<h2 class="gp-title">{escape(title)}</h2><dl class="gp-facts">{rows}</dl>'


def legend() -> str:
    """What colours, marks and shapes mean; outside the map, so that it hides no street."""
    steps = "".join(
        f'<span><i class="gp-step-{s.key}" style="background:{s.fill}"></i>{s.mark} {s.word}</span>'
        for s in palette.STEPS
    )
    kinds = "".join(f'<span><i class="gp-shape gp-{key}"></i>{word}</span>' for key, word in palette.KINDS)
    lights = "".join(
        f'<span><i class="gp-light" style="background:{one.fill};color:{one.ink};'
        f'border-color:{one.ink if one.fill == "#FFFFFF" else one.fill}">{one.mark}</i>{one.word}</span>'
        for one in palette.LIGHTS
    )
    return (
        f'<div class="gp-legend"><b>整改率</b>{steps}<span class="gp-break"></span>'
        f"<b>案件</b>{kinds}{lights}</div>"
    )


page()
