"""Sheets: any list as it leaves a page, whether on paper or as a file. Cells are plain text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list: its title, its columns, its rows in the order of the page, and its rule (口径).

    Every row has one cell a column; "" is an empty cell.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError(f"a row of {self.title} has not {len(self.heads)} cells")
