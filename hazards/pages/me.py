"""我的账号: one's own password, posts lent to others, and where one is logged in."""

from datetime import timedelta
from html import escape

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.roles import Role
from hazards.pages import parts, visitor
from hazards.services import access, accounts, clock, delegation, sessions
from hazards.services.posts import APART


def page() -> None:
    st.title("我的账号")
    who = visitor.identity()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        rows = "".join(
            f"<li>{escape(access.post_name(p))}"
            + (f' <span class="gp-note">代 {escape(p.behalf)}</span>' if p.behalf else "")
            + "</li>"
            for p in who.posts
        )
        note = f"账号 {escape(who.name)}。职务由系统管理员任免。"
        body = f'<ul class="gp-list">{rows}</ul><p><a href="/account/password?next=/me" target="_self">修改密码</a></p>'
        parts.show(parts.card(who.person, body, note))
        _sessions(who)
    with right:
        _lent(who)
        _lend(who)


def _sessions(who: sessions.Identity) -> None:
    store, scope = visitor.here()
    with st.container(key="card_sessions"):
        parts.show('<h2 class="gp-title">登录情况</h2>')
        for one in sessions.mine(store, scope):
            here = one.session == who.session
            told = f"{one.since[:16].replace('T', ' ')} 登录，{one.address or '地址不详'}"
            with st.container(horizontal=True, vertical_alignment="center"):
                parts.show(f"<span>{escape(told)}{' <b>本次</b>' if here else ''}</span>")
                if not here and st.button("结束", key=f"end_{one.session[:12]}"):
                    sessions.end_mine(store, scope, one.session)
                    st.rerun()


def _lent(who: sessions.Identity) -> None:
    """What is lent now, from or to oneself, and the way to take it back."""
    store, scope = visitor.here()
    told = delegation.current(store, scope)
    with st.container(key="card_lent"):
        parts.show('<h2 class="gp-title">委托(A/B岗)</h2>')
        if not told:
            parts.show('<p class="gp-note">目前没有委托。离岗前可在下面委托他人代办。</p>')
        for one in told:
            last = one["until"] - timedelta(days=1)
            line = f"{one['post']}：{one['from']} 委托 {one['to']}，{one['since'].isoformat()} 至 {last.isoformat()}"
            with st.container(horizontal=True, vertical_alignment="center"):
                parts.show(f"<span>{escape(line)}</span>")
                if st.button("撤回", key=f"back_{one['id']}"):
                    delegation.take_back(store, scope, one["id"])
                    st.rerun()


def _lend(who: sessions.Identity) -> None:
    own = {p.id: p for p in who.posts if p.delegation is None and Role(p.role) not in APART}
    if not own:
        return
    store, scope = visitor.here()
    people = accounts.colleagues(store, scope)
    with st.container(key="card_lend"), st.form("lend", border=False):
        parts.show('<h2 class="gp-title">委托我的职务</h2>')
        post = st.selectbox("职务", list(own), format_func=lambda k: access.post_name(own[k]))
        to = st.selectbox(
            "由谁代办", list(people), format_func=people.__getitem__, index=None, placeholder="请选择"
        )
        since = st.date_input("自", value=clock.today(), format="YYYY-MM-DD")
        last = st.date_input("至(含当日)", value=clock.today(), format="YYYY-MM-DD")
        reason = st.text_input("事由", placeholder="如：出差")
        parts.show(
            '<p class="gp-note">代办所作的每一步，轨迹同时记载两人。同一案件的上传、核查、销号仍须不同的人。</p>'
        )
        if st.form_submit_button("委托") and to is not None and post is not None:
            try:
                delegation.lend(
                    store, scope, post, to, since=since, until=last + timedelta(days=1), reason=reason
                )
            except Refusal as refusal:
                st.error(parts.plain(str(refusal)))
            else:
                st.rerun()


page()
