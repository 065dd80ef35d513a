"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable
from datetime import date

from hazards.domain.grid import Workbook
from hazards.domain.weeks import Week
from hazards.services import formfill
from hazards.services.monthduty import Month
from hazards.services.returnsigned import Paper
from tests.matrix.asking import ON, Arguments
from tests.matrix.world import OTHER, World
from tests.services.district import key_of

WEEK = Week.of(ON)
MONTH = Month(2026, 10)
FORM = formfill.Draft("表.xlsx", b"", Workbook(()), (), {}, {})
PAPER = Paper("1", 1, date(2026, 11, 20), None)

OPERATIONS = """
closing.confirm              ....E...
closing.prepare              ...L....
closing.view                 ...LEA..
formfill.fill                CHDLEA..
formfill.read                CHDLEA..
monthforms.board             CHDLEA..
monthforms.form              CHDLEA..
monthly.ask                  CH......
monthly.begin                ...L....
monthly.give_back            ...L....
monthly.on_paper             CH......
monthly.save                 CHD.....
monthly.send_back            .H......
monthly.sign                 .HD.....
weekly.ask                   CH......
weekly.begin                 ...L....
weekly.give_back             ...L....
weekly.on_paper              CH......
weekly.save                  CH......
weekly.send_back             .H......
weekly.sign                  .H......
weekpaper.print_             CH.LEA..
weekreports.board            CH.LEA..
weekreports.report           CH.LEA..
weekscans.heads              CH......
weekscans.scan               CH.LEA..
"""

ROUTES = """
"""

SHOWS = """
closing.view
weekreports.report
"""

BESIDE: dict[str, str] = {
    "returnsheets.closed": "a list on paper; asks closing.view",
    "returnsheets.issued": "a list on paper; asks bulletins.issues",
    "returnsheets.monthly": "a list on paper; asks monthforms.board",
    "returnsheets.weekly": "a list on paper; asks weekreports.board",
    "formfill.understood": "part of formfill.read: the same workbook under another mapping",
    "formvalues.names": "what rows of a form may be called; public names",
    "monthduty.todos": "part of todo.mine, narrowed by the scope it is given",
    "weekduty.todos": "part of todo.mine, narrowed by the scope it is given",
}


def _of_b(world: World) -> int:
    """The street that leads case B: others are answered as if it had no report."""
    return key_of(world.store, OTHER)


CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "closing.confirm": lambda w, a, c: ((2025,), {"seen": ""}),
    "closing.prepare": lambda w, a, c: ((2025,), {}),
    "closing.view": lambda w, a, c: ((2026,), {}),
    "formfill.fill": lambda w, a, c: ((FORM,), {"month": MONTH}),
    "formfill.read": lambda w, a, c: (("表.xlsx", bytes(formfill.MOST_BYTES + 1)), {}),
    "monthforms.board": lambda w, a, c: ((MONTH,), {}),
    "monthforms.form": lambda w, a, c: (("street", str(_of_b(w)), MONTH), {}),
    "monthly.ask": lambda w, a, c: ((1,), {}),
    "monthly.begin": lambda w, a, c: ((MONTH,), {}),
    "monthly.give_back": lambda w, a, c: ((1,), {"reason": "数字不符"}),
    "monthly.on_paper": lambda w, a, c: ((1, PAPER), {}),
    "monthly.save": lambda w, a, c: (("street", str(_of_b(w)), MONTH), {"told": {}, "zero": True}),
    "monthly.send_back": lambda w, a, c: ((1,), {"reason": "写具体"}),
    "monthly.sign": lambda w, a, c: ((1,), {"seen": ""}),
    "weekly.ask": lambda w, a, c: ((1,), {}),
    "weekly.begin": lambda w, a, c: ((WEEK,), {}),
    "weekly.give_back": lambda w, a, c: ((1,), {"reason": "数字不符"}),
    "weekly.on_paper": lambda w, a, c: ((1, PAPER), {}),
    "weekly.save": lambda w, a, c: ((_of_b(w), WEEK), {"problems": "无", "plans": "无"}),
    "weekly.send_back": lambda w, a, c: ((1,), {"reason": "写具体"}),
    "weekly.sign": lambda w, a, c: ((1,), {"seen": ""}),
    "weekpaper.print_": lambda w, a, c: ((_of_b(w), WEEK, "docx"), {}),
    "weekreports.board": lambda w, a, c: ((WEEK,), {}),
    "weekreports.report": lambda w, a, c: ((_of_b(w), WEEK), {}),
    "weekscans.heads": lambda w, a, c: ((_of_b(w),), {}),
    "weekscans.scan": lambda w, a, c: ((1,), {}),
}
