"""Goals: the yearly targets tab of 设置, with the m² of illegal buildings and the categories to go first."""

from html import escape

import streamlit as st

from hazards.pages import acting, parts, visitor
from hazards.services import categories, clock, register, targets


def tab() -> None:
    store, scope = visitor.here()
    held = register.read(store, scope)
    districts = held.districts()
    if not districts:
        parts.empty("还没有登记区", "先在“属地与边界”登记区划。")
        return
    this = clock.today().year
    chosen = st.selectbox("年度", [this + 1, this, this - 1, this - 2], index=1, key="target_year")
    told = targets.all_of_year(store, scope, chosen)
    areas = targets.areas_of_year(store, scope, chosen)
    units = [*districts, *held.streets(clock.today())]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        heads = [
            ("单位", ""),
            ("挂牌数目标", "gp-right"),
            ("整改率目标", "gp-right"),
            ("违法建筑处置任务(㎡)", "gp-right"),
        ]
        body = [
            [
                escape(u.name),
                _goal(told[u.key][0], "≥", "") if u.key in told else "—",
                _goal(told[u.key][1], "", "%") if u.key in told else '<span class="gp-grey">随上级</span>',
                f"{areas[u.key]:,.0f}" if u.key in areas else "—",
            ]
            for u in units
        ]
        note = "整改率未另设的随区，区未设的为 95%；未下达处置任务的不计算任务完成率"
        parts.show(parts.card(f"{chosen} 年目标", parts.table(heads, body, css="gp-stack"), note))
    with right, st.container(key="card_target"), st.form("target", border=False):
        parts.show('<h2 class="gp-title">设定目标</h2>')
        unit = st.selectbox("单位", units, format_func=lambda u: u.name)
        rate = st.number_input("整改率目标(%)", 1, 100, told.get(unit.key, (None, 95))[1])
        listed = st.number_input("挂牌数目标(0 为不设)", 0, 100000, told.get(unit.key, (0, 0))[0] or 0)
        area = st.number_input(
            "违法建筑处置任务(㎡，0 为不设)", 0.0, 1e8, areas.get(unit.key, 0.0), step=1000.0, format="%.0f"
        )
        if st.form_submit_button("保存"):
            targets.set_target(
                store,
                scope,
                unit.code or "",
                chosen,
                listed=int(listed) or None,
                rate=int(rate),
                area_m2=float(area),
            )
            st.rerun()
    if acting.may(scope, categories.replace):
        with right:
            _categories()


def _categories() -> None:
    """六必拆: no text names the six, so the list is the district's own and starts empty."""
    store, scope = visitor.here()
    with st.container(key="card_categories"), st.form("categories", border=False):
        parts.show('<h2 class="gp-title">必拆类别</h2>')
        told = st.text_area(
            "每行一类",
            "\n".join(categories.names(store, scope)),
            height=160,
            placeholder="按本区文件列举，如：沿街临河违法建筑",
        )
        parts.show('<p class="gp-note">没有统一名录，由本区列举；已填写的案卷不随名录改变。</p>')
        if st.form_submit_button("保存类别"):
            categories.replace(store, scope, told.splitlines())
            st.rerun()


def _goal(value: int | None, before: str, after: str) -> str:
    return "—" if value is None else f"{before}{value}{after}"
