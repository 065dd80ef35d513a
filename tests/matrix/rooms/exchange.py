"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable

from hazards.services.merging import Plan
from tests.matrix.asking import ON, Arguments, given
from tests.matrix.world import CO, OTHER, World
from tests.services.district import key_of


def _plan(world: World) -> Plan:
    return Plan((key_of(world.store, CO),), key_of(world.store, OTHER), ON, "浙民批〔2026〕1号")


def _merge(world: World, actor: str, case: str) -> Arguments:
    return (_plan(world),), {"mark": ""}


def _preview(world: World, actor: str, case: str) -> Arguments:
    return (_plan(world),), {}


OPERATIONS = """
merging.merge                ...L....
merging.preview              ...L....
sheetfiles.write             CHDLEASM
"""

ROUTES = """
"""

SHOWS = """
sheetfiles.write
"""

BESIDE: dict[str, str] = {}

CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "merging.merge": _merge,
    "merging.preview": _preview,
    "sheetfiles.write": given("cases", {"year": "all"}, "csv"),
}
