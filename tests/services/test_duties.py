"""What the law asks next stands on the desk of the organ, with its last day."""

from datetime import date

from hazards.domain.roles import Role
from hazards.services import todo
from tests.services.offices import street
from tests.services.structures import act, found, officer, papers, walk


def whats(store, scope):
    return [(one.what, one.until) for one in todo.mine(store, scope) if one.kind == "building"]


def test_a_document_not_served_is_a_duty_of_seven_working_days(store):
    scope = officer()
    case = found(store, scope)
    scan = papers(store, scope, case)["decision"]
    for key in ("filing", "survey", "inquiry", "opinion", "notice"):
        act(store, scope, case, key, scan)
    told = dict(whats(store, scope))
    assert told["送达：事先告知"] == date(2026, 1, 26)  # seven working days after 15 January
    assert "办理：法制审核" in told


def test_the_decision_is_due_ninety_days_after_filing(store):
    scope = officer()
    case = found(store, scope)
    walk(store, scope, case, until="discussion")
    assert dict(whats(store, scope))["办理：责令限期拆除决定"] == date(2026, 4, 7)  # 5 April is a holiday


def test_nothing_is_asked_before_it_may_be_done(store):
    scope = officer()
    case = found(store, scope)
    walk(store, scope, case, until="announcement")
    assert [what for what, _ in whats(store, scope)] == ["办理：实施强制拆除"]
    walk_none = found(store, scope)
    assert walk_none
    assert whats(store, street(store, "五马街道", Role.HEAD, 7)) == []
