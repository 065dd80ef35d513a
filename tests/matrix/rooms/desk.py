"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable

from hazards.services.asked import Asked
from tests.matrix.asking import Arguments, given, nothing
from tests.matrix.world import World

OPERATIONS = """
brief.picture                ...LE...
brief.text                   ...LE...
brief.urgings                ...LE...
gap.gap                      CHDLEASM
noteworthy.notes             ...LEA..
outlook.outlook              CHDLEASM
todo.holders                 CHDLEASM
wall.changes                 CHDLEASM
wall.wall                    CHDLEASM
"""

ROUTES = """
GET  /wall                   CHDLEAS.
GET  /wall/now               CHDLEAS.
GET  /brief.png              ...LE...
"""

SHOWS = """
brief.text
brief.urgings
gap.gap
todo.holders
wall.wall
"""

BESIDE: dict[str, str] = {}

CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "brief.picture": given(Asked()),
    "brief.text": given(Asked(year=0)),
    "brief.urgings": given(Asked(year=0)),
    "gap.gap": given(Asked(year=0)),
    "noteworthy.notes": nothing,
    "outlook.outlook": given(Asked()),
    "wall.changes": given(Asked(year=0)),
    "wall.wall": given(Asked(year=0)),
    "todo.holders": lambda world, actor, case: (([world.cases["A"], world.cases["B"]],), {}),
}
