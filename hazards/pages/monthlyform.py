"""One monthly form: which sectors, six figures each, a declared zero, the signature, corrections."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from html import escape
from typing import Literal

import streamlit as st

from hazards.domain.returned import COLUMNS
from hazards.domain.roles import STREET, Role
from hazards.pages import acting, parts
from hazards.pages.monthlinks import query
from hazards.pages.weeklinks import TONES
from hazards.services import clock, monthforms, monthly, returned
from hazards.services.access import Scope
from hazards.services.monthduty import Month
from hazards.services.monthforms import Form
from hazards.services.returnsigned import ASKED, DRAFT, SIGNED, STATES, Paper, Scan
from hazards.services.weekduty import STANDINGS
from hazards.services.weekscans import heads
from hazards.storage.store import Store

FORM = "monthform"
ZERO, FIGURES = "零报告(本月没有发生)", "有数，按行业填报"


def draw(store: Store, scope: Scope, kind: str, who: str, month: Month) -> None:
    form = monthforms.form(store, scope, kind, who, month)
    if scope.role not in STREET | {Role.DEPARTMENT}:
        parts.show(f"<p>{parts.link('返回报送情况', 'reports', query(month))}</p>")
    parts.title(f"{form.name}月报")
    parts.show(months(month, kind=kind, who=who))
    acting.told(FORM)
    parts.show(f'<p class="gp-figure">{_sentence(form)}</p>')
    for why, by in (
        ((form.row or {}).get("sent_back"), "审签人"),
        ((form.row or {}).get("returned"), "区安委办"),
    ):
        if why and form.state not in (SIGNED, ASKED):
            parts.show(f'<p class="gp-amber">▲ {by}退回：{escape(why)}</p>')
    writes = acting.may(scope, monthly.save)
    if form.row is not None:
        _table(form)
    if writes and form.state != SIGNED:
        _fill(store, scope, form)
    elif writes:
        with st.expander("更正(另成一版，原件保留)"):
            _fill(store, scope, form)
    _hands(store, scope, form)
    _versions(form)


def months(month: Month, **more: str) -> str:
    before = parts.link("上一月", "reports", query(month.but(-1), **more))
    after = ""
    if month < Month.of(clock.today()):
        after = parts.link("下一月", "reports", query(month.but(1), **more))
    return f'<p class="gp-facts-line"><b>{escape(month.title)}</b>{before}{after}</p>'


def _sentence(form: Form) -> str:
    tone, mark = TONES[form.standing]
    told = f'<span class="{tone}">{mark} {escape(STANDINGS[form.standing])}</span>'
    due = f"{form.last.month}月{form.last.day}日前报"
    if form.row is None:
        return f"{told} {due}，尚未填写"
    row = form.row
    if form.state == SIGNED:
        return f"{told} {escape(row['signer'])}于 {row['signed_on']} 签报第 {row['version']} 版"
    return f"{told} {due}，第 {row['version']} 版{STATES[form.state]}"


def printed(value: Decimal | None) -> str:
    """A figure as it prints: what is unreported is a dash, never 0."""
    return "—" if value is None else f"{value:,}"


def _table(form: Form) -> None:
    assert form.row is not None
    if form.row["zero"]:
        parts.show(parts.card("零报告", "<p>声明本月各行业各项均为 0。</p>"))
        return
    heads_ = [("行业", ""), *((f"{c.name}({c.unit})", "gp-right") for c in COLUMNS)]
    rows = [
        [escape(sector), *(printed(cells.get(c.key)) for c in COLUMNS)] for sector, cells in form.told.items()
    ]
    note = escape(form.row["note"])
    if rows:
        parts.show(
            parts.card(f"第 {form.row['version']} 版", parts.table(heads_, rows, css="gp-stack"), note)
        )
    if form.doubts and form.state != SIGNED:
        told = "".join(f"<li>▲ {escape(one)}</li>" for one in form.doubts)
        parts.show(parts.card("请再核对", f'<ul class="gp-list">{told}</ul>', "核对无误的可以照报。"))


def _fill(store: Store, scope: Scope, form: Form) -> None:
    drawn = acting.mark(FORM)
    corrects = form.state == SIGNED or any(v["state"] == SIGNED for v in form.versions)
    with st.container(key="card_monthly"):
        zero = bool(form.row and form.row["zero"])
        how = st.radio("报法", [FIGURES, ZERO], index=int(zero), horizontal=True, key=f"zero_{drawn}")
        chosen: list[str] = []
        if how == FIGURES:
            known = list(form.told) if not zero else []
            chosen = st.multiselect(
                "涉及的行业",
                returned.sectors(),
                known or list(form.before),
                key=f"sectors_{drawn}",
                placeholder="选择本单位涉及的行业",
            )
            parts.show('<p class="gp-note">没有发生的填 0；不掌握的留空，按未报(—)处理，不作 0。</p>')
        for sector in chosen:
            _sector(form, sector, drawn)
        st.text_input("说明(可不填)", (form.row or {}).get("note", ""), key=f"note_{drawn}", max_chars=500)
        if corrects:
            st.text_input(
                "更正理由", (form.row or {}).get("reason", ""), key=f"reason_{drawn}", max_chars=500
            )
        with st.container(horizontal=True):
            if scope.role in STREET:
                _button("送审签", partial(_ask, store, scope, form, drawn), drawn, primary=True)
            _button("保存", partial(_save, store, scope, form, drawn), drawn)


def _sector(form: Form, sector: str, drawn: str) -> None:
    at = returned.sectors().index(sector)
    with st.container(border=True):
        parts.show(f"<b>{escape(sector)}</b>")
        for column, place in zip(COLUMNS, st.columns(len(COLUMNS)), strict=True):
            before = form.told.get(sector, {}).get(column.key)
            with place:
                st.text_input(
                    f"{column.name}({column.unit})",
                    "" if before is None or (form.row and form.row["zero"]) else str(before),
                    key=f"told_{at}_{column.key}_{drawn}",
                    max_chars=12,
                )


def _button(word: str, work: Callable[[], str], drawn: str, *, primary: bool = False) -> None:
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    st.button(word, type=kind, key=f"{word}_{drawn}", on_click=acting.press, args=(FORM, drawn, work))


def _keep(store: Store, scope: Scope, form: Form, drawn: str) -> int:
    zero = acting.typed("zero", drawn, FIGURES) == ZERO
    order = returned.sectors()
    told = {
        sector: {c.key: acting.typed(f"told_{order.index(sector)}_{c.key}", drawn) for c in COLUMNS}
        for sector in ([] if zero else acting.typed("sectors", drawn, []))
    }
    more = {"note": acting.typed("note", drawn), "reason": acting.typed("reason", drawn)}
    return monthly.save(store, scope, form.kind, form.who, form.month, told=told, zero=zero, **more)


def _save(store: Store, scope: Scope, form: Form, drawn: str) -> str:
    _keep(store, scope, form, drawn)
    return "月报已保存，尚未签报。"


def _ask(store: Store, scope: Scope, form: Form, drawn: str) -> str:
    monthly.ask(store, scope, _keep(store, scope, form, drawn))
    return "已送审签人，在其待办中等候签报。"


def _hands(store: Store, scope: Scope, form: Form) -> None:
    """Whoever may sign, send back or enter a sheet signed on paper, at the state the form is in."""
    if form.row is None:
        return
    number, sha = form.row["id"], form.row["sha256"]
    signs = {Role.HEAD: ASKED, Role.DEPARTMENT: DRAFT}.get(scope.role)
    if signs == form.state:
        drawn = acting.mark("monthsign")

        def work() -> str:
            monthly.sign(store, scope, number, seen=sha)
            return "已签报。更正须另成一版并写明理由。"

        _button("签报", work, drawn, primary=True)
    if scope.role is Role.HEAD and form.state == ASKED:
        _back("不签，退回填报员", partial(monthly.send_back, store, scope, number))
    if scope.role is Role.LISTING and form.state == SIGNED:
        _back("退回月报", partial(monthly.give_back, store, scope, number))
    if scope.role is Role.CLERK and form.state == ASKED:
        _by_hand(store, scope, form, number)


def _back(word: str, function: Callable[..., None]) -> None:
    drawn = acting.mark("monthback")

    def work() -> str:
        function(reason=acting.typed("why", drawn))
        return "已退回。"

    with st.expander(word), st.form(f"back_{drawn}", border=False):
        st.text_input("退回理由(一次写全)", key=f"why_{drawn}", max_chars=500)
        st.form_submit_button("退回", on_click=acting.press, args=(FORM, drawn, work))


def _by_hand(store: Store, scope: Scope, form: Form, number: int) -> None:
    drawn = acting.mark("monthpaper")

    def work() -> str:
        file = acting.typed("scan", drawn, None)
        held = Scan(file.name, file.getvalue()) if file is not None else None
        told = acting.typed("sheet", drawn), acting.typed("signer", drawn, None) or 0
        monthly.on_paper(store, scope, number, Paper(*told, acting.typed("on", drawn, None), held))
        return "纸质审签已登记。"

    with st.expander("登记纸质审签"), st.form(f"paper_{drawn}", border=False):
        st.text_input("审签单编号", key=f"sheet_{drawn}", max_chars=40)
        st.date_input("签字日期", None, max_value=clock.today(), format="YYYY-MM-DD", key=f"on_{drawn}")
        acting.choose("签字人", heads(store, scope, int(form.who)), f"signer_{drawn}")
        st.file_uploader(
            "签字页扫描件(jpg、png、pdf)", type=["jpg", "jpeg", "png", "pdf"], key=f"scan_{drawn}"
        )
        st.form_submit_button("登记", on_click=acting.press, args=(FORM, drawn, work))


def _versions(form: Form) -> None:
    signed = [row for row in form.versions if row["signed_at"]]
    if signed:
        told = "".join(
            f"<li>第 {r['version']} 版，{escape(r['signer'])}于 {r['signed_on']} 签报"
            f"{'；' + escape(r['returned']) if r['returned'] else ''}</li>"
            for r in signed
        )
        why = f"本版更正理由：{escape(form.row['reason'])}" if form.row and form.row["reason"] else ""
        parts.show(parts.card("以前各版", f'<ul class="gp-list">{told}</ul>', why))
