"""Complaints, an exposure and a decision of the demonstration: plainly fictitious, touching no case."""

from datetime import timedelta

from hazards.services import access, accountability, answering, callers, clock, exposures, routing
from hazards.services.demo_people import LEADER
from hazards.storage.store import Store

CALLER = {"caller": "演示来电人", "phone": "13000000000"}


def fill(store: Store) -> None:
    """One complaint answered, one that waits for its first receiver; one exposure; one decision closed."""
    clerk = access.acting_as("nanhuitb", store)
    _answered(store, clerk)
    callers.receive(
        store,
        clerk,
        {
            "kind": "hazard",
            "way": "来电",
            "received_on": clock.today() - timedelta(days=2),
            "content": "演示：楼道长期堆放纸箱，夜间有人吸烟。",
            "address": "演示路17号",
            **CALLER,
        },
    )
    _exposed(store)
    _decided(store)


def _answered(store: Store, clerk: access.Scope) -> None:
    today = clock.today()
    told = {
        "kind": "building",
        "way": "热线转办",
        "received_on": today - timedelta(days=20),
        "content": "演示：沿街门面加建雨棚，挡住消防车道。",
        "address": "演示路3号",
    }
    number = callers.receive(store, clerk, told)
    answering.decide(store, clerk, number, accepted=True, on=today - timedelta(days=17))
    why = "演示：现场核查，雨棚为活动式，当日收起，消防车道畅通，不构成违法建设。"
    routing.direct(store, clerk, number, why=why, on=today - timedelta(days=15))
    done = today - timedelta(days=14)
    answering.answer(store, clerk, number, way="匿名留档", told=why, on=done)


def _exposed(store: Store) -> None:
    listing = access.acting_as("anwei1", store)
    today = clock.today()
    told = {
        "medium": "网络媒体",
        "outlet": "演示媒体",
        "title": "演示：老旧楼栋消防通道被堵",
        "published_on": today - timedelta(days=6),
        "link": "https://example.org/demo",
        "told": "演示内容，非真实报道。",
    }
    number = exposures.register_exposure(store, listing, told)
    step = exposures.follow(
        store, listing, number, told="清理通道并报整改照片", whom="演示社区", due=today + timedelta(days=3)
    )
    exposures.followed(store, listing, number, step, on=today, outcome="通道已清理，照片已归档。")


def _decided(store: Store) -> None:
    """The leader has looked into one line and found nobody to blame."""
    leader = access.acting_as(LEADER, store)
    found = accountability.lines(store, leader)
    if found:
        line = found[-1]
        told = {
            "measure": "不予问责",
            "why": "演示：经核实，系外部条件未具备，单位已书面说明并重新排定工期。",
            "on": clock.today(),
        }
        accountability.decide(store, leader, line.rule.key, line.organ, told, seen=line.seen)
