"""案卷: one case whole: where it stands, what is next, and everything known about it."""

from collections.abc import Callable
from html import escape

import orjson
import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.lifecycle import STEPS, Action, event_of
from hazards.domain.roles import KEEPERS, Role
from hazards.domain.stages import NAMES, OPEN, STEPPER, Stage
from hazards.domain.template import BY_FIELD, CLAIMS, COLUMNS
from hazards.domain.waiting import Todo
from hazards.pages import (
    buildingfile,
    caseevidence,
    casepapers,
    caseplan,
    caseprogress,
    casesteps,
    casesupervision,
    casetrail,
    look,
    paperlinks,
    parts,
    visitor,
)
from hazards.services import charges, clock, decisions, lists, papers, register, todo, words
from hazards.services.filed import Filed
from hazards.services.lists import CaseRecord

PLACED = {
    "named": "台账所写街道",
    "inside": "坐标在边界内",
    "near": "坐标在边界附近",
    "text": "地址中的地名",
    "person": "人工确定",
    "": "未定",
}


def show(case_id: int) -> None:
    store, scope = visitor.here()
    told = lists.case(store, scope, case_id)
    held, turn = todo.standing(store, scope, case_id)
    st.html(f"<style>{look.asset('case.css')}</style>")
    links = parts.link("返回台账", "ledger")
    if scope.role in papers.READERS:
        links += paperlinks.link("案情一页纸", f"/onepage/{case_id}.pdf")
    parts.show(f'<p class="gp-facts-line gp-noprint">{links}</p>')
    parts.title(told.row["unit"])
    if told.row["kind"] == "building":
        casesupervision.draw(case_id, told.line.number)
        buildingfile.draw(told, held, _facts)
        return
    _summary(told, held)
    _stepper(held, turn)
    _returned(told)
    casesupervision.draw(case_id, told.line.number)
    casesteps.draw(held)
    names = ["概况", "五落实", "进度", "证据", "文书", "轨迹"]
    asked = st.query_params.get("tab", "")
    start = asked if asked in names else "概况"
    chosen = st.segmented_control(
        "案卷", names, default=start, required=True, key=f"tab_{case_id}", label_visibility="collapsed"
    )
    _TABS[chosen or "概况"](told, held)


def _overview(told: CaseRecord, held: Filed) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        parts.show(parts.card("案卷内容", _facts(told)))
        if told.items:
            _items(told)
    with right:
        if not told.row["live"]:
            parts.show(parts.card("五落实(台账自报，未核验)", _claims(told)))
        _charge(told)
        _place(told)


def _charge(told: CaseRecord) -> None:
    """包案领导, now and before; the listing office names another."""
    store, scope = visitor.here()
    case_id = told.line.id
    before = charges.held(store, scope, case_id)
    rows = "".join(f"<li>{escape(c['leader'])} {c['since']} 至 {c['until'] or '今'}</li>" for c in before)
    parts.show(
        parts.card("包案领导", escape(told.row["leader"] or "未指定"), f"<ul>{rows}</ul>" if rows else "")
    )
    if scope.role is not Role.LISTING:
        return
    with st.expander("指定包案领导"), st.form("charge", border=False):
        leader = st.text_input("姓名", key=f"leader_{case_id}", max_chars=50)
        since = st.date_input("起始日期", value=clock.today(), format="YYYY-MM-DD", key=f"since_{case_id}")
        if st.form_submit_button("指定"):
            try:
                charges.assign(store, scope, case_id, leader, since=since)
            except Refusal as refusal:
                st.error(parts.plain(str(refusal)))
                return
            st.session_state["case_done"] = "包案领导已指定。"
            st.rerun()


def _stepper(held: Filed, turn: Todo | None) -> None:
    """Six words of the procedure, where it stands, and with whom it lies."""
    order = list(Stage)
    here = order.index(held.stage)
    cells = []
    for word, stage in STEPPER:
        state = "done" if here > order.index(stage) or held.stage is Stage.STRUCK_OFF else "next"
        if held.stage is stage or (stage is Stage.STRUCK_OFF and held.stage is Stage.ACCEPTED):
            state = "here" if held.stage is not Stage.STRUCK_OFF else "done"
        mark = {"done": "●", "here": "▶", "next": "○"}[state]
        cells.append(f'<li class="gp-at-{state}">{mark} {word}</li>')
    if held.stage in (Stage.WITHDRAWN, Stage.TRANSFERRED):
        cells = [f'<li class="gp-at-here">／ {NAMES[held.stage]}</li>']
    shown = f'<ol class="gp-stepper">{"".join(cells)}</ol>'
    if turn is not None:
        limit = f"，{turn.clock}" if turn.until else ""
        tone = "gp-red" if (turn.left or 0) < 0 else "gp-note"
        shown += (
            f'<p class="{tone}">{escape(turn.stage)} · 卡在{escape(turn.office or turn.holder)} · 第{turn.days}天'
            f"({escape(turn.what)}{limit})</p>"
        )
    warnings = []
    if held.row["suspended"]:
        warnings.append("停产停业中")
    for one in held.accidents:
        at = one["happened_at"][:16].replace("T", " ")
        sealed = "案卷已封存：作废、撤销、移送、变更主办和更正须由领导办理或确认"
        if one["investigated_on"] is None:
            sealed += "，销号须等事故调查结论"
        warnings.append(f"{at} 发生事故，死亡 {one['dead']} 人、受伤 {one['injured']} 人，{sealed}")
    if held.application and held.stage in OPEN:
        warnings.append(f"延期申请待批：申请延至 {held.application['until']}")
    if held.row["recurs_id"]:
        warnings.append("反弹案卷，原案卷见关联")
    shown += "".join(f'<p class="gp-amber">▲ {escape(text)}</p>' for text in warnings)
    if held.row["recurs_id"]:
        shown += f"<p>{parts.link('查看原案卷', 'ledger', 'case=' + str(held.row['recurs_id']))}</p>"
    parts.show(shown)


RETURNED = {
    **{
        event_of(a): STEPS[a].title
        for a in (Action.RETURN, Action.RETURN_PLAN, Action.SEND_BACK, Action.UNDO)
    },
    "signature-returned": "审签人退回",
}
ONWARD = {event_of(Action.SUBMIT), event_of(Action.FILE_PLAN), "signature-asked"}


def _returned(told: CaseRecord) -> None:
    """Why it came back, every defect at once (一次性告知), until it goes upward again."""
    turns = [e for e in told.events if e["action"] in RETURNED or e["action"] in ONWARD]
    if not turns or turns[-1]["action"] in ONWARD:
        return
    last = turns[-1]
    reasons = orjson.loads(last["data"] or "{}").get("reasons") or last["reason"].splitlines()
    rows = "".join(f"<li>{escape(str(reason))}</li>" for reason in reasons)
    who = escape(f"{last['actor']}于 {last['acted_on']} 办理“{RETURNED[last['action']]}”")
    parts.show(f'<p class="gp-amber">▲ {who}，须整改 {len(reasons)} 项</p><ol class="gp-missing">{rows}</ol>')


def _summary(told: CaseRecord, held: Filed) -> None:
    line, row = told.line, told.row
    bits = [
        line.number or "未编号",
        words.KIND_NAMES[line.kind],
        line.street,
        (held.level or "级别未填写") + (f"({held.body})" if held.body else ""),
        f"整改期限 {held.deadline.isoformat()}" if held.deadline else "期限缺失",
        "" if row["live"] else "导入的历史案卷",
    ]
    shown = escape(" · ".join(filter(None, bits)))
    parts.show(f'<p class="gp-figure">{shown} <b>{parts.clock(line)}</b></p>')


def _facts(told: CaseRecord) -> str:
    rows = []
    for column in COLUMNS:
        if column.field in CLAIMS or column.field in ("number", "unit"):
            continue
        text = _cell(told, column.field)
        if text:
            rows.append(f"<dt>{escape(column.header)}</dt><dd>{text}</dd>")
    for header, text in told.extras.items():
        rows.append(f"<dt>{escape(header)}</dt><dd>{escape(text)}</dd>")
    if told.row["lon"] is not None:
        where = f"{told.row['lon']:.6f},{told.row['lat']:.6f}(CGCS2000)"
        rows.append(f"<dt>入库坐标</dt><dd>{escape(where)}</dd>")
    return f'<dl class="gp-facts">{"".join(rows)}</dl>'


def _cell(told: CaseRecord, field: str) -> str:
    value = told.row[field]
    if field == "kind":
        value = words.KIND_NAMES[value]
    elif field == "state":
        value = NAMES[Stage(told.row["stage"])]
    elif field in ("x", "y", "crs") and told.row["x"] is None:
        return ""
    elif isinstance(value, float):
        value = f"{value:.6f}".rstrip("0").rstrip(".")  # a coordinate keeps its decimetres
    text = "" if value is None else escape(str(value))
    if field in told.texts and told.texts[field] != str(value):
        text += f' <span class="gp-note">台账写作“{escape(told.texts[field])}”，暂定</span>'
    return text


def _items(told: CaseRecord) -> None:
    items = "".join(f"<li>{escape(item['text'])}</li>" for item in told.items)
    title = f"整治明细 {len(told.items)} 项"
    parts.show(parts.card(title, f'<ol class="gp-items">{items}</ol>', "各项合计仍计 1 处"))


def _claims(told: CaseRecord) -> str:
    missing = '<span class="gp-grey">缺</span>'
    rows = "".join(
        f"<dt>{escape(BY_FIELD[name].header)}</dt><dd>{escape(told.row[name]) or missing}</dd>"
        for name in CLAIMS
    )
    return f'<dl class="gp-facts">{rows}</dl>'


def _place(told: CaseRecord) -> None:
    """How the street was found, and a person's word on it."""
    store, scope = visitor.here()
    how = PLACED.get(told.row["placed_by"], told.row["placed_by"])
    parts.show(parts.card("属地", escape(told.line.street), escape(f"依据：{how}")))
    if scope.role not in KEEPERS:
        return
    with st.expander("改定属地"):
        streets = {u.key: u.name for u in register.read(store, scope).streets(clock.today())}
        with st.form("place", border=False):
            key = st.selectbox(
                "街镇", list(streets), format_func=streets.__getitem__, index=None, placeholder="请选择"
            )
            reason = st.text_input("理由", placeholder="如：经街道办实地核对")
            if st.form_submit_button("改定属地"):
                try:
                    decisions.overrule_place(store, scope, told.line.id, key, reason=reason)
                except Refusal as refusal:
                    st.error(parts.plain(str(refusal)))
                    return
                st.session_state["case_done"] = "属地已改定，理由记入案卷轨迹。"
                st.rerun()


_TABS: dict[str, Callable[[CaseRecord, Filed], None]] = {
    "概况": _overview,
    "五落实": lambda told, held: caseplan.draw(held),
    "进度": lambda told, held: caseprogress.draw(held),
    "证据": lambda told, held: caseevidence.draw(held),
    "文书": lambda told, held: casepapers.draw(held),
    "轨迹": lambda told, held: casetrail.draw(told),
}
