"""时限: every open step with its holder and its light, and the numbers of supervision above it."""

from collections import Counter
from html import escape

import streamlit as st

from hazards.domain.signals import MARKS, NAMES, Light
from hazards.domain.waiting import Todo
from hazards.pages import acting, parts, visitor, waits
from hazards.services import pacing, supervision, todo
from hazards.services.supervision import Count

SHOWN = (Light.OVERDUE, Light.TODAY, Light.SOON, Light.OPEN, Light.NO_DEADLINE)
WORDS = {**NAMES, Light.OVERDUE: "超期", Light.OPEN: "时限内", Light.NO_DEADLINE: "未定时限"}
ALL = "全部"


def draw() -> None:
    store, scope = visitor.here()
    acting.style()
    numbers(supervision.counts(store, scope))
    steps = todo.clocks(store, scope)
    if not steps:
        parts.empty("没有在办的步骤", "案件登记或者挂牌后，每一步的办理人和时限列在这里。")
        return
    light = st.query_params.get("light", "")
    _lights(steps, light)
    left, right = st.columns(2)
    with left:
        holder = _pick("在谁手里", [one.office or one.holder for one in steps], "clocks_holder")
    with right:
        street = _pick("属地", [one.street for one in steps], "clocks_street")
    found = [
        one
        for one in steps
        if light in ("", waits.light(one))
        and holder in (ALL, one.office or one.holder)
        and street in (ALL, one.street)
    ]
    if found:
        waits.draw("clocks", f"在办 {len(found)} 件，最急的在前", found, holder=True)
    else:
        parts.empty("没有相符的步骤", "换一个灯、办理人或者属地再看。")
    pace = pacing.read(store, scope)
    leads = "、".join(f"{name}{pace.lead[u]}" for u, name in _classes())
    parts.rule(
        f"口径：每一步只有一个办理人；时限取法定和承诺两者中较短的，整改以案件期限为限。■ 超期；▲ 今日到期或者"
        f"临期(案件期限前 {leads} 个工作日，单个步骤前 {pace.step_lead} 个工作日)；◇ 未定时限。"
    )


def _classes() -> list[tuple[pacing.Urgency, str]]:
    return [(one, pacing.NAMES[one][:3]) for one in pacing.Urgency]


def _pick(label: str, told: list[str], key: str) -> str:
    counted = Counter(told)
    names = {ALL: f"{ALL}({len(told)})", **{n: f"{n}({counted[n]})" for n in sorted(counted)}}
    return st.selectbox(label, list(names), format_func=names.__getitem__, key=key)


def _lights(steps: list[Todo], chosen: str) -> None:
    """How many under each light; a number leads to its list."""
    counted = Counter(waits.light(one) for one in steps)
    cells = [_cell("全部", len(steps), "", chosen, "gp-navy")]
    cells += [
        _cell(f"{MARKS[one]} {WORDS[one]}", counted[one], one, chosen, parts.TONES.get(one, "gp-grey"))
        for one in SHOWN
    ]
    parts.show(f'<p class="gp-facts-line">{"".join(cells)}</p>')


def _cell(word: str, number: int, light: str, chosen: str, tone: str) -> str:
    told = f'<span class="{tone}">{escape(word)}</span> {number} 件'
    if light == chosen:
        return f'<b aria-current="true">{told}</b>'
    query = "view=clocks" + (f"&light={light}" if light else "")
    return f'<a href="/supervision?{escape(query, quote=True)}" target="_self">{told}</a>'


HEADLINES = {
    "unsent": "late",
    "unreplied": "unreceived",
    "instructions-overdue": "instructions",
    "instructions-replied": "",
}
"""What stands large, and the number it is seen beside."""


def numbers(counts: list[Count]) -> None:
    """The numbers of supervision, each leading to its list; its rule stands beneath it."""
    told = {one.key: one for one in counts}
    pieces = []
    for key, beside in HEADLINES.items():
        one, other = told[key], told.get(beside)
        tone = "gp-red" if one.grave and one.number else ""
        number = parts.link(str(one.number), "supervision", one.query, "gp-plain")
        body = f'<div class="gp-number {tone}">{number}<small>{one.unit}</small></div>'
        if other is not None:
            link = parts.link(f"{other.title} {other.number} {other.unit}", "supervision", other.query)
            body += f'<p class="gp-facts-line">{link}</p>'
        rules = one.rule + (f"{other.title}：{other.rule}" if other else "")
        pieces.append(parts.card(one.title, body, escape(rules)))
    parts.cards(pieces, "gp-pairs")
