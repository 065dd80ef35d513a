"""The parts of the leaders' desk as pages: who finds them, and a sheet of another office taken in."""

from tests.pages.conftest import redraw, seen

SHEET = "街镇\t拔钉率\t绿化率\n五马街道\t91.7%\t\n外地镇\t50%\t33%"


def test_a_sheet_of_another_office_is_checked_then_taken_and_listed_as_given(demo_store, draw):
    at = draw("overview", view="given")
    at.text_input[0].set_value("2026年9月")
    at.text_input[1].set_value("区住建局")
    at.date_input[0].set_value("2026-10-09")
    at.text_area[0].set_value(SHEET)
    told = seen(redraw(at))
    assert "新增 3 个数值，更改 0 个" in told
    assert "不入库：“绿化率”没有数值" in told
    assert "“外地镇”不是已登记的街镇" in told
    next(button for button in at.button if button.label == "确认入库(3 个数值)").click()
    assert "已入库 3 个数值" in seen(redraw(at))
    listed = seen(draw("overview", view="indicators"))
    assert "91.7%" in listed
    assert (
        "来源：区住建局；收件日期 2026-10-09。由来源单位提供，原样列示；本系统不计算、不汇总、不排名。"
        in listed
    )


def test_a_street_reads_its_own_and_brings_nothing_in(demo_store, draw):
    assert "由区安委办导入" in seen(draw("overview", by="wumatb", view="given"))
    told = seen(draw("overview", by="wumatb", view="indicators"))
    assert "五马街道" in told
    assert "南汇街道" not in told
    assert "由领导和区安委办使用" in seen(draw("overview", by="wumatb", view="brief"))


def test_departments_are_ranked_apart_and_small_numbers_are_marked(demo_store, draw):
    told = seen(draw("overview", by="lingdao"))
    assert "部门排名" in told
    assert "件数少" in told
    assert "挂牌不足 5 件" in told
