"""Casework of the demonstration: some cases on their way, so that every desk finds something to do.

Nothing here changes a figure of the demonstration ledger: no case is listed, extended or struck off.
"""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw

from hazards.domain.kinds import KINDS
from hazards.domain.lifecycle import Action
from hazards.domain.plan import ITEMS, MEASURES
from hazards.services import (
    access,
    casework,
    clock,
    evidence,
    filed,
    lists,
    newcases,
    planning,
    progress,
    signatures,
)
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.receipts import Told
from hazards.storage import register
from hazards.storage.store import Store

PLAN = {
    "goals": "消除通知书所列全部隐患，期满前通过验收。",
    "methods": "停用隐患部位，按专家意见逐项整改，完工后自查自验。",
    "funds": "整改经费列入本年度安全生产专项，由责任单位自筹。",
    "persons": "责任单位主要负责人牵头，成立三人整改小组，街镇干部一人联系。",
    "times": "倒排工期，每周报送进度，期满前十日申请验收。",
    "safety": "整改期间专人值守，落实临时防护和应急预案。",
}
assert set(PLAN) == set(ITEMS)


def fill(store: Store) -> None:
    """Three cases on their way, one found and one assessed; who does what has an account to log in with."""

    def who(name: str) -> Scope:
        return access.acting_as(name, store)

    road, sole, stall = (numbered(store, f"{n:03d}号") for n in (57, 42, 87))
    _ready(store, road, who("yangyitb"), who("jiaojing1"))
    number = signatures.ask(store, who("yangyitb"), road, Action.SUBMIT, told={})
    signatures.sign(store, who("yangyisq"), [number])
    a_file(store, who("jiaojing1"), road, "site-check", 5)
    officers = ["季行简(执法证号演示001)", "诸葛路(执法证号演示002)"]
    casework.take(store, who("jiaojing1"), road, Action.CHECK, told={"officers": officers})
    casework.take(store, who("jiaojing1"), road, Action.ACCEPT)
    _ready(store, sole, who("shuangyutb"), who("yingji1"))
    number = signatures.ask(store, who("shuangyutb"), sole, Action.SUBMIT, told={})
    signatures.sign(store, who("shuangyusq"), [number])
    _ready(store, stall, who("guanghuatb"), who("xiaofang1"))
    signatures.ask(store, who("guanghuatb"), stall, Action.SUBMIT, told={})
    _found(store, who("wumatb"), "望江里旧书市", "二层唯一疏散门上锁，应急照明损坏。", "五马街道")
    assessed = _found(
        store, who("songtaitb"), "水心巷临街小餐饮用房", "液化气瓶与灶具同室存放，未装报警器。", "松台街道"
    )
    basis = "《重大火灾隐患判定规则》GB 35181 第6.2条"
    casework.take(store, who("xiaofang1"), assessed, Action.ASSESS, told={"basis": basis})


def numbered(store: Store, end: str, kind: str = "hazard") -> int:
    """The open case whose number of this year ends so."""
    open_: Any = lists.page(store, access.LOCAL_ADMIN, Asked(measure="open", kind=kind), size=None)
    year = f"〔{clock.today().year}〕"
    return next(line.id for line in open_.lines if line.number.endswith(year + end))


def _ready(store: Store, case_id: int, clerk: Scope, officer: Scope) -> None:
    """Plan, five measures told and verified, milestones, items finished, photographs of both states."""
    planning.save_plan(store, clerk, case_id, PLAN)
    proof = a_file(store, clerk, case_id, "plan", case_id)
    for name in MEASURES:
        planning.tell_measure(
            store,
            clerk,
            case_id,
            name,
            told=f"{MEASURES[name]}已落实，详见整治方案。",
            person="演示联系人",
            on=clock.today(),
            planned="18.6" if name == "funds" else "",
            source="责任单位自筹" if name == "funds" else "",
            evidence=proof,
        )
    planning.verify_measures(store, officer, case_id, dict.fromkeys(MEASURES))
    if schedule := progress.propose_milestones(store, clerk, case_id):
        done = [
            replace(one, person="演示联系人", done=100, done_on=min(one.ends, clock.today()))
            for one in schedule
        ]
        progress.save_milestones(store, clerk, case_id, done)
    progress.pay(store, clerk, case_id, "12", on=clock.today() - timedelta(days=20), source="责任单位自筹")
    for kind, shade in (("before", 3), ("after", 4)):
        a_file(store, clerk, case_id, kind, shade + case_id, viewpoint="正门")
    with store.read() as connection:
        count = len(filed.read(connection, clerk, case_id).items)
    for position in range(1, count + 1):
        progress.tell_item(store, clerk, case_id, position)
        progress.verify_item(store, officer, case_id, position)


def _found(store: Store, clerk: Scope, unit: str, content: str, street: str) -> int:
    with store.read() as connection:
        units = register.load(connection).streets(clock.today())
    told = {
        "unit": unit,
        "content": content,
        "lead": next(u.key for u in units if u.name == street),
        "source": "巡查发现",
        "found_on": clock.today() - timedelta(days=2),
        "supervisor": "鹿城区消防救援大队",
    }
    return newcases.register_case(store, clerk, told)


def a_file(store: Store, scope: Scope, case_id: int, kind: str, shade: int, *, viewpoint: str = "") -> int:
    """A drawn picture in place of a photograph: plainly nobody's building."""
    told = Told(f"演示{KINDS[kind]}.jpg", kind, note="演示图片，非实景", viewpoint=viewpoint, way="desk")
    return evidence.add(store, scope, case_id, [_picture(shade, kind == "after")], told).id


def _picture(shade: int, after: bool) -> bytes:
    picture = Image.new("RGB", (640, 480), (214, 222, 230))
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((0, 360, 640, 480), fill=(150, 156, 164))
    drawn.rectangle((120, 140, 520, 400), fill=(236, 232, 224), outline=(90, 96, 104), width=4)
    drawn.polygon(((100, 140), (320, 60), (540, 140)), fill=(120, 84, 72))
    drawn.rectangle((270, 260, 370, 400), fill=(27, 127, 75) if after else (180, 35, 24))
    drawn.rectangle((10 + shade % 40 * 4, 10, 26 + shade % 40 * 4, 26), fill=(11, 58, 111))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
