"""One weekly report: figures that open their lists, two texts, the head's signature, its paper."""

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from hazards.domain.weeks import Week
from hazards.pages import acting, parts
from hazards.pages.weeklinks import TONES, query, weeks
from hazards.services import clock, weekly, weekpaper, weekreports
from hazards.services.access import Scope
from hazards.services.returnsigned import ASKED, RETURNED, SIGNED, Paper, Scan
from hazards.services.weekfigures import Figure
from hazards.services.weekreports import Report
from hazards.services.weekscans import heads, scan
from hazards.storage.store import Store

FORM = "weekreport"
RECORD = "屏幕上的点击是办理记录，不是可靠的电子签名；按规定须签字盖章的纸质件仍须签字盖章并归档。"


def draw(store: Store, scope: Scope, street: int, week: Week, *, back: bool) -> None:
    report = weekreports.report(store, scope, street, week)
    shown = next((f for f in report.figures.told if f.key == st.query_params.get("list", "")), None)
    if back:
        parts.show(f"<p>{parts.link('返回报送情况', 'reports', query(week))}</p>")
    parts.title(f"{report.name}周报")
    parts.show(weeks(week, street=street))
    if shown is not None:
        _list(report, shown)
        return
    acting.told(FORM)
    parts.show(f'<p class="gp-figure">{_sentence(report)}</p>')
    _figures(report)
    _texts(store, scope, report)
    _sign(store, scope, report)
    if acting.may(scope, weekly.give_back) and report.state == SIGNED:
        _return(store, scope, report, weekly.give_back, "退回周报", "已退回，该街镇须重报。")
    _papers(store, scope, report)
    _versions(report)
    parts.rule(
        f"口径：数据截止 {report.figures.as_of}，规则 {report.figures.rule}；点任一数字看它所数的案件。{RECORD}"
    )


def _sentence(report: Report) -> str:
    tone, mark = TONES[report.standing]
    how = f'<span class="{tone}">{mark} {escape(report.state_name)}</span>'
    if report.state == SIGNED:
        on = report.told("signed_on")
        late = "，迟报" if report.standing == "late" else ""
        return f"{how} {escape(report.told('signer'))}于 {escape(on)} 签报{late}，数字和清单自签报起不再变动"
    if report.last is None:
        return "这一周没有工作日，不报周报"
    due = f"{report.last.month}月{report.last.day}日下班前报"
    left = (report.last - clock.today()).days
    told = f"已过 {-left} 天" if left < 0 else "今天到期" if left == 0 else f"还有 {left} 天"
    return f"{how} {due}，{told}"


def _figures(report: Report) -> None:
    heads_ = [("指标", ""), ("数值", "gp-right"), ("口径", "gp-note")]
    rows = []
    for one in report.figures.told:
        link = query(report.week, street=report.street, list=one.key)
        rows.append(
            [escape(one.name), parts.link(f"{one.printed} {one.unit}", "reports", link), escape(one.rule)]
        )
    rate = report.figures.rate
    rows.append(["本年整改率", f"{rate}({rate.part}/{rate.whole})", "本年已销号÷本年有效挂牌数(含未到期)"])
    moved = ""
    if report.asked is not None and report.asked.digest != report.figures.digest:
        moved = "送审之后台账有变动，以上为现在的数字；纸质审签以送审稿为准，需要更新的请重新送审。"
    parts.show(parts.card("本周数据", parts.table(heads_, rows, css="gp-stack"), moved))


def _list(report: Report, one: Figure) -> None:
    back = parts.link("返回周报", "reports", query(report.week, street=report.street))
    total = f"，{one.printed} {one.unit}" if one.unit == "㎡" else ""
    head = f'<p class="gp-count"><b>{len(one.entries)}</b> 条{total} {escape(one.name)} {back}</p>'
    if not one.entries:
        parts.empty(f"{one.name}为 0", one.rule)
        return
    heads_ = [("整治单位(区域)", ""), ("编号", "gp-nowrap"), ("日期", "gp-nowrap"), ("说明", "")]
    rows = [
        [
            parts.link(e.unit, "ledger", f"case={e.case}"),
            escape(e.number or "未编号"),
            e.on or "—",
            escape(" ".join(filter(None, [f"{e.m2:g} ㎡" if e.m2 is not None else "", e.note])) or "—"),
        ]
        for e in one.entries
    ]
    parts.show(head + f'<div class="gp-sheet">{parts.table(heads_, rows, css="gp-stack")}</div>')
    parts.rule(f"口径：{one.rule}；数据截止 {report.figures.as_of}。")


def _texts(store: Store, scope: Scope, report: Report) -> None:
    # Whoever is about to sign reads; what he would write otherwise goes back to the clerk.
    signing = report.state == ASKED and acting.may(scope, weekly.sign)
    closed = report.state == SIGNED or report.last is None
    writes = acting.may(scope, weekly.save) and not closed and not signing
    for why, who in ((report.told("sent_back"), "审签人"), (report.told("returned"), "区安委办")):
        if why and report.state not in (SIGNED, ASKED):
            parts.show(f'<p class="gp-amber">▲ {who}退回：{escape(why)}</p>')
    if not writes:
        told = "".join(
            f'<dt>{name}</dt><dd style="white-space:pre-line">{escape(report.told(key) or "未填写")}</dd>'
            for key, name in (("problems", "存在问题"), ("plans", "下周计划"))
        )
        parts.show(parts.card("问题和计划", f'<dl class="gp-facts">{told}</dl>'))
        return
    drawn = acting.mark(FORM)
    with st.container(key="card_weekly"), st.form(f"weekly_{drawn}", border=False):
        for key, name, hint in (
            ("problems", "存在问题", "如：两家企业资金未到位；没有的写“无”"),
            ("plans", "下周计划", "如：督促三家企业报验，复查一处"),
        ):
            st.text_area(
                name,
                report.told(key),
                key=f"told_{key}_{drawn}",
                max_chars=weekly.LONGEST,
                height=120,
                placeholder=hint,
            )
        with st.container(horizontal=True):
            st.form_submit_button(
                "送审签" if report.state != ASKED else "重新送审",
                type="primary",
                on_click=acting.press,
                args=(FORM, drawn, partial(_ask, store, scope, report, drawn)),
            )
            st.form_submit_button(
                "只保存",
                on_click=acting.press,
                args=(FORM, drawn, partial(_save, store, scope, report, drawn)),
            )


def _save(store: Store, scope: Scope, report: Report, drawn: str) -> str:
    _keep(store, scope, report, drawn)
    return "周报已保存，尚未送审。"


def _ask(store: Store, scope: Scope, report: Report, drawn: str) -> str:
    weekly.ask(store, scope, _keep(store, scope, report, drawn))
    return "已送审签人，在其待办中等候签报。"


def _keep(store: Store, scope: Scope, report: Report, drawn: str) -> int:
    told = {key: acting.typed(f"told_{key}", drawn) for key in ("problems", "plans")}
    return weekly.save(store, scope, report.street, report.week, **told)


def _sign(store: Store, scope: Scope, report: Report) -> None:
    """The head signs what stands above; a clerk enters what was signed on paper."""
    if report.state != ASKED or report.number is None:
        return
    if not acting.may(scope, weekly.sign):
        _by_hand(store, scope, report, report.number)
        return
    drawn = acting.mark("weeksign")
    work = partial(_signed, store, scope, report.number, report.figures.digest)
    st.button("签报", type="primary", key=f"sign_{drawn}", on_click=acting.press, args=(FORM, drawn, work))
    _return(store, scope, report, weekly.send_back, "不签，退回填报员", "已退回填报员。")


def _signed(store: Store, scope: Scope, number: int, seen: str) -> str:
    weekly.sign(store, scope, number, seen=seen)
    return "已签报。数字和清单自此不再变动。"


def _return(
    store: Store, scope: Scope, report: Report, function: Callable[..., None], word: str, said: str
) -> None:
    drawn = acting.mark("weekback")

    def work() -> str:
        function(store, scope, report.number, reason=acting.typed("why", drawn))
        return said

    with st.expander(word), st.form(f"back_{drawn}", border=False):
        st.text_input("退回理由(一次写全)", key=f"why_{drawn}", max_chars=500)
        st.form_submit_button("退回", on_click=acting.press, args=(FORM, drawn, work))


def _by_hand(store: Store, scope: Scope, report: Report, number: int) -> None:
    """纸质审签: the printed 送审稿, signed, with its number, day, signer and scan."""
    if not acting.may(scope, weekly.on_paper):
        return
    drawn = acting.mark("weekpaper")
    with st.expander("登记纸质审签"), st.form(f"paper_{drawn}", border=False):
        st.text_input("审签单编号", key=f"sheet_{drawn}", max_chars=40)
        st.date_input("签字日期", None, max_value=clock.today(), format="YYYY-MM-DD", key=f"on_{drawn}")
        acting.choose("签字人", heads(store, scope, report.street), f"signer_{drawn}")
        st.file_uploader(
            "签字页扫描件(jpg、png、pdf)", type=["jpg", "jpeg", "png", "pdf"], key=f"scan_{drawn}"
        )
        work = partial(_on_paper, store, scope, number, drawn)
        st.form_submit_button("登记", on_click=acting.press, args=(FORM, drawn, work))


def _on_paper(store: Store, scope: Scope, number: int, drawn: str) -> str:
    file = acting.typed("scan", drawn, None)
    paper = Paper(
        acting.typed("sheet", drawn),
        acting.typed("signer", drawn, None) or 0,
        acting.typed("on", drawn, None),
        Scan(file.name, file.getvalue()) if file is not None else None,
    )
    weekly.on_paper(store, scope, number, paper)
    return "纸质审签已登记，以送审稿的数字签报。"


def _papers(store: Store, scope: Scope, report: Report) -> None:
    with st.container(horizontal=True):
        for form in ("docx", "pdf"):
            work = partial(_printed, store, scope, report, form)
            name = f"{report.name}{report.week.title}周报.{form}"
            st.download_button(f"下载 {form}", work, name, key=f"print_{form}", on_click="ignore")
        if report.state in (SIGNED, RETURNED) and report.row and report.row["scan_id"]:
            held = scan(store, scope, report.row["id"])
            st.download_button("签字页扫描件", held.data, held.name, key="print_scan", on_click="ignore")


def _printed(store: Store, scope: Scope, report: Report, form: str) -> bytes:
    return weekpaper.print_(store, scope, report.street, report.week, form)[0]


def _versions(report: Report) -> None:
    if not report.versions:
        return
    told = "".join(
        f"<li>第 {row['version']} 版，{escape(row['signer'])}于 {row['signed_on']} 签报；"
        f"{escape(row['returned_at'][:10])} 退回：{escape(row['returned'])}</li>"
        for row in report.versions
        if row["returned"]
    )
    if told:
        parts.show(parts.card("退回的各版", f'<ul class="gp-list">{told}</ul>', "各版内容照原样保存。"))
