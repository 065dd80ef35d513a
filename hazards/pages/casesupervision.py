"""督查 on a case file: how urgent it is, what leaders said of it, which orders were sent."""

from html import escape

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.pace import NAMES
from hazards.domain.roles import Role
from hazards.pages import acting, instructing, orderdesk, parts, visitor
from hazards.services import instructed, instructions, orders, pacing


def draw(case_id: int, number: str) -> None:
    """One line; what is there unfolds."""
    store, scope = visitor.here()
    urgency = pacing.urgency(store, scope, case_id)
    told = instructed.of_case(store, scope, case_id)
    sent = orders.of_case(store, scope, case_id)
    bits = [escape(NAMES[urgency])]
    bits.append(_bit("批示", len(told), sum(one.overdue for one in told), "条"))
    bits.append(_bit("督办单", len(sent), sum(one.overdue for one in sent), "份"))
    if acting.may(scope, instructions.give) and number:
        word = "批示本案" if scope.role is Role.LEADER else "登记对本案的批示"
        bits.append(parts.link(word, "supervision", f"view=instructions&number={number}"))
    parts.show(f'<p class="gp-facts-line">{"".join(f"<span>{bit}</span>" for bit in bits)}</p>')
    if told or sent:
        with st.expander(f"批示 {len(told)} 条，督办单 {len(sent)} 份"):
            for one in told:
                parts.show(instructing.told(one, linked=False))
            if sent:
                parts.show(orderdesk.sent_table(sent))
    if scope.role is Role.LISTING:
        _urgency(case_id, urgency)


def _bit(word: str, number: int, overdue: int, unit: str) -> str:
    late = f' <span class="gp-red">■ 逾期 {overdue}</span>' if overdue else ""
    return f"{word} {number} {unit}{late}"


def _urgency(case_id: int, now: pacing.Urgency) -> None:
    store, scope = visitor.here()
    with st.expander("设定缓急类别"), st.form(f"urgency_{case_id}", border=False):
        names = {one.value: NAMES[one] for one in pacing.Urgency}
        chosen = st.radio(
            "缓急类别",
            list(names),
            format_func=names.__getitem__,
            index=list(names).index(now.value),
            horizontal=True,
            key=f"urgency_class_{case_id}",
        )
        why = st.text_input("理由", key=f"urgency_why_{case_id}", max_chars=300)
        st.caption("类别决定各步的承诺时限和临期提前量，期限本身不变。")
        if st.form_submit_button("设定"):
            try:
                pacing.set_urgency(store, scope, case_id, chosen, why=why)
            except Refusal as refusal:
                st.error(parts.plain(str(refusal)))
                return
            st.session_state["case_done"] = f"缓急类别已设为{names[chosen]}。"
            st.rerun()
