"""总览: where the district stands at one cut-off, who is behind, which cases close the gap."""

from collections.abc import Callable
from html import escape

import streamlit as st

from hazards.domain.rates import Line
from hazards.pages import (
    acting,
    asking,
    changed,
    chart,
    given,
    indicators,
    look,
    nearest,
    noted,
    parts,
    ranking,
    urging,
    visitor,
)
from hazards.services import brief, overview, stockfigures
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.overview import Overview

VIEWS: dict[str, tuple[str, Callable[[Asked], None]]] = {
    "gap": ("差额案件", nearest.page),
    "today": ("今日变化", changed.page),
    "brief": ("短报与催办", urging.page),
    "indicators": ("指标", indicators.page),
    "given": ("外部门考核率", given.page),
}
"""Lists and parts that belong to 总览, by the name the address asks for them: title, page."""


def page() -> None:
    store, scope = visitor.here()
    title, view = VIEWS.get(st.query_params.get("view", ""), ("总览", None))
    st.html(f"<style>{look.asset('desk.css')}</style>")
    with st.container(horizontal=True, vertical_alignment="center", key="headed"):
        st.title(title)
        ways = st.empty()
    asked = asking.row("overview", ("kind", "year", "level", "as_of"))
    with ways:
        parts.show(f'<p class="gp-facts-line gp-noprint">{_ways(scope, asked)}</p>', tight=True)
    if view is not None:
        view(asked)
        return
    told = overview.overview(store, scope, asked.but(place="", measure="", light="", by="street"))
    if not told.total.rate.whole and not told.table.total.counts["carried_over"]:
        parts.empty(
            "所选范围没有挂牌案件", "区安委办在“导入”中导入台账后，这里显示整改率。也可放宽上面的条件。"
        )
        parts.rule(overview.rule_line(asked))
        return
    _sentence(told, asked)
    noted.accidents()
    _headline(told, asked)
    with st.container(key="body"):
        left, right = st.columns([3, 2])
    with left:
        ranking.streets(told.table, asked)
        ranking.departments(told.departments, asked)
    with right:
        nearest.card(told.gap, asked)
        _trend(told, asked)
        noted.card(told, asked)
        if asked.kind == "hazard":
            _buildings(asked)
    if asked.kind == "all":
        parts.rule("合并仅供查询，不作考核。")
    parts.rule(overview.rule_line(asked))


def _ways(scope: Scope, asked: Asked) -> str:
    """The parts of 总览 that are not on it."""
    query = asked.but(place="", measure="").query
    told = [("指标", "indicators"), *([("短报与催办", "brief")] if acting.may(scope, brief.text) else [])]
    links = "".join(parts.link(word, "", f"view={name}&{query}".rstrip("&")) for word, name in told)
    return links + parts.link("大屏", "wall", query)


def _sentence(told: Overview, asked: Asked) -> None:
    """What a leader passes on; the number in it opens the very cases."""
    words = escape(told.sentence)
    if told.gap.needed:
        number = f"还差{told.gap.needed}件"
        words = words.replace(number, ranking.near(told.gap.needed, asked, number), 1)
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.show(f'<p class="gp-sentence">{words}</p>')
        parts.show(parts.copy("复制这句话", told.told), tight=True)
    parts.copying()


def _trend(told: Overview, asked: Asked) -> None:
    store, scope = visitor.here()
    points = overview.month_points(store, scope, asked)
    picture = chart.curve(points, told.total.target)
    parts.show(parts.card("近24个月整改率", picture + _outlook(told), "每年1月起重新累计"))


def _outlook(told: Overview) -> str:
    seen = told.outlook
    if seen is None:
        return '<p class="gp-note">年底预计：本年满三个整月后推算。</p>' if _current(told) else ""
    word = "达标" if seen.rate.meets(told.total.target) else "未达标"
    return (
        f'<p class="gp-facts-line"><span>按此进度，年底预计整改率 <b>{seen.rate}</b>，{word}</span></p>'
        f'<p class="gp-note">{escape(seen.method)}</p>'
    )


def _current(told: Overview) -> bool:
    return told.table.asked.population == told.table.asked.cutoff.on.year


def _headline(told: Overview, asked: Asked) -> None:
    cards = [one(told, asked) for one in (_listed, _rectified, _late, _five, _carried)]
    parts.cards(cards, css="gp-five")


def _listed(told: Overview, asked: Asked) -> str:
    number = told.total.counts["listed"]
    goal = ""
    if told.listed_target:
        left = told.listed_target - number
        goal = f"目标≥{told.listed_target}，" + (f"还差 {left}" if left > 0 else "已达到")
    kinds = "、".join(f"{n} {unit}" for unit, n in told.objects.items())
    shown = parts.number(number, "件", asked.but(measure="listed"))
    return parts.card("挂牌", shown, "<br>".join(filter(None, [escape(goal), escape(kinds)])))


def _rectified(told: Overview, asked: Asked) -> str:
    line = told.total

    def due(part: str) -> str:
        return ranking.share(line, asked, part, "due") if line.counts["due"] else ""

    return parts.card(
        "整改率",
        f'<div class="gp-number">{_rate(line, asked)}<small>{ranking.share(line, asked)}</small></div>'
        f'<div class="gp-facts-line">{parts.met(line)}</div>',
        f"目标 {line.target}%<br>到期整改率 {line.due_rate} {due('due_struck_off')}"
        f"<br>按期整改率 {line.on_time_rate} {due('on_time')}",
    )


def _late(told: Overview, asked: Asked) -> str:
    red = "gp-red" if told.overdue else ""
    facts = [
        (f"今日到期 {told.due_today}", asked.but(measure="open", light="today")),
        (f"临期 {told.soon}", asked.but(measure="open", light="soon")),
        (f"期限缺失 {told.no_deadline}", asked.but(measure="no_deadline")),
    ]
    return parts.card(
        "逾期",
        parts.number(told.overdue, "件", asked.but(measure="open_overdue"), red),
        _facts(facts) + (f"最长 {told.longest_overdue} 天，{told.reach}" if told.overdue else told.reach),
    )


def _five(told: Overview, asked: Asked) -> str:
    missing = " ".join(f"{name} {n}" for name, n in told.claims_missing.items())
    listed = _to(told.total.counts["listed"], asked.but(measure="listed"))
    return parts.card(
        "五落实",
        f'<div class="gp-number">{_to(told.verified, asked.but(measure="verified"))}'
        f"<small>/{listed} 件五项已核验</small></div>",
        parts.link(f"自报齐全 {told.claimed}", "ledger", asked.but(measure="claimed").query)
        + "<br>"
        + escape(f"自报缺：{missing}" if missing else "自报没有缺项")
        + _funds(told.funds),
    )


def _carried(told: Overview, asked: Asked) -> str:
    counts = told.total.counts
    facts = [
        (f"{word} {counts[name]}", asked.but(measure=name))
        for word, name in (
            ("未销号", "carried_over_open"),
            ("其中逾期", "carried_over_overdue"),
            ("导入销号", "imported_struck_off"),
        )
    ]
    shown = parts.number(counts["carried_over"], "件", asked.but(measure="carried_over"))
    return parts.card("结转", shown, _facts(facts))


def _funds(told: tuple[str, str]) -> str:
    planned, paid = told
    return f"<br>资金 计划 {planned} 万元，已付 {paid or '0'} 万元" if planned not in ("", "0") else ""


def _rate(line: Line, asked: Asked) -> str:
    return _to(line.rate, asked.but(measure="struck_off"))


def _to(number: object, asked: Asked) -> str:
    """A number of cases, leading to them."""
    return parts.link(str(number), "ledger", asked.query, "gp-plain")


def _facts(told: list[tuple[str, Asked]]) -> str:
    links = "".join(parts.link(text, "ledger", asked.query) for text, asked in told)
    return f'<span class="gp-facts-line">{links}</span>'


def _buildings(asked: Asked) -> None:
    """The figures of 违法建筑 in brief: its page has the rest."""
    store, scope = visitor.here()
    total = stockfigures.figures(store, scope, asked.but(level="")).total
    year = f"{asked.population} 年" if asked.population else "历年"
    there = asked.but(kind="hazard", measure="", level="").query
    number = parts.link(f"{total['disposed_year'].m2:,.0f}", "structures", there, "gp-plain")
    body = f'<div class="gp-number">{number}<small>㎡ {year}已处置</small></div>'
    task = f"任务完成率 {total.completion}，" if total.task else ""
    note = (
        f"在册 {total['found'].count} 宗、{total['found'].m2:,.0f} ㎡；{task}"
        f"存量处置率 {total.disposal}(累计处置面积÷认定在册面积)"
        f"<br>{parts.link('各街镇和处置方式', 'structures', there)}"
    )
    parts.show(parts.card("违法建筑", body, note))


page()
