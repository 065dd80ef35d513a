"""Chapter three: review (行政复议) and suit (行政诉讼), pending, ended, late, and both."""

import pytest

from tests.law.lessons import Lesson, learnt, ready

WEEKEND, PROVISIONAL = {"weekend"}, {"provisional"}
SERVED = "2026-03-02"  # six months end on 2026-09-02, so nothing before 2026-09-03

REVIEW = [
    Lesson("复议早早办结，六个月仍未满，以六个月为准", "suit.after-review",
           "复议 05-29 送达 + 15日 = 06-13 周六 → 06-15；六个月 09-02 更晚；次日",
           ready(SERVED, review_filed="2026-04-10", review_served="2026-05-29"), "2026-09-03"),
    Lesson("复议决定送达晚，十五日起诉期超过六个月", "suit.after-review",
           "08-28 + 15日 = 09-12 周六 → 09-14 周一；次日",
           ready(SERVED, review_filed="2026-06-30", review_served="2026-08-28"), "2026-09-15"),
    Lesson("复议尚未办结，不能确定，只知不早于六个月届满次日", "enforcement.waiting",
           "六个月 09-02；次日为下限；缺复议决定送达日期",
           ready(SERVED, review_filed="2026-04-10"), bound="2026-09-03", missing={"review_served"}),
    Lesson("不从复议申请日推算：再晚申请，下限也不动", "enforcement.waiting",
           "申请日 2027-03-01 不参与计算；下限仍为 09-03",
           ready(SERVED, review_filed="2027-03-01"), bound="2026-09-03", missing={"review_served"}),
    Lesson("只知复议决定送达，不知何时申请，也按有复议计", "suit.after-review",
           "08-28 + 15日 = 09-12 → 09-14；次日",
           ready(SERVED, review_served="2026-08-28"), "2026-09-15"),
    Lesson("逾期申请的复议，未决定以前照样等", "enforcement.waiting",
           "10-20 申请时六个月已过；未决定，下限仍为 09-03",
           ready(SERVED, review_filed="2026-10-20"), bound="2026-09-03", missing={"review_served"}),
    Lesson("逾期申请的复议已有决定，再等十五日", "suit.after-review",
           "12-10 + 15日 = 12-25 周五；次日 12-26 周六",
           ready(SERVED, review_filed="2026-10-20", review_served="2026-12-10"),
           "2026-12-26", warns=WEEKEND),
    Lesson("复议后的十五日止于国庆，顺延至节后", "periods.rolling",
           "09-16 + 15日 = 10-01 → 10-08 周四；次日",
           ready(SERVED, review_served="2026-09-16"), "2026-10-09"),
    Lesson("复议后的十五日止于调休上班的周六，不顺延", "periods.working-days",
           "09-25 + 15日 = 10-10 周六上班；次日 10-11 周日",
           ready(SERVED, review_served="2026-09-25"), "2026-10-11", warns=WEEKEND),
    Lesson("十五日是自然日，不是工作日", "suit.after-review",
           "11-02 + 15日 = 11-17 周二；次日；若按工作日会到 11-23",
           ready(SERVED, review_served="2026-11-02"), "2026-11-18"),
    Lesson("未告知救济权利，复议虽已办结，一年仍要等满", "suit.untold",
           "2026-01-05 + 1年 = 2027-01-05 周二；次日；年度未公布",
           ready("2026-01-05", remedies_told=False, review_filed="2026-02-03", review_served="2026-04-01"),
           "2027-01-06", warns=PROVISIONAL),
]  # fmt: skip

SUIT = [
    Lesson("直接起诉，尚无生效裁判，不能确定", "suit.pending",
           "下限 09-03；缺裁判生效日期",
           ready(SERVED, suit_filed="2026-05-06"), bound="2026-09-03", missing={"judgment_final"}),
    Lesson("起诉后裁判生效，自生效次日起", "suit.pending",
           "裁判 11-19 周四生效；次日",
           ready(SERVED, suit_filed="2026-05-06", judgment_final="2026-11-19"), "2026-11-20"),
    Lesson("裁判生效时六个月未满，仍以六个月为准", "suit.six-months",
           "裁判 07-20；六个月 09-02 更晚；次日",
           ready(SERVED, suit_filed="2026-04-20", judgment_final="2026-07-20"), "2026-09-03"),
    Lesson("只知裁判生效，不知何时起诉，也按有诉讼计", "suit.pending",
           "裁判 10-15 周四；次日",
           ready(SERVED, judgment_final="2026-10-15"), "2026-10-16"),
    Lesson("裁判生效日是确定的日子，逢周六不顺延", "suit.pending",
           "裁判 10-17 周六；次日 10-18 周日",
           ready(SERVED, suit_filed="2026-05-06", judgment_final="2026-10-17"),
           "2026-10-18", warns=WEEKEND),
    Lesson("六个月过后才起诉，未了结以前照样等", "suit.pending",
           "11-02 起诉；不从起诉日推算，下限 09-03",
           ready(SERVED, suit_filed="2026-11-02"), bound="2026-09-03", missing={"judgment_final"}),
    Lesson("水利案件起诉未决，同样要等", "suit.pending",
           "2026-03-02 + 6月 = 09-02；次日为下限",
           ready(SERVED, track="water", suit_filed="2026-05-06"),
           bound="2026-09-03", missing={"judgment_final"}),
    Lesson("在建违法建筑也要等诉讼了结", "suit.pending",
           "下限 09-03；缺裁判生效日期；另有在建提示",
           ready(SERVED, state="under-construction", suit_filed="2026-05-06"),
           bound="2026-09-03", missing={"judgment_final"}, warns={"stop-order-only-new-part"}),
]  # fmt: skip

BOTH = [
    Lesson("先复议后诉讼，均已了结，以裁判生效为准", "suit.after-review",
           "复议 06-30 + 15日 = 07-15；裁判 12-03 周四最晚；次日",
           ready(SERVED, review_filed="2026-04-10", review_served="2026-06-30",
                 suit_filed="2026-07-10", judgment_final="2026-12-03"), "2026-12-04"),
    Lesson("复议已决定，诉讼未了结，下限取十五日届满次日", "suit.pending",
           "08-28 + 15日 → 09-14；次日 09-15 晚于 09-03",
           ready(SERVED, review_filed="2026-06-30", review_served="2026-08-28", suit_filed="2026-09-08"),
           bound="2026-09-15", missing={"judgment_final"}),
    Lesson("复议和诉讼都未了结，两个终点都缺", "enforcement.waiting",
           "下限 09-03",
           ready(SERVED, review_filed="2026-04-10", suit_filed="2026-05-06"),
           bound="2026-09-03", missing={"review_served", "judgment_final"}),
    Lesson("诉讼已了结而复议没有结果，仍缺复议决定", "enforcement.waiting",
           "裁判 11-19；次日为下限",
           ready(SERVED, review_filed="2026-04-10", suit_filed="2026-05-06", judgment_final="2026-11-19"),
           bound="2026-11-20", missing={"review_served"}),
    Lesson("诉讼先了结，复议后决定，以复议后的十五日为准", "suit.after-review",
           "裁判 09-10；复议 11-03 + 15日 = 11-18 周三；次日",
           ready(SERVED, review_served="2026-11-03", judgment_final="2026-09-10"), "2026-11-19"),
]  # fmt: skip

LESSONS = [*REVIEW, *SUIT, *BOTH]


@pytest.mark.parametrize("lesson", LESSONS, ids=str)
def test_review_and_suit_are_waited_for(lesson):
    learnt(lesson)
