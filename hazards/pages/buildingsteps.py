"""What the enforcing organ can do now in a building case: the next act, service, and what is rarer."""

from collections.abc import Callable
from html import escape
from uuid import uuid4

import streamlit as st

from hazards.domain.procedure import SERVICE
from hazards.pages import buildingacts, buildingwidgets, parts, visitor
from hazards.pages.buildingdesk import SAID, do, number, scan_of
from hazards.services import clock, enforcing, law, serving
from hazards.services.course import Course, Gate
from hazards.services.onfile import ENFORCERS


def may(course: Course) -> bool:
    """Whether this visitor takes steps here: the service decides again."""
    scope = visitor.here()[1]
    row, building = course.file.row, course.file.building
    if scope.role not in ENFORCERS or not scope.leads(row):
        return False
    return scope.jurisdictions is None or building["track"] == "planning-village"


def draw(course: Course) -> None:
    """The card 下一步 with one form, and the rarer acts folded below."""
    if told := st.session_state.pop(SAID, None):
        st.success(parts.plain(told))
    if course.file.closed or not may(course):
        return
    _serve(course)
    ahead = [gate for gate in course.gates if gate.ahead]
    if ahead:
        _next(course, ahead)
    rest = [gate for gate in course.gates if gate.open and not gate.ahead]
    with st.expander("其他办理"):
        _rare(course, rest)


def _next(course: Course, gates: list[Gate]) -> None:
    with st.container(border=True, key="step_next"):
        parts.show('<h2 class="gp-title">下一步</h2>')
        gate = gates[0]
        if len(gates) > 1:
            titles = {g.step.key: g.step.title for g in gates}
            key = st.radio(
                "办理事项",
                list(titles),
                format_func=titles.__getitem__,
                horizontal=True,
                key=f"next_{number(course)}",
            )
            gate = next(g for g in gates if g.step.key == key)
        else:
            parts.show(f"<p><b>{escape(gate.step.title)}</b></p>")
        if gate.open:
            take_form(course, gate)
        else:
            parts.show(_closed(gate))


def _closed(gate: Gate) -> str:
    """Why the next step cannot be taken yet, under which article, and what would cure it."""
    rows = "".join(
        f"<li>{escape(one.text)}<div class='gp-note'>{escape(law.cite(one.law))}。{escape(one.cure)}。</div></li>"
        for one in gate.lacks
        if one.grave
    )
    return f'<p class="gp-amber">▲ 现在不能办理</p><ul class="gp-missing">{rows}</ul>'


def take_form(course: Course, gate: Gate) -> None:
    """The form of one step; a refusal leaves everything typed where it is."""
    step = gate.step
    key = f"{step.key}_{number(course)}"
    request = st.session_state.setdefault(f"request_{key}", uuid4().hex)
    missing = "".join(f"<li>{escape(one.text)}</li>" for one in gate.lacks if not one.grave)
    late = "".join(f"<li>{escape(one.text)}</li>" for one in gate.late)
    parts.show(
        f'<p class="gp-note">依据：{escape(law.cite(step.law))}</p>'
        + (f'<p class="gp-amber">▲ 还缺</p><ul class="gp-missing">{missing}</ul>' if missing else "")
        + (f'<ul class="gp-missing gp-amber">{late}</ul>' if late else "")
    )
    with st.form(f"form_{key}", border=False):
        told = buildingwidgets.told(step, key)
        left, right = st.columns(2)
        on = left.date_input("办理日期(文书所载)", value=clock.today(), format="YYYY-MM-DD", key=f"on_{key}")
        paper = right.text_input("文号", key=f"paper_{key}", max_chars=100)
        scan = scan_of(course, key)
        pressed = st.form_submit_button(step.title, type="primary")
    if pressed:

        def send() -> str:
            done = enforcing.take(
                *visitor.here(),
                number(course),
                step.key,
                on=on,
                told=told,
                document=paper,
                scan=scan,
                request=request,
            )
            del st.session_state[f"request_{key}"]
            return "".join([f"“{step.title}”已办理。", *done.notices])

        do(send)


def _serve(course: Course) -> None:
    """Documents that take effect when served, and have not been."""
    served = {s["proceeding_id"] for s in course.file.servings}
    waiting = {
        gate.act["id"]: gate.step.title
        for gate in course.gates
        if gate.act is not None and gate.step.serve and gate.act["id"] not in served
    }
    if not waiting:
        return
    key = f"serve_{number(course)}"
    with st.container(border=True, key="step_serve"):
        parts.show('<h2 class="gp-title">待送达</h2>')
        with st.form(key, border=False):
            act = st.selectbox("文书", list(waiting), format_func=waiting.__getitem__)
            left, right = st.columns(2)
            way = left.selectbox("送达方式", SERVICE)
            on = right.date_input("送达日期(公告送达填公告日)", value=clock.today(), format="YYYY-MM-DD")
            to = st.text_input("受送达人", max_chars=100)
            scan = scan_of(course, key, "送达回证扫描件(补录必附)")
            pressed = st.form_submit_button("登记送达", type="primary")
    if pressed:

        def send() -> str:
            counts = serving.serve(
                *visitor.here(), number(course), act, on=on, way=way, recipient=to, scan=scan
            )
            return f"送达已登记，期限自 {counts.isoformat()} 起算。"

        do(send)


def _rare(course: Course, rest: list[Gate]) -> None:
    """One at a time: optional steps, review and suit, side states, taking back, overrides."""
    kinds: dict[str, Callable[[], None]] = {
        f"办理：{gate.step.title}": (lambda g=gate: take_form(course, g))  # type: ignore[misc]
        for gate in rest
    }
    kinds |= buildingacts.forms(course)
    chosen = st.selectbox("事项", list(kinds), index=None, placeholder="请选择", key=f"rare_{number(course)}")
    if chosen:
        kinds[chosen]()
