"""曝光追踪: what was told in public, the cases concerned, and whether it was followed up to its end."""

from functools import partial
from html import escape

import streamlit as st

from hazards.pages import acting, matterparts, parts, visitor
from hazards.services import clock, exposures, followups, gathering, register
from hazards.services.access import Scope
from hazards.services.exposures import MEDIA, Exposure
from hazards.storage.store import Store

FORM = "exposure"
VIEW = "view=exposures"
TITLES = {"": "本年曝光", "open": "追踪未办结", "late": "跟踪逾期"}
SHOWN = 200


def draw() -> None:
    matterparts.style()
    store, scope = visitor.here()
    if number := matterparts.asked("exposure"):
        _file(store, scope, number)
        return
    show = matterparts.chosen(TITLES)
    acting.told(FORM)
    matterparts.counts(exposures.counts(store, scope), show)
    if acting.may(scope, exposures.register_exposure):
        with st.expander("登记曝光"):
            _form(store, scope)
    _list(exposures.held(store, scope, show=show), TITLES[show])
    parts.rule("口径：按刊播日期计入年度；跟踪事项全部完成后方可办结，办结前一直列在“追踪未办结”。")


def _form(store: Store, scope: Scope) -> None:
    drawn = acting.mark(FORM)
    left, right = st.columns(2)
    with left:
        acting.choose("刊播方式", MEDIA, f"medium_{drawn}")
        st.text_input(
            "刊播单位", key=f"outlet_{drawn}", max_chars=100, placeholder="报社、电视台，或通报机关"
        )
    with right:
        matterparts.day("刊播日期", f"on_{drawn}")
        streets = {u.key: u.name for u in register.read(store, scope).streets(clock.today())}
        acting.choose("涉及街镇", streets, f"street_{drawn}", "不涉及单个街镇的不选")
    st.text_input("标题", key=f"title_{drawn}", max_chars=200)
    st.text_input("网址(没有的传扫描件)", key=f"link_{drawn}", max_chars=500)
    st.text_area("内容摘要", key=f"told_{drawn}", max_chars=4000)
    st.text_input("涉及案卷编号(几件以顿号分开，没有的不填)", key=f"numbers_{drawn}", max_chars=500)
    matterparts.files("版面、截图或通报扫描件", f"files_{drawn}")
    matterparts.button("登记", FORM, drawn, partial(_register, store, scope, drawn), first=True)


def _register(store: Store, scope: Scope, drawn: str) -> str:
    numbers = acting.typed("numbers", drawn).replace("，", "、").split("、")
    told = {
        "medium": acting.typed("medium", drawn, None),
        "outlet": acting.typed("outlet", drawn),
        "title": acting.typed("title", drawn),
        "published_on": acting.typed("on", drawn, None),
        "link": acting.typed("link", drawn),
        "told": acting.typed("told", drawn),
        "street": acting.typed("street", drawn, None),
        "cases": [gathering.find(store, scope, number) for number in numbers if number.strip()],
    }
    files = matterparts.brought("files", drawn)
    exposures.register_exposure(store, scope, told, files=files, request=drawn)
    return "曝光已登记，请设定跟踪事项并跟踪到办结。"


def _list(found: list[Exposure], title: str) -> None:
    if not found:
        parts.empty(f"没有{title}的记录", "媒体曝光或者通报点名后，由区安委办或者督办部门在本页登记。")
        return
    heads = [
        ("标题", ""),
        ("刊播", ""),
        ("日期", "gp-nowrap"),
        ("属地", "gp-nowrap"),
        ("涉及案卷", ""),
        ("状态", "gp-nowrap"),
    ]
    body = [_row(one) for one in found[:SHOWN]]
    table = parts.table(heads, body, css="gp-stack")
    matterparts.sheet(f"{title} {len(found)} 件", table)


def _row(one: Exposure) -> list[str]:
    return [
        parts.link(one.row["title"], "supervision", f"{VIEW}&exposure={one.row['id']}"),
        escape(f"{one.row['medium']} {one.row['outlet']}"),
        one.row["published_on"].isoformat(),
        escape(one.street),
        _cases(one) or "—",
        _state(one),
    ]


def _cases(one: Exposure) -> str:
    return "、".join(parts.link(c["number"] or c["unit"], "ledger", f"case={c['id']}") for c in one.cases)


def _state(one: Exposure) -> str:
    if not one.open:
        return "● 已办结"
    if one.late:
        return '<span class="gp-red">■</span> 跟踪逾期'
    waiting = len(followups.open_steps(one.deeds))
    return f"○ 待完成 {waiting} 项" if waiting else "○ 待办结"


def _file(store: Store, scope: Scope, number: int) -> None:
    one = exposures.file(store, scope, number)
    matterparts.back("exposures", "返回曝光追踪")
    acting.told(FORM)
    row = one.row
    address = escape(row["link"], quote=True)
    link = (
        f'<a href="{address}" rel="noreferrer noopener" target="_blank">{address}</a>' if row["link"] else "—"
    )
    pairs = [
        ("刊播", escape(f"{row['published_on'].isoformat()} {row['medium']} {row['outlet']}")),
        ("网址", link),
        ("属地", escape(one.street)),
        ("涉及案卷", _cases(one) or "—"),
        ("内容摘要", escape(row["told"] or "—")),
        ("登记", escape(row["owner"])),
        ("状态", _state(one)),
    ]
    told = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in pairs)
    parts.show(parts.card(row["title"], f'<dl class="gp-facts">{told}</dl>'))
    matterparts.originals(one.scans)
    if one.open and acting.may(scope, exposures.follow):
        matterparts.steps(
            FORM,
            followups.open_steps(one.deeds),
            add=lambda told, whom, due: exposures.follow(store, scope, number, told=told, whom=whom, due=due),
            done=lambda step, on, outcome: exposures.followed(
                store, scope, number, step, on=on, outcome=outcome
            ),
        )
    if one.open and acting.may(scope, exposures.close):
        _more(store, scope, number)
    matterparts.deeds(one.deeds)
    parts.rule("口径：跟踪事项逾期未完成的，每天列入承办街镇和登记单位的待办。")


def _more(store: Store, scope: Scope, number: int) -> None:
    """Another case it concerns; and its end."""
    drawn = acting.mark(f"{FORM}_{number}_join")
    with st.expander("关联案卷"):
        st.text_input("案卷编号", key=f"number_{drawn}", max_chars=100)

        def joined() -> str:
            case = gathering.find(store, scope, acting.typed("number", drawn))
            exposures.join(store, scope, number, case)
            return "案卷已关联，案卷轨迹中同时记载。"

        matterparts.button("关联", FORM, drawn, joined)
    end = acting.mark(f"{FORM}_{number}_close")
    with st.expander("办结曝光追踪"):
        matterparts.day("办结日期", f"on_{end}")
        st.text_area("办结情况", key=f"why_{end}", max_chars=1000)

        def closed() -> str:
            on, why = acting.typed("on", end, None), acting.typed("why", end)
            exposures.close(store, scope, number, on=on, why=why)
            return "曝光追踪已办结。"

        matterparts.button("办结", FORM, end, closed)
