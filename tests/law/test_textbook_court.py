"""Chapter six: land-law orders go to the court (土地管理法 art 83)."""

from typing import Any

import pytest

from tests.law.lessons import Lesson, learnt


def land(served: str | None, **more: Any) -> dict[str, Any]:
    return {"track": "land", "decision_served": served, "remedies_told": True, **more}


def told(tells: str, law: str, how: str, facts: dict[str, Any], bound: str | None, **more: Any) -> Lesson:
    return Lesson(tells, law, how, facts, bound=bound, route="court", **more)


LESSONS = [
    told("违法占地的拆除处罚，十五日内可以起诉，期满申请法院", "land.fifteen-days",
         "2026-03-02 + 15日 = 03-17 周二；次日",
         land("2026-03-02"), "2026-03-18"),
    told("期满后三个月内申请法院，机关自己没有最早可强拆日", "court.three-months",
         "2026-05-18 + 15日 = 06-02 周二；次日",
         land("2026-05-18"), "2026-06-03"),
    told("十五日止于周六，顺延至周一", "periods.rolling",
         "2026-04-03 + 15日 = 04-18 周六 → 04-20；次日",
         land("2026-04-03"), "2026-04-21"),
    told("土地案件的十五日止于国庆，顺延至节后", "periods.rolling",
         "2026-09-16 + 15日 = 10-01 → 10-08；次日",
         land("2026-09-16"), "2026-10-09"),
    told("十五日届满次日是国庆，下限越过三日", "enforcement.no-holiday",
         "2026-09-15 + 15日 = 09-30；10-01 至 10-03 法定 → 10-04 周日",
         land("2026-09-15"), "2026-10-04", warns={"weekend"}),
    told("十五日止于春节初一，顺延至节后", "periods.rolling",
         "2026-02-02 + 15日 = 02-17；至 02-23 均休 → 02-24 周二；次日",
         land("2026-02-02"), "2026-02-25"),
    told("土地案件的十五日止于调休上班的周六，不顺延", "periods.working-days",
         "2026-04-24 + 15日 = 05-09 周六上班；次日 05-10 周日",
         land("2026-04-24"), "2026-05-10", warns={"weekend"}),
    told("未告知救济权利，本线口径仍为十五日", "land.fifteen-days",
         "2026-03-02 + 15日 = 03-17；次日",
         land("2026-03-02", remedies_told=False), "2026-03-18"),
    told("机关自行强拆的各步与本线无关，不缺也不参与计算", "land.fifteen-days",
         "搬离日 12-01 不参与；03-17；次日",
         land("2026-03-02", moving_out_by="2026-12-01", enforcement_served="2026-11-02"), "2026-03-18"),
    told("土地案件复议未决，缺复议决定", "enforcement.waiting",
         "下限 03-18",
         land("2026-03-02", review_filed="2026-03-10"), "2026-03-18", missing={"review_served"}),
    told("土地案件复议后，再有十五日", "suit.after-review",
         "06-04 + 15日 = 06-19 端午 → 06-22 周一；次日",
         land("2026-03-02", review_filed="2026-03-10", review_served="2026-06-04"), "2026-06-23"),
    told("土地案件起诉未决，缺生效裁判", "suit.pending",
         "下限 03-18",
         land("2026-03-02", suit_filed="2026-03-12"), "2026-03-18", missing={"judgment_final"}),
    told("土地案件裁判生效，自次日起可以申请法院", "suit.pending",
         "裁判 08-20 周四；次日",
         land("2026-03-02", suit_filed="2026-03-12", judgment_final="2026-08-20"), "2026-08-21"),
    told("土地案件一概不知，只缺处罚决定的送达", "land.fifteen-days",
         "没有日期可推",
         {"track": "land"}, None, missing={"decision_served"}),
    told("违法占地上正在建设，提示即拆以继续建设部分为限", "land.fifteen-days",
         "2026-03-02 + 15日 = 03-17；次日",
         land("2026-03-02", state="under-construction"), "2026-03-18",
         warns={"stop-order-only-new-part"}),
    told("违法占地上的无主建筑，公告满三十日后再有十五日", "ownerless.announcement",
         "2026-03-02 + 30日 = 04-01 周三；+ 15日 = 04-16 周四；次日",
         land(None, state="ownerless", ownerless_announced="2026-03-02"), "2026-04-17"),
    told("下限落在未公布年度，标暂定", "periods.working-days",
         "2026-12-21 + 15日 = 2027-01-05 周二；次日",
         land("2026-12-21"), "2027-01-06", warns={"provisional"}),
]  # fmt: skip


@pytest.mark.parametrize("lesson", LESSONS, ids=str)
def test_a_land_order_goes_to_the_court(lesson):
    learnt(lesson)
