"""Chapter one: the waiting period (等待期) of 行政强制法 art 44, and the day it ends."""

import pytest

from tests.law.lessons import Lesson, learnt, ready

WEEKEND = {"weekend"}

TRACKS = [
    Lesson("城镇违法建筑，已告知救济权利，当事人未复议未起诉", "suit.six-months",
           "2026-03-02 + 6月 = 2026-09-02 周三；次日周四",
           ready("2026-03-02"), "2026-09-03"),
    Lesson("乡村违法建筑由镇政府拆除，等待期与城镇相同", "building.village",
           "2026-03-10 + 6月 = 2026-09-10 周四；次日周五",
           ready("2026-03-10", track="planning-village"), "2026-09-11"),
    Lesson("水利线上的违法建筑由水行政主管部门强制拆除", "enforcement.waiting",
           "2026-03-11 + 6月 = 2026-09-11 周五；次日周六，为周末",
           ready("2026-03-11", track="water"), "2026-09-12", warns=WEEKEND),
    Lesson("公路用地上的违法建筑由交通主管部门强制拆除", "enforcement.waiting",
           "2026-02-03 + 6月 = 2026-08-03 周一；次日周二",
           ready("2026-02-03", track="transport"), "2026-08-04"),
    Lesson("达成执行协议后违约，协议不改变等待期，日期照旧", "enforcement.agreement",
           "协议不在事实之列；2026-03-02 + 6月 = 2026-09-02；次日",
           ready("2026-03-02"), "2026-09-03"),
]  # fmt: skip

ROLLING = [
    Lesson("六个月的最后一日是周六，顺延至周一", "periods.rolling",
           "2026-01-04 + 6月 = 2026-07-04 周六 → 07-06 周一；次日",
           ready("2026-01-04"), "2026-07-07"),
    Lesson("六个月的最后一日是周日，顺延至周一", "periods.rolling",
           "2026-01-12 + 6月 = 2026-07-12 周日 → 07-13 周一；次日",
           ready("2026-01-12"), "2026-07-14"),
    Lesson("最后一日是国庆当天，顺延至长假后第一个工作日", "periods.rolling",
           "2026-04-01 + 6月 = 10-01；10-01 至 10-07 休 → 10-08 周四；次日周五",
           ready("2026-04-01"), "2026-10-09"),
    Lesson("最后一日是国庆调休放假日，虽非法定节假日，也顺延", "periods.working-days",
           "2026-04-07 + 6月 = 10-07 周三休 → 10-08；次日",
           ready("2026-04-07", track="transport"), "2026-10-09"),
    Lesson("最后一日是调休上班的周六，不顺延", "periods.working-days",
           "2026-04-10 + 6月 = 10-10 周六上班，即最后一日；次日 10-11 周日",
           ready("2026-04-10"), "2026-10-11", warns=WEEKEND),
    Lesson("最后一日是调休上班的周日，不顺延", "periods.working-days",
           "2026-03-20 + 6月 = 09-20 周日上班；次日周一",
           ready("2026-03-20"), "2026-09-21"),
    Lesson("最后一日是除夕，顺延越过整个春节假期", "periods.rolling",
           "2025-08-16 + 6月 = 2026-02-16；16 至 20 休，21、22 周末，23 休 → 02-24 周二；次日",
           ready("2025-08-16"), "2026-02-25"),
    Lesson("最后一日是春节前不上班的周日，顺延至节后", "periods.rolling",
           "2025-08-15 + 6月 = 2026-02-15 周日 → 16 至 23 均休 → 02-24 周二；次日",
           ready("2025-08-15"), "2026-02-25"),
    Lesson("最后一日是春节前调休上班的周六，当日届满", "periods.working-days",
           "2025-08-14 + 6月 = 2026-02-14 周六上班；次日 02-15 周日，尚非法定节假日",
           ready("2025-08-14"), "2026-02-15", warns=WEEKEND),
    Lesson("最后一日是元旦，其后第一个工作日是调休上班的周日", "periods.rolling",
           "2025-07-01 + 6月 = 2026-01-01；1、2 休，3 周六，01-04 周日上班；次日周一",
           ready("2025-07-01"), "2026-01-05"),
    Lesson("最后一日是清明前的周六，越过清明和补休的周一", "periods.rolling",
           "2025-10-04 + 6月 = 2026-04-04 周六，5 清明周日，6 补休 → 04-07 周二；次日",
           ready("2025-10-04"), "2026-04-08"),
    Lesson("决定在周六送达，送达当日不计，六个月照样从该日起算", "periods.rolling",
           "2026-02-14 + 6月 = 08-14 周五；次日 08-15 周六",
           ready("2026-02-14"), "2026-08-15", warns=WEEKEND),
]  # fmt: skip

MONTHS = [
    Lesson("八月三十一日送达，二月无同日，止于二十八日(调休上班的周六)", "periods.months",
           "2025-08-31 + 6月 = 2026-02-28 周六上班；次日 03-01 周日",
           ready("2025-08-31"), "2026-03-01", warns=WEEKEND),
    Lesson("八月三十一日送达，次年闰年，止于二月二十九日", "periods.months",
           "2023-08-31 + 6月 = 2024-02-29 周四；次日周五",
           ready("2023-08-31"), "2024-03-01"),
    Lesson("八月三十一日送达，次年平年，止于二月二十八日", "periods.months",
           "2022-08-31 + 6月 = 2023-02-28 周二；次日周三",
           ready("2022-08-31"), "2023-03-01"),
    Lesson("闰日送达，六个月止于八月二十九日", "periods.months",
           "2024-02-29 + 6月 = 2024-08-29 周四；次日周五",
           ready("2024-02-29"), "2024-08-30"),
    Lesson("三月三十一日送达，九月无三十一日，止于三十日，次日遇国庆", "periods.months",
           "2026-03-31 + 6月 = 09-30 周三；10-01 至 10-03 法定节假日 → 10-04 周日",
           ready("2026-03-31"), "2026-10-04", warns=WEEKEND),
    Lesson("三月三十日送达，与三十一日送达同日届满", "periods.months",
           "2026-03-30 + 6月 = 09-30 周三；越过国庆三日 → 10-04 周日",
           ready("2026-03-30"), "2026-10-04", warns=WEEKEND),
    Lesson("十月三十一日送达，四月无三十一日，次日遇劳动节", "periods.months",
           "2025-10-31 + 6月 = 2026-04-30 周四；05-01、05-02 法定节假日 → 05-03 周日",
           ready("2025-10-31"), "2026-05-03", warns=WEEKEND),
    Lesson("十一月三十日送达，五月有三十日，止于三十日而非月末", "periods.months",
           "2025-11-30 + 6月 = 2026-05-30 周六 → 06-01 周一；次日",
           ready("2025-11-30"), "2026-06-02"),
]  # fmt: skip

UNTOLD = [
    Lesson("决定书漏写救济权利和期限，起诉期限按一年", "suit.untold",
           "2025-06-10 + 1年 = 2026-06-10 周三；次日",
           ready("2025-06-10", remedies_told=False), "2026-06-11"),
    Lesson("不知是否告知，视为未告知，按一年", "suit.untold",
           "2025-07-01 + 1年 = 2026-07-01 周三；次日",
           ready("2025-07-01", remedies_told=None), "2026-07-02"),
    Lesson("未告知，一年的最后一日是周日，顺延", "periods.rolling",
           "2025-05-17 + 1年 = 2026-05-17 周日 → 05-18 周一；次日",
           ready("2025-05-17", remedies_told=False), "2026-05-19"),
    Lesson("闰日送达且未告知，一年止于次年二月二十八日", "suit.untold",
           "2024-02-29 + 1年 = 2025-02-28 周五；次日 03-01 周六",
           ready("2024-02-29", remedies_told=False), "2025-03-01", warns=WEEKEND),
    Lesson("乡村案件未告知，同样按一年", "suit.untold",
           "2025-04-22 + 1年 = 2026-04-22 周三；次日",
           ready("2025-04-22", track="planning-village", remedies_told=False), "2026-04-23"),
]  # fmt: skip

BUILDING = [
    Lesson("在建违法建筑，日期与已建成的相同，提示即拆以继续建设部分为限", "enforcement.waiting",
           "2026-03-02 + 6月 = 09-02；次日；另有提示",
           ready("2026-03-02", state="under-construction"), "2026-09-03",
           warns={"stop-order-only-new-part"}),
    Lesson("在建违法建筑，届满次日又逢周末，两条提示并列", "periods.working-days",
           "2026-04-10 + 6月 = 10-10 周六上班；次日周日",
           ready("2026-04-10", state="under-construction"), "2026-10-11",
           warns={"stop-order-only-new-part", "weekend"}),
    Lesson("在建违法建筑未告知救济权利，也是一年", "suit.untold",
           "2025-06-10 + 1年 = 2026-06-10；次日",
           ready("2025-06-10", state="under-construction", remedies_told=False), "2026-06-11",
           warns={"stop-order-only-new-part"}),
]  # fmt: skip

LESSONS = [*TRACKS, *ROLLING, *MONTHS, *UNTOLD, *BUILDING]


@pytest.mark.parametrize("lesson", LESSONS, ids=str)
def test_the_waiting_period_ends_as_the_book_works_it_out(lesson):
    learnt(lesson)
