"""The law table, the printed counting rules and the dictionary are complete and agree with the code."""

import csv
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hazards.domain.rates import RULE
from hazards.domain.template import COLUMNS

ROOT = Path(__file__).parents[2]
LAW = tomllib.loads((ROOT / "data" / "rules" / "law.toml").read_text(encoding="utf-8"))
COUNTING = tomllib.loads((ROOT / "data" / "rules" / "counting.toml").read_text(encoding="utf-8"))


def words(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "dictionary" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


@pytest.mark.parametrize("key", sorted(LAW))
def test_every_law_opens_to_title_article_source_and_reading_date(key):
    entry = LAW[key]
    assert all(entry[part].strip() for part in ("title", "article", "says", "source"))
    assert isinstance(entry["read"], date)
    assert entry["confidence"] in {"H", "M", "L"}
    assert entry["tag"] in {"V", "K"}


def test_every_law_key_named_in_the_code_exists():
    named = set()
    for path in [*(ROOT / "hazards").rglob("*.py"), *(ROOT / "geo").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'\blaw="([a-z.-]+)"', text))
        named |= set(re.findall(r"Law: ([a-z-]+\.[a-z-]+)", text))
    assert named - set(LAW) == set()


def test_the_rule_version_printed_is_the_one_counted_by():
    assert COUNTING["version"] == RULE


def test_every_figure_of_the_rates_table_has_its_rule_in_one_line():
    told = (
        "listed struck_off rate due due_struck_off due_rate on_time on_time_rate overdue extended withdrawn "
        "transferred no_deadline imported_struck_off carried_over carried_over_open carried_over_overdue "
        "target met needed"
    )
    assert set(COUNTING["figures"]) == set(told.split())
    assert all("\n" not in text and text for text in COUNTING["figures"].values())


def test_columns_agree_with_the_template():
    told = [(r["column"], r["field"], r["value"], r["descriptive"] == "yes") for r in words("columns")]
    assert told == [(c.header, c.field, c.holds.value, c.descriptive) for c in COLUMNS]
    assert [r["column"] for r in words("columns") if r["required"] == "yes"] == ["整治单位(区域)"]


@pytest.mark.parametrize("name", ["columns", "sectors", "levels", "kinds", "states"])
def test_no_spelling_means_two_things(name):
    own = "column" if name == "columns" else "name"
    spellings = Counter(s for r in words(name) for s in {r[own], *filter(None, r["synonyms"].split(";"))})
    assert [s for s, n in spellings.items() if n > 1] == []


def test_rectified_is_not_struck_off():
    states = {r["name"]: r for r in words("states")}
    for word in ("已整改", "整改完成"):
        assert word in states["已销号"]["never"].split(";")
        assert not any(word in r["synonyms"].split(";") for r in states.values())


def test_spellings_seen_in_practice_are_known():
    headers = {s: r["column"] for r in words("columns") for s in r["synonyms"].split(";")}
    for told, column in {
        "名称": "整治单位(区域)",
        "街道": "属地街道",
        "类别": "案件类型",
        "整改时限": "整改期限",
    }.items():
        assert headers[told] == column
    kinds = {s: r["code"] for r in words("kinds") for s in r["synonyms"].split(";")}
    levels = {s: r["name"] for r in words("levels") for s in r["synonyms"].split(";")}
    states = {s: r["name"] for r in words("states") for s in r["synonyms"].split(";")}
    assert (kinds["违法建设"], levels["区县级"], states["未整改"]) == ("building", "区级", "整改中")


def test_levels_rank_from_township_to_nation():
    ranked = sorted(words("levels"), key=lambda r: int(r["rank"]))
    assert [r["name"] for r in ranked] == ["街镇级", "区级", "市级", "省级", "国家级"]


def test_sectors_count_in_units_people_use():
    assert {r["unit"] for r in words("sectors")} == {"家", "处", "片"}
    assert len({r["code"] for r in words("sectors")}) == len(words("sectors"))
