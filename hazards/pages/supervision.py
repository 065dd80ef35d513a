"""督查: clocks and escalation, instructions, complaints, accountability, exposure; a view each."""

from urllib.parse import urlencode

import streamlit as st

from hazards.domain.roles import CASEWORK, Role
from hazards.pages import (
    accountability,
    clocks,
    complaints,
    exposures,
    instructing,
    orderdesk,
    paperlinks,
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
PAPERS = {
    "clocks": (("打印在办步骤", "clocks"), ("打印应督办事项", "late")),
    "orders": (("打印督办单登记表", "orders"), ("打印应督办事项", "late")),
    "instructions": (("打印批示办理表", "instructions"),),
    "complaints": (("打印投诉举报登记表", "complaints"),),
    "exposures": (("打印曝光追踪表", "exposures"),),
}
CHOSEN = ("list", "state", "show")
"""Which list of its view an address asks for: paper and file are of the same."""


def page() -> None:
    _, scope = visitor.here()
    st.title("督查")
    if VIEWS:
        views.show("supervision", VIEWS, scope.role)
        asked = st.query_params.to_dict()
        query = urlencode({name: asked[name] for name in CHOSEN if name in asked})
        paperlinks.show(*((*one, query) for one in PAPERS.get(asked.get("view", "clocks"), ())))


page()
