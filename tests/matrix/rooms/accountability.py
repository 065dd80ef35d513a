"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select

from hazards.storage import tables as t
from tests.matrix.asking import ON, Arguments, given, nothing
from tests.matrix.standing import CO, MARK, OTHER, OTHER_DEPARTMENT, OWN
from tests.matrix.world import World
from tests.services.district import key_of
from tests.services.offices import DEPARTMENT

OPERATIONS = """
accountability.close      ....E...
accountability.counts     ...LEA..
accountability.decide     ....E...
accountability.decisions  ...LEA..
accountability.file       ...LEA..
accountability.follow     ...LE...
accountability.followed   ...LE...
accountability.lines      ...LEA..
answering.answer          CHDL....
answering.decide          CHDL....
answering.note            CHDL....
answering.prolong         .H.L....
callers.receive           CHDL....
callers.reveal            CHDL....
complaints.alike          CHDL....
complaints.counts         CHDLEA..
complaints.file           CHDLEA..
complaints.held           CHDLEA..
exposures.close           ..DL....
exposures.counts          CHDLEA..
exposures.file            CHDLEA..
exposures.follow          CHDL....
exposures.followed        CHDL....
exposures.held            CHDLEA..
exposures.join            ..DL....
exposures.register_exposure  ..DL....
routing.direct            CHDL....
routing.link              CHDL....
routing.open_case         CHDL....
routing.receipt           CHDL....
routing.refer             CHDL....
scans.get                 CHDLEA..
"""

ROUTES = """
GET  /scans/{id:int}  CHDLEA..  scan
"""

SHOWS = """
accountability.lines
complaints.alike
complaints.file
complaints.held
exposures.file
exposures.held
"""

BESIDE = {
    "accountability.todos": "part of todo.mine, narrowed by the scope it is given",
    "actfacts.facts": "part of accountability.lines, narrowed by the scope it is given",
    "complaints.todos": "part of todo.mine, narrowed by the scope it is given",
    "exposures.todos": "part of todo.mine, narrowed by the scope it is given",
    "standingfacts.facts": "part of accountability.lines, narrowed by the scope it is given",
}

FIRST, SECOND = 1, 2
"""The complaint and the exposure of 五马, and those of 南汇, whose every word is marked."""
PLACE = {"unit": "某纸箱作坊", "content": "楼道堆物"}


def put(world: Any) -> None:
    """A complaint and an exposure of each street, each complaint with an original numbered as its case."""
    own, other = key_of(world.store, OWN), key_of(world.store, OTHER)
    sides = (("A", own, DEPARTMENT, ""), ("B", other, OTHER_DEPARTMENT, MARK))

    def job(connection: Any) -> None:
        for n, (case, street, department, mark) in enumerate(sides, 1):
            place = {"jurisdiction_id": street, "department": department}
            told = {**place, "entered_at": "", "event_id": 1}
            words = {"content": f"{mark}楼道堆物", "address": f"{mark}振瓯路1号", "caller": f"{mark}某人"}
            said = {"number": f"诉{case}", "kind": "hazard", "received_on": ON, "way": "来电"}
            connection.execute(insert(t.complaints).values(**told, **words, **said))
            shown = {"medium": "报纸", "title": f"{mark}旧楼", "published_on": ON}
            connection.execute(insert(t.exposures).values(**told, **shown))
            kept = select(t.evidence).where(t.evidence.c.id == world.evidence[case])
            file = connection.execute(kept).mappings().one()
            same = {name: file[name] for name in ("media_type", "size", "sha256")}
            row = {"id": world.cases[case], "subject": "complaint", "subject_id": n, "file_name": "来信.png"}
            connection.execute(insert(t.scans).values(**row, **same, entered_at="", event_id=1))

    world.store.write(job)


def _open_case(world: World, actor: str, case: str) -> Arguments:
    own = world.scope(actor).jurisdictions or {key_of(world.store, CO)}
    return (FIRST, {**PLACE, "lead": next(iter(own))}), {"on": ON}


_DONE = {"on": ON, "outcome": "已完成"}
_STEP = {"told": "清理通道", "whom": "某社区", "due": ON}
_CALL = {"kind": "hazard", "received_on": ON, "way": "来电", "content": "楼道堆物"}
_TOLD = {
    "medium": "报纸",
    "outlet": "某报",
    "title": "旧楼",
    "published_on": ON,
    "link": "https://example.org",
}

CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "accountability.close": given(1, on=ON, why="已整改"),
    "accountability.counts": nothing,
    "accountability.decide": given(
        "overdue-idle", OWN, {"measure": "不予问责", "why": "无", "on": ON}, seen=""
    ),
    "accountability.decisions": nothing,
    "accountability.file": given(1),
    "accountability.follow": given(1, **_STEP),
    "accountability.followed": given(1, 1, **_DONE),
    "accountability.lines": nothing,
    "answering.answer": given(FIRST, way="电话", told="已清理", on=ON),
    "answering.decide": given(FIRST, accepted=True, on=ON),
    "answering.note": given(FIRST, told="已到现场", on=ON),
    "answering.prolong": given(FIRST, until=ON, why="须鉴定", told_on=ON),
    "callers.receive": given(_CALL),
    "callers.reveal": given(FIRST),
    "complaints.alike": given("振瓯路1号"),
    "complaints.counts": nothing,
    "complaints.file": given(SECOND),
    "complaints.held": nothing,
    "exposures.close": given(FIRST, on=ON, why="已整改"),
    "exposures.counts": nothing,
    "exposures.file": given(SECOND),
    "exposures.follow": given(FIRST, **_STEP),
    "exposures.followed": given(FIRST, 1, **_DONE),
    "exposures.held": nothing,
    "exposures.join": lambda world, actor, case: ((FIRST, world.cases[case]), {}),
    "exposures.register_exposure": given(_TOLD),
    "routing.direct": given(FIRST, why="查无此事", on=ON),
    "routing.link": lambda world, actor, case: ((FIRST, world.cases[case]), {"on": ON}),
    "routing.open_case": _open_case,
    "routing.receipt": given(FIRST, told="收1号", on=ON),
    "routing.refer": given(FIRST, to="某局", on=ON),
    "scans.get": given(1),
}
