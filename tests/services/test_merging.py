"""Streets that merge (scenario 7): looked at first, moved in one act, told as then and as now."""

import shutil
from datetime import date

import pytest
import shapely
from sqlalchemy import select

from hazards.domain.roles import Role
from hazards.services import bulletins, merging, publishing, signatures, targets, todo, trail, weekduty
from hazards.services.access import LOCAL_ADMIN, acting_as
from hazards.services.merging import MergerMoved, NewUnit, NoMerger, Plan
from hazards.storage import blobs, casework
from hazards.storage import register as places
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.services import merger
from tests.services.district import add_case, key_of, names, row
from tests.services.ledgers import a_row, check
from tests.services.merger import NEW, OLD
from tests.services.offices import office

ON = date(2026, 7, 1)
OFFICE = office(Role.LISTING, 901)
DOCUMENT = "浙民批〔2026〕12号"


@pytest.fixture(scope="module")
def june(lucheng_file, tmp_path_factory):
    path = tmp_path_factory.mktemp("june") / "hazards.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", "2026-06-30")
        store, waiting = merger.june(lucheng_file, path)
    store.engine.dispose()
    return path, waiting


@pytest.fixture
def store(june, tmp_path, monkeypatch):
    shutil.copy(june[0], tmp_path / "hazards.db")
    monkeypatch.setenv("HAZARDS_TODAY", "2026-07-01")
    return Store(f"sqlite:///{tmp_path / 'hazards.db'}")


@pytest.fixture
def waiting(june):
    """The case that waits for the signature of 大南's head."""
    return june[1]


def plan(store, **told):
    return Plan(
        **{"old": (key_of(store, OLD),), "into": key_of(store, NEW), "on": ON, "document": DOCUMENT, **told}
    )


def merged(store, **told):
    asked = plan(store, **told)
    return merging.merge(store, OFFICE, asked, mark=merging.preview(store, OFFICE, asked).mark)


def test_the_preview_names_cases_to_dos_people_targets_and_reports(store, waiting):
    targets.set_target(store, OFFICE, "330302029000", 2026, listed=10, rate=96)
    targets.set_target(store, OFFICE, "330302006000", 2026, listed=15, rate=95)
    told = merging.preview(store, OFFICE, plan(store))
    assert (len(told.cases), sum(c.open for c in told.cases)) == (8, 2)
    assert {c.street for c in told.cases} == {OLD}
    assert [w.case for w in told.todos if w.kind == "sign"] == [waiting]
    assert {(p.person, p.place, p.after) for p in told.posts} == {("邵南", OLD, NEW)}
    assert [(g.year, g.before, g.listed, g.rate) for g in told.targets] == [(2026, (15, 95), 25, 95)]
    assert told.duties == (f"{OLD}自 2026-07-01 起不再报送周报和月报表，由{NEW}合并报送",)
    assert f"{NEW}的边界" in told.outline


def test_figures_are_one_after_the_merger_and_two_before_it(store, waiting):
    merged(store)
    now = row(store, NEW)
    assert (now["listed"], now["struck_off"], now["rate"]) == (20, 17, 85.0)
    assert names(store) == [NEW]
    june = date(2026, 6, 30)
    assert [row(store, s, as_of=june)["rate"] for s in (OLD, NEW)] == [75.0, 91.67]
    assert row(store, NEW, as_of=june, boundaries="now")["listed"] == 20


def test_the_signature_waits_with_the_head_of_the_new_street(store, waiting):
    merged(store)
    head = acting_as("wuma", store)
    assert head.role is Role.HEAD
    (sign,) = [w for w in todo.mine(store, head) if w.kind == "sign"]
    assert (sign.case, sign.street) == (waiting, NEW)
    assert [r["case_id"] for r in signatures.waiting(store, head)] == [waiting]


def test_people_targets_and_duties_go_over(store, waiting):
    targets.set_target(store, OFFICE, "330302029000", 2026, listed=10, rate=96, area_m2=500.0)
    merged(store)
    new = key_of(store, NEW)
    moved = acting_as("danan", store)
    assert moved.as_whom.startswith(NEW)
    assert new in (moved.jurisdictions or ())
    assert targets.all_of_year(store, OFFICE, 2026)[new] == (10, 95)
    assert targets.areas_of_year(store, OFFICE, 2026)[new] == 500.0
    with store.read() as connection:
        before, after = ({u.name for u in weekduty.due(connection, on)} for on in (date(2026, 6, 25), ON))
    assert {OLD, NEW} <= before
    assert after == before - {OLD}


def test_the_ground_is_one_and_a_point_of_the_old_lies_in_the_new(store, waiting):
    with store.read() as connection:
        before = {s[0]: shapely.from_wkb(s[1]) for s in places.shapes(connection, date(2026, 6, 30))}
    old, new = key_of(store, OLD), key_of(store, NEW)
    merged(store)
    with store.read() as connection:
        after = {s[0]: shapely.from_wkb(s[1]) for s in places.shapes(connection, ON)}
        past = {s[0] for s in places.shapes(connection, date(2026, 6, 30))}
    assert old not in after
    assert old in past
    assert after[new].covers(before[old].representative_point())


def test_each_case_tells_of_it_and_the_trail_holds_one_act(store, waiting):
    number = merged(store)
    with store.read() as connection:
        told = connection.execute(select(t.events).where(t.events.c.id >= number)).mappings().all()
        moved = casework.of_case(connection, t.leads, waiting, "since")
    assert told[0]["action"] == "streets-merged"
    assert told[0]["reason"] == DOCUMENT
    assert sum(e["action"] == "street-merged" for e in told) == 8
    assert {r["since"] for r in moved} == {None, ON}
    assert trail.verify(store, LOCAL_ADMIN, blobs.store()).ok


def test_what_changed_since_the_preview_asks_again(store, waiting):
    asked = plan(store)
    mark = merging.preview(store, OFFICE, asked).mark
    add_case(store, street=OLD)
    with pytest.raises(MergerMoved):
        merging.merge(store, OFFICE, asked, mark=mark)
    assert row(store, OLD)["listed"] == 9


def test_a_new_name_is_a_new_unit_that_the_old_goes_over_into(store, waiting):
    merged(store, into=NewUnit("大南新街道", "街道"))
    told = row(store, "大南新街道")
    assert (told["listed"], told["struck_off"]) == (8, 6)
    assert told["code"].startswith("own:330302-")
    assert row(store, OLD, as_of=date(2026, 6, 30))["listed"] == 8


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"document": " "}, "批复文号"),
        ({"on": date(2026, 7, 2)}, "晚于今天"),
        ({"old": ()}, "没有选择"),
        ({"into": NewUnit("南汇街道", "街道")}, "现行单位"),
        ({"into": NewUnit("某街道", "街道", "330302025000")}, "已属于"),
    ],
)
def test_what_cannot_be_meant_is_refused(store, other, why):
    with pytest.raises(NoMerger, match=why):
        merging.preview(store, OFFICE, plan(store, **other))


def test_a_street_that_ended_does_not_merge_again(store, waiting):
    asked = plan(store)
    merged(store)
    with pytest.raises(NoMerger, match="不是现行街镇"):
        merging.preview(store, OFFICE, asked)


def test_an_address_in_an_old_village_is_the_new_streets_from_the_day_on(store, waiting, tmp_path):
    merged(store)
    about = {"属地街道": "", "地址": "马鞍池社区3号", "整改期限": "2026-12-31"}
    before = a_row("一", **about, 挂牌日期="2026-06-20")
    after = a_row("二", **{**about, "地址": "马鞍池社区5号"}, 挂牌日期="2026-07-01")
    leads = [row_.placement.lead for row_ in check(store, tmp_path, before, after).rows]
    assert leads == [key_of(store, OLD, date(2026, 6, 30)), key_of(store, NEW)]


def test_the_next_bulletin_compares_what_was_merged_with_both_together(store, monkeypatch, tmp_path):
    """75.00 and 91.67 were 17 of 20: 85.00, and not 6.67 points less than 五马 had by itself."""
    monkeypatch.setenv("HAZARDS_KEY", str(tmp_path / "signing.key"))
    monkeypatch.setattr(publishing, "render", lambda told, kind: kind.encode())
    june = publishing.draft(store, OFFICE, "month", "2026-06")
    publishing.publish(store, office(Role.LEADER, 902), june)
    merged(store)
    look = bulletins.look(store, OFFICE, publishing.draft(store, OFFICE, "month", "2026-07"))
    (ranking,) = (sheet for sheet in look.paper["sheets"] if sheet["key"] == "ranking")
    told = {row["cells"][1]: (row["cells"][8], row["cells"][-1]) for row in ranking["rows"]}
    assert told[NEW] == ("85.00", "持平")
    assert told["合计"] == ("85.00", "持平")
    assert OLD not in told
