"""The figures of illegal buildings against an independent count, and the cases behind each."""

from collections import defaultdict
from datetime import date
from random import Random

import pytest

from hazards.domain.stock import FIGURES
from hazards.services import categories, lists, stockfigures, targets
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from tests.services import standing, structures
from tests.services.district import add_case, key_of
from tests.services.offices import Role, street

QUESTIONS = [
    Asked(),
    Asked(year=0),
    Asked(as_of=date(2026, 3, 31)),
    Asked(as_of=date(2025, 12, 31)),
    Asked(year=2025),
]


@pytest.fixture
def world(store):
    random = Random(20261121)
    made = [standing.a_building(random) for _ in range(60)]
    standing.settle(store, made)
    add_case(store)  # a hazard, which is none of them
    return made


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda q: f"{q.as_of} {q.year}")
def test_every_figure_is_the_brute_count_and_names_its_cases(store, world, asked):
    told = stockfigures.figures(store, LOCAL_ADMIN, asked)
    wanted = standing.expected(world, asked.cutoff.on, asked.population)
    rows = {row.name: row for row in told.rows}
    assert set(wanted) <= set(rows)
    whole = defaultdict(list)
    for name, row in rows.items():
        held = wanted.get(name, {})
        assert set(row.told) == set(held), name
        for figure, pairs in held.items():
            amount = row[figure]
            assert set(amount.cases) == {case for case, _ in pairs}, (name, figure)
            assert amount.m2 == pytest.approx(sum(m2 for _, m2 in pairs), abs=0.005), (name, figure)
            whole[figure] += pairs
    for figure, pairs in whole.items():
        assert told.total[figure].count == len({case for case, _ in pairs}), figure
        assert told.total[figure].m2 == pytest.approx(sum(m2 for _, m2 in pairs), abs=0.005), figure


def test_rows_add_up_to_the_total_and_end_with_what_has_no_street(store, world):
    told = stockfigures.figures(store, LOCAL_ADMIN, Asked())
    assert told.rows[-1].name == "未定属地"
    for figure in FIGURES:
        assert sum(row[figure].count for row in told.rows) == told.total[figure].count, figure


def test_the_list_of_a_figure_is_as_long_as_the_figure(store, world):
    told = stockfigures.figures(store, LOCAL_ADMIN, Asked())
    for row in told.rows:
        if row["stage:unfiled"].count:
            asked = Asked(place=standing.place(store, row.name))
            found = stockfigures.members(store, LOCAL_ADMIN, asked, "stage:unfiled")
            assert {line.id for line in found} == set(row["stage:unfiled"].cases)
    assert len(stockfigures.members(store, LOCAL_ADMIN, Asked(), "found")) == told.total["found"].count
    assert stockfigures.members(store, LOCAL_ADMIN, Asked(), "no-such-figure") == []


def test_a_street_counts_its_own_and_no_other(store, world):
    told = stockfigures.figures(store, street(store, "五马街道", Role.CLERK, 7), Asked())
    assert [row.name for row in told.rows] == ["五马街道"]
    wanted = standing.expected(world, date(2026, 11, 21), 2026)["五马街道"]
    assert told.total["found"].count == len(wanted["found"])


def test_a_walked_building_is_counted_where_it_was_demolished(store):
    officer = structures.officer()
    case = structures.found(store, officer, stock="new")
    for key, stage in (("inquiry", "inquiry"), ("decision", "waiting"), ("closing", "closed")):
        if key == "closing":
            structures.walk(store, officer, structures.found(store, officer))
            continue
        other = structures.found(store, officer)
        structures.walk(store, officer, other, until=key)
        told = stockfigures.figures(store, LOCAL_ADMIN, Asked()).total
        assert other in told[f"stage:{stage}"].cases
    told = stockfigures.figures(store, LOCAL_ADMIN, Asked()).total
    assert told["kind:强制拆除"].m2 == told["demolished_year"].m2 == 320
    assert case in told["stage:unfiled"].cases
    assert told["stock:new"].m2 == 320


def test_the_task_may_be_exceeded_and_none_prints_a_stroke(store):
    add_case(
        store,
        street="五马街道",
        kind="building",
        illegal_area=20.4,
        disposed_area=20.4,
        state="struck-off",
        struck_off_on=date(2026, 5, 1),
    )
    assert stockfigures.figures(store, LOCAL_ADMIN, Asked()).total.completion == "/"
    targets.set_target(store, LOCAL_ADMIN, "330302", 2026, listed=90, rate=95, area_m2=32)
    assert stockfigures.figures(store, LOCAL_ADMIN, Asked()).total.completion == "63.75%"
    targets.set_target(store, LOCAL_ADMIN, "330302", 2026, listed=90, rate=95, area_m2=10)
    assert stockfigures.figures(store, LOCAL_ADMIN, Asked()).total.completion == "204.00%"


def test_a_target_saved_without_a_task_keeps_it_and_zero_ends_it(store):
    key = key_of(store, "鹿城区")
    targets.set_target(store, LOCAL_ADMIN, "330302", 2026, listed=90, rate=95, area_m2=5000)
    targets.set_target(store, LOCAL_ADMIN, "330302", 2026, listed=100, rate=96)
    assert targets.areas_of_year(store, LOCAL_ADMIN, 2026) == {key: 5000}
    targets.set_target(store, LOCAL_ADMIN, "330302", 2026, listed=100, rate=96, area_m2=0)
    assert targets.areas_of_year(store, LOCAL_ADMIN, 2026) == {}
    with pytest.raises(targets.BadTarget):
        targets.set_target(store, LOCAL_ADMIN, "330302", 2026, listed=1, rate=95, area_m2=-1)


def test_the_categories_are_the_districts_own_in_its_order(store):
    assert categories.names(store, LOCAL_ADMIN) == []
    categories.replace(store, LOCAL_ADMIN, ["沿街搭建", "", "屋顶加层", "沿街搭建"])
    assert categories.names(store, LOCAL_ADMIN) == ["沿街搭建", "屋顶加层"]
    with pytest.raises(categories.TooManyCategories):
        categories.replace(store, LOCAL_ADMIN, [f"第{n}类" for n in range(40)])


def test_the_rate_of_buildings_stays_as_it_is(store, world):
    listed = lists.page(store, LOCAL_ADMIN, Asked(kind="building", measure="listed"), size=1).total
    told = stockfigures.figures(store, LOCAL_ADMIN, Asked()).total
    assert told["found_year"].count == listed
