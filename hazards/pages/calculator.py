"""法定期限计算: the last day of a period, and the earliest lawful day of demolition, argued line by line."""

from datetime import date
from html import escape

import streamlit as st

from hazards.domain.lawful import KEYS, DemolitionFacts
from hazards.domain.periods import UNITS
from hazards.domain.procedure import STATE_NAMES, TRACK_NAMES
from hazards.pages import acting, parts, visitor
from hazards.services import clock, lawful

WEEK = "一二三四五六日"
GROUPS = {
    "决定与公告": ("decision_served", "self_removal_by", "ownerless_announced"),
    "复议与诉讼": ("review_filed", "review_served", "suit_filed", "judgment_final"),
    "催告与执行": ("urged_served", "enforcement_served", "demolition_announced", "moving_out_by"),
}
ROUTES = {"organ": "行政机关强制拆除", "court": "申请人民法院强制执行"}
PRINT = "<style>@media print { .st-key-given, .st-key-period { display: none !important; } }</style>"


def page() -> None:
    acting.style()
    st.html(PRINT)
    with st.container(horizontal=True, vertical_alignment="center", key="headed"):
        st.title("法定期限计算")
        pressed = st.button("打印")
    with st.container(key="card_period"):
        parts.show('<h2 class="gp-title">期限届满日</h2>')
        with st.container(key="period"):
            told = _told_period()
        _period(*told)
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(key="given"), st.container(key="card_given"):
        parts.show('<h2 class="gp-title">最早可强拆日：填写已有的事实</h2>')
        facts = _facts()
    with right:
        _answer(facts)
    parts.rule("口径：开始当日不计入；按国务院办公厅放假安排计算。结果供办案参考，以法律规定和送达证据为准。")
    if pressed:
        st.html("<script>setTimeout(() => window.print(), 600)</script>", unsafe_allow_javascript=True)


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日(周{WEEK[on.weekday()]})"


# ------------------------------------------------------------------ a period
def _told_period() -> tuple[date | None, int, str]:
    one, two, three = st.columns(3)
    start = one.date_input("开始日期(送达、收到之日)", clock.today(), format="YYYY-MM-DD", key="calc_start")
    count = two.number_input("长度", 1, 3650, 15, key="calc_count")
    unit = three.selectbox("单位", list(UNITS), format_func=_unit, key="calc_unit")
    return start, int(count), unit


def _unit(key: str) -> str:
    return UNITS[key].removeprefix("个")


def _period(start: date | None, count: int, unit: str) -> None:
    if start is None:
        return
    store, scope = visitor.here()
    ends = lawful.period(store, scope, start, f"{count}{unit}")
    why = [f"{_day(start)}为开始之日，不计入"]
    if unit == "wd":
        why.append("只计工作日：周末和放假日不计，调休上班日计入")
    elif ends.last != ends.by_name:
        why.append(f"按日历届满于{_day(ends.by_name)}，是休息日，顺延至其后第一个工作日")
    else:
        why.append("届满日是工作日，不顺延")
    provisional = (
        '<p class="gp-amber">▲ 届满日所在年度的放假安排尚未录入齐全，日期为暂定。</p>'
        if ends.provisional
        else ""
    )
    items = "".join(f"<li>{escape(one)}</li>" for one in why)
    told = f"{count}{UNITS[unit]}的最后一日"
    parts.show(
        f'<p class="gp-sentence">{escape(_day(ends.last))}</p><p class="gp-note">{escape(told)}</p>'
        f'<ul class="gp-items">{items}</ul>{provisional}'
    )


# ------------------------------------------------------------------ the earliest lawful day
def _facts() -> DemolitionFacts:
    told: dict = {}
    told["track"] = st.selectbox(
        KEYS["track"], list(TRACK_NAMES), format_func=TRACK_NAMES.__getitem__, key="calc_track"
    )
    told["state"] = st.selectbox(
        KEYS["state"], list(STATE_NAMES), format_func=STATE_NAMES.__getitem__, key="calc_state"
    )
    told["remedies_told"] = st.checkbox("决定已告知复议、诉讼的权利和期限", key="calc_remedies")
    for title, names in GROUPS.items():
        parts.show(f'<p class="gp-note">{title}</p>')
        pair = st.columns(2)
        for n, name in enumerate(names):
            told[name] = pair[n % 2].date_input(
                KEYS[name], None, format="YYYY-MM-DD", min_value=date(2004, 1, 1), key=f"calc_{name}"
            )
    days = st.number_input(KEYS["urged_days"], 1, 365, None, key="calc_urged_days", placeholder="如：10")
    told["urged_days"] = int(days) if days else None
    return DemolitionFacts(**told)


def _answer(facts: DemolitionFacts) -> None:
    store, scope = visitor.here()
    answer = lawful.lawful_date(store, scope, facts)
    told = answer.lawful
    public = answer.public()
    if told.earliest:
        head = f'<p class="gp-sentence">{escape(_day(told.earliest))}起可以实施</p>'
    elif told.bound:
        head = f'<p class="gp-sentence">不得早于{escape(_day(told.bound))}</p>'
    else:
        head = '<p class="gp-sentence">事实不足，还不能推算</p>'
    parts.show(parts.card("最早可强拆日", f"{head}{_said(facts)}", f"途径：{ROUTES[told.route]}"))
    if told.missing:
        items = "".join(f"<li>{escape(KEYS[name])}</li>" for name in told.missing)
        note = "以下事实尚缺，填写后日期可能推后，不会提前。"
        parts.show(parts.card(f"尚缺 {len(told.missing)} 项", f'<ul class="gp-items">{items}</ul>', note))
    warnings = "".join(f'<li class="gp-amber">▲ {escape(lawful.WARNINGS[one])}</li>' for one in told.warnings)
    if warnings:
        parts.show(parts.card("提醒", f'<ul class="gp-list">{warnings}</ul>'))
    if public["derivation"]:
        heads = [("依据", ""), ("自", "gp-nowrap"), ("至", "gp-nowrap"), ("理由", "")]
        rows = [[escape(one[k]) for k in ("law", "from", "to", "because")] for one in public["derivation"]]
        parts.show(parts.card("推算过程", parts.table(heads, rows, css="gp-stack")))


def _said(facts: DemolitionFacts) -> str:
    """What was typed, for the printed sheet on which the form does not stand."""
    chosen = {"track": TRACK_NAMES[facts.track], "state": STATE_NAMES[facts.state]}
    told = []
    for key, name in KEYS.items():
        value = getattr(facts, key)
        if value not in (None, ""):
            text = chosen.get(key) or ("是" if value is True else "否" if value is False else str(value))
            told.append(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>")
    return f'<dl class="gp-facts gp-printonly">{"".join(told)}</dl>'


page()
