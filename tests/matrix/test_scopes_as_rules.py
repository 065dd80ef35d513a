"""Sight and signatures of an actor as sentences: what leads, what is seen, how posts are told."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from hazards.domain.roles import NAMES, Role
from hazards.services.access import LOCAL_ADMIN, Scope, department_names, named, post_name, told
from hazards.storage.accounts import Post


def a_case(lead: int | None, supervisor: str = "") -> dict:
    return {"lead_id": lead, "supervisor": supervisor}


ALL = Scope("某人", Role.LISTING)
STREET = Scope("某人", Role.CLERK, jurisdictions=frozenset({1, 2}))
NOWHERE = Scope("某人", Role.CLERK, jurisdictions=frozenset())
OFFICE = Scope("某人", Role.DEPARTMENT, departments=frozenset({"区住建局"}))
BOTH = Scope("某人", Role.LISTING, jurisdictions=frozenset({1}), departments=frozenset({"区住建局"}))


@pytest.mark.parametrize(
    ("scope", "row", "co", "leads", "sees"),
    [
        (ALL, a_case(None), set(), True, True),
        (STREET, a_case(1), set(), True, True),
        (STREET, a_case(3), set(), False, False),
        (STREET, a_case(3, "区住建局"), set(), False, False),
        (STREET, a_case(3), {2, 9}, False, True),
        (STREET, a_case(3), {9}, False, False),
        (STREET, a_case(None), set(), False, False),
        (NOWHERE, a_case(1), {1}, False, False),
        (NOWHERE, a_case(None), set(), False, False),
        (OFFICE, a_case(1, "区应急管理局、区住建局"), set(), True, True),
        (OFFICE, a_case(1, "区应急管理局"), {1}, False, False),
        (OFFICE, a_case(1, ""), {1}, False, False),
        (BOTH, a_case(1), set(), True, True),
        (BOTH, a_case(9, "区住建局"), set(), True, True),
        (BOTH, a_case(9), set(), False, False),
    ],
)
def test_what_leads_and_what_is_in_sight(scope, row, co, leads, sees):
    assert scope.leads(row) is leads
    assert bool(scope.sees(row, frozenset(co))) is sees
    if not co:
        assert bool(scope.sees(row)) is sees


def test_only_who_is_bound_to_nothing_sees_everything():
    assert ALL.everything
    assert LOCAL_ADMIN.everything
    for scope in (STREET, NOWHERE, OFFICE, BOTH):
        assert not scope.everything


def test_owner_and_borrower_of_a_post_both_answer_and_both_sign():
    lent = Scope("甲", Role.HEAD, account=7, as_whom="五马街道审签人", behalf="乙", behalf_id=8)
    assert lent.persons == {7, 8}
    assert Scope("甲", Role.HEAD, account=7).persons == {7}
    assert LOCAL_ADMIN.persons == frozenset()
    told_of = {"actor": "甲", "account_id": 7, "as_whom": "五马街道审签人", "behalf_id": 8, "behalf": "乙"}
    assert lent.signature == told_of


def test_a_scope_is_never_widened_after_it_was_made():
    with pytest.raises(FrozenInstanceError):
        STREET.jurisdictions = None


@pytest.mark.parametrize(
    ("name", "districts", "written"),
    [
        ("鹿城区应急管理局", ["鹿城区"], {"鹿城区应急管理局", "应急管理局", "区应急管理局"}),
        ("区住建局", ["鹿城区"], {"区住建局"}),
        ("鹿城区应急管理局", ["鹿城区", "龙湾区"], {"鹿城区应急管理局"}),
        ("鹿城区应急管理局", [], {"鹿城区应急管理局"}),
        ("", ["鹿城区"], set()),
        ("鹿城区", ["鹿城区"], {"鹿城区", "区"}),
    ],
)
def test_the_ways_a_department_is_named(name, districts, written):
    assert department_names(name, districts) == written


def test_a_cell_names_its_departments_under_any_sign():
    for sign in ",，、;；/／ ":
        assert named(f"甲局{sign}乙局") == {"甲局", "乙局"}
    assert named("") == frozenset()


def a_post(role: Role, **values) -> Post:
    return Post(**{"id": 1, "account": 1, "role": role.value, "jurisdiction": None, "place": "五马街道",
                   "department": "区住建局", "title": "", "since": date(2026, 11, 20), "until": None, **values})  # fmt: skip


@pytest.mark.parametrize(
    ("post", "printed"),
    [
        (a_post(Role.CLERK), "五马街道 填报员"),
        (a_post(Role.HEAD, title="主任"), "五马街道 主任"),
        (a_post(Role.DEPARTMENT), "区住建局"),
        (a_post(Role.DEPARTMENT, title="科长"), "区住建局 科长"),
        (a_post(Role.LISTING, department=""), "区安委办"),
        (a_post(Role.DEPARTMENT, department=""), "督办部门"),
    ],
)
def test_a_post_as_the_trail_prints_it(post, printed):
    assert post_name(post) == printed


def test_a_refusal_tells_the_roles_in_their_order_and_the_machine_only_alone():
    assert told(frozenset({Role.HEAD, Role.CLERK})) == "街镇填报员、街镇审签人"
    assert told(frozenset({Role.ADMIN, Role.MACHINE})) == "系统管理员"
    assert told(frozenset({Role.MACHINE})) == "本机管理员"
    assert told(frozenset(Role)) == "、".join(NAMES[r] for r in Role if r is not Role.MACHINE)
