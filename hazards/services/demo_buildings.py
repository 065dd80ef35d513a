"""Illegal buildings of the demonstration: some in the middle of the statutory procedure.

Nothing here changes a figure of the demonstration ledger: no case is closed, nothing is demolished.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hazards.services import access, buildings, clock, contesting, enforcing, serving
from hazards.services.access import Scope
from hazards.services.demo_casework import a_file, numbered
from hazards.storage.store import Store

OFFICERS = ["沈执之(执法证号演示101)", "陆法明(执法证号演示102)"]
PARTY = "演示当事人"
Said = Mapping[str, Any]


def _steps(today: date) -> tuple[tuple[str, int, Said], ...]:
    """A town case from filing to the announcement, days before today with each."""
    removal = today - timedelta(days=230)
    return (
        ("filing", 300, {"basis": "未取得建设工程规划许可证搭建"}),
        ("survey", 298, {"found": "砖混结构，占压消防通道", "officers": OFFICERS}),
        ("inquiry", 296, {"answered": "当事人承认未办理规划许可", "officers": OFFICERS}),
        ("opinion", 285, {"organ": "市自然资源和规划局鹿城分局", "finding": "不能改正"}),
        ("notice", 280, {"proposed": "责令限期拆除"}),
        ("legal-review", 266, {"reviewer": "韩审", "result": "通过"}),
        ("discussion", 264, {"result": "同意责令限期拆除"}),
        ("decision", 262, {"remedies_told": True, "self_removal_by": removal}),
        ("removal-notice", 258, {"self_removal_by": removal}),
        ("report", 226, {}),
        ("charge", 200, {"organ": "鹿城区人民政府"}),
        ("urging", 60, {"urged_days": 10}),
        ("enforcement", 30, {"remedies_told": True}),
        ("announcement", 10, {"moving_out_by": today + timedelta(days=5)}),
    )


def fill(store: Store) -> None:
    """Three town cases on their way: surveyed, waiting for review, and about to be demolished."""
    officer = access.acting_as("zonghe1", store)
    ready, reviewed, surveyed = (numbered(store, f"{n:03d}号", "building") for n in (2, 3, 7))
    _describe(store, officer, ready, "old", "临时建筑")
    _describe(store, officer, reviewed, "old", "工棚")
    _describe(store, officer, surveyed, "new", "堆场")
    _walk(store, officer, ready, "announcement")
    _walk(store, officer, reviewed, "removal-notice")
    contesting.file(
        store,
        officer,
        reviewed,
        "review",
        filed_on=clock.today() - timedelta(days=215),
        forum="演示复议机关",
        number="演示复〔1〕号",
    )
    _walk(store, officer, surveyed, "inquiry")


def _describe(store: Store, scope: Scope, case_id: int, stock: str, use: str) -> None:
    told = {
        "track": "planning-town",
        "state": "standing",
        "stock": stock,
        "use": use,
        "structure": "砖混",
        "floors": 1,
        "found_by": "street",
        "decides": "鹿城区综合行政执法局",
        "acts": "鹿城区综合行政执法局",
    }
    buildings.describe(store, scope, case_id, told)


def _walk(store: Store, scope: Scope, case_id: int, until: str) -> None:
    """Every act up to ``until`` on its day, each with the same drawn paper, served two days later."""
    today = clock.today()
    scan = a_file(store, scope, case_id, "decision", case_id)
    for kind in ("before", "opinion"):
        a_file(store, scope, case_id, kind, case_id + len(kind), viewpoint="东立面")
    for key, ago, told in _steps(today):
        on = today - timedelta(days=ago)
        done = enforcing.take(store, scope, case_id, key, on=on, told=told, scan=scan)
        if key in ("notice", "decision", "urging", "enforcement"):
            when = on + timedelta(days=2)
            serving.serve(
                store,
                scope,
                case_id,
                int(done.stage),
                on=when,
                way="直接送达",
                recipient=PARTY,
                scan=scan,
            )
        if key == until:
            break
