"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable

from tests.matrix.asking import Arguments, given, nothing, of_case
from tests.matrix.world import World

OPERATIONS = """
binders.again   .H.LEA..
binders.ask     .H.LEA..
binders.held    .H.LEA..
binders.take    .H.LEA..
onepage.pdf     CHDLEA..  case
sheets.listed   CHDLEASM
sheets.pdf      CHDLEASM
wallmap.pdf     CHDLEASM
"""

ROUTES = """
GET  /print/{list}.pdf        CHDLEAS.
GET  /onepage/{case:int}.pdf  CHDLEA..  case
GET  /wallmap.pdf             CHDLEAS.
GET  /binders/{id:int}        .H.LEA..
"""

SHOWS = """
sheets.listed
"""

BESIDE: dict[str, str] = {
    "binding.members": "part of binders.ask: the list of the same question, narrowed by the scope",
    "binding.make": "part of an ordered binder, worked at by the bindery with the scope of who ordered it",
    "bindingfacts.facts_of": "part of binding.make; reads through filed.read, which answers NoSuchCase",
    "printed.asked_of": "the filters of a printed list in words; reads no case",
}
BESIDE |= {
    f"{module}.{name}": "part of sheets.listed: asks the operation of its page, which decides"
    for module, names in {
        "casesheets": ("cases", "rates", "mine", "others", "held_batches", "found_oddities"),
        "buildingsheets": ("structures", "buildings", "walked", "unknown", "contests"),
        "peoplesheets": ("people",),
        "supervisionsheets": ("clocks", "late", "sent", "instructions", "complained", "exposed"),
    }.items()
    for name in names
}

CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "binders.again": given(10**6),
    "binders.ask": given({"year": "all"}),
    "binders.held": nothing,
    "binders.take": given(10**6),
    "onepage.pdf": of_case(),
    "sheets.listed": given("cases", {"year": "all", "kind": "all"}),
    "sheets.pdf": given("rates", {}),
    "wallmap.pdf": given({}),
}
