"""进度: milestones as a Gantt chart, items one by one, and money planned and paid."""

from datetime import date
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.milestones import Milestone
from hazards.domain.plan import wan
from hazards.domain.roles import OFFICES, STREET
from hazards.domain.stages import OPEN
from hazards.pages import acting, gantt, parts, visitor
from hazards.services import clock, planning, progress, register
from hazards.services.filed import Filed
from hazards.services.planning import Plan


def draw(held: Filed) -> None:
    store, scope = visitor.here()
    case_id = int(held.row["id"])
    plan = planning.plan(store, scope, case_id)
    writes = scope.role in STREET and held.stage in OPEN
    _schedule(plan, held)
    if writes and scope.leads(held.row):
        _edit_schedule(plan, case_id)
    _items(held, case_id, writes)
    if (writes or scope.role in OFFICES) and scope.leads(held.row) and held.stage in OPEN:
        _set_items(held, case_id)
    _funds(plan)
    if writes and scope.leads(held.row):
        _pay(case_id)


def _schedule(plan: Plan, held: Filed) -> None:
    if not plan.milestones:
        note = "由街镇在下面按整改期限倒排。" if held.deadline else "本案期限缺失，补填期限后可以倒排。"
        parts.empty("还没有排定整改进度", note)
        return
    today = clock.today()
    late = [m for m in plan.milestones if m.late(today)]
    note = f"滞后 {len(late)} 项" if late else "按计划推进"
    picture = gantt.chart(plan.milestones, today, plan.deadline)
    rows = [
        [
            escape(m.task),
            f"{m.starts.isoformat()} 至 {m.ends.isoformat()}",
            escape(m.person) or "—",
            f"{m.planned(today)}%",
            f"{m.done}%"
            + (f' <span class="gp-red">■ 滞后 {m.late(today)} 天</span>' if m.late(today) else ""),
            escape("；".join(filter(None, [m.lag, m.next]))) or "—",
        ]
        for m in plan.milestones
    ]
    heads = [
        ("任务", ""),
        ("倒排起止", "gp-nowrap"),
        ("责任人", ""),
        ("计划", ""),
        ("实际", ""),
        ("滞后原因、下步措施", "gp-long"),
    ]
    parts.show(
        parts.card("整改进度(倒排工期)", picture + parts.table(heads, rows, css="gp-cards-small"), note)
    )


def _edit_schedule(plan: Plan, case_id: int) -> None:
    store, scope = visitor.here()
    held = list(plan.milestones) or list(progress.propose_milestones(store, scope, case_id))
    if not held:
        return
    with st.expander("填写整改进度"):
        told = st.data_editor(
            [
                {
                    "任务": m.task,
                    "开始": m.starts,
                    "结束": m.ends,
                    "责任人": m.person,
                    "完成%": m.done,
                    "滞后原因": m.lag,
                    "下步措施": m.next,
                }
                for m in held
            ],
            num_rows="dynamic",
            width="stretch",
            hide_index=True,
            column_config={
                "开始": st.column_config.DateColumn(format="YYYY-MM-DD"),
                "结束": st.column_config.DateColumn(format="YYYY-MM-DD"),
                "完成%": st.column_config.NumberColumn(min_value=0, max_value=100, step=5),
            },
            key=f"schedule_{case_id}",
        )
        if st.button("保存进度", type="primary", key=f"save_schedule_{case_id}"):
            _done(
                lambda: progress.save_milestones(store, scope, case_id, _milestones(told)), "整改进度已保存。"
            )


def _milestones(told: Any) -> list[Milestone]:
    out = []
    for n, row in enumerate(told, 1):
        if not any(row.values()):
            continue
        starts, ends = row.get("开始"), row.get("结束")
        if not isinstance(starts, date) or not isinstance(ends, date):
            raise progress.BadMilestone(n=n, why="缺起止日期")
        out.append(
            Milestone(
                n,
                str(row.get("任务") or ""),
                starts,
                ends,
                str(row.get("责任人") or ""),
                int(row.get("完成%") or 0),
                None,
                str(row.get("滞后原因") or ""),
                str(row.get("下步措施") or ""),
            )
        )
    return out


def _items(held: Filed, case_id: int, writes: bool) -> None:
    if not held.items:
        return
    store, scope = visitor.here()
    units = register.read(store, scope)
    done = sum(i["done_on"] is not None for i in held.items)
    rows = []
    for item in held.items:
        count = (
            f"{item['finished'] or 0}/{item['wanted']}{escape(item['counted_in'])}" if item["wanted"] else ""
        )
        state = f'<span class="gp-green">● 已完成 {item["done_on"]}</span>' if item["done_on"] else "○ 未完成"
        if item["verified_by"] is not None:
            state += f' <span class="gp-note">核验 {escape(item["verifier"])}</span>'
        where = "—".join(filter(None, [item["line_from"], item["line_to"]]))
        who = units[item["jurisdiction_id"]].name if item["jurisdiction_id"] in units else ""
        about = " · ".join(filter(None, [where, who]))
        text = escape(item["text"]) + (f'<div class="gp-note">{escape(about)}</div>' if about else "")
        rows.append([str(item["position"]), text, count or "—", state])
    heads = [("项", ""), ("内容", "gp-long"), ("数量", "gp-nowrap"), ("状态", "")]
    body = parts.table(heads, rows, css="gp-cards-small")
    parts.show(
        parts.card(f"整治明细 {done}/{len(held.items)}", body, "各项合计仍计 1 处；有未完成的不能报验")
    )
    if writes:
        _tell_item(held, case_id)
    if scope.role in OFFICES and any(i["done_on"] and i["verified_by"] is None for i in held.items):
        with st.expander("核验整治明细"):
            for item in held.items:
                if not item["done_on"] or item["verified_by"] is not None:
                    continue
                position = item["position"]
                label = f"核验第 {position} 项：{item['text'][:20]}"
                if st.button(parts.plain(label), key=f"verify_item_{position}_{case_id}"):
                    _done(
                        lambda p=position: progress.verify_item(store, scope, case_id, p),
                        f"第 {position} 项已核验。",
                    )


def _tell_item(held: Filed, case_id: int) -> None:
    store, scope = visitor.here()
    mine = [
        i
        for i in held.items
        if scope.leads(held.row) or i["jurisdiction_id"] in (scope.jurisdictions or frozenset())
    ]
    if not mine:
        return
    with st.expander("填报整治明细"), st.form(f"items_{case_id}", border=False):
        names = {i["position"]: f"第 {i['position']} 项 {i['text'][:30]}" for i in mine}
        position = st.selectbox("明细", list(names), format_func=names.__getitem__)
        wanted = {i["position"]: i["wanted"] for i in mine}
        finished = st.number_input(
            "已整改数(没有应整改数的填 1 表示完成)", min_value=0, max_value=10**6, step=1, value=1
        )
        on = st.date_input("完成日期", value=clock.today(), format="YYYY-MM-DD")
        if st.form_submit_button("保存", type="primary"):
            reached = finished if wanted[position] else min(finished, 1)
            _done(
                lambda: progress.tell_item(store, scope, case_id, position, finished=reached, on=on),
                f"第 {position} 项已填报。",
            )


def _set_items(held: Filed, case_id: int) -> None:
    """What the case consists of; a co-street may be named for each."""
    store, scope = visitor.here()
    names = {u.key: u.name for u in register.read(store, scope).streets(clock.today())}
    keys = {name: key for key, name in names.items()}
    with st.expander("设置整治明细"):
        told = st.data_editor(
            [
                {
                    "内容": i["text"],
                    "应整改": i["wanted"],
                    "单位": i["counted_in"],
                    "桩号起": i["line_from"],
                    "桩号止": i["line_to"],
                    "承担街镇": names.get(i["jurisdiction_id"], ""),
                }
                for i in held.items
            ]
            or [{"内容": "", "应整改": None, "单位": "", "桩号起": "", "桩号止": "", "承担街镇": ""}],
            num_rows="dynamic",
            width="stretch",
            hide_index=True,
            column_config={
                "应整改": st.column_config.NumberColumn(min_value=1, step=1),
                "承担街镇": st.column_config.SelectboxColumn(options=["", *keys]),
            },
            key=f"set_items_{case_id}",
        )
        if st.button("保存明细", type="primary", key=f"save_items_{case_id}"):
            rows = [
                {
                    "text": r.get("内容") or "",
                    "wanted": int(r["应整改"]) if r.get("应整改") else None,
                    "counted_in": r.get("单位") or "",
                    "line_from": r.get("桩号起") or "",
                    "line_to": r.get("桩号止") or "",
                    "jurisdiction_id": keys.get(r.get("承担街镇") or ""),
                }
                for r in told
                if any(r.values())
            ]
            _done(lambda: progress.set_items(store, scope, case_id, rows), "整治明细已保存。")


def _funds(plan: Plan) -> None:
    planned = next(m for m in plan.measures if m.name == "funds").planned
    if not planned and not plan.payments:
        return
    rows = [[p["paid_on"].isoformat(), wan(p["yuan"]), escape(p["source"] or "—")] for p in plan.payments]
    table = parts.table([("支付日期", "gp-nowrap"), ("万元", ""), ("来源", "gp-long")], rows) if rows else ""
    told = f'<p class="gp-figure">计划 <b>{wan(planned) or "0"}</b> 万元 · 已支付 <b>{wan(plan.paid) or "0"}</b> 万元</p>'
    parts.show(parts.card("整改资金", told + table))


def _pay(case_id: int) -> None:
    form = f"pay_{case_id}"
    drawn = acting.mark(form)
    acting.told_above(form)
    with st.expander("登记资金支付"), st.form(f"form_{drawn}", border=False):
        left, right = st.columns(2)
        left.text_input("金额(万元)", key=f"amount_{drawn}", max_chars=20)
        right.date_input("支付日期", value=clock.today(), format="YYYY-MM-DD", key=f"paid_{drawn}")
        st.text_input("来源", key=f"source_{drawn}", max_chars=200)
        work = partial(_paid, case_id, drawn)
        st.form_submit_button("登记", type="primary", on_click=acting.press, args=(form, drawn, work))


def _paid(case_id: int, drawn: str) -> str:
    told, on = acting.typed("amount", drawn), acting.typed("paid", drawn, None) or clock.today()
    progress.pay(*visitor.here(), case_id, told, on=on, source=acting.typed("source", drawn))
    return "资金支付已登记。"


def _done(act: Any, told: str) -> None:
    """Do it, say so after the rerun; a refusal stays above what was typed."""
    try:
        act()
    except Refusal as refusal:
        st.error(parts.plain(str(refusal)))
        return
    st.session_state["case_done"] = told
    st.rerun()
