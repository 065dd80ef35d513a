"""Every page draws on a full store, on an empty one, and says calmly when there is none."""

import pytest
from sqlalchemy import create_engine

from tests.pages.conftest import redraw, seen, use

PAGES = ("overview", "map", "ledger", "intake", "settings")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_on_the_demonstration_district(demo_store, draw, page):
    at = draw(page)
    assert not at.error
    assert len(at.title) == 1
    assert "鹿城区" in seen(at)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_on_an_empty_store(empty_store, draw, page):
    at = draw(page)
    assert not at.error
    assert "None" not in seen(at)


@pytest.mark.parametrize("page", ["overview", "ledger", "settings", "map"])
def test_an_empty_page_says_what_would_fill_it_and_who_does_that(empty_store, draw, page):
    told = seen(draw(page))
    assert "没有" in told
    assert "导入" in told
    assert "区安委办" in told or "系统管理员" in told


@pytest.mark.parametrize("page", PAGES)
def test_a_store_that_was_never_migrated_is_answered_with_the_command(
    tmp_path, today, monkeypatch, draw, page
):
    url = use(f"sqlite:///{tmp_path / 'new.db'}", monkeypatch)
    create_engine(url).connect().close()
    at = draw(page)
    assert len(at.error) == 1
    assert "hazards migrate" in at.error[0].value


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://nobody@127.0.0.1:9/nowhere?connect_timeout=2",
        "sqlite:////proc/nowhere/hazards.db",
    ],
    ids=["no server", "no folder"],
)
def test_a_store_that_cannot_be_reached_is_said_in_chinese(today, monkeypatch, draw, page, url):
    use(url, monkeypatch)
    at = draw(page)
    assert len(at.error) == 1
    assert "数据库" in at.error[0].value
    assert "Traceback" not in at.error[0].value


@pytest.mark.parametrize("measure", ["listed", "struck_off", "overdue", "open_overdue", "carried_over"])
def test_a_measure_in_the_address_narrows_the_list_and_says_its_rule(demo_store, draw, measure):
    told = seen(draw("ledger", measure=measure))
    assert "看全部案件" in told
    assert " 件" in told


@pytest.mark.parametrize("page", ["overview", "ledger", "map"])
@pytest.mark.parametrize("query", [{"year": "all"}, {"year": "2024"}, {"kind": "building"}, {"place": "-"}])
def test_a_question_in_the_address_is_answered(demo_store, draw, page, query):
    assert not draw(page, **query).error


def test_a_past_cut_off_is_said_beside_the_numbers(demo_store, draw):
    assert "截止 2026-06-30 24:00" in seen(draw("overview", as_of="2026-06-30"))


@pytest.mark.parametrize("page", ["overview", "ledger", "map"])
@pytest.mark.parametrize(
    "query",
    [
        {"as_of": "2026-02-30"},
        {"year": "next"},
        {"kind": "road"},
        {"level": "乡级"},
        {"measure": "secret"},
        {"light": "blue"},
    ],
    ids=lambda q: next(iter(q)),
)
def test_a_bad_question_is_refused_or_set_right_and_never_breaks_a_page(demo_store, draw, page, query):
    at = draw(page, **query)
    assert len(at.error) <= 1
    for error in at.error:
        assert "不可用" in error.value


@pytest.mark.parametrize("case", ["99999", "0", "9" * 40])
def test_a_case_nobody_has_is_not_found(demo_store, draw, case):
    at = draw("ledger", case=case)
    assert "没有这个案卷" in at.error[0].value


def test_a_case_shows_what_is_known_of_it(demo_store, draw):
    told = seen(draw("ledger", case="31"))
    for word in (
        "鹿挂〔2026〕031号",
        "五马街道",
        "区级",
        "2026-12-15",
        "卡在五马街道",
        "▶ 整改",
        "120.658131",
    ):
        assert word in told


@pytest.mark.parametrize(
    ("tab", "word"),
    [
        ("五落实", "整治方案六项"),
        ("进度", "整治明细 0/4"),
        ("证据", "还没有证据材料"),
        ("文书", "导出案卷证据包"),
        ("轨迹", "确认属地"),
    ],
)
def test_every_part_of_a_case_is_drawn(demo_store, draw, tab, word):
    at = draw("ledger", case="31", tab=tab)
    assert word in seen(at) + "".join(str(e.label) for e in at.expander)


def test_a_place_is_overruled_only_with_a_reason(demo_store, draw):
    at = draw("ledger", case="31")
    street = next(box for box in at.selectbox if box.label == "街镇")
    street.set_value(next(key for key in street.options if key != "五马街道"))
    next(button for button in at.button if button.label == "改定属地").click()
    redraw(at)
    assert "理由" in at.error[0].value


def test_targets_are_saved_and_shown(demo_store, draw):
    at = draw("settings")
    rate = next(n for n in at.number_input if "整改率" in n.label)
    rate.set_value(97)
    listed = next(n for n in at.number_input if "挂牌数" in n.label)
    listed.set_value(120)
    save = next(b for b in at.button if b.proto.form_id == rate.proto.form_id)
    save.click()
    redraw(at)
    told = seen(at)
    assert "≥120" in told
    assert "97%" in told


def test_the_year_of_a_past_cut_off_is_its_own(demo_store, draw):
    at = draw("overview", as_of="2025-12-31")
    year = next(box for box in at.selectbox if box.label == "年度")
    assert year.options[0] == "2025 年"
    assert "截止 2025-12-31 24:00" in seen(at)


def test_a_choice_is_written_to_the_address_and_starts_on_the_first_page(demo_store, draw):
    at = draw("ledger", page="2", measure="listed")
    next(box for box in at.selectbox if box.label == "挂牌级别").set_value("省级")
    redraw(at)
    assert at.query_params["level"] == "省级"
    assert at.query_params["measure"] == "listed"
    assert "page" not in at.query_params


def test_the_way_back_gives_the_address_the_last_word(demo_store, draw):
    at = draw("ledger")
    next(box for box in at.selectbox if box.label == "挂牌级别").set_value("省级")
    redraw(at)
    del at.query_params["level"]
    redraw(at)
    assert next(box for box in at.selectbox if box.label == "挂牌级别").value == ""
