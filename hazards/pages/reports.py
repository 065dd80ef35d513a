"""通报: weekly reports, monthly forms, bulletins, closing of the year, papers, packages; a view each."""

from urllib.parse import urlencode

import streamlit as st

from hazards.domain.roles import CASEWORK, STREET, Role
from hazards.pages import (
    binders,
    bulletins,
    closing,
    formfill,
    monthly,
    paperlinks,
    publications,
    upward,
    views,
    visitor,
    weekly,
)
from hazards.pages.views import View
from hazards.services import binders as bound
from hazards.services import closing as closing_service
from hazards.services import monthforms, weekreports
from hazards.services import publications as public

ALL = CASEWORK | {Role.LEADER, Role.AUDITOR}
VIEWS: dict[str, View] = {
    "weekly": View("周报", weekreports.READERS, weekly.draw),
    "monthly": View("月报", monthforms.READERS, monthly.draw),
    "closing": View("年度结账", closing_service.READERS, closing.draw),
    "forms": View("套表", ALL, formfill.draw),
    "issues": View("通报期次", ALL, bulletins.draw),
    "binders": View("迎检台账", bound.MAKERS, binders.draw),
    "public": View("公开包", public.READERS, publications.draw),
    "upward": View("上报包", frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR}), upward.draw),
}


PAPERS = {
    "weekly": ("打印周报报送情况", ("week", "standing")),
    "monthly": ("打印月报报送情况", ("month", "standing")),
    "closing": ("打印结账表", ("year",)),
    "issues": ("打印通报期次表", ()),
}
WITHIN = ("street", "who", "bulletin", "list")
"""An address with one of these is about one paper of its view, not about the view's list."""


def page() -> None:
    _, scope = visitor.here()
    st.title("通报")
    views.show("reports", VIEWS, scope.role)
    asked = st.query_params.to_dict()
    view = asked.get("view", "weekly")
    one_of_many = view in ("weekly", "monthly") and scope.role in STREET | {Role.DEPARTMENT}
    if view in PAPERS and not one_of_many and not any(name in asked for name in WITHIN):
        word, names = PAPERS[view]
        query = {name: asked[name] for name in names if name in asked}
        paperlinks.show((word, view, urlencode(query)))


page()
