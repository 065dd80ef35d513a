"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable

from hazards.services.asked import Asked
from tests.matrix.asking import Arguments, given, nothing
from tests.matrix.world import World

OPERATIONS = """
gap.gap                      CHDLEASM
noteworthy.notes             ...LEA..
outlook.outlook              CHDLEASM
todo.holders                 CHDLEASM
"""

ROUTES = """
"""

SHOWS = """
gap.gap
todo.holders
"""

BESIDE: dict[str, str] = {}

CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "gap.gap": given(Asked(year=0)),
    "noteworthy.notes": nothing,
    "outlook.outlook": given(Asked()),
    "todo.holders": lambda world, actor, case: (([world.cases["A"], world.cases["B"]],), {}),
}
