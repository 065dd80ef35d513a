"""Illegal buildings for tests: registered, and walked along the procedure in one line a step."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hazards.domain.roles import Role
from hazards.services import buildings, enforcing, serving
from hazards.services.access import Scope
from hazards.services.casework import Done
from hazards.storage.store import Store
from tests.services.district import key_of
from tests.services.offices import file

ENFORCEMENT = "区综合行政执法局"
OFFICERS = ["陈执 浙C001", "林法 浙C002"]
D = date.fromisoformat

WALK: Mapping[str, tuple[str, dict[str, Any]]] = {
    "filing": ("2026-01-05", {"basis": "未取得建设工程规划许可证"}),
    "survey": ("2026-01-06", {"found": "砖混二层，占压通道", "officers": OFFICERS}),
    "inquiry": ("2026-01-07", {"answered": "承认未办许可", "officers": OFFICERS}),
    "opinion": ("2026-01-12", {"organ": "市自然资源和规划局鹿城分局", "finding": "不能改正"}),
    "notice": ("2026-01-15", {"proposed": "责令限期拆除"}),
    "legal-review": ("2026-01-26", {"reviewer": "周审", "result": "通过"}),
    "discussion": ("2026-01-27", {"result": "同意限期拆除"}),
    "decision": ("2026-01-28", {"remedies_told": True, "self_removal_by": D("2026-02-12")}),
    "removal-notice": ("2026-01-29", {"self_removal_by": D("2026-02-12")}),
    "report": ("2026-02-24", {}),
    "charge": ("2026-03-06", {"organ": "鹿城区人民政府"}),
    "urging": ("2026-03-09", {"urged_days": 10}),
    "enforcement": ("2026-03-26", {"remedies_told": True}),
    "announcement": ("2026-08-03", {"moving_out_by": D("2026-08-10")}),
    "execution": (
        "2026-08-11",
        {"started_at": "09:00", "witness": "公证", "goods": "已登记造册", "m2": 320, "officers": OFFICERS},
    ),
    "closing": ("2026-08-20", {"result": "拆除到位"}),
}
"""A building in town, dealt with from filing to closing; each act on its day with what it says."""
SERVED = {
    "notice": "2026-01-16",
    "decision": "2026-01-29",
    "urging": "2026-03-10",
    "enforcement": "2026-03-27",
}
PAPERS = ("before", "after", "video", "opinion", "decision", "service", "record", "legal-opinion")


def officer(account: int = 31) -> Scope:
    return Scope(
        f"执法{account}", Role.DEPARTMENT, account, departments=frozenset({ENFORCEMENT}), as_whom="执法局"
    )


def found(store: Store, scope: Scope, **more: Any) -> int:
    """A building of 320 m² in 五马街道 that nobody has dealt with."""
    told = {
        "unit": "广化临街店面搭建",
        "content": "未经许可搭建二层砖混房屋",
        "address": "五马街道试验巷1号",
        "lead": key_of(store, "五马街道"),
        "source": "巡查发现",
        "found_on": D("2026-01-04"),
        "illegal_area": 320,
        "supervisor": ENFORCEMENT,
        **more,
    }
    return buildings.register(store, scope, told)


def papers(store: Store, scope: Scope, case_id: int) -> dict[str, int]:
    return {kind: file(store, scope, case_id, kind) for kind in PAPERS}


def act(store: Store, scope: Scope, case_id: int, key: str, scan: int, **more: Any) -> Done:
    """One act of the walk; ``on`` and what it says may be told otherwise."""
    on, told = WALK[key]
    on = more.pop("on", on)
    return enforcing.take(store, scope, case_id, key, on=D(on), told={**told, **more}, scan=scan)


def served(store: Store, scope: Scope, case_id: int, key: str, done: Done, scan: int, on: str = "") -> date:
    return serving.serve(
        store,
        scope,
        case_id,
        int(done.stage),
        on=D(on or SERVED[key]),
        way="直接送达",
        recipient="当事人",
        scan=scan,
    )


def walk(store: Store, scope: Scope, case_id: int, until: str = "closing") -> dict[str, Done]:
    """Every act of the walk up to and with ``until``, each document served on its day."""
    scan = papers(store, scope, case_id)["decision"]
    done = {}
    for key in WALK:
        done[key] = act(store, scope, case_id, key, scan)
        if key in SERVED:
            served(store, scope, case_id, key, done[key], scan)
        if key == until:
            break
    return done
