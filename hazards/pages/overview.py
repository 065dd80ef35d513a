"""总览: where the district stands at one cut-off, who is behind, which cases close the gap."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from hazards.domain.roles import Role
from hazards.pages import asking, chart, parts, visitor
from hazards.services import clock, irregular, overview, stockfigures
from hazards.services.asked import Asked
from hazards.services.overview import Overview


def page() -> None:
    store, scope = visitor.here()
    st.title("总览")
    asked = asking.row("overview", ("kind", "year", "level", "as_of"))
    told = overview.overview(store, scope, asked)
    if not told.total.rate.whole and not told.table.total.counts["carried_over"]:
        parts.empty(
            "所选范围没有挂牌案件", "区安委办在“导入”中导入台账后，这里显示整改率。也可放宽上面的条件。"
        )
        parts.rule(overview.rule_line(asked))
        return
    _sentence(told, asked)
    _accidents()
    _irregular()
    _headline(told, asked)
    with st.container(key="body"):
        left, right = st.columns([3, 2])
    with left:
        _ranking(told, asked)
    with right:
        _gap(told)
        points = overview.month_points(store, scope, asked)
        note = "每年1月起重新累计"
        parts.show(parts.card("近24个月整改率", chart.curve(points, told.total.target), note))
        if asked.kind == "hazard":
            _buildings(asked)
    if asked.kind == "all":
        parts.rule("合并仅供查询，不作考核。")
    parts.rule(overview.rule_line(asked))


def _sentence(told: Overview, asked: Asked) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.show(f'<p class="gp-sentence">{escape(told.sentence)}</p>')
        with st.popover("复制这句话"):
            on = asked.cutoff.on
            st.code(
                f"截至{on.year}年{on.month}月{on.day}日，{told.district}{told.sentence}",
                language=None,
                wrap_lines=True,
            )


def _accidents() -> None:
    """Accidents at listed places: few, so that the number is told together with what it counts."""
    store, scope = visitor.here()
    if scope.role not in (Role.LISTING, Role.LEADER):
        return
    found = overview.accidents(store, scope)
    if not found:
        return
    rows = "".join(
        f'<li><div class="gp-line"><span>{parts.link(one.unit, "ledger", f"case={one.case}")}</span>'
        f"<span>{escape(one.happened_at[:16].replace('T', ' '))} 死亡 {one.dead} 人、受伤 {one.injured} 人"
        f"{'，销号等待事故调查结论' if one.open else ''}</span></div></li>"
        for one in found
    )
    note = "本年发生的和尚未调查结论的；案卷自登记时封存，其后录入的另行标明。"
    parts.show(parts.card(f"挂牌单位事故 {len(found)} 起", f'<ul class="gp-list">{rows}</ul>', note))


def _headline(told: Overview, asked: Asked) -> None:
    line = told.total
    counts = line.counts
    listed = asked.but(measure="listed")
    left = (told.listed_target or 0) - counts["listed"]
    goal = (
        f"目标≥{told.listed_target}，" + (f"还差 {left}" if left > 0 else "已达到")
        if told.listed_target
        else ""
    )
    kinds = "、".join(f"{n} {unit}" for unit, n in told.objects.items())
    late = "gp-red" if told.overdue else ""
    missing = " ".join(f"{name} {n}" for name, n in told.claims_missing.items())
    parts.cards(
        [
            parts.card(
                "挂牌",
                parts.number(counts["listed"], "件", listed),
                "<br>".join(filter(None, [escape(goal), escape(kinds)])),
            ),
            parts.card(
                "整改率",
                parts.number(
                    str(line.rate),
                    f"{counts['struck_off']}/{counts['listed']}",
                    asked.but(measure="struck_off"),
                )
                + f'<div class="gp-facts-line">{parts.met(line)}</div>',
                f"目标 {line.target}%；到期整改率 {line.due_rate}；按期整改率 {line.on_time_rate}",
            ),
            parts.card(
                "逾期",
                parts.number(told.overdue, "件", asked.but(measure="open_overdue"), late),
                _facts(
                    [
                        (f"今日到期 {told.due_today}", asked.but(measure="open", light="today")),
                        (f"临期 {told.soon}", asked.but(measure="open", light="soon")),
                        (f"期限缺失 {told.no_deadline}", asked.but(measure="no_deadline")),
                    ]
                )
                + (f"最长 {told.longest_overdue} 天，含以前年度" if told.overdue else "含以前年度"),
            ),
            parts.card(
                "五落实",
                parts.number(
                    told.verified, f"/{counts['listed']} 件五项已核验", asked.but(measure="verified")
                ),
                parts.link(f"自报齐全 {told.claimed}", "ledger", asked.but(measure="claimed").query)
                + "<br>"
                + escape(f"自报缺：{missing}" if missing else "自报没有缺项")
                + _funds(told.funds),
            ),
            parts.card(
                "结转",
                parts.number(counts["carried_over"], "件", asked.but(measure="carried_over")),
                _facts(
                    [
                        (f"未销号 {counts['carried_over_open']}", asked.but(measure="carried_over_open")),
                        (
                            f"其中逾期 {counts['carried_over_overdue']}",
                            asked.but(measure="carried_over_overdue"),
                        ),
                        (
                            f"导入销号 {counts['imported_struck_off']}",
                            asked.but(measure="imported_struck_off"),
                        ),
                    ]
                ),
            ),
        ],
        css="gp-five",
    )


def _funds(told: tuple[str, str]) -> str:
    planned, paid = told
    return f"<br>资金 计划 {planned} 万元，已付 {paid or '0'} 万元" if planned not in ("", "0") else ""


def _facts(told: list[tuple[str, Asked]]) -> str:
    links = "".join(parts.link(text, "ledger", asked.query) for text, asked in told)
    return f'<span class="gp-facts-line">{links}</span>'


def _ranking(told: Overview, asked: Asked) -> None:
    heads = [
        ("名次", "gp-right"),
        ("街镇", ""),
        ("整改率", "gp-right"),
        ("", "gp-barcell"),
        ("已销号/挂牌", "gp-right"),
        ("本年逾期", "gp-right"),
        ("还差", "gp-right"),
    ]
    rows = []
    for rank, line in told.table.ranked():
        here = asked.but(place=str(line.key))
        late = line.counts["overdue"]
        rows.append(
            [
                str(rank) if rank else "／",
                parts.link(line.name, "ledger", here.but(measure="listed").query),
                f"<b>{line.rate}</b>",
                parts.bar(line) if line.rate.whole else '<span class="gp-grey">本年无挂牌</span>',
                parts.link(
                    f"{line.rate.part}/{line.rate.whole}",
                    "ledger",
                    here.but(measure="struck_off").query,
                    "gp-plain",
                ),
                parts.link(str(late), "ledger", here.but(measure="overdue").query, "gp-red") if late else "0",
                str(line.needed) if line.needed else "—",
            ]
        )
    total = told.total
    foot = [
        "",
        "合计",
        str(total.rate),
        parts.bar(total),
        f"{total.rate.part}/{total.rate.whole}",
        str(total.counts["overdue"]),
        str(total.needed or "—"),
    ]
    note = "率相同的名次并列；件数少的街镇，一件即影响较大；区直、未定属地不排名。"
    parts.show(parts.card("街镇排名", parts.table(heads, rows, foot, "gp-rank gp-ranks"), note))
    xlsx = f"/download/rates.xlsx?{asked.query}"
    parts.show(
        f'<p class="gp-noprint gp-facts-line"><a href="{escape(xlsx, quote=True)}" download>导出本表 xlsx</a>'
        f'<a href="{escape(xlsx.replace(".xlsx", ".csv"), quote=True)}" download>csv</a></p>'
    )


def _gap(told: Overview) -> None:
    if not told.total.needed:
        return
    items = "".join(parts.brief(line) for line in told.gap)
    title = f"补上这 {told.total.needed} 件即达标"
    parts.show(parts.card(title, f'<ul class="gp-list">{items}</ul>', "期限最近的在前", "gp-gap"))


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


def _irregular() -> None:
    """Gates opened by a leader are counted on the leaders' page, with the way to each."""
    store, scope = visitor.here()
    if scope.role not in (Role.LEADER, Role.AUDITOR):
        return
    told = irregular.counts(store, scope)
    if not told.any:
        return
    year = clock.today().year
    pieces = [
        (f"越序申请 {told.asked}", irregular.OVERRIDES, f"(准予 {told.granted}，使用 {told.used})"),
        (f"超期步骤 {told.overstepped}", irregular.OVERSTEPPED, ""),
        (f"中止暂缓 {told.held}", irregular.HELD, f"(未恢复 {told.held_now})" if told.held_now else ""),
    ]
    links = "".join(
        f"<span>{parts.link(text, 'audit', urlencode({'year': year, 'sort': sort}))}{escape(more)}</span>"
        for text, sort, more in pieces
    )
    head = f"<b>{year} 年违法建筑处置程序</b>"
    parts.show(f'<p class="gp-facts-line"><span>{head}</span>{links}</p>')


page()
