"""The card 下一步: what this visitor can do now, what is missing for it, and the form that does it."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any
from uuid import uuid4

import streamlit as st

from hazards.domain.competence import decider
from hazards.domain.errors import Refusal
from hazards.domain.kinds import KINDS, SCANS
from hazards.domain.lifecycle import STEPS, Action
from hazards.domain.roles import STREET, Role
from hazards.domain.stages import NAMES, OPEN, UNLISTED
from hazards.domain.steps import ElsewhereDecided, NotTheLead, StepNotOpen, grouped, needs_leader
from hazards.pages import acting, parts, visitor
from hazards.pages.casewidgets import WIDGETS, Desk, text
from hazards.services import casework, clock, evidence, extending, proposals, signatures
from hazards.services.filed import Filed
from hazards.services.published_cutoffs import Restates

MAIN = (
    Action.ASSESS,
    Action.FILE_PLAN,
    Action.START,
    Action.SUBMIT,
    Action.CHECK,
    Action.ACCEPT,
    Action.STRIKE_OFF,
)
"""Steps that lead onward; the others stand below, folded."""
KINDS_SAID = frozenset(KINDS.values())


def draw(held: Filed) -> None:
    """The card, with one form per step that is open to this visitor."""
    store, scope = visitor.here()
    _said()
    if scope.role not in casework_roles():
        return
    case_id = int(held.row["id"])
    steps = list(casework.open_steps(store, scope, case_id))
    if scope.role is Role.CLERK and scope.leads(held.row):
        steps += [(a, signatures.missing(held, a)) for a in signatures.SIGNED if held.stage in STEPS[a].start]
    files = evidence.of_case(store, scope, case_id)
    scans = {
        f["id"]: f"{f['kind_name']} {f['receipt']} {f['file_name'][:24]}"
        for f in files
        if f["kind"] in SCANS and not f["voided_at"]
    }
    desk = Desk(store, scope, held, scans)
    if scope.role in STREET and not scope.leads(held.row) and held.stage in OPEN:
        refusal = NotTheLead(lead=held.facts.lead, action="报送方案、申请验收、申请延期")
        parts.show(parts.card("本街镇为协办", f"<p>{escape(str(refusal))}</p>"))
    _too_late(desk, {action for action, _ in steps})
    asked = _asked(desk)
    main = [one for one in steps if one[0] in MAIN]
    rest = [one for one in steps if one[0] not in MAIN]
    if held.stage in UNLISTED and scope.role is Role.LISTING:
        told = parts.link("到“批次”中编入并印发", "batches")
        parts.show(parts.card("下一步：挂牌", f"<p>挂牌按批次和文号办理。{told}</p>"))
    for action, missing in main:
        _step(desk, action, missing, asked.get(action, ""))
    if rest:
        with st.expander("其他办理"):
            names = {a.value: _title(desk, a) for a, _ in rest}
            chosen = st.selectbox(
                "事项", list(names), format_func=names.__getitem__, index=None, placeholder="请选择"
            )
            for action, missing in rest:
                if chosen == action.value:
                    _lacking(missing)
                    _note(asked.get(action, ""))
                    _form(desk, action)


def _too_late(desk: Desk, still: set[Action]) -> None:
    """A press on a step that is no longer there: somebody else took it, and who and when is told."""
    pressed = st.session_state.pop(PRESSED, None)
    if pressed is None:
        return
    case_id, action, request = pressed
    if case_id == desk.case_id and action not in still and request not in _finished():
        title, stage = STEPS[action].title, NAMES[desk.held.stage]
        st.error(parts.plain(str(StepNotOpen(stage=stage, action=title, last=desk.held.facts.last))))


PRESSED = "case_pressed"


def _press(case_id: int, action: Action, request: str) -> None:
    st.session_state[PRESSED] = (case_id, action, request)


def _finished() -> set[str]:
    """The requests done in this session: pressed twice they are no news."""
    return st.session_state.setdefault("case_finished", set())


def _asked(desk: Desk) -> dict[Action, str]:
    """What already lies before the head of the street, or before a second person, in words."""
    told = {}
    if acting.may(desk.scope, proposals.waiting):
        for row in proposals.waiting(desk.store, desk.scope):
            if row["case_id"] == desk.case_id:
                action = Action(row["action"])
                at = row["entered_at"][:16].replace("T", " ")
                told[action] = f"{row['actor']}已于 {at} 提出，等待{_second(desk, action)}在待办中确认。"
    if desk.scope.role not in STREET:
        return told
    for row in signatures.waiting(desk.store, desk.scope):
        if row["case_id"] == desk.case_id:
            said = f"已于 {row['asked_at'][:16].replace('T', ' ')} 送审，等待审签人签署"
            said += f"；送审后又改动了：{'、'.join(row['moved'])}，须重新送审" if row["moved"] else ""
            told[Action(row["what"])] = said + "。再次送审的，以后一次为准。"
    return told


def _note(told: str) -> None:
    if told:
        parts.show(f'<p class="gp-amber">▲ {escape(told)}</p>')


def casework_roles() -> frozenset[Role]:
    return frozenset({Role.CLERK, Role.HEAD, Role.DEPARTMENT, Role.LISTING})


def _said() -> None:
    """What came of the last press, once."""
    if told := st.session_state.pop("case_done", None):
        st.success(parts.plain(told))
        st.toast("已办好，结果见页首。")  # the form just pressed may stand screens below it


def _title(desk: Desk, action: Action) -> str:
    title = STEPS[action].title
    if _registers(desk, action):
        return f"登记上级决定：{title}"
    return f"提出：{title}" if _proposes(desk, action) else title


def _step(desk: Desk, action: Action, missing: tuple[str, ...], asked: str) -> None:
    clerk = desk.scope.role is Role.CLERK
    with st.container(border=True, key=f"step_{action.value}"):
        parts.show(f'<h2 class="gp-title">下一步：{escape(_title(desk, action))}</h2>')
        _lacking(missing)
        if not KINDS_SAID.isdisjoint(missing):
            link = f'<a href="/upload/{desk.case_id}" target="_self">上传材料</a>'
            parts.show(f'<p class="gp-noprint">{link}</p>')
        _note(asked)
        if clerk and not asked:
            parts.show('<p class="gp-note">由本街镇审签人签署后报送。</p>')
        if body := _registers(desk, action):
            step = STEPS[action].title
            told = str(ElsewhereDecided(body=body, level=desk.held.level, action=step))
            parts.show(f'<p class="gp-note">{escape(told)}</p>')
        _form(desk, action)


def _lacking(missing: tuple[str, ...]) -> None:
    """Everything missing in one list; what belongs together stands in one line."""
    if not missing:
        return
    told = grouped(missing)
    rows = "".join(f"<li>{escape(one)}</li>" for one in told)
    parts.show(f'<p class="gp-amber">▲ 还缺 {len(told)} 项</p><ul class="gp-missing">{rows}</ul>')


def _registers(desk: Desk, action: Action) -> str:
    return decider(desk.held.level, desk.held.body) if STEPS[action].listing_body else ""


def _proposes(desk: Desk, action: Action) -> bool:
    step = STEPS[action]
    return bool(step.second or needs_leader(desk.held.facts, action) or _registers(desk, action))


def _second(desk: Desk, action: Action) -> str:
    return "领导" if proposals.confirmer(desk.held, action) is Role.LEADER else "另一人"


def _form(desk: Desk, action: Action) -> None:
    """The form of one step; a refusal leaves everything typed where it is.

    Once done it is drawn anew under another mark, so that a second press of the old one does nothing.
    """
    form = f"request_{action.value}_{desk.case_id}"
    request = st.session_state.setdefault(form, uuid4().hex)
    key = f"{action.value}_{request}"
    asks = desk.scope.role is Role.CLERK and action in signatures.SIGNED
    with st.form(f"form_{key}", border=False):
        told = {name: WIDGETS.get(name, text)(desk, action, name, key) for name in STEPS[action].fields}
        on = st.date_input("办理日期(文书所载)", value=clock.today(), format="YYYY-MM-DD", key=f"on_{key}")
        scan = None if asks else _scan(desk, key)
        if scan is None and not asks:
            link = f'<a href="/upload/{desk.case_id}" target="_blank">上传文书扫描件</a>'
            parts.show(f'<p class="gp-note">{link}(另开一页，此处所填不丢)</p>')
        knows = _knows(key)
        label = "送审" if asks else STEPS[action].title
        if not asks and _proposes(desk, action):
            label = f"提出，由{_second(desk, action)}确认"
        pressed = st.form_submit_button(
            label, type="primary", on_click=_press, args=(desk.case_id, action, request)
        )
    if not pressed:
        return
    finished = _finished()
    try:
        done = _send(desk, action, told, on, scan, request, asks, knows)
    except Restates as refusal:
        st.session_state[f"restates_{key}"] = str(refusal)
        st.rerun()
    except Refusal as refusal:
        st.error(parts.plain(str(refusal)))
        return
    finished.add(request)
    st.session_state.pop(form, None)
    st.session_state.pop(f"restates_{key}", None)
    st.session_state["case_done"] = done
    st.rerun()


def _send(
    desk: Desk,
    action: Action,
    told: Mapping[str, Any],
    on: date,
    scan: int | None,
    request: str,
    asks: bool,
    knows: bool,
) -> str:
    store, scope, case_id = desk.store, desk.scope, desk.case_id
    title = STEPS[action].title
    if asks:
        signatures.ask(store, scope, case_id, action, told=told, on=on)
        late = extending.warned(store, scope, case_id, told.get("received_on"))
        return "".join([f"“{title}”已送审，等待审签。", *late])
    if _proposes(desk, action):
        proposals.propose(
            store,
            scope,
            case_id,
            action,
            on=on,
            told=told,
            scan=scan,
            request=request,
            acknowledged=knows,
        )
        return f"“{title}”已提出，等待{_second(desk, action)}确认，确认前案卷不变。"
    done = casework.take(
        store,
        scope,
        case_id,
        action,
        on=on,
        told=told,
        scan=scan,
        version=desk.held.row["version"],
        request=request,
        acknowledged=knows,
    )
    return "".join([f"“{title}”已办理。", *done.notices])


def _knows(key: str) -> bool:
    """Asked for once an act was found to lie before a published cut-off, and before it is saved."""
    told = st.session_state.get(f"restates_{key}", "")
    if not told:
        return False
    st.warning(parts.plain(told))
    return bool(st.checkbox("已知悉将列为重述", key=f"knows_{key}"))


def _scan(desk: Desk, key: str) -> int | None:
    chosen = st.selectbox(
        "文书扫描件(补录和登记上级决定必附)",
        list(desk.scans),
        format_func=desk.scans.__getitem__,
        index=None,
        placeholder="从本案卷已上传的文书中选择" if desk.scans else "本案卷还没有文书扫描件，请先上传",
        key=f"scan_{key}",
    )
    return int(chosen) if chosen is not None else None
