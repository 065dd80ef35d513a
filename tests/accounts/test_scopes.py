"""Scope: seen and counted equal a slow oracle, for every kind of actor, in every list and figure."""

from datetime import date

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from hazards.domain.roles import Role
from hazards.services import access, export, layers, lists, overview, reporting
from hazards.services.access import LOCAL_ADMIN, NoSuchCase, NotYours, acting_as, named
from hazards.services.asked import Asked
from hazards.services.counted import count
from hazards.storage import events
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.people import hire
from tests.services.district import add_case, key_of

STREETS = ("五马街道", "松台街道", "双屿街道")
DEPARTMENTS = ("鹿城区应急管理局", "区住建局", "鹿城区教育局")
SUPERVISORS = ("", "鹿城区应急管理局", "区应急管理局、区住建局", "应急管理局", "鹿城区教育局分局", "—")
MOVED = date(2026, 6, 1)

case = st.fixed_dictionaries(
    {
        "street": st.sampled_from([*STREETS, None]),
        "moves": st.sampled_from([[], [(MOVED, "五马街道")], [(MOVED, "松台街道")]]),
        "supervisor": st.sampled_from(SUPERVISORS),
        "co": st.sets(st.sampled_from(STREETS), max_size=2),
        "state": st.sampled_from(["open", "struck-off"]),
    }
)


def fill(store: Store, cases: list[dict]) -> dict[int, dict]:
    made = {}
    for told in cases:
        struck = {"struck_off_on": date(2026, 9, 1)} if told["state"] == "struck-off" else {}
        key = add_case(
            store,
            street=told["street"],
            moves=told["moves"],
            supervisor=told["supervisor"],
            state=told["state"],
            **struck,
        )
        rows = [{"case_id": key, "jurisdiction_id": key_of(store, s)} for s in told["co"]]
        if rows:
            store.write(lambda c, rows=rows: c.execute(insert(t.case_jurisdictions), rows))
        made[key] = told
    return made


def counts(told: dict, place: str, department: str, on: date) -> bool:
    lead = told["street"]
    for since, street in told["moves"]:
        lead = street if since <= on else lead
    if place:
        return lead == place
    alike = {department, department.removeprefix("鹿城"), department.removeprefix("鹿城区")}
    return bool(alike & set(told["supervisor"].replace("、", " ").split()))


@pytest.fixture(scope="module")
def people_file(lucheng_file, tmp_path_factory):
    import shutil

    path = tmp_path_factory.mktemp("people") / "people.db"
    shutil.copy(lucheng_file, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", "2026-11-21")
        store = Store(f"sqlite:///{path}")
        for n, street in enumerate(STREETS):
            hire(store, f"street{n}", Role.CLERK, jurisdiction=key_of(store, street))
        for n, department in enumerate(DEPARTMENTS):
            hire(store, f"dept{n}", Role.DEPARTMENT, department=department)
        hire(store, "office", Role.LISTING)
        store.engine.dispose()
    return path


@given(st.lists(case, max_size=8), st.sampled_from([None, date(2026, 5, 31), date(2026, 10, 1)]))
def test_every_actor_sees_and_counts_what_the_oracle_says(people_file, tmp_path_factory, cases, as_of):
    import shutil

    path = tmp_path_factory.mktemp("world") / "world.db"
    shutil.copy(people_file, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", "2026-11-21")
        store = Store(f"sqlite:///{path}")
        made = fill(store, cases)
        on = as_of or date(2026, 11, 21)
        asked = Asked(as_of=as_of, year=0, kind="all")
        actors = [(f"street{n}", s, "") for n, s in enumerate(STREETS)]
        actors += [(f"dept{n}", "", d) for n, d in enumerate(DEPARTMENTS)]
        for name, place, department in actors:
            scope = acting_as(name, store)
            counted = {k for k, told in made.items() if counts(told, place, department, on)}
            seen = counted | {k for k, told in made.items() if place and place in told["co"]}
            assert set(lists.page(store, scope, asked).ids.tolist()) == seen
            assert set(lists.page(store, scope, asked.but(measure="listed")).ids.tolist()) == counted
            table = reporting.rates(store, scope, asked)
            assert table.total.rate.whole == len(counted)
            assert sum(r.rate.whole for r in table.rows) == len(counted)
            if name in ("street0", "dept0"):
                assert reporting.curve(store, scope, asked)[-1][1].rate.whole == len(counted)
            assert overview.overview(store, scope, asked).total.rate.whole == len(counted)
        office = acting_as("office", store)
        assert set(lists.page(store, office, asked).ids.tolist()) == set(made)
        store.engine.dispose()


@pytest.fixture
def world(people_file, tmp_path, today):
    import shutil

    path = tmp_path / "world.db"
    shutil.copy(people_file, path)
    return Store(f"sqlite:///{path}")


def test_a_foreign_case_answers_like_a_missing_one(world):
    foreign = add_case(world, street="松台街道", unit="晨岚模具厂")
    scope = acting_as("street0", world)
    told = []
    for key in (foreign, 10**9, 0):
        with pytest.raises(NoSuchCase) as refused:
            lists.case(world, scope, key)
        told.append(str(refused.value))
    assert len(set(told)) == 1
    assert lists.page(world, scope, Asked(year=0, text="晨岚")).total == 0
    assert "晨岚" not in layers.cases(world, scope, {"year": "all"}).decode()
    content, _, _ = export.download(world, scope, "cases.csv", {"year": "all", "kind": "all"})
    assert "晨岚" not in content.decode("utf-8-sig")


def test_a_street_map_holds_its_own_street_only(world):
    features = orjson.loads(layers.streets(world, acting_as("street0", world), {}))["features"]
    assert [f["properties"]["name"] for f in features] == ["五马街道"]


def test_a_street_that_went_over_into_another_is_counted_there(store):
    hire(store, "clerk", Role.CLERK, jurisdiction=key_of(store, "五马街道"))
    scope = acting_as("clerk", store)
    held = scope.jurisdictions
    assert key_of(store, "五马街道") in held
    for street in ("松台街道", "南汇街道"):
        assert key_of(store, street) not in held


def test_a_post_of_no_street_sees_nothing(world):
    add_case(world, street=None)
    scope = access.Scope("某人", Role.CLERK, jurisdictions=frozenset())
    assert lists.page(world, scope, Asked(year=0, kind="all")).total == 0
    assert not count(world, scope, Asked(year=0)).keep.any()


def test_a_change_of_co_streets_is_seen_at_the_next_look(world):
    key = add_case(world, street="松台街道")
    scope, asked = acting_as("street0", world), Asked(year=0)
    assert lists.page(world, scope, asked).total == 0

    row = {"case_id": key, "jurisdiction_id": key_of(world, "五马街道")}

    def join(connection):
        connection.execute(insert(t.case_jurisdictions).values(row))
        events.record(connection, action="noted", case_id=key, actor="测试", entered_at="2026-11-21")

    world.write(join)
    assert lists.page(world, scope, asked).total == 1
    assert lists.page(world, scope, asked.but(measure="open")).total == 0
    assert lists.case(world, scope, key).line.id == key


def test_no_operation_runs_for_a_role_it_was_not_written_for(world):
    import importlib
    import pkgutil

    import hazards.services

    for module in pkgutil.iter_modules(hazards.services.__path__):
        importlib.import_module(f"hazards.services.{module.name}")
    for operation in access.OPERATIONS.values():
        for role in set(Role) - operation.roles:
            if operation.case:
                continue
            with pytest.raises(NotYours):
                getattr(importlib.import_module(operation.function.__module__), operation.function.__name__)(
                    world, access.Scope("某人", role)
                )
    assert len(access.OPERATIONS) > 40


@pytest.mark.parametrize("sign", ["、", ",", "／", "  ", "；"])
def test_a_cell_may_name_two_departments(sign):
    assert named(f" 区应急管理局{sign}区住建局 ") == {"区应急管理局", "区住建局"}
    assert LOCAL_ADMIN.everything
