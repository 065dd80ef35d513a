"""Any list on paper: lying A4 or A3, columns as wide as what they hold, the header on every page."""

import re
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any
from unicodedata import east_asian_width

from hazards.domain.printed import Sheet
from hazards.formats import typeset
from hazards.formats.documents.text import flat

POINTS, MM = 9.0, 25.4 / 72
EM = POINTS * MM
"""Millimetres of one Chinese sign at the size of a list."""
ROOM = {"a4": 273.0, "a3": 396.0}
"""Millimetres between the margins of a lying sheet (office.typ, ``sheet``)."""
PADDING = 5 * MM + 0.4
"""Both insets of a cell, and a hair."""
NARROW = 8.0
"""Signs the widest column wants on A4; with fewer the list goes on A3."""
SLACK = 0.3
"""What faces differ in the width of a line, in signs."""
SHORT = 11.0
"""Columns that wish for no more signs than these stay on one line where the sheet has room."""
UNBROKEN = 10
"""Latin signs in a row that still stay on one line."""
WHOLE = 600
"""Characters of a row that no page need tear apart."""
SERIAL, EMPTY = "序号", "没有符合条件的内容"
BREAK = "\N{HAIR SPACE}"
"""Where a long word may break: no font need have it, since the template sets no sign for it."""
MANY = 500
"""From more rows than these lists are set one after another: two thousand take half a gigabyte."""
_LONG = threading.Lock()
_FIGURE = re.compile(r"[-+]?[\d,.]+%?|[/／—]")


def pdf(sheet: Sheet, *, asked: str = "", cut: str = "", paper: str = "", numbered: bool = True) -> bytes:
    """The list as pdf, with room for the hands that answer for it.

    Args:
        asked: the filters in words.
        cut: until when it counts.
        paper: "a4" or "a3"; as its columns need if not told.
        numbered: whether each row begins with its 序号.

    Raises:
        fonts.NoFont
    """
    facts = columns(sheet, paper=paper, numbered=numbered)
    facts |= {"title": flat(sheet.title), "asked": flat(asked), "cut": flat(cut), "note": flat(sheet.note)}
    with _LONG if len(sheet.rows) > MANY else nullcontext():
        return typeset.pdf("list", facts)


def columns(sheet: Sheet, *, paper: str = "", numbered: bool = True) -> dict[str, Any]:
    """The table of a sheet as templates set it: heads, rows, widths in mm, sides, and which rows are long."""
    heads, rows = [*map(flat, sheet.heads)], [[*map(flat, row)] for row in sheet.rows]
    if not rows:
        rows = [[EMPTY, *[""] * (len(heads) - 1)]]
    elif numbered:
        heads, rows = [SERIAL, *heads], [[str(n), *row] for n, row in enumerate(rows, 1)]
    wants = [_wants(head, [row[at] for row in rows]) for at, head in enumerate(heads)]
    paper = paper if paper in ROOM else _paper(wants)
    return {
        "paper": paper,
        "heads": heads,
        "rows": [[_soft(cell) for cell in row] for row in rows],
        "long": [n for n, row in enumerate(rows) if sum(map(len, row)) > WHOLE],
        "widths": widths(wants, ROOM[paper]),
        "sides": [_side(heads[at], [row[at] for row in rows]) for at in range(len(heads))],
    }


def widths(wants: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Millimetres of each column, together exactly ``room``.

    Narrow columns get what they want; the wide ones share the rest, and wrap.

    Args:
        wants: (least, wish) of each column in signs.
    """
    least = [low * EM + PADDING for low, _ in wants]
    wish = [max(high * EM + PADDING, low) for (_, high), low in zip(wants, least, strict=True)]
    if sum(least) >= room:  # more columns than paper: all give way alike
        return [round(room * one / sum(least), 3) for one in least]
    if sum(wish) <= room:
        spare = room - sum(wish)
        return [round(one + spare * one / sum(wish), 3) for one in wish]
    firm = [
        high if high <= SHORT * EM else max(low, NARROW * EM) for low, high in zip(least, wish, strict=True)
    ]
    if sum(firm) <= room:
        least = firm
    low, high = 0.0, max(wish)
    for _ in range(40):
        share = (low + high) / 2
        low, high = (share, high) if sum(_shared(least, wish, share)) <= room else (low, share)
    return [round(one, 3) for one in _shared(least, wish, low)]


def _shared(least: Sequence[float], wish: Sequence[float], share: float) -> list[float]:
    """A column four times as long gets twice the width, so that no row grows too high."""
    return [max(low, min(one, share * one**0.5)) for low, one in zip(least, wish, strict=True)]


def _wants(head: str, cells: Sequence[str]) -> tuple[float, float]:
    """(least, wish) of a column in signs: its longest unbroken word; all but its longest cells whole."""
    lengths = sorted(map(_long, cells)) or [0.0]
    wish = max(lengths[min(len(lengths) - 1, int(len(lengths) * 0.97))], min(_long(head), 4.0), 1.5)
    words = (word for cell in (*cells, head) for word in re.findall(r"[!-~]+", cell))
    least = max((min(len(word), UNBROKEN) * 0.54 for word in words), default=0.0)
    return max(least, min(_long(head), 2.0), 1.5), wish + SLACK


def _long(text: str) -> float:
    """Signs a text takes on one line: Chinese ones count whole, Latin ones a little over half."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.54 for sign in text)


def _paper(wants: Sequence[tuple[float, float]]) -> str:
    """A4 where the widest column keeps a readable width and every other its wish."""
    given = widths(wants, ROOM["a4"])
    tight = any(mm < min(wish, NARROW) * EM for mm, (_, wish) in zip(given, wants, strict=True))
    return "a3" if tight else "a4"


def _side(head: str, cells: Sequence[str]) -> str:
    if head == SERIAL:
        return "c"
    told = [cell for cell in cells if cell]
    return "r" if told and all(_FIGURE.fullmatch(cell) for cell in told) else "l"


def _soft(cell: str) -> str:
    return re.sub(
        rf"[!-~]{{{UNBROKEN + 1},}}",
        lambda word: BREAK.join(word[0][at : at + UNBROKEN] for at in range(0, len(word[0]), UNBROKEN)),
        cell,
    )
