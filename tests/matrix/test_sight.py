"""Sight on a real store: the guard, the scopes of posts, and the masks behind every number."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, update

from hazards.domain.roles import NAMES, Role
from hazards.services import accounts, posts
from hazards.services.access import (
    LOCAL_ADMIN,
    OPERATIONS,
    NoPost,
    NoSuchAccount,
    NoSuchCase,
    NotYours,
    Scope,
    acting_as,
    in_sight,
    local,
    operation,
)
from hazards.services.asked import Asked
from hazards.services.counted import count
from hazards.storage import register
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.people import hire
from tests.services.district import add_case, key_of

OWN, CO, ELSEWHERE = "五马街道", "双屿街道", "南汇街道"


@pytest.fixture
def guard(store: Store):
    """Guarded functions of one's own, forgotten afterwards."""
    before = dict(OPERATIONS)

    def made(**rules: Any) -> Callable[..., Any]:
        @operation("试办", frozenset({Role.CLERK, Role.MACHINE}), **rules)
        def asked(store: Store, scope: Scope, *args: Any, **kwargs: Any) -> Any:
            return args, kwargs

        return asked

    yield made
    for name in set(OPERATIONS) - set(before):
        del OPERATIONS[name]


def at(store: Store, name: str, role: Role = Role.CLERK) -> Scope:
    return Scope("某人", role, account=1, jurisdictions=frozenset({key_of(store, name)}))


def shared(store: Store) -> int:
    key = add_case(store, street=OWN)
    row = {"case_id": key, "jurisdiction_id": key_of(store, CO)}
    store.write(lambda c: c.execute(insert(t.case_jurisdictions).values(row)))
    return key


# ------------------------------------------------------------------ the guard
def test_the_guard_of_no_case_asks_for_the_role_alone(store, guard):
    ask = guard()
    assert ask(store, at(store, OWN), 1, two=2) == ((1,), {"two": 2})
    assert ask(store, at(store, OWN)) == ((), {})
    with pytest.raises(NotYours) as refused:
        ask(store, at(store, OWN, Role.LEADER))
    assert "“试办”不由领导办理" in str(refused.value)
    assert "请由街镇填报员办理" in str(refused.value)
    assert ask.__name__ == "asked"
    assert not OPERATIONS[f"{ask.__module__}.asked"].case
    assert not OPERATIONS[f"{ask.__module__}.asked"].lead


def test_the_guard_of_a_case_asks_for_sight_before_the_role(store, guard):
    key, ask = shared(store), guard(case=True)
    assert ask(store, at(store, OWN), key, 8) == ((key, 8), {})
    assert ask(store, at(store, CO), key) == ((key,), {})
    for role in (Role.CLERK, Role.LEADER):
        for missing in (key, 10**6):
            with pytest.raises(NoSuchCase):
                ask(store, at(store, ELSEWHERE, role), missing)
    with pytest.raises(NotYours):
        ask(store, at(store, OWN, Role.LEADER), key)


def test_the_guard_for_the_lead_street_tells_a_co_street_so(store, guard):
    key, ask = shared(store), guard(case=True, lead=True)
    assert ask(store, at(store, OWN), key) == ((key,), {})
    assert ask(store, LOCAL_ADMIN, key) == ((key,), {})
    with pytest.raises(NotYours) as refused:
        ask(store, at(store, CO), key)
    assert "协办单位" in str(refused.value)
    assert "请由主办单位办理" in str(refused.value)


def test_a_row_is_shown_to_whoever_sees_it_and_is_the_one_asked_for(store):
    key = shared(store)
    for scope in (at(store, OWN), at(store, CO), LOCAL_ADMIN):
        assert in_sight(store, scope, key)["id"] == key
    for scope, missing in ((at(store, ELSEWHERE), key), (LOCAL_ADMIN, 10**6), (at(store, OWN), 10**6)):
        with pytest.raises(NoSuchCase):
            in_sight(store, scope, missing)


# ------------------------------------------------------------------ what a post opens
def test_a_street_post_opens_its_street_and_no_department(store):
    hire(store, "clerk", Role.CLERK, jurisdiction=key_of(store, OWN))
    scope = acting_as("clerk", store)
    assert scope.departments is None
    assert key_of(store, OWN) in scope.jurisdictions
    assert scope.jurisdictions.isdisjoint({key_of(store, CO), key_of(store, ELSEWHERE)})
    assert (scope.actor, scope.role, scope.as_whom) == ("clerk", Role.CLERK, f"{OWN} 填报员")
    assert scope.account == accounts.find(store, "clerk")
    assert scope.post is not None


def test_what_went_over_whole_into_a_street_is_seen_there_and_what_was_split_is_not(store):
    """Old units of made-up names: one went over into 五马 whole, one was split between two."""
    own, other = key_of(store, OWN), key_of(store, ELSEWHERE)
    whole, split = (_ended(store, f"老{n}乡", heirs) for n, heirs in ((1, [own]), (2, [own, other])))
    hire(store, "clerk", Role.CLERK, jurisdiction=own)
    held = acting_as("clerk", store).jurisdictions
    assert whole in held
    assert split not in held
    assert own in held
    assert other not in held
    post = t.posts.c.account_id == accounts.find(store, "clerk")
    store.write(lambda c: c.execute(update(t.posts).where(post).values(jurisdiction_id=split)))
    assert acting_as("clerk", store).jurisdictions == {split}, "an ended street still sees its own"


def _ended(store: Store, name: str, heirs: list[int]) -> int:
    def job(connection: Any) -> int:
        row = {"name": name, "type": "乡", "valid_from": date(1990, 1, 1), "valid_to": date(2011, 1, 1)}
        made = insert(t.jurisdictions).values(row).returning(t.jurisdictions.c.id)
        key = connection.execute(made).scalar_one()
        for heir in heirs:
            register.add_lineage(connection, key, heir, date(2011, 1, 1))
        return key

    return store.write(job)


def test_a_department_post_opens_its_department_under_all_its_names(store):
    hire(store, "officer", Role.DEPARTMENT, department="鹿城区住建局")
    scope = acting_as("officer", store)
    assert scope.jurisdictions is None
    assert scope.departments == {"鹿城区住建局", "区住建局", "住建局"}


@pytest.mark.parametrize("role", [Role.LISTING, Role.LEADER, Role.AUDITOR, Role.ADMIN])
def test_an_office_of_the_only_district_sees_everything(store, role):
    district = key_of(store, "鹿城区")
    hire(store, "bound", role, jurisdiction=district)
    hire(store, "unbound", role)
    assert acting_as("bound", store).everything
    assert acting_as("unbound", store).everything


def test_an_office_bound_to_less_than_the_district_sees_that_alone(store):
    hire(store, "leader", Role.LEADER, jurisdiction=key_of(store, OWN))
    scope = acting_as("leader", store)
    assert scope.jurisdictions == {key_of(store, OWN)}
    assert scope.departments is None


def test_of_two_districts_an_office_sees_its_own(store):
    from hazards.services.register import add_district

    add_district(store, LOCAL_ADMIN, str(_second(store)))
    hire(store, "office", Role.LISTING, jurisdiction=key_of(store, "鹿城区"))
    scope = acting_as("office", store)
    assert key_of(store, OWN) in scope.jurisdictions
    assert key_of(store, "蒲州街道") not in scope.jurisdictions


def _second(store: Store) -> Any:
    path = store.path.parent / "second.csv"
    path.write_text(
        "code,scheme,name,type,parent,valid_from,valid_to,aliases,successors\n"
        "330303000000,nbs,龙湾区,county,,2000-01-01,,,\n"
        "330303004000,nbs,蒲州街道,street,330303000000,2000-01-01,,,\n",
        "utf-8",
    )
    return path


def test_who_acts_is_an_account_of_today_or_this_machine(store, monkeypatch):
    assert acting_as(None, store) is LOCAL_ADMIN
    assert acting_as(LOCAL_ADMIN.actor, store) is LOCAL_ADMIN
    key = hire(store, "officer", Role.LISTING)
    assert acting_as("officer", store).account == key
    assert acting_as("officer").account == key, "the store of this installation where none is told"
    with monkeypatch.context() as patch:
        patch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{store.path.parent / 'another.db'}")
        assert acting_as("officer", store).account == key, "and no other where one is told"
    assert local() == (local()[0], LOCAL_ADMIN)
    assert local()[0].url == store.url
    accounts.disable(store, LOCAL_ADMIN, key)
    for name in ("officer", "nobody"):
        with pytest.raises(NoSuchAccount, match=name):
            acting_as(name, store)
    held = accounts.add_demonstration(store, LOCAL_ADMIN, {"idle": "闲人"}, "x")["idle"]
    with pytest.raises(NoPost, match="idle"):
        acting_as("idle", store)
    posts.give(store, LOCAL_ADMIN, held, Role.LEADER)
    assert acting_as("idle", store).as_whom == NAMES[Role.LEADER]


def test_a_street_post_whose_street_is_gone_sees_nothing(store):
    key = hire(store, "clerk", Role.CLERK, jurisdiction=key_of(store, OWN))
    post = t.posts.c.account_id == key
    store.write(lambda c: c.execute(update(t.posts).where(post).values(jurisdiction_id=None)))
    assert acting_as("clerk", store).jurisdictions == frozenset()


# ------------------------------------------------------------------ the masks behind the numbers
@pytest.fixture
def ledger(store: Store) -> dict[str, int]:
    made = {
        "own": add_case(store, street=OWN, supervisor="区住建局"),
        "building": add_case(store, street=OWN, kind="building"),
        "city": add_case(store, street=OWN, level="市级", supervisor="区应急管理局、区住建局"),
        "moved": add_case(store, street=ELSEWHERE, moves=[(date(2026, 6, 1), OWN)]),
        "elsewhere": add_case(store, street=ELSEWHERE),
        "nowhere": add_case(store, street=None, supervisor="区应急管理局"),
    }
    made["shared"] = shared_with(store, add_case(store, street=ELSEWHERE, level="市级"))
    made["shared building"] = shared_with(store, add_case(store, street=ELSEWHERE, kind="building"))
    return made


def shared_with(store: Store, key: int) -> int:
    row = {"case_id": key, "jurisdiction_id": key_of(store, OWN)}
    store.write(lambda c: c.execute(insert(t.case_jurisdictions).values(row)))
    return key


MASKS = [
    # (who, what is asked, what counts, what is seen besides)
    ("street", {"kind": "all"}, {"own", "building", "city", "moved"}, {"shared", "shared building"}),
    ("street", {}, {"own", "city", "moved"}, {"shared"}),
    ("street", {"kind": "building"}, {"building"}, {"shared building"}),
    ("street", {"level": "市级"}, {"city"}, {"shared"}),
    ("street", {"level": "区级", "kind": "all"}, {"own", "building", "moved"}, {"shared building"}),
    ("office", {"kind": "all"}, {"own", "city"}, set()),
    ("office", {"level": "市级"}, {"city"}, set()),
    ("both", {"kind": "all"}, {"own", "building", "city", "moved", "nowhere"}, {"shared", "shared building"}),
    ("none", {"kind": "all"}, set(), set()),
    ("all", {}, {"own", "city", "moved", "elsewhere", "nowhere", "shared"}, set()),
    ("all", {"kind": "building"}, {"building", "shared building"}, set()),
    ("all", {"level": "市级"}, {"city", "shared"}, set()),
]


@pytest.mark.parametrize(("who", "asked", "counted", "besides"), MASKS)
def test_what_counts_and_what_is_seen(store, ledger, who, asked, counted, besides):
    street, names = frozenset({key_of(store, OWN)}), frozenset({"区应急管理局"})
    scope = {
        "street": Scope("某人", Role.CLERK, jurisdictions=street),
        "office": Scope("某人", Role.DEPARTMENT, departments=frozenset({"区住建局"})),
        "both": Scope("某人", Role.LISTING, jurisdictions=street, departments=names),
        "none": Scope("某人", Role.CLERK, jurisdictions=frozenset()),
        "all": Scope("某人", Role.LISTING),
    }[who]
    held = count(store, scope, Asked(year=0, **asked))
    named = {key: name for name, key in ledger.items()}
    ids = held.snapshot.columns.case

    def told(mask) -> set[str]:
        return {named[int(i)] for i in ids[mask]}

    assert told(held.keep) == counted
    assert told(held.seen) == counted | besides
    assert held.keep is held.keep


def test_a_street_counts_a_case_from_the_day_it_moved_there(store, ledger):
    scope = Scope("某人", Role.CLERK, jurisdictions=frozenset({key_of(store, OWN)}))
    then = count(store, scope, Asked(year=0, as_of=date(2026, 5, 31)))
    ids = then.snapshot.columns.case
    assert ledger["moved"] not in set(ids[then.keep].tolist())
    assert ledger["moved"] in set(ids[count(store, scope, Asked(year=0)).keep].tolist())


def test_an_empty_ledger_has_empty_masks(store):
    for scope in (
        Scope("某人", Role.DEPARTMENT, departments=frozenset({"区住建局"})),
        Scope("某人", Role.CLERK, jurisdictions=frozenset({1})),
        LOCAL_ADMIN,
    ):
        held = count(store, scope, Asked(year=0))
        assert len(held.keep) == len(held.seen) == 0
