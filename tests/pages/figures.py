"""Figures: the numbers a page shows, told apart from dates, names, ranks and rules.

A number is a figure where it stands in one of our own places for numbers: a headline (``gp-number``),
a numeric cell of a table (``gp-right``), a row of facts (``gp-facts-line``), a line of a list
(``gp-line``), a count (``gp-count``). A figure leads to its list by a link around it, or stands above
it (a card whose heading says 事故 2 起 holds two lines).
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

PLACES = ("gp-number", "gp-right", "gp-facts-line", "gp-line", "gp-title", "gp-count")
VOID = {"br", "img", "input", "hr", "col", "meta", "link"}
COUNTED = re.compile(r"(?<![\d.〔年月:-])(\d[\d,]*)(?![\d.%〕年月日:]|,\d)")
DERIVED = re.compile(
    r"[\d.,]+\s*%|[\d.,]+\s*(?:/[\d.,]+\s*)?(?:天|个月|㎡|万㎡|万元|m|公里|小时)|"
    r"\d{4}-\d{2}(?:-\d{2})?|\d{2}-\d{2}(?!\d)|\d{4} ?年|近24个月|"
    r"\d{1,2}:\d{2}|〔\d+〕\d+号|≥\s?\d+|目标\s?\d+|第 ?\d+ ?[期版名页级周]|[A-Z]+\d+\S*|补上这 \d+ 件"
)
"""Measures, shares, days and names: no list is as long as they say; what they rest on is linked beside."""
UNCOUNTED = re.compile(r"名次|行|序号|第几天|提前|目标|㎡|率|未结")
"""Headings of columns that hold ranks, measures or shares; contests not ended are listed below their table."""
MEASURED = re.compile(r"\s*/?[\d,.]*\s*(㎡|万㎡|万元|%)")


@dataclass(frozen=True)
class Figure:
    number: int
    link: str
    """The address around it; "" where there is none."""
    place: str
    text: str


class Reader(HTMLParser):
    """Collects figures, and how many lines each list and table of the page has."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.found: list[Figure] = []
        self.lists: list[int] = []
        self.last: list[Figure] = []
        self.entries = 0
        """Entries that stand by themselves, a block of the page each, headed by a ``gp-line``."""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in VOID:
            return
        self.open.append((tag, {k: v or "" for k, v in attrs}))
        if tag in ("tbody", "ul", "ol"):
            self.lists.append(0)
        elif tag in ("tr", "li") and any(t in ("tbody", "ul", "ol") for t, _ in self.open[:-1]):
            self.lists[-1] += 1
        elif "gp-line" in self.open[-1][1].get("class", "") and len(self.open) == 1:
            self.entries += 1

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if self.last and MEASURED.match(text):
            # "17,118" and then "㎡": a measure, whatever the markup between.
            self.found = [one for one in self.found if one not in self.last]
        if text.strip() not in ("", "/"):
            self.last = []
        place = self._place()
        if place is None:
            return
        link = next((a["href"] for t, a in reversed(self.open) if t == "a" and "href" in a), "")
        if "case=" in link:
            return  # the name of a case
        told = COUNTED.findall(DERIVED.sub(" ", text))
        new = [Figure(int(n.replace(",", "")), link, place, " ".join(text.split())) for n in told]
        self.found += new
        self.last += new

    def _place(self) -> str | None:
        told = [(t, a.get("class", "").split(), a) for t, a in self.open]
        if any(t in ("style", "script", "svg") or {"gp-note", "gp-rule"} & set(css) for t, css, _ in told):
            return None
        for _, css, a in reversed(told):
            if "gp-right" in css and UNCOUNTED.search(a.get("data-head", "")):
                return None
            for place in PLACES:
                if place in css:
                    return "here" if any("aria-current" in b for _, _, b in told) else place
        return None


HEADS = ("gp-title", "gp-count", "here")
"""Where a number may stand above the list it counts."""


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.lists.append(reader.entries)
    return reader


def loose(markup: str) -> list[Figure]:
    """Figures that lead nowhere and stand above no list of their length; none is right."""
    page = read(markup)
    return [
        one
        for one in page.found
        if one.number and not one.link and not (one.place in HEADS and one.number in page.lists)
    ]


def bears_out(markup: str, number: int) -> bool:
    """Whether a page says this number above a list of as many lines."""
    page = read(markup)
    return number in page.lists and any(one.number == number and one.place in HEADS for one in page.found)
