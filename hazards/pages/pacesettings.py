"""督查与通知 in 设置: how early a limit counts as close; where notices go, and what became of them."""

from functools import partial
from html import escape

import streamlit as st

from hazards.domain.pace import NAMES, Urgency
from hazards.pages import acting, parts, telling, visitor
from hazards.services import channels, notifying, pacing
from hazards.services.access import Scope
from hazards.services.notifying import Notifying
from hazards.storage.store import Store

FORM = "pace"
STATES = {
    "waiting": "待发",
    "sending": "正在发送",
    "sent": "已发",
    "failed": "发送失败",
    "unsure": "不能确定",
}
STUCK = ("failed", "unsure")


def tab() -> None:
    store, scope = visitor.here()
    acting.style()
    acting.told(FORM)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _leads(store, scope)
    with right:
        if acting.may(scope, notifying.read):
            _notices(store, scope, notifying.read(store, scope))
        else:
            parts.empty("通知渠道由系统管理员设置", "邮件和网络接口默认不启用。")


def _leads(store: Store, scope: Scope) -> None:
    pace, drawn = pacing.read(store, scope), acting.mark(FORM)
    with st.container(key="card_leads"):
        parts.show('<h2 class="gp-title">临期提前量(工作日)</h2>')
        for one in Urgency:
            st.number_input(NAMES[one], 0, pacing.MOST_DAYS, pace.lead[one], key=f"{one.value}_{drawn}")
        st.number_input("单个步骤", 0, pacing.MOST_DAYS, pace.step_lead, key=f"{pacing.STEP}_{drawn}")

        def work() -> str:
            told = {k: int(acting.typed(k, drawn, 0)) for k in (*(u.value for u in Urgency), pacing.STEP)}
            pacing.set_lead(store, scope, told)
            return "提前量已保存，各处的灯即时按新的提前量计算。"

        _button("保存提前量", f"leads_{drawn}", drawn, work)
        parts.show('<p class="gp-note">期限前这些工作日以内为临期；期限本身不变，逾期照常计算。</p>')


def _notices(store: Store, scope: Scope, held: Notifying) -> None:
    with st.container(key="card_notices"):
        state = (
            '<span class="gp-green">● 已启用</span>' if held.on else '<span class="gp-grey">○ 未启用</span>'
        )
        parts.show(f'<h2 class="gp-title">通知 {state}</h2>')
        drawn = acting.mark(f"{FORM}_turn")

        def turning() -> str:
            notifying.turn(store, scope, not held.on)
            return "通知已停用。" if held.on else "通知已启用，此后发生的事项开始发送。"

        _button("停用通知" if held.on else "启用通知", f"turn_{drawn}", drawn, turning)
        for name, word in channels.NAMES.items():
            _channel(store, scope, name, word, held.shown.get(name, ""))
        parts.show(
            '<p class="gp-note">发送督办单、批示、退回和明日到期四类事项，只写编号、属地和办理要求，不写单位、'
            "人员和电话。口令保存后不再显示，随数据库备份。</p>"
        )
    _messages(store, scope, held)


def _channel(store: Store, scope: Scope, name: str, word: str, shown: str) -> None:
    drawn = acting.mark(f"{FORM}_{name}")
    parts.show(f"<p><b>{word}</b> {escape(shown) or '未设置'}</p>")
    with st.expander(f"更换{word}地址" if shown else f"设置{word}地址"):
        st.text_input(
            f"{word}地址",
            key=f"url_{drawn}",
            type="password",
            max_chars=1000,
            placeholder=channels.EXAMPLES[name],
            help=None,
        )
        parts.show(f'<p class="gp-note">形式：{escape(channels.EXAMPLES[name])}；不填保存即取消。</p>')

        def work() -> str:
            url = acting.typed("url", drawn)
            notifying.set_channel(store, scope, name, url)
            return f"{word}地址已{'保存' if url.strip() else '取消'}。"

        _button(f"保存{word}地址", f"url_save_{drawn}", drawn, work)


def _messages(store: Store, scope: Scope, held: Notifying) -> None:
    told = "，".join(f"{STATES[state]} {number}" for state, number in held.counts.items())
    if not held.latest:
        parts.empty("还没有通知", "启用后，督办单、批示、退回和明日到期的事项在这里排队发送。")
        return
    heads = [("事项", ""), ("渠道", "gp-nowrap"), ("状态", "gp-nowrap"), ("时间", "gp-nowrap"), ("说明", "")]
    rows = [
        [
            escape(row["subject"]),
            channels.NAMES[row["channel"]],
            f'<span class="{"gp-red" if row["state"] in STUCK else "gp-grey"}">{STATES[row["state"]]}</span>',
            telling.moment(row["sent_at"] or row["made_at"]),
            escape(f"已试 {row['tries']} 次，{row['trouble']}" if row["trouble"] else ""),
        ]
        for row in held.latest
    ]
    note = f"{told}。发出前后程序中断的记为不能确定，不自动重发，以免重复。"
    parts.show(parts.card("通知发送", parts.table(heads, rows, css="gp-stack"), escape(note)))
    stuck = {
        row["id"]: f"{row['subject']}({STATES[row['state']]})" for row in held.latest if row["state"] in STUCK
    }
    if stuck:
        drawn = acting.mark(f"{FORM}_again")

        def work() -> str:
            notifying.again(store, scope, acting.typed("stuck", drawn, 0) or 0)
            return "已列入待发。"

        acting.choose("重发哪一条", stuck, f"stuck_{drawn}")
        _button("重发", f"again_{drawn}", drawn, work)


def _button(word: str, key: str, drawn: str, work: object) -> None:
    st.button(word, key=key, on_click=partial(acting.press, FORM, drawn, work))  # type: ignore[arg-type]
