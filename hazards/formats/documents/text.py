"""Text as a paper can hold it: one line, nothing that turns a line round, a blank where a fact is missing."""

import re
from datetime import date

# What XML cannot hold, control characters, and the marks that reverse or reorder the rest of a line:
# on a sealed paper nobody could see them, so they are left out rather than shown.
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def flat(text: str) -> str:
    """``text`` on one line; line breaks and tabs become spaces."""
    return " ".join(UNPRINTABLE.sub("", line.replace("\t", " ")) for line in text.splitlines()).strip()


def lines(text: str) -> list[str]:
    """The lines of ``text`` that say something."""
    return [told for line in text.splitlines() if (told := flat(line))]


def told(text: str, width: int = 8) -> str:
    """``text`` on one line, or ``width`` underscores to be filled in by hand."""
    return flat(text) or "_" * width


def day(on: date | None) -> str:
    """2026年11月5日, without leading zeros (GB/T 9704-2012, 7.3.5.4); a blank to fill in for None."""
    return f"{on.year}年{on.month}月{on.day}日" if on else "____年__月__日"


def sentence(text: str, width: int = 8) -> str:
    """``told`` with one full stop at its end."""
    return told(text, width).rstrip("。；;") + "。"


def tick(label: str, chosen: bool) -> str:
    """A box before ``label``, ticked only where the choice is made; else it is left to the pen."""
    return f"{'☑' if chosen else '☐'}{label}"
