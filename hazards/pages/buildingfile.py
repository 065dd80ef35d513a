"""The case file of an illegal building: where it stands, the earliest lawful day, and its steps."""

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.contests import KINDS
from hazards.domain.enforcement import STOPPING
from hazards.domain.errors import Refusal
from hazards.domain.lawful import KEYS
from hazards.domain.procedure import STATE_NAMES, TRACK_NAMES
from hazards.pages import buildingsteps, caseevidence, casefootprints, casepapers, casetrail, parts, visitor
from hazards.pages.buildingdesk import day
from hazards.services import buildings, categories, law
from hazards.services import course as courses
from hazards.services.course import Course, Gate
from hazards.services.filed import Filed
from hazards.services.lawful import WARNINGS
from hazards.services.lists import CaseRecord

PHASES = (
    ("立案", ("filing",)),
    ("调查", ("survey", "inquiry", "opinion")),
    ("告知", ("notice", "ownerless-notice")),
    ("决定", ("decision", "correction", "penalty", "ownerless-notice")),
    ("催告", ("urging", "court-urging", "substitute-urging")),
    ("执行决定", ("enforcement", "court-ruling")),
    ("处置", ("execution", "court-execution", "self-removal", "confiscation", "corrected", "substitute")),
    ("结案", ("closing",)),
)
"""The words above the file, each with the acts that stand for it."""


def draw(told: CaseRecord, held: Filed, facts: Callable[[CaseRecord], str]) -> None:
    """The whole page below its title; ``facts`` shows what the ledger says."""
    store, scope = visitor.here()
    course = courses.course(store, scope, told.line.id)
    _summary(told, course)
    _stepper(course)
    _earliest(course)
    buildingsteps.draw(course)
    names = ["概况", "程序", "占地", "证据", "文书", "轨迹"]
    asked = st.query_params.get("tab", "")
    chosen = st.segmented_control(
        "案卷",
        names,
        default=asked if asked in names else "概况",
        required=True,
        key=f"tab_{told.line.id}",
        label_visibility="collapsed",
    )
    tabs: dict[str, Callable[[], None]] = {
        "概况": lambda: _overview(told, course, facts),
        "程序": lambda: _procedure(course),
        "占地": lambda: casefootprints.draw(told.line.id, may_edit=buildingsteps.may(course)),
        "证据": lambda: caseevidence.draw(held),
        "文书": lambda: casepapers.draw_building(course),
        "轨迹": lambda: casetrail.draw(told),
    }
    tabs[chosen or "概况"]()


def _summary(told: CaseRecord, course: Course) -> None:
    row, building = told.row, course.file.building
    bits = [
        told.line.number or "未编号",
        "违法建筑",
        told.line.street,
        TRACK_NAMES[building["track"]],
        STATE_NAMES[building["state"]],
        buildings.STOCK.get(building["stock"], ""),
        building["category"],
        f"违法面积 {row['illegal_area']:,.2f} ㎡" if row["illegal_area"] else "违法面积未填",
        f"已处置 {row['disposed_area']:,.2f} ㎡" if row["disposed_area"] else "",
    ]
    state = f"● 已结案 {day(row['struck_off_on'])}" if course.file.closed else ""
    shown = escape(" · ".join(filter(None, bits)))
    parts.show(f'<p class="gp-figure">{shown} <b class="gp-green">{escape(state)}</b></p>')


def _stepper(course: Course) -> None:
    taken = {act.step for act in course.file.held.acts}
    done = [bool(taken & set(keys)) for _, keys in PHASES]
    here = next((n for n, d in enumerate(done) if not d and not any(done[n:])), None)
    cells = []
    for n, (word, _) in enumerate(PHASES):
        state, mark = ("done", "●") if done[n] else ("here", "▶") if n == here else ("next", "○")
        cells.append(f'<li class="gp-at-{state}">{mark} {word}</li>')
    shown = f'<ol class="gp-stepper gp-eight">{"".join(cells)}</ol>'
    warnings = [
        f"{STOPPING[p['kind']][0]}：自 {p['since']} 起，{p['why']}"
        for p in course.file.pauses
        if p["ended_on"] is None
    ]
    warnings += [
        f"{KINDS[c['kind']]}未结：{c['forum']}，{c['number'] or '案号未填'}"
        for c in course.file.contests
        if c["ended_on"] is None
    ]
    warnings += [f"越序申请待批：{o['reason']}" for o in course.file.overrides if o["granted"] is None]
    parts.show(shown + "".join(f'<p class="gp-amber">▲ {escape(text)}</p>' for text in warnings))


def _earliest(course: Course) -> None:
    """最早可强拆日 in one line; its argument stands under 程序."""
    if course.file.closed or not course.file.held.acts:
        return
    told = course.answer.lawful
    if told.earliest:
        line = f"<b>最早可强拆日 {told.earliest.isoformat()}</b>"
    elif told.route == "court":
        bound = f"，不得早于 {told.bound.isoformat()}" if told.bound else ""
        line = f"<b>须申请人民法院强制执行{bound}</b>"
    else:
        bound = f"不得早于 {told.bound.isoformat()}" if told.bound else "现在不得强制拆除"
        missing = "、".join(KEYS[key] for key in told.missing)
        line = f'<b>{bound}</b> <span class="gp-note">尚缺：{escape(missing)}</span>'
    notes = "".join(f'<p class="gp-amber">▲ {escape(WARNINGS[code])}</p>' for code in told.warnings)
    parts.show(f'<p class="gp-figure">{line}</p>{notes}')


def _overview(told: CaseRecord, course: Course, facts: Callable[[CaseRecord], str]) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        parts.show(parts.card("案卷内容", facts(told)))
    with right:
        _building(course)
        _contests(course)


def _building(course: Course) -> None:
    told = course.file.building
    rows = ""
    for name, header in buildings.WORDS.items():
        value = told[name]
        if value not in (None, ""):
            text = buildings.CHOSEN.get(name, {}).get(value, value)
            rows += f"<dt>{escape(header)}</dt><dd>{escape(str(text))}</dd>"
    parts.show(parts.card("建筑情况", f'<dl class="gp-facts">{rows}</dl>'))
    scope = visitor.here()[1]
    if scope.role in buildings.DESCRIBERS and scope.leads(course.file.row) and not course.file.closed:
        with st.expander("填写建筑情况"):
            _describe(course)


def _describe(course: Course) -> None:
    told, case_id = course.file.building, int(course.file.row["id"])
    with st.form(f"describe_{case_id}", border=False):
        said: dict[str, Any] = {}
        for name, header in buildings.WORDS.items():
            key = f"{name}_{case_id}"
            if name in buildings.CHOSEN:
                words = {"": "未定", **buildings.CHOSEN[name]}
                options = [o for o in words if o or name in ("stock", "found_by")]
                said[name] = st.selectbox(
                    header, options, index=options.index(told[name]), format_func=words.__getitem__, key=key
                )
            elif name == "category" and (listed := categories.names(*visitor.here())):
                options = list(dict.fromkeys(["", *listed, told[name]]))
                said[name] = st.selectbox(header, options, index=options.index(told[name]), key=key)
            else:
                value = "" if told[name] is None else str(told[name])
                said[name] = st.text_input(header, value=value, key=key, max_chars=200)
        pressed = st.form_submit_button("保存")
    if not pressed:
        return
    try:
        buildings.describe(*visitor.here(), case_id, said)
    except Refusal as refusal:
        st.error(parts.plain(str(refusal)))
        return
    st.session_state["case_done"] = "建筑情况已保存。"
    st.rerun()


def _contests(course: Course) -> None:
    if not course.file.contests:
        return
    heads = [("种类", "gp-nowrap"), ("机关", ""), ("提起", "gp-nowrap"), ("结果", ""), ("结束", "gp-nowrap")]
    rows = [
        [
            KINDS[c["kind"]],
            escape(f"{c['forum']} {c['number']}"),
            day(c["filed_on"]),
            escape(c["outcome"] or "未结"),
            day(c["ended_on"]),
        ]
        for c in course.file.contests
    ]
    parts.show(parts.card("复议诉讼", parts.table(heads, rows, css="gp-cards-small")))


def _procedure(course: Course) -> None:
    heads = [("步骤", ""), ("状态", ""), ("办理日期", "gp-nowrap"), ("文号", ""), ("送达", ""), ("依据", "")]
    rows = [_gate(course, gate) for gate in course.gates]
    note = "按办理日期所适用的规定列出；不能办理的写明原因、条文和补救。"
    parts.show(parts.card("法定程序", parts.table(heads, rows, css="gp-cards-small"), note))
    lines = [
        [escape(law.cite(one.law)), one.start.isoformat(), one.end.isoformat(), escape(one.because)]
        for one in course.answer.lawful.derivation
    ]
    if lines:
        heads = [("依据", ""), ("自", "gp-nowrap"), ("至", "gp-nowrap"), ("说明", "")]
        told = parts.table(heads, lines, css="gp-cards-small")
        parts.show(
            parts.card("最早可强拆日的推算", told, "每一期限最后一日的次日起，取最晚者；避开法定节假日。")
        )


def _gate(course: Course, gate: Gate) -> list[str]:
    title = escape(gate.step.title) + ('<span class="gp-note"> 非必经</span>' if gate.step.optional else "")
    if gate.act is None:
        if gate.open:
            state = '<span class="gp-navy">▶ 可以办理</span>'
        else:
            grave = [one for one in gate.lacks if one.grave]
            why = "；".join(f"{one.text}({law.cite(one.law)})" for one in grave)
            state = f'<span class="gp-grey">○ {escape(why)}</span>'
        late = "".join(f'<div class="gp-amber">▲ {escape(one.text)}</div>' for one in gate.late)
        return [title, state + late, "—", "—", "—", escape(law.cite(gate.step.law))]
    served = [s for s in course.file.servings if s["proceeding_id"] == gate.act["id"]]
    told = "；".join(f"{s['on_date']} {s['way']} {s['recipient']}" for s in served)
    if gate.step.serve and not served:
        told = "▲ 未送达"
    mark = "● 已办" + ("(越序)" if gate.act["override_id"] else "")
    return [
        title,
        f'<span class="gp-green">{mark}</span>',
        day(gate.act["on_date"]),
        escape(gate.act["document"] or "—"),
        escape(told or "—"),
        escape(law.cite(gate.step.law)),
    ]
