"""Views: the parts of one page, one at a time, named in its address so that a link leads to a part."""

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from hazards.domain.roles import Role
from hazards.pages import parts


class View:
    """A part of a page: its title, who finds it, what draws it."""

    def __init__(self, title: str, roles: frozenset[Role], draw: Callable[[], None]) -> None:
        self.title, self.roles, self.draw = title, roles, draw


def show(page: str, views: Mapping[str, View], role: Role) -> None:
    """The row of parts the role finds, and the one the address asks for (else the first)."""
    found = {name: view for name, view in views.items() if role in view.roles}
    told = st.query_params.get("view", "")
    here = told if told in found else next(iter(found))
    links = "".join(
        f'<b aria-current="page">{escape(view.title)}</b>'
        if name == here
        else parts.link(view.title, page, f"view={name}")
        for name, view in found.items()
    )
    parts.show(f'<p class="gp-facts-line gp-views gp-noprint">{links}</p>')
    found[here].draw()
