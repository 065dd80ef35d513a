"""问责线索: facts a leader should look at, what he decided, and whether it was followed up. No list of the guilty."""

from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from hazards.domain.accountability import MEASURES, NOT_HELD, Candidate
from hazards.pages import acting, matterparts, parts, visitor
from hazards.services import accountability, clock, followups
from hazards.services.access import Scope
from hazards.services.accountability import Inquiry
from hazards.storage.store import Store

FORM = "inquiry"
VIEW = "view=accountability"
SHOWN = {"": "问责线索", "streak": "连续两年", "decided": "本年已决定", "open": "未办结", "late": "跟踪逾期"}
FACTS = 8
PLACES = {
    "case": ("ledger", "case={ref}"),
    "complaint": ("supervision", "view=complaints&complaint={ref}"),
    "instruction": ("supervision", "view=instructions&state=overdue"),
    "order": ("supervision", "view=orders&list=overdue"),
    "weekly": ("reports", "view=weekly"),
}
STREAK = '<span class="gp-amber">▲ 连续两年</span>'


def draw() -> None:
    matterparts.style()
    store, scope = visitor.here()
    if number := matterparts.asked("inquiry"):
        _file(store, scope, number)
        return
    show = matterparts.chosen(SHOWN)
    acting.told(FORM)
    matterparts.counts(accountability.counts(store, scope), show)
    if show in ("", "streak"):
        found = accountability.lines(store, scope)
        _lines(store, scope, [one for one in found if one.streak] if show else found)
    else:
        asked = "" if show == "decided" else show
        _decisions(accountability.decisions(store, scope, show=asked), SHOWN[show])
    _rules()


def _rules() -> None:
    version, rules = accountability.book()
    with st.expander(f"线索规则(版本 {version}，共 {len(rules)} 条)"):
        heads = [("线索", "gp-nowrap"), ("情形", "gp-nowrap"), ("怎样列出", "")]
        body = [[escape(rule.title), escape(rule.reason), escape(rule.says)] for rule in rules]
        parts.show(parts.table(heads, body, css="gp-stack"))
    parts.rule(
        "口径：线索由台账事实随时算出，不作存档，不是责任认定，由领导核实后决定；"
        "只对领导、审计员和区安委办显示，不进入任何导出。"
    )


def _lines(store: Store, scope: Scope, found: list[Candidate]) -> None:
    if not found:
        parts.empty(
            "目前没有问责线索", "逾期未办、督办和批示未回复、投诉超期等事实达到规则所列次数时自动列出。"
        )
        return
    for reason in dict.fromkeys(one.rule.reason for one in found):
        lines = [(n, one) for n, one in enumerate(found) if one.rule.reason == reason]
        parts.show(f'<h2 class="gp-h2">{escape(reason)} {len(lines)} 条</h2>')
        for n, one in lines:
            _line(store, scope, one, n)


def _line(store: Store, scope: Scope, one: Candidate, n: int) -> None:
    with st.container(key=f"card_line_{n}"):
        before = f"，此前已决定 {one.before} 次" if one.before else ""
        streak = f" {STREAK}" if one.streak else ""
        head = f'<h2 class="gp-title">{escape(one.organ)} · {escape(one.rule.title)}{streak}</h2>'
        note = f'<p class="gp-note">{escape(one.rule.says)}{before}</p>'
        rows = "".join(fact(told.frozen()) for told in one.facts[:FACTS])
        parts.show(f'{head}{note}<ul class="gp-list">{rows}</ul>')
        if len(one.facts) > FACTS:
            with st.expander(f"其余 {len(one.facts) - FACTS} 条事实"):
                rest = "".join(fact(told.frozen()) for told in one.facts[FACTS:])
                parts.show(f'<ul class="gp-list">{rest}</ul>')
        if acting.may(scope, accountability.decide):
            with st.expander("核实后决定"):
                _decide(store, scope, one, acting.mark(f"{FORM}_{one.rule.key}_{one.organ}"))


def fact(told: dict[str, Any]) -> str:
    """One fact, leading to where it stands."""
    page, query = PLACES[told["subject"]]
    name = parts.link(told["name"], page, query.format(ref=told["ref"]))
    on = f" · {told['on']}" if told["on"] else ""
    return f'<li>{name} <span class="gp-note">{escape(told["told"])}{on}</span></li>'


def _decide(store: Store, scope: Scope, one: Candidate, drawn: str) -> None:
    left, right = st.columns(2)
    with left:
        acting.choose("处理方式", MEASURES, f"measure_{drawn}")
        matterparts.day("决定日期", f"on_{drawn}")
    with right:
        st.text_input("对象(单位或人员)", key=f"whom_{drawn}", max_chars=100)
        st.text_input("文号", key=f"document_{drawn}", max_chars=100)
    st.text_area("核实情况和理由", key=f"why_{drawn}", max_chars=2000)
    matterparts.files("决定文书、谈话记录", f"files_{drawn}")

    def work() -> str:
        told = {
            "measure": acting.typed("measure", drawn, None),
            "whom": acting.typed("whom", drawn),
            "document": acting.typed("document", drawn),
            "why": acting.typed("why", drawn),
            "on": acting.typed("on", drawn, None),
        }
        files = matterparts.brought("files", drawn)
        accountability.decide(store, scope, one.rule.key, one.organ, told, seen=one.seen, files=files)
        return f"已决定：{one.organ}，{told['measure']}；所依据的事实已一并存档。"

    matterparts.button("登记决定", FORM, drawn, work, first=True)


def _decisions(found: list[Inquiry], title: str) -> None:
    if not found:
        parts.empty(f"没有{title}的问责决定", "领导在“问责线索”中核实后作出决定，列在这里。")
        return
    heads = [
        ("单位", ""),
        ("编号", "gp-nowrap"),
        ("情形", ""),
        ("处理方式", "gp-nowrap"),
        ("决定日期", "gp-nowrap"),
        ("状态", "gp-nowrap"),
    ]
    body = [
        [
            parts.link(one.row["organ"], "supervision", f"{VIEW}&{urlencode({'inquiry': one.row['id']})}")
            + (f" {STREAK}" if one.streak else ""),
            escape(one.row["number"]),
            escape(f"{one.row['reason']}·{one.rule}"),
            escape(one.row["measure"]),
            one.row["decided_on"].isoformat(),
            _state(one),
        ]
        for one in found
    ]
    table = parts.table(heads, body, css="gp-stack")
    matterparts.sheet(f"{title} {len(found)} 件", table)


def _state(one: Inquiry) -> str:
    if not one.open:
        return "● 已办结"
    return '<span class="gp-red">■</span> 跟踪逾期' if one.late else "○ 跟踪中"


def _file(store: Store, scope: Scope, number: int) -> None:
    one, papers = accountability.file(store, scope, number)
    matterparts.back("accountability", "返回问责线索")
    acting.told(FORM)
    row = one.row
    pairs = [
        ("单位", row["organ"]),
        ("情形", f"{row['reason']}·{one.rule}"),
        ("处理方式", row["measure"]),
        ("对象", row["whom"] or "—"),
        ("文号", row["document"] or "—"),
        ("决定", f"{row['decided_on'].isoformat()} {row['decider']}"),
        ("理由", row["why"]),
        ("办结", f"{row['closed_on'].isoformat()} {row['closed_why']}" if row["closed_on"] else "未办结"),
    ]
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in pairs)
    note = f"连续两年：{row['organ']}上年也被问责。" if one.streak else ""
    parts.show(parts.card(row["number"], f'<dl class="gp-facts">{told}</dl>', escape(note)))
    facts = "".join(fact(each) for each in one.facts)
    title = f"决定时的事实 {len(one.facts)} 条"
    parts.show(
        parts.card(
            title, f'<ul class="gp-list">{facts}</ul>', f"规则 {escape(row['version'])}，此后不随台账变化。"
        )
    )
    matterparts.originals(papers)
    if one.open and row["measure"] != NOT_HELD and acting.may(scope, accountability.follow):
        matterparts.steps(
            FORM,
            followups.open_steps(one.deeds),
            add=lambda told, whom, due: accountability.follow(
                store, scope, number, told=told, whom=whom, due=due
            ),
            done=lambda step, on, outcome: accountability.followed(
                store, scope, number, step, on=on, outcome=outcome
            ),
        )
    if one.open and acting.may(scope, accountability.close):
        _close(store, scope, number)
    matterparts.deeds(one.deeds)
    parts.rule(f"口径：截至 {clock.today().isoformat()}；跟踪事项全部完成后由领导办结。")


def _close(store: Store, scope: Scope, number: int) -> None:
    drawn = acting.mark(f"{FORM}_{number}_close")
    with st.expander("办结问责"):
        matterparts.day("办结日期", f"on_{drawn}")
        st.text_area("办结情况", key=f"why_{drawn}", max_chars=1000)
        work = partial(_closing, store, scope, number, drawn)
        matterparts.button("办结", FORM, drawn, work)


def _closing(store: Store, scope: Scope, number: int, drawn: str) -> str:
    on, why = acting.typed("on", drawn, None), acting.typed("why", drawn)
    accountability.close(store, scope, number, on=on, why=why)
    return "问责已办结。"
