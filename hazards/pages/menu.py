"""Menu: which pages there are, and which of them a role finds in its sidebar (seven at most)."""

from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from hazards.domain.roles import ACCOUNTS, CASEWORK, EVERYONE, SETTERS, STREET, Role
from hazards.pages import parts
from hazards.services import access, sessions
from hazards.services.sessions import Identity
from hazards.services.stores import ready_store


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its file, its title, who finds it.

    ``aside`` ones stand in small letters below, with the person; so do others for the roles in
    ``full``, whose sidebar has no room for them.
    """

    name: str
    title: str
    roles: frozenset[Role]
    aside: bool = False
    full: frozenset[Role] = frozenset()

    def beside(self, role: Role) -> bool:
        """Whether it stands in the sidebar of a role."""
        return role in self.roles and not self.aside and role not in self.full


LISTS = frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR})
ENTRIES = (
    Entry("overview", "总览", EVERYONE),
    Entry("todo", "我的待办", CASEWORK | {Role.LEADER}),
    Entry("signing", "审签", STREET),
    Entry("map", "一张图", EVERYONE - {Role.ADMIN}),
    Entry("ledger", "台账", EVERYONE),
    Entry("structures", "违法建筑", EVERYONE - {Role.ADMIN}, full=frozenset({Role.LISTING, Role.LEADER})),
    Entry("supervision", "督查", CASEWORK | {Role.LEADER, Role.AUDITOR}, full=STREET),
    Entry("reports", "通报", CASEWORK | {Role.LEADER, Role.AUDITOR}),
    Entry("intake", "导入", STREET | {Role.LISTING}, full=STREET | {Role.LISTING}),
    Entry("batches", "批次", LISTS, full=LISTS - {Role.LISTING}),
    Entry("audit", "审计", frozenset({Role.LEADER, Role.AUDITOR})),
    Entry("accounts", "账号", SETTERS),
    Entry("settings", "设置", SETTERS | {Role.LISTING}, full=frozenset({Role.LISTING})),
    Entry("newcase", "新建案卷", CASEWORK, aside=True),
    Entry("patrols", "巡查", CASEWORK | {Role.LEADER, Role.AUDITOR}, aside=True),
    Entry("calculator", "法定期限计算", EVERYONE, aside=True),
    Entry("me", "我的账号", EVERYONE, aside=True),
)
# 督查 and 通报 are come to every day; what a sidebar has no room for stands on the page it belongs to.
assert all(sum(e.beside(r) for e in ENTRIES) <= 7 for r in ACCOUNTS)


def pages(role: Role | None) -> list[tuple[Entry, StreamlitPage]]:
    """The pages of a role; all of them where nobody is logged in, for addresses to stay known."""
    return [
        (
            e,
            st.Page(
                f"hazards/pages/{e.name}.py", title=e.title, url_path=e.name, default=e.name == "overview"
            ),
        )
        for e in ENTRIES
        if role is None or role in e.roles
    ]


def who(identity: Identity) -> None:
    """Who is at work, as what, and the way out; a person of several posts chooses one here."""
    scope = identity.scope
    behalf = f"，代 {scope.behalf}" if scope.behalf else ""
    told = f"<b>{escape(identity.person)}</b><span>{escape(scope.as_whom + behalf)}</span>"
    with st.container(key="who"):
        st.html(f'<div class="gp-who">{told}</div>')
        if len(identity.posts) > 1:
            _posts(identity)
        st.page_link("hazards/pages/me.py", label="我的账号")
        parts.show(f'<p class="gp-facts-line">{_more(scope.role)}</p>')
        parts.show(
            '<form class="gp-leave" method="post" action="/account/logout" target="_self">'
            "<button>退出</button></form>"
        )


def _more(role: Role) -> str:
    """Pages the sidebar of a role has no room for, in small letters below its name."""
    found = [e for e in ENTRIES if role in e.roles and not e.beside(role) and e.name != "me"]
    return "".join(parts.link(e.title, e.name) for e in found)


def _posts(identity: Identity) -> None:
    """Another post is another sight: nothing that stood on the page under the old one may stay."""
    held = {(p.id, p.delegation): p for p in identity.posts}
    at = (identity.scope.post, identity.scope.delegation)
    chosen = st.selectbox(
        "当前职务",
        list(held),
        index=list(held).index(at) if at in held else 0,
        format_func=lambda k: _post(held[k]),
        key="post_at_work",
    )
    if chosen != at:
        post, delegation = chosen
        sessions.work_at(ready_store(), identity.scope, identity.session, post, delegation)
        for key in list(st.session_state):
            del st.session_state[key]
        st.query_params.clear()
        st.rerun()


def _post(post: access.Post) -> str:
    return access.post_name(post) + (f"(代 {post.behalf})" if post.behalf else "")
