"""迎检台账: ordered here, made beside the pages, taken from the list below the form."""

from functools import partial
from html import escape

import streamlit as st

from hazards.pages import acting, parts, visitor
from hazards.services import binders, clock, register, reporting
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.binders import Binder
from hazards.storage.store import Store

FORM = "binder"
BY = {"year": "全年", "street": "按街镇", "batch": "按批次"}
YEARS = 5
BEAT_S = 3
HEADS = [
    ("范围", ""),
    ("进展", "gp-nowrap"),
    ("案卷", "gp-right"),
    ("页数", "gp-right"),
    ("申请人", ""),
    ("申请时间", "gp-nowrap"),
    ("保留至", "gp-nowrap"),
    ("下载", "gp-nowrap"),
]
RULE = (
    "口径：所选年度挂牌的重大隐患和结转案卷，只编主办的案卷；“缺”为按办理环节应有而案卷中没有的件，"
    "“系统稿”按案卷生成，以盖章件为准；视频、文档和过大的文件不装订，凭回执调阅；编成后保留七日，编制和下载记入轨迹。"
)


def draw() -> None:
    acting.style()
    store, scope = visitor.here()
    acting.told(FORM)
    _form(store, scope)
    going = any(one.open for one in binders.held(store, scope))
    st.fragment(_list, run_every=BEAT_S if going else None)()
    parts.rule(RULE)


def _form(store: Store, scope: Scope) -> None:
    drawn = acting.mark(FORM)
    this = clock.today().year
    with st.container(border=True):
        one, two, three = st.columns([2, 1, 2], vertical_alignment="bottom")
        by = one.segmented_control(
            "编制范围", list(BY), format_func=BY.__getitem__, default="year", required=True, key=f"by_{drawn}"
        )
        years = [this - back for back in range(YEARS + 1)]
        year = two.selectbox("年度", years, format_func=lambda y: f"{y} 年", key=f"year_{drawn}")
        with three:
            if by == "street":
                acting.choose("街镇", _streets(store, scope), f"place_{drawn}")
            elif by == "batch":
                acting.choose("批次", _batches(store, scope, year), f"place_{drawn}")
        st.button(
            "编制迎检台账",
            type="primary",
            key=f"go_{drawn}",
            on_click=acting.press,
            args=(FORM, drawn, partial(_ask, store, scope, drawn)),
        )


def _streets(store: Store, scope: Scope) -> dict[str, str]:
    held = register.read(store, scope).streets(clock.today())
    return {str(u.key): u.name for u in held if scope.jurisdictions is None or u.key in scope.jurisdictions}


def _batches(store: Store, scope: Scope, year: int) -> list[str]:
    table = reporting.rates(store, scope, Asked(by="batch", year=year))
    return [line.name for line in table.rows if not line.aside]


def _ask(store: Store, scope: Scope, drawn: str) -> str:
    by, place = acting.typed("by", drawn, "year"), acting.typed("place", drawn, None)
    if by != "year" and not place:
        raise acting.NotDone(told=f"还没有选择{'街镇' if by == 'street' else '批次'}。")
    told = {"year": str(acting.typed("year", drawn, clock.today().year))}
    if by != "year":
        told |= {"by": by, "place": str(place)}
    binders.ask(store, scope, told)
    return "已开始编制，可以离开本页，编成后在下面的列表中下载。"


def _list() -> None:
    """Drawn again every few seconds while something is under way; when the last one ends, once more whole."""
    store, scope = visitor.here()
    held = binders.held(store, scope)
    if not held:
        parts.empty("还没有迎检台账", "在上面选择年度、街镇或批次后编制；几分钟内编成，不必等在本页。")
        return
    going = [one for one in held if one.open]
    for one in going:
        told = f"{one.title}：{one.word}" + (f" {one.done}/{one.whole} {one.doing}" if one.done else "")
        st.progress(min(one.share, 1.0), text=parts.plain(told))
    ended = [one for one in held if not one.open]
    if ended:
        table = parts.table(HEADS, [_row(one) for one in ended], css="gp-todo")
        parts.show(f'<div class="gp-sheet">{table}</div>')
    for one in ended:
        if one.trouble:
            _trouble(store, scope, one)
    was = st.session_state.get("binders_going", 0)
    st.session_state["binders_going"] = len(going)
    if was and not going:
        st.rerun()


def _row(one: Binder) -> list[str]:
    size = f"{one.size / 1024 / 1024:.1f} MB"
    ready = one.state == "done"
    link = f'<a href="/binders/{one.id}" download>下载 zip</a> <span class="gp-note">{size}</span>'
    tone = {"done": "gp-green", "failed": "gp-red"}.get(one.state, "gp-grey")
    mark = {"done": "●", "failed": "■"}.get(one.state, "○")
    return [
        escape(one.title),
        f'<span class="{tone}">{mark} {one.word}</span>',
        f"{one.whole} 件",
        f"{one.pages} 页" if ready else "—",
        escape(one.actor),
        escape(one.entered_at[:16].replace("T", " ")),
        escape(one.until or "—"),
        link if ready else "—",
    ]


def _trouble(store: Store, scope: Scope, one: Binder) -> None:
    st.error(parts.plain(f"{one.title}：{one.trouble}"))
    if st.button("重新编制", key=f"again_{one.id}"):
        binders.again(store, scope, one.id)
        st.rerun()
