"""账号: accounts made, given posts, disabled and reset by buttons; 工作移交 with its printed list."""

from datetime import timedelta
from html import escape

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.roles import ACCOUNTS, NAMES, STREET, Role
from hazards.pages import paperlinks, parts, visitor
from hazards.services import access, accounts, clock, handover, posts, register, sessions
from hazards.services.accounts import Account
from hazards.services.handover import Handed

HEADS = [("账号", "gp-nowrap"), ("姓名", "gp-nowrap"), ("在岗职务", ""), ("状态", "gp-nowrap")]


def page() -> None:
    st.title("账号")
    store, scope = visitor.here()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        text = st.text_input("搜索", placeholder="账号、姓名、街镇、部门", key="accounts_text")
        found = accounts.everybody(store, scope, text)
        if found:
            rows = [_row(a) for a in found]
            note = "账号只停用，不删除；停用的账号也占用名称。"
            parts.show(parts.card(f"{len(found)} 个账号", parts.table(HEADS, rows, css="gp-stack"), note))
        else:
            parts.empty("没有符合条件的账号", "换一个词再搜；新账号在右侧新建。")
        paperlinks.show(("打印账号和任职表", "accounts", ""))
    with right:
        _told()
        _chosen(found)
        _new()


def _row(account: Account) -> list[str]:
    held = "<br>".join(escape(_span(p)) for p in account.held) or '<span class="gp-grey">无</span>'
    state = '<span class="gp-grey">停用</span>' if account.disabled else "在用"
    return [escape(account.name), escape(account.person), held, state]


def _span(post: access.Post) -> str:
    until = "" if post.until is None else f" 至 {(post.until - timedelta(days=1)).isoformat()}"
    return f"{access.post_name(post)} 自 {post.since.isoformat()}{until}"


def _told() -> None:
    """What the last press brought; a password is shown until the next press and never again."""
    if told := st.session_state.pop("accounts_told", ""):
        with st.container(key="card_told"):
            parts.show(f"<p>{escape(told)}</p>")
    if handed := st.session_state.get("accounts_handed"):
        _sheet(handed)


def _say(told: str) -> None:
    st.session_state["accounts_told"] = told
    st.session_state.pop("accounts_handed", None)
    st.rerun()


# ------------------------------------------------------------------ one account
def _chosen(found: list[Account]) -> None:
    by_id = {a.id: a for a in found}
    with st.container(key="card_account"):
        parts.show('<h2 class="gp-title">办理</h2>')
        key = st.selectbox(
            "账号",
            list(by_id),
            format_func=lambda k: f"{by_id[k].person}({by_id[k].name})",
            index=None,
            placeholder="请选择",
            key="accounts_chosen",
        )
        if key is None:
            return
        account = by_id[key]
        try:
            _buttons(account)
            for post in account.held:
                _post(account, post)
            _give(account)
        except Refusal as refusal:
            st.error(parts.plain(str(refusal)))


def _buttons(account: Account) -> None:
    store, scope = visitor.here()
    open_ = sessions.of_account(store, scope, account.id)
    with st.container(horizontal=True):
        if account.disabled:
            if st.button("启用"):
                accounts.enable(store, scope, account.id)
                _say(f"已启用 {account.name}。")
            return
        if st.button("重置密码"):
            password = accounts.reset(store, scope, account.id)
            _say(f"{account.name} 的新密码：{password} 。只显示这一次，登录后须修改；原有登录已失效。")
        if st.button(f"结束登录({len(open_)})", disabled=not open_):
            sessions.end_of_account(store, scope, account.id)
            _say(f"{account.name} 的登录已全部结束。")
        if st.button("停用"):
            accounts.disable(store, scope, account.id)
            _say(f"已停用 {account.name}，其登录已全部结束。")


def _post(account: Account, post: access.Post) -> None:
    store, scope = visitor.here()
    with st.expander(_span(post)), st.form(f"post_{post.id}", border=False):
        people = {k: v for k, v in accounts.colleagues(store, scope).items() if k != account.id}
        on = st.date_input("自何日起", value=clock.today(), format="YYYY-MM-DD")
        to = st.selectbox(
            "移交给", list(people), format_func=people.__getitem__, index=None, placeholder="只免职时不选"
        )
        reason = st.text_input("事由", placeholder="如：岗位调整")
        if not st.form_submit_button("移交或免职"):
            return
        if to is None:
            posts.end(store, scope, post.id, until=on, reason=reason)
            _say(f"{account.person} 自 {on.isoformat()} 起不再担任 {access.post_name(post)}。")
            return
        handed = handover.hand_over(store, scope, post.id, to, on=on, reason=reason)
        st.session_state["accounts_handed"] = handed
        st.rerun()


def _give(account: Account) -> None:
    store, scope = visitor.here()
    with st.expander("任职"), st.form(f"give_{account.id}", border=False):
        told = _post_fields("give")
        if st.form_submit_button("任职"):
            posts.give(store, scope, account.id, **told)
            _say(f"{account.person} 已任 {NAMES[told['role']]}。")


def _post_fields(key: str) -> dict:
    store, scope = visitor.here()
    streets = {u.key: u.name for u in register.read(store, scope).streets(clock.today())}
    role = st.selectbox("角色", ACCOUNTS, format_func=NAMES.__getitem__, key=f"{key}_role")
    unit = st.selectbox(
        "街镇(街镇角色)",
        list(streets),
        format_func=streets.__getitem__,
        index=None,
        placeholder="请选择",
        key=f"{key}_unit",
    )
    department = st.text_input("部门(督办部门)", placeholder="与台账督办单位一致的全称", key=f"{key}_dept")
    title = st.text_input("职务名称(可不填)", key=f"{key}_title")
    since = st.date_input("自", value=clock.today(), format="YYYY-MM-DD", key=f"{key}_since")
    street = Role(role) in STREET
    return {
        "role": Role(role),
        "jurisdiction": unit if street else None,
        "department": department if Role(role) is Role.DEPARTMENT else "",
        "title": title,
        "since": since,
    }


# ------------------------------------------------------------------ a new account
def _new() -> None:
    store, scope = visitor.here()
    with st.container(key="card_new_account"), st.form("new_account", border=False):
        parts.show('<h2 class="gp-title">新建账号</h2>')
        name = st.text_input("账号名", placeholder="汉字、英文字母或数字")
        person = st.text_input("姓名", placeholder="轨迹和文书中显示")
        told = _post_fields("new")
        if not st.form_submit_button("新建", type="primary"):
            return
        try:
            _, password = posts.hire(store, scope, name, person, **told)
        except Refusal as refusal:
            st.error(parts.plain(str(refusal)))
            return
        _say(f"已新建 {name}，首次登录密码：{password} 。只显示这一次，首次登录须修改。")


# ------------------------------------------------------------------ 移交清单
def _sheet(handed: Handed) -> None:
    """The list to print and sign: what was handed over, by whom, to whom, from when."""
    st.download_button(
        "下载移交清单(docx)",
        handover.printed(handed),
        file_name=f"移交清单{handed.on.isoformat()}.docx",
        on_click="ignore",
    )
    heads = [("序号", ""), ("编号", ""), ("整治单位(区域)", ""), ("整改期限", "gp-nowrap"), ("主协办", "")]
    rows = [
        [
            str(n),
            escape(c.number or "未编号"),
            escape(c.unit),
            c.deadline.isoformat() if c.deadline else "缺失",
            "协办" if c.co else "主办",
        ]
        for n, c in enumerate(handed.cases, 1)
    ]
    body = (
        f"<p>{escape(handed.giver)} 自 {handed.on.isoformat()} 起将 {escape(handed.post)} 移交 "
        f"{escape(handed.taker)}。</p>"
        f"<p>未销号案卷 {len(handed.cases)} 件，未提交的填写 {handed.drafts} 份，委托 {handed.delegations} 项。</p>"
        + (parts.table(heads, rows) if rows else "")
        + "<p>移交人：____________ 接收人：____________ 监交人：____________</p>"
    )
    parts.show(parts.card("移交清单", body, escape(handed.reason)))
    if st.button("打印移交清单"):
        st.html("<script>setTimeout(() => window.print(), 300)</script>", unsafe_allow_javascript=True)


page()
