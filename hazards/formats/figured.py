"""Figures among the texts of a list: a column of nothing else is numbers in a spreadsheet, so that it adds up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

_FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,8}|[1-9]\d{0,2}(?:,\d{3}){1,3})(?:\.\d{1,4})?%?")
_NONE = frozenset({"", "/", "／", "—"})
_NAMES = re.compile("号|代码|电话|年度|版本")
"""Columns whose digits are no number: nobody adds up 编号."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and how a spreadsheet shows it."""

    number: float
    form: str


def figured(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[list[str | Figure]]:
    """The rows with figures in every column that holds nothing else; ／ and — stay as they are."""
    columns = {at for at, head in enumerate(heads) if not _NAMES.search(head) and _holds(rows, at)}
    for row in rows:
        yield [_figure(cell) if at in columns and cell not in _NONE else cell for at, cell in enumerate(row)]


def _holds(rows: Sequence[Sequence[str]], at: int) -> bool:
    told = [row[at] for row in rows if row[at] not in _NONE]
    return bool(told) and all(_FIGURE.fullmatch(cell) for cell in told)


def _figure(cell: str) -> Figure:
    places = len(cell.rstrip("%").partition(".")[2])
    number = Decimal(cell.rstrip("%").replace(",", ""))
    form = ("#,##0" if "," in cell else "0") + ("." + "0" * places if places else "")
    if cell.endswith("%"):
        return Figure(float(number / 100), form + "%")
    return Figure(float(number) if places else int(number), form)
