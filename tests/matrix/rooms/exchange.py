"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable
from pathlib import Path

from hazards.services.merging import Plan
from hazards.services.publicvalue import Wish
from tests.matrix.asking import ON, Arguments, given, nothing
from tests.matrix.world import CO, OTHER, World
from tests.services.district import key_of

WISH = Wish(2026, "all", False, "", {})
NOTHING = Path(__file__)
"""A file that is no package: past the gate it is refused for what it is."""


def _plan(world: World) -> Plan:
    return Plan((key_of(world.store, CO),), key_of(world.store, OTHER), ON, "浙民批〔2026〕1号")


def _merge(world: World, actor: str, case: str) -> Arguments:
    return (_plan(world),), {"mark": ""}


def _preview(world: World, actor: str, case: str) -> Arguments:
    return (_plan(world),), {}


OPERATIONS = """
merging.merge                ...L....
merging.preview              ...L....
publications.compare         ...LEA..
publications.file            ...LEA..
publications.kept            ...LEA..
publications.one             ...LEA..
publications.prepare         ...L....
publications.proposed        ...L....
publications.send_back       ....E...
publications.sign            ....E...
publications.todos           CHDLEASM
sheetfiles.write             CHDLEASM
upward.kept                  ...LEA.M
upward.make                  ...L...M
upwardin.bring               ...L...M
upwardread.check             ...L...M
"""

ROUTES = """
"""

SHOWS = """
sheetfiles.write
"""

BESIDE: dict[str, str] = {
    "publicvalue.build": "part of publications.prepare and compare, narrowed by the scope it is given",
    "publicvalue.proposed": "the whole of publications.proposed, narrowed by the scope it is given",
}

CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "merging.merge": _merge,
    "merging.preview": _preview,
    "publications.compare": given(1),
    "publications.file": given(1),
    "publications.kept": nothing,
    "publications.one": given(1),
    "publications.prepare": given(WISH),
    "publications.proposed": given(WISH),
    "publications.send_back": given(1, reason="请改写"),
    "publications.sign": given(1, assessed=True, assessment="可以公开"),
    "publications.todos": nothing,
    "upward.kept": nothing,
    "upward.make": lambda world, actor, case: ((world.room / "up.zip",), {}),
    "upwardin.bring": given(NOTHING),
    "upwardread.check": given(NOTHING),
    "sheetfiles.write": given("cases", {"year": "all"}, "csv"),
}
