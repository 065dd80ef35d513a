"""指标: what stands beside the rate, and the other offices' assessment rates as they were given."""

from html import escape

import streamlit as st

from hazards.domain.stock import Row
from hazards.pages import given, parts, structurecourts, visitor
from hazards.services import indicators, lossrate, overview, stockfigures
from hazards.services.asked import Asked
from hazards.services.indicators import FIGURES, Indicator


def page(asked: Asked) -> None:
    if (figure := st.query_params.get("figure", "")) in FIGURES:
        _list(asked, figure)
        return
    store, scope = visitor.here()
    told = indicators.indicators(store, scope, asked)
    parts.show(f'<p class="gp-facts-line gp-noprint">{parts.link("返回总览", "", asked.query)}</p>')
    parts.cards([_listed(told, asked), *(_share(one, asked) for one in told.shares)])
    buildings = asked.but(kind="hazard", level="")
    total = stockfigures.figures(store, scope, buildings).total
    parts.cards(
        [*_demolition(total, buildings), _losses(lossrate.losses(store, scope, buildings), buildings)]
    )
    given.appendix(asked)
    parts.rule(overview.rule_line(asked))


def _listed(told: indicators.Indicators, asked: Asked) -> str:
    number = parts.number(told.listed, "件", asked.but(measure="listed"))
    if told.target is None:
        return parts.card("挂牌数", number, "未下达挂牌数目标；区安委办在“设置”中填写。")
    left = told.target - told.listed
    word = f"还差 {left} 件" if left > 0 else "已达到"
    rule = str(overview.rules()["figures"]["listed"])
    return parts.card("挂牌数", f"{number}<div>目标 ≥{told.target}，{word}</div>", escape(rule))


def _share(one: Indicator, asked: Asked) -> str:
    small = _n(one, asked) if one.share.whole else "没有可计的案卷"
    number = f'<div class="gp-number">{one.share}<small>{small}</small></div>'
    beside = "".join(
        f'<div class="gp-facts-line"><span>{words} {_to(figure, n, asked)} 件</span></div>'
        for words, figure, n in one.beside
    )
    return parts.card(one.title, number + beside, escape(one.rule))


def _n(one: Indicator, asked: Asked) -> str:
    """Part and whole, each leading to its own list."""
    return f"{_to(one.part, one.share.part, asked)}/{_to(one.whole, one.share.whole, asked)}"


def _to(figure: str, number: int, asked: Asked) -> str:
    if not number:
        return "0"
    if figure in FIGURES:
        return parts.link(str(number), "", f"view=indicators&figure={figure}&{asked.query}".rstrip("&"))
    return parts.link(str(number), "ledger", asked.but(measure=figure).query)


def _demolition(total: Row, asked: Asked) -> list[str]:
    def to(figure: str, text: str) -> str:
        return parts.link(text, "structures", f"{asked.query}&figure={figure}".lstrip("&"))

    def area(figure: str) -> str:
        return to(figure, f"{total[figure].m2:,.0f}")

    task = f"/{total.task:,.0f} ㎡" if total.task else " ㎡，未下达年度任务"
    number = to("disposed_year", str(total["disposed_year"].count))
    when = f"{asked.population} 年" if asked.population else "历年"
    done = f"{when}处置 {number} 宗 {area('disposed_year')}{task}"
    held = f"{area('disposed')}/{area('found')} ㎡"
    return [
        _area("拆违任务完成率", total.completion, done, structurecourts.rule("completion")),
        _area("存量处置率", total.disposal, held, structurecourts.rule("disposal")),
    ]


def _area(title: str, value: str, small: str, rule: str) -> str:
    return parts.card(title, f'<div class="gp-number">{escape(value)}</div><div>{small}</div>', rule)


def _losses(told: lossrate.Table, asked: Asked) -> str:
    both = told.total.both
    share = f"{both.lost}/{both.decided}" if both.decided else "没有已裁断的复议诉讼"
    there = parts.link(f"已结 {both.ended} 件", "structures", asked.query) if both.ended else ""
    body = f'<div class="gp-number">{both.rate}<small>{share}</small></div><div>{there}</div>'
    return parts.card("败诉率", body, structurecourts.rule("loss_rate"))


def _list(asked: Asked, figure: str) -> None:
    store, scope = visitor.here()
    lines = indicators.members(store, scope, asked, figure)
    back = parts.link("返回指标", "", f"view=indicators&{asked.query}".rstrip("&"))
    parts.show(
        f'<p class="gp-figure"><b>{FIGURES[figure]}</b> {back}</p>'
        f'<p class="gp-count"><b>{len(lines)}</b> 件</p>'
    )
    if not lines:
        parts.empty("没有符合条件的案件", "换一个年度或者截止日期再看。")
        return
    parts.cases(lines)
