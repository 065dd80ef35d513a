"""Chapter seven: nobody is known to own the building (无主建筑)."""

from typing import Any

import pytest

from tests.law.lessons import ACTS, Lesson, learnt, ready


def ownerless(announced: str, **more: Any) -> dict[str, Any]:
    """Announced, every other act done within fifty days of the announcement."""
    changes = {"decision_served": None, "state": "ownerless", "ownerless_announced": announced}
    return ready(announced, **{**changes, **more})


LESSONS = [
    Lesson("无主建筑公告满三十日视为送达，再满六个月", "ownerless.announcement",
           "2026-02-02 + 30日 = 03-04 周三；+ 6月 = 09-04 周五；次日周六",
           ownerless("2026-02-02"), "2026-09-05", warns={"weekend"}),
    Lesson("六个月自第三十日起，止于国庆顺延", "ownerless.announcement",
           "2026-03-02 + 30日 = 04-01 周三；+ 6月 = 10-01 → 10-08；次日",
           ownerless("2026-03-02"), "2026-10-09"),
    Lesson("第三十日是春节前调休上班的周六，不顺延", "periods.working-days",
           "2026-01-15 + 30日 = 02-14 周六上班；+ 6月 = 08-14 周五；次日周六",
           ownerless("2026-01-15"), "2026-08-15", warns={"weekend"}),
    Lesson("第三十日是周日又接春节，顺延后再起算六个月", "periods.rolling",
           "2026-01-16 + 30日 = 02-15 周日 → 02-24 周二；+ 6月 = 08-24 周一；次日",
           ownerless("2026-01-16"), "2026-08-25"),
    Lesson("第三十日落在八月末日，六个月止于二月末日", "periods.months",
           "2023-08-01 + 30日 = 08-31 周四；+ 6月 = 2024-02-29 周四；次日",
           ownerless("2023-08-01"), "2024-03-01"),
    Lesson("公告未载救济权利和期限，从严按一年", "suit.untold",
           "2025-03-03 + 30日 = 04-02 周三；+ 1年 = 2026-04-02 周四；次日",
           ownerless("2025-03-03", remedies_told=None), "2026-04-03"),
    Lesson("另有送达日期的，也以无主公告为准", "ownerless.announcement",
           "决定 2026-01-05 不参与；2026-03-02 + 30日 = 04-01；+ 6月 → 10-08；次日",
           ownerless("2026-03-02", decision_served="2026-01-05"), "2026-10-09"),
    Lesson("无主建筑尚未公告，下限取其余各步", "ownerless.announcement",
           "搬离 2026-03-02 + 50日 = 04-21；次日",
           ownerless("2026-03-02", ownerless_announced=None),
           bound="2026-04-22", missing={"ownerless_announced"}),
    Lesson("只知无主，其余一概不知", "ownerless.announcement", "没有日期可推",
           {"track": "planning-town", "state": "ownerless"}, missing={"ownerless_announced", *ACTS}),
    Lesson("公告后有人出面起诉，等裁判生效", "suit.pending",
           "下限 2026-03-02 + 30日 + 6月 → 10-08；次日",
           ownerless("2026-03-02", suit_filed="2026-06-01"),
           bound="2026-10-09", missing={"judgment_final"}),
    Lesson("有人出面申请复议，决定后再等十五日", "suit.after-review",
           "复议 10-09 + 15日 = 10-24 周六 → 10-26 周一；次日",
           ownerless("2026-03-02", review_served="2026-10-09"), "2026-10-27"),
    Lesson("乡村无主建筑同样公告三十日", "ownerless.announcement",
           "2026-04-07 + 30日 = 05-07 周四；+ 6月 = 11-07 周六 → 11-09 周一；次日",
           ownerless("2026-04-07", track="planning-village"), "2026-11-10"),
]  # fmt: skip


@pytest.mark.parametrize("lesson", LESSONS, ids=str)
def test_an_announcement_stands_for_service_on_an_unknown_owner(lesson):
    learnt(lesson)
