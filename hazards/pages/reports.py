"""通报: weekly reports, monthly forms, bulletins, closing of the year, papers, packages; a view each."""

import streamlit as st

from hazards.domain.roles import CASEWORK, Role
from hazards.pages import (
    binders,
    bulletins,
    closing,
    formfill,
    monthly,
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


def page() -> None:
    _, scope = visitor.here()
    st.title("通报")
    if VIEWS:
        views.show("reports", VIEWS, scope.role)


page()
