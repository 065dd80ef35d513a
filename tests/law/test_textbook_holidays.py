"""Chapter two: the days nothing is demolished on (行政强制法 art 43), and years not yet published.

A deadline counts working days; the ban counts statutory holidays alone. Two tables.
"""

import pytest

from tests.law.lessons import Lesson, learnt, ready

WEEKEND, PROVISIONAL = {"weekend"}, {"provisional"}

BANNED = [
    Lesson("届满次日是国庆，三日均不得实施，顺延到的周日提示周末", "enforcement.no-holiday",
           "裁判 2026-09-30 生效；10-01、02、03 法定 → 10-04 周日",
           ready("2026-03-02", judgment_final="2026-09-30"), "2026-10-04", warns=WEEKEND),
    Lesson("国庆调休放假的周一不是法定节假日，不禁止，也不提示", "periods.holidays",
           "裁判 2026-10-04 生效；次日 10-05 周一放假但非法定",
           ready("2026-03-02", judgment_final="2026-10-04"), "2026-10-05"),
    Lesson("届满次日是中秋，顺延到周六", "enforcement.no-holiday",
           "2026-03-24 + 6月 = 09-24 周四；09-25 中秋 → 09-26 周六",
           ready("2026-03-24"), "2026-09-26", warns=WEEKEND),
    Lesson("届满次日是端午，顺延到周六", "enforcement.no-holiday",
           "2025-12-18 + 6月 = 2026-06-18 周四；06-19 端午 → 06-20 周六",
           ready("2025-12-18"), "2026-06-20", warns=WEEKEND),
    Lesson("清明在周日，补休的周一不是法定节假日", "enforcement.no-holiday",
           "裁判 2026-04-04 生效；04-05 清明 → 04-06 周一补休，不禁止",
           ready("2025-06-10", judgment_final="2026-04-04"), "2026-04-06"),
    Lesson("届满次日是元旦，顺延到调休放假的周五", "enforcement.no-holiday",
           "2024-12-31 + 1年 = 2025-12-31 周三；01-01 元旦 → 2026-01-02 周五",
           ready("2024-12-31", remedies_told=False), "2026-01-02"),
    Lesson("春节四日法定，除夕在内，顺延到调休放假的周五，不提示周末", "enforcement.no-holiday",
           "裁判 2026-02-15 生效；02-16 至 02-19 法定 → 02-20 周五",
           ready("2025-06-10", judgment_final="2026-02-15"), "2026-02-20"),
    Lesson("调休上班的周六仍是周末，提示周末", "periods.working-days",
           "裁判 10-09 周五生效；次日 10-10 周六上班，仍提示",
           ready("2026-03-02", judgment_final="2026-10-09"), "2026-10-10", warns=WEEKEND),
    Lesson("公告当日是调休上班的周日，自当日起，提示周末", "demolition.announcement",
           "2026-03-02 + 6月 = 09-02；公告 09-20 周日上班，当日不早",
           ready("2026-03-02", demolition_announced="2026-09-20"), "2026-09-20", warns=WEEKEND),
]  # fmt: skip

AS_IN_FORCE = [
    Lesson("2013年除夕在2007年办法下是法定节假日", "enforcement.no-holiday",
           "2012-08-08 + 6月 = 2013-02-08 周五；02-09 除夕、10、11 法定 → 02-12 周二",
           ready("2012-08-08"), "2013-02-12"),
    Lesson("2014年除夕不是法定节假日", "periods.holidays",
           "2013-07-29 + 6月 = 2014-01-29 周三；次日 01-30 除夕，不禁止",
           ready("2013-07-29"), "2014-01-30"),
    Lesson("2024年除夕不是法定节假日", "periods.holidays",
           "2023-08-08 + 6月 = 2024-02-08 周四；次日 02-09 除夕周五，不禁止",
           ready("2023-08-08"), "2024-02-09"),
    Lesson("决定在旧办法时送达，拆除日落在新办法下，2025年除夕已是法定节假日", "enforcement.no-holiday",
           "2024-07-27 + 6月 = 2025-01-27 周一；01-28 除夕至 01-31 法定 → 02-01 周六",
           ready("2024-07-27"), "2025-02-01", warns=WEEKEND),
    Lesson("2024年五月二日放假但非法定", "periods.holidays",
           "裁判 2024-05-01 生效；次日 05-02 周四，不禁止",
           ready("2023-09-01", judgment_final="2024-05-01"), "2024-05-02"),
    Lesson("2025年起五月二日也是法定节假日", "enforcement.no-holiday",
           "裁判 2025-04-30 生效；05-01、05-02 法定 → 05-03 周六",
           ready("2024-09-02", judgment_final="2025-04-30"), "2025-05-03", warns=WEEKEND),
    Lesson("2015年抗战胜利纪念日放假，不在放假办法之列，不禁止", "periods.holidays",
           "2015-03-02 + 6月 = 09-02 周三；次日 09-03 周四，放假但非法定",
           ready("2015-03-02"), "2015-09-03"),
]  # fmt: skip

UNPUBLISHED = [
    Lesson("拆除日落在放假安排尚未公布的年度，日期为暂定", "periods.working-days",
           "2026-08-10 + 6月 = 2027-02-10 周三；次日",
           ready("2026-08-10"), "2027-02-11", warns=PROVISIONAL),
    Lesson("未公布年度只按周末计，元旦那天视为工作日，届满不顺延", "periods.working-days",
           "2026-07-01 + 6月 = 2027-01-01 周五；次日 01-02 周六",
           ready("2026-07-01"), "2027-01-02", warns=WEEKEND | PROVISIONAL),
    Lesson("未公布年度的元旦仍不得拆除", "enforcement.no-holiday",
           "2025-12-31 + 1年 = 2026-12-31 周四；2027-01-01 元旦 → 01-02 周六",
           ready("2025-12-31", remedies_told=False), "2027-01-02", warns=WEEKEND | PROVISIONAL),
    Lesson("未公布年度的劳动节两日仍不得拆除", "enforcement.no-holiday",
           "裁判 2027-04-30 生效；05-01、05-02 → 05-03 周一",
           ready("2026-03-02", judgment_final="2027-04-30"), "2027-05-03", warns=PROVISIONAL),
    Lesson("未公布年度的国庆三日仍不得拆除", "enforcement.no-holiday",
           "裁判 2027-09-30 生效；10-01 至 10-03 → 10-04 周一",
           ready("2026-03-02", judgment_final="2027-09-30"), "2027-10-04", warns=PROVISIONAL),
    Lesson("未公布年度的春节尚不可知，不禁止而以暂定提醒", "periods.working-days",
           "2026-08-05 + 6月 = 2027-02-05 周五；次日 02-06 周六",
           ready("2026-08-05"), "2027-02-06", warns=WEEKEND | PROVISIONAL),
    Lesson("最后一个已公布年度的最后一日，还不是暂定", "periods.working-days",
           "2026-06-30 + 6月 = 2026-12-30 周三；次日 12-31",
           ready("2026-06-30"), "2026-12-31"),
    Lesson("未公布年度的六个月止于周日，顺延至周一", "periods.rolling",
           "2026-08-31 + 6月 = 2027-02-28 周日 → 03-01 周一；次日",
           ready("2026-08-31"), "2027-03-02", warns=PROVISIONAL),
]  # fmt: skip

LESSONS = [*BANNED, *AS_IN_FORCE, *UNPUBLISHED]


@pytest.mark.parametrize("lesson", LESSONS, ids=str)
def test_nothing_is_demolished_on_a_statutory_holiday(lesson):
    learnt(lesson)
