"""督查: clocks and escalation, instructions, complaints, accountability, exposure; a view each."""

import streamlit as st

from hazards.domain.roles import CASEWORK, Role
from hazards.pages import (
    accountability,
    clocks,
    complaints,
    exposures,
    instructing,
    orderdesk,
    views,
    visitor,
)
from hazards.pages.views import View

ALL = CASEWORK | {Role.LEADER, Role.AUDITOR}
WATCHERS = frozenset({Role.LISTING, Role.LEADER, Role.AUDITOR})
VIEWS: dict[str, View] = {
    "clocks": View("时限", ALL, clocks.draw),
    "orders": View("督办单", ALL, orderdesk.draw),
    "instructions": View("批示", ALL, instructing.draw),
    "complaints": View("投诉举报", ALL, complaints.draw),
    "exposures": View("曝光追踪", ALL, exposures.draw),
    "accountability": View("问责线索", WATCHERS, accountability.draw),
}


def page() -> None:
    _, scope = visitor.here()
    st.title("督查")
    if VIEWS:
        views.show("supervision", VIEWS, scope.role)


page()
