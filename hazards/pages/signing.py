"""审签: the head signs several at once, seeing only what changed; a clerk enters what was signed on paper."""

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.kinds import SCANS
from hazards.domain.lifecycle import STEPS, Action
from hazards.domain.plan import ITEMS, MEASURES
from hazards.pages import acting, parts, telling, visitor
from hazards.pages.caseplan import difference
from hazards.services import accounts, clock, evidence, signatures
from hazards.services.access import Scope
from hazards.storage.store import Store

RECORD = "屏幕上的点击是办理记录，不是可靠的电子签名；按规定须签字盖章的纸质件仍须签字盖章并归档。"

HEADINGS = (
    "整改期限",
    *(f"方案：{title}" for title in ITEMS.values()),
    *(f"{word}落实" for word in MEASURES.values()),
)


def page() -> None:
    acting.style()
    st.title("审签")
    store, scope = visitor.here()
    rows = signatures.waiting(store, scope)
    signs = acting.may(scope, signatures.sign)
    acting.told("sign")
    _returned(signatures.returned(store, scope))
    if not rows:
        parts.empty(
            "目前没有待签的事项", "填报员在案卷中对方案、验收申请、延期申请点“送审”后，在这里等审签人签署。"
        )
        parts.rule(RECORD)
        return
    parts.show(f'<p class="gp-figure">{_sentence(rows, signs)}</p>')
    names = accounts.colleagues(store, scope)
    if scope.account is not None:
        names[scope.account] = scope.actor
    for row in rows:
        _card(store, scope, row, names.get(row["asked_by"], "已停用账号"), signs)
    parts.rule(RECORD)
    if signs:
        _bar(store, scope, rows)


def _returned(rows: Sequence[signatures.Row]) -> None:
    """What the head sent back, with why, until it is put before him again."""
    if not rows:
        return
    told = "".join(_sent_back(row) for row in rows)
    parts.show(
        parts.card(
            f"退回的送审 {len(rows)} 件", f'<ul class="gp-list">{told}</ul>', "改好后在案卷中再次送审。"
        )
    )


def _sent_back(row: signatures.Row) -> str:
    link = parts.link(row["case_unit"], "ledger", f"case={row['case_id']}")
    head = f'<div class="gp-line"><span>{link}</span><span>{escape(_title(row))}</span></div>'
    return f'<li>{head}<div class="gp-amber">▲ 退回理由：{escape(row["returned"])}</div></li>'


def _sentence(rows: Sequence[signatures.Row], signs: bool) -> str:
    if signs:
        return f"等您签署 {len(rows)} 件，每件只列出与上一次签署相比的变化。"
    return f"已送审、尚未签署 {len(rows)} 件；已在纸上签字的，在下面登记。"


def _title(row: signatures.Row) -> str:
    return STEPS[Action(row["what"])].title


def _card(store: Store, scope: Scope, row: signatures.Row, who: str, signs: bool) -> None:
    number = row["id"]
    with st.container(key=f"card_sign_{number}"):
        if signs:
            st.checkbox(parts.plain(f"{_title(row)}：{row['case_unit']}"), key=f"sign_{number}")
        else:
            parts.show(f'<h2 class="gp-title">{escape(_title(row))}：{escape(row["case_unit"])}</h2>')
        person = who.rpartition("(")[0] or who
        about = f"{row['case_number'] or '未编号'}，{person}于 {telling.moment(row['asked_at'])} 送审"
        link = parts.link("查看案卷", "ledger", f"case={row['case_id']}")
        head = f'<p class="gp-note">{escape(about)} {link}</p>'
        parts.show(head + telling.listed(telling.facts(row["data"]["told"])) + _changes(row["changes"]))
        if row["moved"]:
            told = f"送审后填报员又改动了：{'、'.join(row['moved'])}，须由填报员重新送审"
            parts.show(f'<p class="gp-amber">▲ {escape(told)}</p>')
        if signs:
            _send_back(store, scope, number)
        elif acting.may(scope, signatures.on_paper):
            _paper(store, scope, row)


def _changes(changes: Sequence[tuple[str, str, str]]) -> str:
    """What the last signature had not covered; words gone are struck out, new ones underlined."""
    if not changes:
        return '<p class="gp-note">方案、措施、明细和期限与上一次签署时相同。</p>'
    first = not any(before for _, before, _ in changes)
    head = "本案首次送审，以下为全部内容" if first else f"与上一次签署相比有 {len(changes)} 处变化"
    told = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(after) if first else difference(before, after)}</dd>"
        for name, before, after in sorted(changes, key=_place)
    )
    return f'<p class="gp-note">{head}</p><dl class="gp-changes">{told}</dl>'


def _place(change: tuple[str, str, str]) -> tuple[int, int]:
    """Where a heading stands: deadline, plan in the order of the law, measures, items."""
    if change[0] in HEADINGS:
        return HEADINGS.index(change[0]), 0
    digits = "".join(sign for sign in change[0] if sign.isdigit())
    return len(HEADINGS), int(digits or 0)


# ------------------------------------------------------------------ the head
def _bar(store: Store, scope: Scope, rows: Sequence[signatures.Row]) -> None:
    """Stays in sight at the foot of the page while one reads."""
    numbers = [row["id"] for row in rows]
    chosen = [n for n in numbers if st.session_state.get(f"sign_{n}")]
    names = {row["id"]: f"{_title(row)}：{row['case_unit']}" for row in rows}
    drawn = acting.mark("sign")
    work = partial(_sign, store, scope, chosen, names)
    with st.container(horizontal=True, vertical_alignment="center", key="confirm"):
        st.button(
            f"签署所选({len(chosen)})",
            type="primary",
            disabled=not chosen,
            key="sign_all",
            on_click=acting.press,
            args=("sign", drawn, work),
        )
        every = len(chosen) < len(numbers)
        st.button("全选" if every else "取消全选", key="tick_all", on_click=_tick, args=(numbers, every))


def _tick(numbers: Sequence[int], every: bool) -> None:
    for number in numbers:
        st.session_state[f"sign_{number}"] = every


def _sign(store: Store, scope: Scope, numbers: Sequence[int], names: dict[int, str]) -> str:
    """Each stands for itself; those refused are named with their reason."""
    told = signatures.sign(store, scope, numbers)
    refused = [f"“{names[n]}”未签署。{what}" for n, what in told if isinstance(what, Refusal)]
    notices = [f"“{names[n]}”{''.join(what.notices)}" for n, what in told if not isinstance(what, Refusal)]
    done = len(told) - len(refused)
    if not done:
        raise acting.NotDone(told="".join(refused))
    said = f"已签署 {done} 件，已按步骤报送。"
    words = "".join([said, *refused, *(one for one in notices if not one.endswith("”"))])
    return acting.Partly(words) if refused else words


def _send_back(store: Store, scope: Scope, number: int) -> None:
    drawn = acting.mark(f"back_{number}")

    def work() -> str:
        signatures.send_back(store, scope, number, reason=acting.typed("why", drawn))
        return "已退回填报员，理由记入案卷轨迹。"

    with st.expander("退回"), st.form(f"back_{drawn}", border=False):
        st.text_area(
            "退回理由(一次写全)",
            key=f"why_{drawn}",
            max_chars=1000,
            height=96,
            placeholder="如：方案第三项未写资金来源",
        )
        st.form_submit_button("退回", on_click=acting.press, args=("sign", drawn, work))


# ------------------------------------------------------------------ the clerk
def _paper(store: Store, scope: Scope, row: signatures.Row) -> None:
    """纸质审签: sheet, signer, day and scan; counted apart."""
    case_id, number = row["case_id"], row["id"]
    with st.expander("登记纸质审签"):
        drawn = acting.mark(f"paper_{number}")
        scans = {
            f["id"]: f"{f['kind_name']} {f['receipt']} {f['file_name'][:24]}"
            for f in evidence.of_case(store, scope, case_id)
            if f["kind"] in SCANS and not f["voided_at"]
        }
        upload = f'<a href="/upload/{case_id}" target="_self">上传签字页扫描件</a>'
        parts.show(f'<p class="gp-note">先{upload}，再在下面选择；纸质审签在审计中单独计数。</p>')
        work = partial(_on_paper, store, scope, number, drawn)
        with st.form(f"paper_{drawn}", border=False):
            left, right = st.columns(2)
            left.text_input("审签单编号", key=f"sheet_{drawn}", max_chars=40)
            right.date_input(
                "签字日期", value=None, max_value=clock.today(), format="YYYY-MM-DD", key=f"on_{drawn}"
            )
            with left:
                acting.choose("签字人", signatures.heads(store, scope), f"signer_{drawn}")
            with right:
                none = "请选择" if scans else "本案卷还没有扫描件，请先上传"
                acting.choose("签字页扫描件", scans, f"scan_{drawn}", none)
            st.form_submit_button("登记", type="primary", on_click=acting.press, args=("sign", drawn, work))


def _on_paper(store: Store, scope: Scope, number: int, drawn: str) -> str:
    signer, on = acting.typed("signer", drawn, None), acting.typed("on", drawn, None)
    if signer is None or on is None:
        names = [name for name, told in (("签字人", signer), ("签字日期", on)) if told is None]
        raise signatures.PaperIncomplete(missing="、".join(names))
    done = signatures.on_paper(
        store,
        scope,
        number,
        sheet=acting.typed("sheet", drawn),
        signer=signer,
        signed_on=on,
        scan=acting.typed("scan", drawn, None),
    )
    return "".join(["纸质审签已登记，已按步骤报送。", *done.notices])


page()
