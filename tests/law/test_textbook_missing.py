"""Chapter five: what is not known is named, and the day before which it can never be is still told."""

import pytest

from tests.law.lessons import ACTS, Lesson, learnt, ready

SERVED = "2026-03-02"  # six months end on 2026-09-02, so nothing before 2026-09-03

LESSONS = [
    Lesson("只知适用规划法，其余一概不知", "enforcement.waiting",
           "没有日期可推，下限也没有",
           {"track": "planning-town"}, missing={"decision_served", *ACTS}),
    Lesson("在建违法建筑，其余一概不知，提示照给", "enforcement.waiting",
           "没有日期可推",
           {"track": "planning-village", "state": "under-construction"},
           missing={"decision_served", *ACTS}, warns={"stop-order-only-new-part"}),
    Lesson("刚刚送达限期拆除决定，后面各步都还没有", "suit.six-months",
           "2026-03-02 + 6月 = 09-02；次日为下限",
           {"track": "planning-town", "decision_served": SERVED, "remedies_told": True},
           bound="2026-09-03", missing=ACTS),
    Lesson("不知限期拆除决定何时送达，下限取其余各步", "enforcement.waiting",
           "搬离 03-02 + 50日 = 04-21 周二最晚；次日",
           ready(SERVED, decision_served=None), bound="2026-04-22", missing={"decision_served"}),
    Lesson("没有限期自行拆除的公告", "demolition.notice", "其余齐备，下限 09-03",
           ready(SERVED, self_removal_by=None), bound="2026-09-03", missing={"self_removal_by"}),
    Lesson("没有送达催告书，只知拟催告十日", "urging.period", "其余齐备，下限 09-03",
           ready(SERVED, urged_served=None), bound="2026-09-03", missing={"urged_served"}),
    Lesson("催告书已送达而未载期限，催告日不参与计算", "urging.period",
           "催告 11-02 送达，无天数，不推；下限 09-03",
           ready(SERVED, urged_served="2026-11-02", urged_days=None),
           bound="2026-09-03", missing={"urged_days"}),
    Lesson("没有催告", "urging.period", "送达日期和天数都缺，下限 09-03",
           ready(SERVED, urged_served=None, urged_days=None),
           bound="2026-09-03", missing={"urged_served", "urged_days"}),
    Lesson("没有强制执行决定", "enforcement.decision", "其余齐备，下限 09-03",
           ready(SERVED, enforcement_served=None), bound="2026-09-03", missing={"enforcement_served"}),
    Lesson("没有强制拆除公告", "demolition.announcement", "其余齐备，下限 09-03",
           ready(SERVED, demolition_announced=None), bound="2026-09-03", missing={"demolition_announced"}),
    Lesson("公告没有写明搬离日", "demolition.announcement", "其余齐备，下限 09-03",
           ready(SERVED, moving_out_by=None), bound="2026-09-03", missing={"moving_out_by"}),
    Lesson("只知公告日期，恰在国庆，下限也越过法定节假日", "enforcement.no-holiday",
           "公告 10-02；10-02、10-03 法定 → 10-04 周日",
           {"track": "planning-town", "demolition_announced": "2026-10-02"},
           bound="2026-10-04", missing={"decision_served", *ACTS} - {"demolition_announced"},
           warns={"weekend"}),
    Lesson("只知有人申请了复议", "enforcement.waiting", "不从申请日推算，下限没有",
           {"track": "water", "review_filed": "2026-04-10"},
           missing={"decision_served", "review_served", *ACTS}),
    Lesson("只知裁判生效", "suit.pending", "裁判 11-19；次日为下限",
           {"track": "transport", "judgment_final": "2026-11-19"},
           bound="2026-11-20", missing={"decision_served", *ACTS}),
    Lesson("下限落在未公布年度，下限也标暂定", "periods.working-days",
           "2026-08-10 + 6月 = 2027-02-10；次日",
           ready("2026-08-10", enforcement_served=None), bound="2027-02-11",
           missing={"enforcement_served"}, warns={"provisional"}),
]  # fmt: skip


@pytest.mark.parametrize("lesson", LESSONS, ids=str)
def test_what_is_missing_is_named_and_the_bound_still_holds(lesson):
    learnt(lesson)
