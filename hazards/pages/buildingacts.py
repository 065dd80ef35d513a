"""The rarer acts of a building case: review and suit, side states, taking back, overrides."""

from collections.abc import Callable
from html import escape

import streamlit as st

from hazards.domain.contests import ENDS, KINDS
from hazards.domain.enforcement import STOPPING
from hazards.pages import parts, visitor
from hazards.pages.buildingdesk import do, given, number, scan_of
from hazards.services import annulling, clock, contesting, law, overriding, pausing
from hazards.services.course import Course
from hazards.services.statutes import book


def forms(course: Course) -> dict[str, Callable[[], None]]:
    """What may be done besides the next step, each by its words."""
    told: dict[str, Callable[[], None]] = {"登记复议或诉讼": lambda: _contest(course)}
    if any(c["ended_on"] is None for c in course.file.contests):
        told["登记复议或诉讼结果"] = lambda: _contest_end(course)
    told["登记中止、终结、协议或暂缓"] = lambda: _pause(course)
    if any(p["ended_on"] is None for p in course.file.pauses):
        told["登记恢复执行"] = lambda: _resume(course)
    if course.file.held.acts:
        told["撤回已办步骤"] = lambda: _annul(course)
    told["申请越序办理"] = lambda: _override(course)
    return told


def _contest(course: Course) -> None:
    key = f"contest_{number(course)}"
    with st.form(key, border=False):
        kind = st.radio("种类", list(KINDS), format_func=KINDS.__getitem__, horizontal=True)
        on = st.date_input("申请或起诉日期(不详留空)", value=None, format="YYYY-MM-DD")
        forum = st.text_input("复议机关或人民法院", max_chars=100)
        docket = st.text_input("案号", max_chars=100)
        respondent = st.text_input("被申请人或被告(缺省为决定机关)", max_chars=100)
        pressed = st.form_submit_button("登记")
    if pressed:

        def send() -> str:
            contesting.file(
                *visitor.here(),
                number(course),
                kind,
                filed_on=on,
                forum=forum,
                number=docket,
                respondent=respondent,
            )
            return f"{KINDS[kind]}已登记，结果登记之前不得强制拆除。"

        do(send)


def _contest_end(course: Course) -> None:
    pending = {c["id"]: c for c in course.file.contests if c["ended_on"] is None}
    chosen = st.selectbox(
        "案件", list(pending), format_func=lambda n: f"{KINDS[pending[n]['kind']]} {pending[n]['forum']}"
    )
    kind = pending[chosen]["kind"]
    key = f"ended_{chosen}"
    with st.form(key, border=False):
        outcome = st.selectbox("结果", ENDS[kind], index=None, placeholder="请选择")
        on = st.date_input("复议决定送达日期或裁判生效日期", value=None, format="YYYY-MM-DD")
        came = st.radio("行政机关负责人出庭", ("是", "否", "不适用"), index=2, horizontal=True)
        scan = scan_of(course, key, "复议决定书或裁判文书扫描件")
        pressed = st.form_submit_button("登记结果")
    if pressed:

        def send() -> str:
            contesting.end(
                *visitor.here(),
                number(course),
                chosen,
                on=given(on, "日期"),
                outcome=given(outcome, "结果"),
                head_came={"是": True, "否": False}.get(came),
                scan=scan,
            )
            return "结果已登记，最早可强拆日已重新推算。"

        do(send)


def _pause(course: Course) -> None:
    key = f"pause_{number(course)}"
    names = {kind: told[0] for kind, told in STOPPING.items()}
    with st.form(key, border=False):
        kind = st.selectbox("种类", list(names), format_func=names.__getitem__)
        left, right = st.columns(2)
        since = left.date_input("自", value=clock.today(), format="YYYY-MM-DD")
        until = right.date_input("至(未定留空)", value=None, format="YYYY-MM-DD")
        why = st.text_area("理由", max_chars=1000, height=80)
        paper = st.text_input("文号", max_chars=100)
        scan = scan_of(course, key)
        pressed = st.form_submit_button("登记")
    if pressed:

        def send() -> str:
            pausing.pause(
                *visitor.here(),
                number(course),
                kind,
                since=since,
                until=until,
                why=why,
                document=paper,
                scan=scan,
            )
            return f"“{names[kind]}”已登记，其间不得强制执行。"

        do(send)


def _resume(course: Course) -> None:
    held = {p["id"]: STOPPING[p["kind"]][0] for p in course.file.pauses if p["ended_on"] is None}
    with st.form(f"resume_{number(course)}", border=False):
        chosen = st.selectbox("状态", list(held), format_func=held.__getitem__)
        outcome = st.selectbox("结束方式", pausing.ENDS)
        on = st.date_input("日期", value=clock.today(), format="YYYY-MM-DD")
        pressed = st.form_submit_button("登记")
    if pressed:

        def send() -> str:
            pausing.resume(*visitor.here(), number(course), chosen, on=on, outcome=outcome)
            return f"“{held[chosen]}”已结束，程序继续。"

        do(send)


def _annul(course: Course) -> None:
    acts = [a for a in reversed(course.file.acts) if a["annulled_event"] is None]
    names = {a["id"]: f"{book().by_key[a['step']].title} {a['on_date']}" for a in acts}
    with st.form(f"annul_{number(course)}", border=False):
        chosen = st.selectbox("步骤", list(names), format_func=names.__getitem__)
        why = st.text_input("理由", max_chars=500, placeholder="如：复议决定撤销；录入错误")
        scan = scan_of(course, f"annul_{number(course)}")
        pressed = st.form_submit_button("撤回")
    if pressed:

        def send() -> str:
            annulling.annul(*visitor.here(), number(course), chosen, why=why, scan=scan)
            return f"“{names[chosen]}”已撤回，原记录保留。"

        do(send)


def _override(course: Course) -> None:
    closed = {g.step.key: g for g in course.gates if g.act is None and any(one.grave for one in g.lacks)}
    key = st.selectbox(
        "越序的步骤", list(closed), format_func=lambda k: closed[k].step.title, key=f"over_{number(course)}"
    )
    if not key:
        return
    why = "".join(
        f"<li>{escape(one.text)}({escape(law.cite(one.law))})</li>" for one in closed[key].lacks if one.grave
    )
    parts.show(f'<p class="gp-amber">▲ 现不能办理的原因</p><ul class="gp-missing">{why}</ul>')
    with st.form(f"override_{number(course)}_{key}", border=False):
        left, right = st.columns(2)
        lawyer = left.text_input("律师姓名", max_chars=50)
        licence = right.text_input("执业证号", max_chars=50)
        reason = st.text_area("理由", max_chars=1000, height=80)
        opinion = scan_of(course, f"override_{number(course)}", "法律意见书")
        pressed = st.form_submit_button("报领导准予")
    if pressed:

        def send() -> str:
            overriding.ask(
                *visitor.here(),
                number(course),
                key,
                lawyer=lawyer,
                licence=licence,
                reason=reason,
                opinion=opinion,
            )
            return "越序申请已报领导，件数在领导页公布。"

        do(send)
