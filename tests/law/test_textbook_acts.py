"""Chapter four: urging, the decision to enforce, the announcements, and their days."""

import pytest

from tests.law.lessons import Lesson, learnt, ready

WEEKEND = {"weekend"}
SERVED = "2026-03-02"  # six months end on 2026-09-02, so nothing before 2026-09-03

URGED = [
    Lesson("催告十日按工作日计，调休上班的周日计入", "urging.period",
           "09-10 起：11、14、15、16、17、18、20 周日上班、21、22、23 为第十日；次日",
           ready(SERVED, urged_served="2026-09-10", urged_days=10), "2026-09-24"),
    Lesson("催告十一日按自然日计，反比十日先满", "periods.coercion",
           "09-10 + 11日 = 09-21 周一；次日；比催告十日早两日",
           ready(SERVED, urged_served="2026-09-10", urged_days=11), "2026-09-22"),
    Lesson("催告十一日止于中秋，顺延至周一", "periods.rolling",
           "09-14 + 11日 = 09-25 中秋，26、27 周末 → 09-28 周一；次日",
           ready(SERVED, urged_served="2026-09-14", urged_days=11), "2026-09-29"),
    Lesson("催告一日也是工作日，越过国庆长假", "periods.coercion",
           "09-30 起第一个工作日 10-08 周四；次日",
           ready(SERVED, urged_served="2026-09-30", urged_days=1), "2026-10-09"),
    Lesson("催告十日跨国庆，调休上班的周六计入", "urging.period",
           "09-24 起：28、29、30、10-08、09、10 周六上班、12、13、14、15 为第十日；次日",
           ready(SERVED, urged_served="2026-09-24", urged_days=10), "2026-10-16"),
    Lesson("催告十日跨春节，节前节后两个调休周六都计入", "periods.working-days",
           "2026-02-12 起：13、14 周六上班、24、25、26、27、28 周六上班、03-02、03、04 为第十日；次日",
           ready("2025-06-16", urged_served="2026-02-12", urged_days=10), "2026-03-05"),
    Lesson("催告十日止于调休上班的周日", "periods.working-days",
           "09-07 起：8 至 11 四日、14 至 18 五日、20 周日上班为第十日；次日周一",
           ready(SERVED, urged_served="2026-09-07", urged_days=10), "2026-09-21"),
    Lesson("催告三十日止于国庆，顺延", "urging.period",
           "09-01 + 30日 = 10-01 → 10-08；次日",
           ready(SERVED, urged_served="2026-09-01", urged_days=30), "2026-10-09"),
    Lesson("等待期内已经催告完毕，以等待期为准", "suit.six-months",
           "催告 04-01 起十个工作日，04-16 满；六个月 09-02；次日",
           ready(SERVED, urged_served="2026-04-01", urged_days=10), "2026-09-03"),
]  # fmt: skip

NAMED = [
    Lesson("限期自行拆除的最后一日是指定的日子，逢国庆不顺延", "demolition.notice",
           "自拆至 10-03 法定节假日；次日 10-04 周日",
           ready(SERVED, self_removal_by="2026-10-03"), "2026-10-04", warns=WEEKEND),
    Lesson("限期自行拆除到周五，次日周六，提示周末", "demolition.notice",
           "自拆至 11-13 周五；次日周六",
           ready(SERVED, self_removal_by="2026-11-13"), "2026-11-14", warns=WEEKEND),
    Lesson("公告的搬离日是周六，不顺延", "demolition.announcement",
           "搬离至 09-12 周六；次日 09-13 周日",
           ready(SERVED, moving_out_by="2026-09-12"), "2026-09-13", warns=WEEKEND),
    Lesson("搬离日在国庆前一日，次日起三日不得实施", "enforcement.no-holiday",
           "搬离至 09-30；10-01 至 10-03 法定 → 10-04 周日",
           ready(SERVED, moving_out_by="2026-09-30"), "2026-10-04", warns=WEEKEND),
    Lesson("搬离日在工作日，自次日起", "demolition.announcement",
           "搬离至 11-18 周三；次日",
           ready(SERVED, demolition_announced="2026-11-10", moving_out_by="2026-11-18"), "2026-11-19"),
]  # fmt: skip

FLOORS = [
    Lesson("强制执行决定最后送达，送达当日不算早", "enforcement.decision",
           "六个月等均已满；决定 11-16 周一送达，即当日",
           ready(SERVED, enforcement_served="2026-11-16"), "2026-11-16"),
    Lesson("强制执行决定周六送达，当日不算早，提示周末", "enforcement.decision",
           "11-14 周六送达",
           ready(SERVED, enforcement_served="2026-11-14"), "2026-11-14", warns=WEEKEND),
    Lesson("公告最后发布，公告当日不算早", "demolition.announcement",
           "公告 11-18 周三，即当日；搬离日已过",
           ready(SERVED, demolition_announced="2026-11-18"), "2026-11-18"),
    Lesson("公告发布在国庆当天，越过三日", "enforcement.no-holiday",
           "公告 10-01；10-01 至 10-03 法定 → 10-04 周日",
           ready(SERVED, demolition_announced="2026-10-01"), "2026-10-04", warns=WEEKEND),
    Lesson("先作强制执行决定后催告，次序颠倒不改变日期，由办案环节把关", "urging.period",
           "决定 04-01；催告 09-08 起：9、10、11、14 至 18、20 周日上班、21 为第十日；次日",
           ready(SERVED, enforcement_served="2026-04-01", urged_served="2026-09-08"), "2026-09-22"),
    Lesson("强制执行决定在等待期届满前已送达，以等待期为准", "suit.six-months",
           "决定 09-02 送达；六个月 09-02 届满；次日",
           ready(SERVED, enforcement_served="2026-09-02"), "2026-09-03"),
    Lesson("违反执行协议，另行催告，日期由新的催告决定", "enforcement.agreement",
           "09-01 再次催告十日：2、3、4、7 至 11、14、15 为第十日；次日",
           ready(SERVED, urged_served="2026-09-01"), "2026-09-16"),
]  # fmt: skip

LESSONS = [*URGED, *NAMED, *FLOORS]


@pytest.mark.parametrize("lesson", LESSONS, ids=str)
def test_what_is_served_on_the_way_has_its_time(lesson):
    learnt(lesson)
