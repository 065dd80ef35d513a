"""五落实: six items of the plan and the five measures, claimed and verified apart."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.plan import FROM_ITEM, ITEMS, MEASURES, Measure, wan, words_changed
from hazards.domain.roles import OFFICES, STREET, Role
from hazards.domain.stages import OPEN, Stage
from hazards.pages import acting, parts, visitor
from hazards.services import clock, evidence, planning
from hazards.services.filed import Filed
from hazards.services.planning import Plan


class NothingJudged(Refusal):
    code = "nothing-judged"
    says = "还没有勾选属实，也没有写不属实的理由。"
    remedy = "请逐项勾选，或写明理由，再提交核验。"


class Contradicts(Refusal):
    code = "judged-both-ways"
    says = "“{measure}落实”既勾选了属实，又写了不属实的理由。"
    remedy = "请保留一项，再提交核验。"


def draw(held: Filed) -> None:
    store, scope = visitor.here()
    case_id = int(held.row["id"])
    plan = planning.plan(store, scope, case_id)
    _summary(plan, held)
    _measures(plan)
    leads = scope.leads(held.row)
    if scope.role in STREET and leads and held.stage in OPEN:
        _tell(plan, case_id)
    acting.told_above(f"verify_{case_id}")
    if scope.role in OFFICES and held.stage in OPEN:
        _verify(plan, case_id)
    _texts(plan)
    if scope.role in STREET and leads and held.stage in (Stage.LISTED, Stage.RECTIFYING):
        _write(plan, case_id)
    _versions(plan)


def _summary(plan: Plan, held: Filed) -> None:
    told = f"自报 {plan.claimed}/5 · 已核验 {plan.verified}/5"
    if not held.row["live"]:
        told += " · 台账所填内容为自报，未经核验，报验时须补齐"
    tone = "gp-green" if plan.verified == 5 else "gp-amber"
    mark = "●" if plan.verified == 5 else "▲"
    parts.show(f'<p class="gp-figure"><b class="{tone}">{mark} {escape(told)}</b></p>')


def _measures(plan: Plan) -> None:
    heads = [
        ("落实", "gp-nowrap"),
        ("内容", "gp-long"),
        ("责任人", ""),
        ("日期", "gp-nowrap"),
        ("证据", ""),
        ("核验", ""),
    ]
    rows = [_row(measure) for measure in plan.measures]
    parts.show(parts.card("五落实", parts.table(heads, rows, css="gp-cards-small")))


def _row(one: Measure) -> list[str]:
    told = escape(one.told) or '<span class="gp-grey">未填</span>'
    if one.planned:
        told += (
            f'<div class="gp-note">计划 {wan(one.planned)} 万元，来源：{escape(one.source or "未填")}</div>'
        )
    if one.evidence_voided:
        proof = '<span class="gp-red">■ 已作废</span>'
    elif one.evidence:
        proof = f'<a href="/evidence/{one.evidence}/view" target="_blank">查看</a>'
    else:
        proof = '<span class="gp-grey">缺</span>'
    if one.in_place:
        verified = f'<span class="gp-green">● {escape(one.verifier)}</span>'
    elif one.remark:
        verified = f'<span class="gp-red">■ 未通过：{escape(one.remark)}</span>'
    else:
        missing = "、".join(text.partition("：")[2] or text for text in one.lacks())
        verified = f'<span class="gp-amber">▲ 缺{escape(missing)}</span>'
    return [
        MEASURES[one.name],
        told,
        escape(one.person) or "—",
        one.on.isoformat() if one.on else "—",
        proof,
        verified,
    ]


def _tell(plan: Plan, case_id: int) -> None:
    """Fill in one of the five; its text starts from the plan's item."""
    store, scope = visitor.here()
    with st.expander("填报五落实"):
        name = st.segmented_control(
            "落实",
            list(MEASURES),
            format_func=MEASURES.__getitem__,
            default="responsibility",
            required=True,
            key=f"measure_{case_id}",
        )
        one = next(m for m in plan.measures if m.name == name)
        files = {
            f["id"]: f"{f['kind_name']} {f['receipt']} {f['file_name'][:24]}"
            for f in evidence.of_case(store, scope, case_id)
            if not f["voided_at"]
        }
        key = f"{name}_{case_id}"
        with st.form(f"tell_{key}", border=False):
            start = one.told or plan.texts[FROM_ITEM[one.name]]
            told = st.text_area("内容", key=_start(f"told_{key}", start), max_chars=5000, height=120)
            left, right = st.columns(2)
            person = left.text_input("责任人", key=_start(f"person_{key}", one.person), max_chars=50)
            on = right.date_input(
                "落实日期", value=one.on or clock.today(), format="YYYY-MM-DD", key=f"on_{key}"
            )
            planned = source = ""
            if name == "funds":
                planned = left.text_input("计划金额(万元)", value=wan(one.planned), key=f"planned_{key}")
                source = right.text_input("资金来源", key=_start(f"source_{key}", one.source), max_chars=200)
            chosen = st.selectbox(
                "证据",
                list(files),
                index=list(files).index(one.evidence) if one.evidence in files else None,
                format_func=files.__getitem__,
                placeholder="从本案卷已上传的材料中选择" if files else "请先在“证据”中上传",
                key=f"file_{key}",
            )
            if st.form_submit_button("保存", type="primary"):
                _save(case_id, one.name, told, person, on, planned, source, chosen)


def _start(key: str, text: str) -> str:
    """The key of a widget that begins with a text, unless something stands in it already."""
    st.session_state.setdefault(key, text)
    return key


def _save(
    case_id: int,
    name: str,
    told: str,
    person: str,
    on: date | None,
    planned: str,
    source: str,
    chosen: int | None,
) -> None:
    store, scope = visitor.here()
    try:
        news = planning.tell_measure(
            store,
            scope,
            case_id,
            name,
            told=told,
            person=person,
            on=on,
            planned=planned,
            source=source,
            evidence=chosen,
        )
    except Refusal as refusal:
        st.error(parts.plain(str(refusal)))
        return
    said = "已保存，等待核验" if news else "内容与已保存的相同，未作改动"
    st.session_state["case_done"] = f"{MEASURES[name]}落实{said}。"
    st.rerun()


def _verify(plan: Plan, case_id: int) -> None:
    _, scope = visitor.here()
    waiting = [m for m in plan.measures if m.claimed and not m.in_place]
    if not waiting or scope.role not in (Role.DEPARTMENT, Role.LISTING):
        return
    if plan.alike:
        told = "；".join(f"{ITEMS[key]}与另{count - 1}件案卷文字相同" for key, count in plan.alike.items())
        parts.show(f'<p class="gp-amber">▲ 疑似雷同：{escape(told)}，请核对是否符合本案实际。</p>')
    drawn = acting.mark(f"verify_{case_id}")
    with st.expander("核验五落实", expanded=True), st.form(f"form_{drawn}", border=False):
        for one in waiting:
            left, right = st.columns([1, 2], vertical_alignment="bottom")
            left.checkbox(f"{MEASURES[one.name]}属实", key=f"yes_{one.name}_{drawn}")
            right.text_input("不属实的理由", key=f"why_{one.name}_{drawn}", max_chars=300)
        work = partial(_verified, case_id, [one.name for one in waiting], drawn)
        st.form_submit_button(
            "提交核验", type="primary", on_click=acting.press, args=(f"verify_{case_id}", drawn, work)
        )


def _verified(case_id: int, names: Sequence[str], drawn: str) -> str:
    verdicts: dict[str, str | None] = {}
    for name in names:
        yes, why = acting.typed(f"yes_{name}", drawn, False), acting.typed(f"why_{name}", drawn).strip()
        if yes and why:
            raise Contradicts(measure=MEASURES[name])
        if yes or why:
            verdicts[name] = None if yes else why
    if not verdicts:
        raise NothingJudged
    planning.verify_measures(*visitor.here(), case_id, verdicts)
    return f"核验已记入案卷：{'、'.join(MEASURES[name] for name in verdicts)}。"


def _texts(plan: Plan) -> None:
    rows = "".join(
        f"<dt>{n}. {escape(name)}</dt><dd>{escape(plan.texts[key]) or '<span class=gp-grey>未填</span>'}</dd>"
        for n, (key, name) in enumerate(ITEMS.items(), 1)
    )
    count = len(plan.versions)
    note = (
        f"第 {count} 版，{escape(plan.versions[-1]['entered_at'][:16].replace('T', ' '))}"
        if count
        else "尚未填写"
    )
    parts.show(parts.card("整治方案六项", f'<dl class="gp-facts">{rows}</dl>', note))


def _write(plan: Plan, case_id: int) -> None:
    store, scope = visitor.here()
    with st.expander("填写整治方案"), st.form(f"plan_{case_id}", border=False):
        texts = {
            key: st.text_area(
                f"{n}. {name}",
                key=_start(f"plan_{key}_{case_id}", plan.texts[key]),
                max_chars=5000,
                height=96,
            )
            for n, (key, name) in enumerate(ITEMS.items(), 1)
        }
        if st.form_submit_button("保存为新一版", type="primary"):
            try:
                version = planning.save_plan(store, scope, case_id, texts)
            except Refusal as refusal:
                st.error(parts.plain(str(refusal)))
                return
            st.session_state["case_done"] = f"整治方案第 {version} 版已保存。"
            st.rerun()


def _versions(plan: Plan) -> None:
    """Each version against the one before, with what was struck out and what is new."""
    if len(plan.versions) < 2:
        return
    with st.expander(f"历次方案 {len(plan.versions)} 版"):
        for old, new in reversed(list(zip(plan.versions, plan.versions[1:], strict=False))):
            shown = "".join(
                f"<dt>{escape(one.title)}</dt><dd>{difference(one.before, one.after)}</dd>"
                for one in planning.difference(old, new)
            )
            head = (
                f"第 {old['version']} 版 → 第 {new['version']} 版 {new['entered_at'][:16].replace('T', ' ')}"
            )
            parts.show(parts.card(head, f'<dl class="gp-facts">{shown}</dl>'))


def difference(before: str, after: str) -> str:
    """Struck-out and new words, told by shape and not by colour alone."""
    tags = {"gone": ("<del>", "</del>"), "new": ("<ins>", "</ins>"), "same": ("", "")}
    return "".join(tags[how][0] + escape(text) + tags[how][1] for how, text in words_changed(before, after))
