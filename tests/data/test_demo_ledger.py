"""The demonstration ledger keeps the semantics it is meant to demonstrate, counted by a plain loop."""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hazards.domain.template import HEADERS

DATA = Path(__file__).parents[2] / "data"
TODAY = date(2026, 11, 21)
DAYS = ("挂牌日期", "发现日期", "整改期限", "延期至", "延期批准日期", "销号日期", "撤销或移送日期")
PAST = ("挂牌日期", "发现日期", "延期批准日期", "销号日期", "撤销或移送日期")


def read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        row.update({d: date.fromisoformat(row[d]) if row[d] else None for d in DAYS})
    return rows


ROWS = read(DATA / "demo" / "ledger.csv")
HAZARDS = [r for r in ROWS if r["案件类型"] == "重大隐患"]
THIS_YEAR = [r for r in HAZARDS if r["年度"] == "2026" and r["状态"] in {"整改中", "已销号"}]
OPEN = [r for r in HAZARDS if r["状态"] == "整改中"]


def deadline(row: dict) -> date | None:
    approved = row["延期批准日期"]
    return row["延期至"] if approved and approved <= row["整改期限"] else row["整改期限"]


def test_the_columns_are_the_templates_in_their_order():
    with (DATA / "demo" / "ledger.csv").open(encoding="utf-8", newline="") as lines:
        assert tuple(next(csv.reader(lines))) == HEADERS


def test_the_district_is_a_little_short_of_its_target():
    done = sum(r["状态"] == "已销号" for r in THIS_YEAR)
    needed = next(n for n in range(len(THIS_YEAR)) if 100 * (done + n) >= 95 * len(THIS_YEAR))
    assert len(THIS_YEAR) >= 90
    assert 88 * len(THIS_YEAR) <= 100 * done <= 92 * len(THIS_YEAR)
    assert 3 <= needed <= 6


def test_about_240_hazards_and_60_buildings_over_three_years():
    assert len(HAZARDS) == 240
    assert len(ROWS) - len(HAZARDS) == 60
    assert {r["年度"] for r in ROWS} == {"2024", "2025", "2026"}


def test_no_act_lies_in_the_future():
    assert [r["编号"] for r in ROWS for d in PAST if r[d] and r[d] > TODAY] == []


def test_every_date_follows_the_one_it_depends_on():
    for row in ROWS:
        assert row["发现日期"] <= row["挂牌日期"], row["编号"]
        for later in ("整改期限", "延期批准日期", "销号日期", "撤销或移送日期"):
            assert row[later] is None or row[later] > row["挂牌日期"], (row["编号"], later)
        if row["延期至"]:
            assert row["延期至"] > row["整改期限"], row["编号"]
            assert row["延期批准日期"], row["编号"]
        if row["延期批准日期"] and row["销号日期"]:
            assert row["销号日期"] >= row["延期批准日期"], row["编号"]


def test_each_state_has_its_date_and_no_other():
    for row in ROWS:
        assert (row["销号日期"] is not None) == (row["状态"] == "已销号"), row["编号"]
        gone = row["状态"] in {"已撤销", "已移送"}
        assert (row["撤销或移送日期"] is not None) == gone == bool(row["撤销或移送原因"]), row["编号"]


def test_numbers_are_unique_and_their_digits_never_repeat_across_years():
    assert len({r["编号"] for r in ROWS}) == len(ROWS)
    assert len({re.sub("〔.*〕", "", r["编号"]) for r in ROWS}) == len(ROWS)


def test_year_tokens_agree_with_the_listing_date():
    for row in ROWS:
        year = str(row["挂牌日期"].year)
        told = {row["年度"], *re.findall(r"〔(\d{4})〕", row["编号"] + row["挂牌文号"])}
        assert told | set(re.findall(r"^(\d{4})年度", row["批次"])) == {year}, row["编号"]


def test_cases_of_one_document_share_one_day():
    """Otherwise a shift over New Year would tear a document in two."""
    days: dict[str, set] = {}
    for row in ROWS:
        days.setdefault(row["挂牌文号"], set()).add(row["挂牌日期"])
    assert [number for number, on in days.items() if len(on) > 1] == []


def test_the_troubles_of_a_leaders_page_are_all_there():
    late = [r for r in OPEN if deadline(r) and deadline(r) < TODAY]
    assert 4 <= len(late) <= 6
    assert 35 <= max((TODAY - deadline(r)).days for r in late) <= 45
    assert 1 <= sum(deadline(r) == TODAY for r in OPEN) <= 2
    assert sum(bool(deadline(r)) and 0 < (deadline(r) - TODAY).days <= 7 for r in OPEN) >= 3
    assert sum(deadline(r) is None for r in OPEN) == 1
    assert sum(bool(r["延期批准日期"]) and r["延期批准日期"] > r["整改期限"] for r in HAZARDS) == 1
    assert Counter(r["状态"] for r in HAZARDS if r["年度"] == "2026") == {
        "已销号": 83,
        "整改中": 9,
        "已撤销": 2,
        "已移送": 1,
    }


def test_the_streets_differ():
    listed = Counter(r["属地街道"] for r in THIS_YEAR)
    done = Counter(r["属地街道"] for r in THIS_YEAR if r["状态"] == "已销号")
    rates = {s: done[s] / n for s, n in listed.items()}
    assert "山福镇" not in listed
    assert listed["区直"] in {2, 3}
    assert listed["市属园区"] == 2
    assert sum(r == 1 for r in rates.values()) >= 4
    assert sum(r < 0.9 for r in rates.values()) >= 3


def test_every_level_is_there_and_the_national_one_once():
    levels = Counter(r["挂牌级别"] for r in THIS_YEAR)
    assert levels["国家级"] == 1
    assert all(levels[x] for x in ("省级", "市级", "区级", "街镇级"))


def test_number_31_waits_in_wuma_for_scenario_2():
    (row,) = [r for r in ROWS if r["编号"] == "鹿挂〔2026〕031号"]
    assert (row["属地街道"], row["状态"], row["整改期限"]) == ("五马街道", "整改中", date(2026, 12, 15))


def test_points_lie_in_the_districts_box_and_a_tenth_have_none():
    points = [(float(r["经度"]), float(r["纬度"])) for r in ROWS if r["经度"]]
    inside = sum(120.38 < x < 120.83 and 27.93 < y < 28.17 for x, y in points)
    assert inside >= 0.98 * len(points)
    assert 0.05 <= 1 - len(points) / len(ROWS) <= 0.15


def test_shifted_points_come_back_into_their_street():
    """Converted by geo, which shares no formula with the build script."""
    import geopandas as gpd

    from geo.crs import to_cgcs2000

    streets = gpd.read_file(DATA / "boundaries" / "330302_schematic.geojson").set_index("name").geometry
    astray = []
    for row in [r for r in ROWS if r["经度"] and r["属地街道"] in streets.index]:
        x, y = to_cgcs2000([float(row["经度"])], [float(row["纬度"])], row["坐标系"])
        point = gpd.points_from_xy(x, y)[0]
        if not streets[row["属地街道"]].contains(point):
            astray.append(row["编号"])
    assert astray == ["鹿挂〔2026〕014号"]


def test_words_of_the_ledger_are_words_of_the_dictionary():
    for name, column in (
        ("sectors", "行业类别"),
        ("levels", "挂牌级别"),
        ("states", "状态"),
        ("kinds", "案件类型"),
    ):
        with (DATA / "dictionary" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            known = {r["name"] for r in csv.DictReader(lines)}
        assert {r[column] for r in ROWS} <= known


def test_nobody_in_the_ledger_can_be_called_or_is_missing_from_the_list_of_the_invented():
    readme = (DATA / "demo" / "README.md").read_text(encoding="utf-8")
    assert all(re.fullmatch(r"0577-0555\d{4}|", r["联系电话"]) for r in ROWS)
    assert not any(r["统一社会信用代码"] for r in ROWS)
    people = {r[c] for r in ROWS for c in ("整改责任人", "包案领导") if r[c]}
    people |= {n for r in ROWS for n in re.findall(r"\uff0c(\w{3})具体落实\uff0c", r["责任落实"])}
    assert {p for p in people if p not in readme and not p.endswith(("科", "部", "任"))} == set()


def test_free_text_carries_no_year_that_a_shift_would_contradict():
    for row in ROWS:
        assert not re.search(r"20(24|25|26)", row["隐患主要内容"] + row["备注"] + row["撤销或移送原因"]), row[
            "编号"
        ]


def test_disposed_area_never_exceeds_the_illegal_area():
    for row in [r for r in ROWS if r["案件类型"] == "违法建筑"]:
        assert 0 <= float(row["处置面积"]) <= float(row["违法面积"]), row["编号"]
        assert row["状态"] != "已销号" or row["处置面积"] == row["违法面积"], row["编号"]


def test_footprints_have_about_the_declared_area():
    import geopandas as gpd

    drawn = gpd.read_file(DATA / "demo" / "footprints.geojson")
    declared = {r["编号"]: float(r["违法面积"]) for r in ROWS if r["案件类型"] == "违法建筑"}
    measured = drawn.set_crs(4490, allow_override=True).to_crs(4549).area
    assert len(drawn) == 35
    assert drawn.is_valid.all()
    for number, area in zip(drawn["编号"], measured, strict=True):
        assert area == pytest.approx(declared[number], rel=0.02), number


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    script = DATA / "build" / "demo_ledger.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True)
    for name in ("ledger.csv", "footprints.geojson"):
        assert (tmp_path / name).read_bytes() == (DATA / "demo" / name).read_bytes()
    json.loads((tmp_path / "footprints.geojson").read_text(encoding="utf-8"))
