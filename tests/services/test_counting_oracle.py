"""The table, the lists and the command line against an independent count of random districts."""

import json
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.__main__ import main
from hazards.domain.counting import MEASURES
from hazards.services import lists, reporting
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import BY, Asked
from tests.services import oracle, worlds

UPPER = {"district": ("区", "县"), "city": ("市",), "province": ("省",)}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return worlds.a_register(tmp_path_factory.mktemp("world"))


questions = st.builds(
    Asked,
    as_of=st.one_of(st.none(), worlds.days),
    year=st.sampled_from([None, 0, 2025, 2026]),
    kind=st.sampled_from(["hazard", "building", "all"]),
    level=st.sampled_from(["", "", "区级", "省级"]),
    by=st.sampled_from(BY),
    boundaries=st.sampled_from(["then", "now"]),
)


def expected(store, world, asked: Asked):
    """Row name to measure to the set of case ids, and the target of each row, by the oracle."""
    on, ended = (worlds.TODAY, False) if asked.as_of is None else (asked.as_of, True)
    year = None if asked.year == 0 else asked.year or on.year
    told = oracle.Oracle(on, ended, year)
    units, valid, edges = worlds.lineage(store)
    standing = on if asked.boundaries == "then" else worlds.TODAY
    rows: dict = {}
    for case in world:
        if asked.kind not in ("all", case["kind"]) or asked.level not in ("", told.level(case)):
            continue
        if asked.by in ("street", *UPPER):
            key = told.lead(case)
            key = oracle.stands_for(units=valid, edges=edges, key=key, on=standing) if key else None
            while key and asked.by != "street" and units[key].type not in UPPER[asked.by]:
                key = units[key].parent
            name = units[key].name if key else "未定属地"
        elif asked.by == "level":
            name = told.level(case) or "未填写"
        else:
            name = case[{"department": "supervisor"}.get(asked.by, asked.by)].replace("-", "") or "未填写"
        held = rows.setdefault(name, {m: set() for m in MEASURES})
        for measure in MEASURES:
            if told.counts_as(case, measure):
                held[measure].add(case["id"])
    return rows, year or on.year


def target(store, name: str, year: int) -> int:
    """A unit's own, else that of the district, city or province over it, else 95."""
    units, _, _ = worlds.lineage(store)
    at = next((k for k, u in units.items() if u.name == name), None)
    while at is not None:
        if (units[at].code, year) in worlds.TARGETS:
            return worlds.TARGETS[units[at].code, year]
        at = units[at].parent
    return 95


def same_figures(public: dict, counts: dict, rate: int) -> None:
    for measure in MEASURES:
        assert public[measure] == counts[measure], (public["name"], measure)
    for name, value in oracle.derived(counts, rate).items():
        assert public[name] == value, (public["name"], name)


@given(world=worlds.worlds, asked=st.lists(questions, min_size=1, max_size=4))
def test_every_figure_is_the_oracles_and_opens_the_list_it_counts(template, world, asked):
    with tempfile.TemporaryDirectory() as room, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", worlds.TODAY.isoformat())
        store = worlds.settle(template, Path(room) / "one.db", world)
        for question in asked:
            answer_is_right(store, world, question)
        store.engine.dispose()


def answer_is_right(store, world, asked: Asked) -> None:
    rows, year = expected(store, world, asked)
    told = reporting.rates(store, LOCAL_ADMIN, asked)
    lines = {line.name: line for line in told.rows}
    assert len(lines) == len(told.rows)
    seen = {name for name, held in rows.items() if any(held.values())}
    assert seen <= set(lines), "a row is missing"
    nothing = {m: set() for m in MEASURES}
    for name, line in lines.items():
        held = rows.get(name, nothing)
        counts = {m: len(held[m]) for m in MEASURES}
        same_figures(line.public(), counts, target(store, name, year))
        for measure in MEASURES if any(held.values()) else ("listed",):
            narrowed = asked.but(measure=measure, place=str(line.key))
            page = lists.page(store, LOCAL_ADMIN, narrowed, size=1)
            assert set(page.ids.tolist()) == held[measure], (name, measure)
            assert page.total == counts[measure]
    whole = {m: sum(len(held[m]) for held in rows.values()) for m in MEASURES}
    same_figures(told.total.public(), whole, 95)
    for measure in MEASURES:
        page = lists.page(store, LOCAL_ADMIN, asked.but(measure=measure), size=1)
        assert page.total == whole[measure]


@given(world=worlds.worlds, asked=questions)
def test_the_command_line_prints_the_tables_own_figures(template, world, asked):
    with tempfile.TemporaryDirectory() as room, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", worlds.TODAY.isoformat())
        patch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{Path(room) / 'one.db'}")
        store = worlds.settle(template, Path(room) / "one.db", world)
        command = [
            "rates",
            "--json",
            "--kind",
            asked.kind,
            "--by",
            asked.by,
            "--boundaries",
            asked.boundaries,
        ]
        command += ["--as-of", asked.as_of.isoformat()] if asked.as_of else []
        command += ["--year", "all" if asked.year == 0 else str(asked.year)] if asked.year is not None else []
        command += ["--level", asked.level] if asked.level else []
        written: list[str] = []
        patch.setattr("sys.stdout.write", written.append)
        assert main(command) == 0
        patch.undo()
        with pytest.MonkeyPatch.context() as again:
            again.setenv("HAZARDS_TODAY", worlds.TODAY.isoformat())
            assert json.loads("".join(written)) == reporting.rates(store, LOCAL_ADMIN, asked).public()
        store.engine.dispose()


# ------------------------------------------------------------------- the lineage
def a_world(template, tmp_path, monkeypatch, *cases):
    monkeypatch.setenv("HAZARDS_TODAY", worlds.TODAY.isoformat())
    listed = {**oracle.CASE, "year": 2026, "listed_on": date(2026, 1, 10)}
    made = [{**listed, "lead": worlds.UNITS.index(name) + 1} for name in cases]
    return worlds.settle(template, tmp_path / "one.db", made)


def listed(store, **asked) -> dict[str, int]:
    rows = reporting.rates(store, LOCAL_ADMIN, Asked(**asked)).rows
    return {r.name: r.counts["listed"] for r in rows if r.counts["listed"]}


def test_before_a_merger_then_shows_the_old_street_and_now_its_successor(template, tmp_path, monkeypatch):
    store = a_world(template, tmp_path, monkeypatch, "甲街道", "乙街道")
    before = date(2026, 6, 30)
    assert listed(store, as_of=before) == {"甲街道": 1, "乙街道": 1}
    assert listed(store, as_of=before, boundaries="now") == {"甲街道": 2}
    assert listed(store, as_of=worlds.MERGED) == {"甲街道": 2}


def test_after_a_split_nobody_guesses_which_piece_leads(template, tmp_path, monkeypatch):
    store = a_world(template, tmp_path, monkeypatch, "丙街道", "丁街道")
    assert listed(store, as_of=date(2026, 2, 28)) == {"丙街道": 2}
    assert listed(store, as_of=worlds.SPLIT) == {"丁街道": 1, "未定属地": 1}


def test_a_unit_renamed_twice_is_followed_to_the_end_and_back(template, tmp_path, monkeypatch):
    store = a_world(template, tmp_path, monkeypatch, "己乡", "己街道")
    assert listed(store, as_of=date(2025, 6, 30), year=0) == {}
    assert listed(store, as_of=date(2026, 1, 31)) == {"己镇": 2}
    assert listed(store) == {"己街道": 2}
