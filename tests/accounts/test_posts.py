"""Posts and accounts: who may hold what, who may lend it, and one act that hands it over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hazards.domain import persons
from hazards.domain.persons import BadName
from hazards.domain.roles import CASEWORK, Role
from hazards.services import accounts, delegation, handover, notes, posts, sessions
from hazards.services.access import LOCAL_ADMIN, NotYours, acting_as
from hazards.services.accounts import LastAdmin, NameTaken
from hazards.services.delegation import NoSuchDelegation
from hazards.services.posts import DatesReversed, PostIncomplete, PostsClash
from hazards.services.sessions import NoSuchPost
from hazards.storage import tables as t
from tests.people import enter, hire
from tests.services.district import add_case, key_of

SINCE, UNTIL = date(2026, 11, 21), date(2026, 12, 1)


@pytest.fixture
def wuma(store):
    return key_of(store, "五马街道")


def post_of(store, name):
    return acting_as(name, store).post


# ------------------------------------------------------------------ names
@pytest.mark.parametrize(
    "name",
    ["", "x", "a b", "admin\u200b", "аdmin", "ad\u0000min", "\u202enimda", "管理员！", "a" * 41, "<b>x</b>", "𝔞b\u0301"],
)  # fmt: skip
def test_a_name_that_could_pose_as_another_is_refused(store, name):
    with pytest.raises(BadName):
        posts.hire(store, LOCAL_ADMIN, name, "某人", Role.LEADER)


@pytest.mark.parametrize("name", ["ADMIN", "ａｄｍｉｎ", "Admin", "admin"])
def test_look_alikes_of_a_taken_name_are_taken(store, name):
    posts.hire(store, LOCAL_ADMIN, "admin", "某人", Role.ADMIN)
    with pytest.raises(NameTaken):
        posts.hire(store, LOCAL_ADMIN, name, "另一人", Role.ADMIN)


@given(st.text())
def test_whatever_is_typed_as_a_name_folds_or_is_refused(text):
    persons.folded(text)
    try:
        shown, folded = persons.account_name(text)
    except BadName:
        return
    assert persons.folded(shown) == folded == persons.folded(folded)


@pytest.mark.parametrize("person", ["王\u202e五", "\x07", "　", "王\u200b五", "王" * 41])
def test_a_printed_name_has_nothing_invisible_in_it(store, person):
    with pytest.raises(BadName):
        posts.hire(store, LOCAL_ADMIN, "wang", person or " ", Role.LEADER)


# ------------------------------------------------------------------ what may be held
@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
@pytest.mark.parametrize("other", sorted(CASEWORK | {Role.LEADER}))
def test_who_keeps_accounts_or_reads_the_trail_holds_nothing_else(store, wuma, role, other):
    key = hire(store, "one", role)
    hire(store, "boss", Role.ADMIN)
    about = {"jurisdiction": wuma, "department": "鹿城区应急管理局"}
    with pytest.raises(PostsClash):
        posts.give(store, acting_as("boss", store), key, other, **about)
    lender = hire(store, "lender", other, **about)
    with pytest.raises(PostsClash):
        delegation.lend(store, LOCAL_ADMIN, post_of(store, "lender"), key, since=SINCE, until=UNTIL)
    assert lender


def test_an_administrator_cannot_give_himself_power_over_cases(store, wuma):
    boss = hire(store, "boss", Role.ADMIN)
    with pytest.raises(PostsClash):
        posts.give(store, acting_as("boss", store), boss, Role.HEAD, jurisdiction=wuma)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ADMIN, Role.MACHINE)])
def test_nobody_but_the_administrator_makes_accounts(store, wuma, role):
    hire(store, "one", role, jurisdiction=wuma, department="局")
    scope = acting_as("one", store)
    for act in (
        lambda: posts.hire(store, scope, "two", "二", Role.LEADER),
        lambda: posts.give(store, scope, scope.account, Role.LISTING),
        lambda: posts.end(store, scope, scope.post),
        lambda: accounts.disable(store, scope, scope.account),
        lambda: accounts.reset(store, scope, scope.account),
        lambda: sessions.end_of_account(store, scope, scope.account),
        lambda: handover.hand_over(store, scope, scope.post, scope.account),
    ):
        with pytest.raises(NotYours):
            act()


def test_a_street_post_needs_its_street_and_a_department_its_name(store):
    for role, unit in (
        (Role.CLERK, None),
        (Role.HEAD, 10**6),
        (Role.CLERK, key_of(store, "鹿城区")),
        (Role.DEPARTMENT, None),
    ):
        with pytest.raises(PostIncomplete):
            posts.hire(store, LOCAL_ADMIN, "one", "一", role, jurisdiction=unit)


def test_a_refused_hire_leaves_no_name_behind(store):
    with pytest.raises(PostIncomplete):
        posts.hire(store, LOCAL_ADMIN, "one", "一", Role.CLERK)
    assert accounts.everybody(store, LOCAL_ADMIN) == []


def test_the_last_administrator_stays(store):
    one, two = hire(store, "one", Role.ADMIN), hire(store, "two", Role.ADMIN)
    accounts.disable(store, LOCAL_ADMIN, two)
    with pytest.raises(LastAdmin):
        accounts.disable(store, LOCAL_ADMIN, one)
    with pytest.raises(LastAdmin):
        posts.end(store, LOCAL_ADMIN, post_of(store, "one"))


# ------------------------------------------------------------------ lending
def test_one_lends_ones_own_post_and_nobody_elses(store, wuma):
    hire(store, "head", Role.HEAD, jurisdiction=wuma)
    clerk = hire(store, "clerk", Role.CLERK, jurisdiction=wuma)
    with pytest.raises(NoSuchPost):
        delegation.lend(
            store, acting_as("clerk", store), post_of(store, "head"), clerk, since=SINCE, until=UNTIL
        )
    delegation.lend(store, acting_as("head", store), post_of(store, "head"), clerk, since=SINCE, until=UNTIL)
    assert len(sessions.identify(store, enter(store, "clerk")).posts) == 2


def test_a_lent_post_is_not_lent_on(store, wuma):
    hire(store, "head", Role.HEAD, jurisdiction=wuma)
    clerk, third = (hire(store, n, Role.CLERK, jurisdiction=wuma) for n in ("clerk", "third"))
    delegation.lend(store, LOCAL_ADMIN, post_of(store, "head"), clerk, since=SINCE, until=UNTIL)
    who = sessions.identify(store, enter(store, "clerk"))
    sessions.work_at(store, who.scope, who.session, who.posts[1].id, who.posts[1].delegation)
    with pytest.raises(NoSuchPost):
        delegation.lend(
            store, acting_as("clerk", store), post_of(store, "head"), third, since=SINCE, until=UNTIL
        )


@pytest.mark.parametrize(("since", "until"), [(SINCE, SINCE), (UNTIL, SINCE), (date(2026, 1, 1), SINCE)])
def test_a_period_that_is_none_is_refused(store, wuma, since, until):
    hire(store, "head", Role.HEAD, jurisdiction=wuma)
    clerk = hire(store, "clerk", Role.CLERK, jurisdiction=wuma)
    with pytest.raises(DatesReversed):
        delegation.lend(store, LOCAL_ADMIN, post_of(store, "head"), clerk, since=since, until=until)


def test_a_lent_post_is_taken_back_at_once_and_not_by_strangers(store, wuma):
    hire(store, "head", Role.HEAD, jurisdiction=wuma)
    clerk = hire(store, "clerk", Role.CLERK, jurisdiction=wuma)
    hire(store, "stranger", Role.LISTING)
    key = delegation.lend(store, LOCAL_ADMIN, post_of(store, "head"), clerk, since=SINCE, until=UNTIL)
    token = enter(store, "clerk")
    assert delegation.current(store, acting_as("stranger", store)) == []
    with pytest.raises(NoSuchDelegation):
        delegation.take_back(store, acting_as("stranger", store), key)
    delegation.take_back(store, acting_as("head", store), key)
    assert len(sessions.identify(store, token).posts) == 1
    with pytest.raises(NoSuchDelegation):
        delegation.take_back(store, acting_as("head", store), key)


# ------------------------------------------------------------------ 工作移交
def test_a_handover_is_one_act_with_its_list(store, wuma):
    old = hire(store, "old", Role.CLERK, jurisdiction=wuma)
    new = hire(store, "new", Role.CLERK, jurisdiction=key_of(store, "松台街道"))
    deputy = hire(store, "deputy", Role.CLERK, jurisdiction=wuma)
    mine = add_case(store, street=wuma)
    add_case(store, street=key_of(store, "松台街道"))
    add_case(store, street=wuma, state="struck-off", struck_off_on=date(2026, 11, 1))
    notes.keep(store, acting_as("old", store), "case/1/plan", "写了一半")
    delegation.lend(store, LOCAL_ADMIN, post_of(store, "old"), deputy, since=SINCE, until=UNTIL)
    token = enter(store, "old")
    handed = handover.hand_over(store, LOCAL_ADMIN, post_of(store, "old"), new, reason="岗位调整")
    assert [c.id for c in handed.cases] == [mine]
    assert (handed.drafts, handed.delegations) == (1, 1)
    assert (handed.giver, handed.taker) == ("old", "new")
    assert sessions.identify(store, token) is None
    who = sessions.identify(store, enter(store, "new"))
    assert [p.place for p in who.posts] == ["松台街道", "五马街道"]
    assert notes.kept(store, who.scope, "case/1/plan") == "写了一半"
    assert sessions.identify(store, enter(store, "deputy")).posts[1].behalf == "new"
    with store.read() as connection:
        events = connection.execute(select(t.events.c.action).where(t.events.c.id == handed.event)).scalar()
    assert events == "handed-over"
    assert old


def test_a_handover_that_would_mix_powers_changes_nothing(store, wuma):
    hire(store, "old", Role.HEAD, jurisdiction=wuma)
    auditor = hire(store, "auditor", Role.AUDITOR)
    token = enter(store, "old")
    with pytest.raises(PostsClash):
        handover.hand_over(store, LOCAL_ADMIN, post_of(store, "old"), auditor)
    assert sessions.identify(store, token)


def test_what_was_typed_is_kept_per_person_until_it_arrived(store, wuma):
    hire(store, "one", Role.LISTING)
    hire(store, "two", Role.LISTING)
    one, two = acting_as("one", store), acting_as("two", store)
    notes.keep(store, one, "k", "字" * 30_000)
    assert len(notes.kept(store, one, "k")) == notes.LONGEST
    assert notes.kept(store, two, "k") == ""
    notes.dropped(store, one, "k")
    assert notes.kept(store, one, "k") == ""
