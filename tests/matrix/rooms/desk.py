"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable
from pathlib import Path

from hazards.domain.assessment import Given
from hazards.services.asked import Asked
from hazards.services.assessments import Said
from tests.matrix.asking import ON, Arguments, given, nothing
from tests.matrix.world import World

SHEET = "街镇\t拔钉率\t绿化率\n五马街道\t92%\t41.3%"

OPERATIONS = """
assessments.check            ...L...M
assessments.check_pasted     ...L...M
assessments.tables           CHDLEASM
assessments.take             ...L...M
indicators.indicators        CHDLEASM
indicators.members           CHDLEASM
brief.picture                ...LE...
brief.text                   ...LE...
brief.urgings                ...LE...
gap.gap                      CHDLEASM
noteworthy.notes             ...LEA..
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
indicators.members
brief.text
brief.urgings
gap.gap
todo.holders
wall.wall
"""

BESIDE: dict[str, str] = {}

CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "assessments.check": given(Path("/nowhere/rates.xlsx"), Said()),
    "assessments.check_pasted": given(SHEET, Said("2026年10月", "区住建局", ON)),
    "assessments.tables": nothing,
    "assessments.take": given([Given("五马街道", "拔钉率", "92%", "2026年10月", "区住建局", ON)]),
    "indicators.indicators": given(Asked(year=0)),
    "indicators.members": given(Asked(year=0), "no_source"),
    "brief.picture": given(Asked()),
    "brief.text": given(Asked(year=0)),
    "brief.urgings": given(Asked(year=0)),
    "gap.gap": given(Asked(year=0)),
    "noteworthy.notes": nothing,
    "wall.changes": given(Asked(year=0)),
    "wall.wall": given(Asked(year=0)),
    "todo.holders": lambda world, actor, case: (([world.cases["A"], world.cases["B"]],), {}),
}
