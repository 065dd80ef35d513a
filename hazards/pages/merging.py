"""街镇合并、更名 in 设置: what would move is shown first; confirming it is one act."""

from functools import partial
from html import escape

import streamlit as st

from hazards.domain.jurisdiction import PLACED_TYPES, Register
from hazards.pages import acting, parts, visitor
from hazards.services import clock, following, merging
from hazards.services.merging import NewUnit, Plan, Preview

KINDS = {"into": "并入现有街镇", "new": "撤并新设或更名"}
TYPES = [one for one in PLACED_TYPES if one != "区直"]


def draw(held: Register) -> None:
    """The card; nothing for who may not merge streets."""
    _, scope = visitor.here()
    if not acting.may(scope, merging.merge):
        return
    acting.told("merger")
    with st.container(key="card_merger"):
        parts.show('<h2 class="gp-title">街镇合并、更名</h2>')
        plan = _asked(held)
        if plan is None:
            parts.show(
                '<p class="gp-note">选定后先预览，列出随之变动的案卷、待办、人员、目标和报送任务，'
                "核对后再确认。分设、部分划转须先登记新设街镇，再逐案变更主办。</p>"
            )
            return
        store, scope = visitor.here()
        told = merging.preview(store, scope, plan)
        _shown(told)
        work = partial(_merge, plan, told.mark)
        st.button("确认办理", type="primary", on_click=acting.press, args=("merger", told.mark, work))


def _asked(held: Register) -> Plan | None:
    """The plan as chosen; None until everything is."""
    streets = {u.key: u.name for u in held.streets(clock.today()) if u.type != "区直"}
    old = st.multiselect(
        "撤并的街镇", list(streets), format_func=streets.__getitem__, key="merge_old", placeholder="请选择"
    )
    kind = st.segmented_control(
        "办法", list(KINDS), format_func=KINDS.__getitem__, default="into", required=True, key="merge_kind"
    )
    into: int | NewUnit | None
    if kind == "new":
        name = st.text_input("新单位名称", key="merge_name", max_chars=40).strip()
        type_ = st.selectbox("类别", TYPES, key="merge_type")
        code = st.text_input("统计代码(未下达的留空)", key="merge_code", max_chars=12).strip()
        into = NewUnit(name, type_, code) if name else None
    else:
        rest = {key: told for key, told in streets.items() if key not in old}
        into = acting.choose("并入", rest, "merge_into")
    on = st.date_input("生效日期", value=None, format="YYYY-MM-DD", key="merge_on")
    document = st.text_input(
        "批复文号", key="merge_document", max_chars=100, placeholder="如 浙民批〔2026〕12号"
    )
    if not (old and into and on and document.strip()):
        return None
    return Plan(tuple(old), into, on, document.strip())


def _shown(told: Preview) -> None:
    heading = "、".join(told.names)
    open_ = sum(case.open for case in told.cases)
    parts.show(
        f"<p><b>{escape(heading)}</b>自 {told.plan.on.isoformat()} 起并为<b>{escape(told.into)}</b>："
        f"案卷 {len(told.cases)} 件(未销号 {open_} 件)，待办 {len(told.todos)} 项，"
        f"任职 {len(told.posts)} 个，年度目标 {len(told.targets)} 项。</p>"
    )
    with st.expander(f"案卷({len(told.cases)} 件)"):
        heads = [("编号", "gp-nowrap"), ("整治单位", ""), ("现属地", ""), ("状态", "")]
        rows = [
            [
                parts.link(c.number or "未编号", "ledger", f"case={c.id}"),
                escape(c.unit),
                escape(c.street),
                "未销号" if c.open else "已办结",
            ]
            for c in told.cases
        ]
        parts.show(parts.table(heads, rows, css="gp-stack"))
    _todos(told)
    people = [
        f"{escape(p.person)}：{escape(p.place)}{escape(p.title)}，改任{escape(p.after)}" for p in told.posts
    ]
    _list("任职随之变动", people, "没有在任人员。")
    _list("年度目标相加", [_goal(g, told.into) for g in told.targets], "被撤并的街镇没有单设目标。")
    _list("报送任务", [escape(d) for d in told.duties], "")
    _list("边界", [escape(told.outline)], "")
    parts.rule("口径：生效日前的统计仍分列(当时口径)，生效日起并列；按现行边界查询时，以前的案件也并入。")


def _todos(told: Preview) -> None:
    lines = [
        f"{escape(w.what)} · {escape(' · '.join(filter(None, [w.number or '未编号', w.unit])))}"
        for w in told.todos
    ]
    _list(f"待办({len(lines)} 项)", lines, "没有未办的待办。")


def _list(title: str, lines: list[str], nothing: str) -> None:
    body = "".join(f"<li>{line}</li>" for line in lines)
    told = f'<ul class="gp-items">{body}</ul>' if lines else f'<p class="gp-note">{escape(nothing)}</p>'
    parts.show(f'<h4 class="gp-note">{escape(title)}</h4>{told}')


def _goal(goal: following.Goal, into: str) -> str:
    before = "未设" if goal.before is None or goal.before[0] is None else str(goal.before[0])
    now = "未设" if goal.listed is None else str(goal.listed)
    area = "" if goal.area is None else f"，处置任务 {goal.area:,.0f} ㎡"
    return f"{goal.year} 年{escape(into)}挂牌数目标 {before} 改为 {now}，整改率目标 {goal.rate}%{area}"


def _merge(plan: Plan, mark: str) -> str:
    store, scope = visitor.here()
    merging.merge(store, scope, plan, mark=mark)
    for name in ("merge_old", "merge_into", "merge_on", "merge_document", "merge_name", "merge_code"):
        st.session_state.pop(name, None)
    return "已办理，相关案卷、待办、人员和目标即时移入。"
