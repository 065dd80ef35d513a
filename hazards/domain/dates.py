"""Dates as people write them in ledgers: exact, incomplete, impossible or ambiguous."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class Told(StrEnum):
    """How much a text tells."""

    NOTHING = "nothing"  # empty
    EXACT = "exact"
    SPAN = "span"  # a year, a month, "2008年底前": somewhere between first and last
    UNKNOWN = "unknown"  # words, or a day without its year: kept as text only
    IMPOSSIBLE = "impossible"  # 2011-02-30
    AMBIGUOUS = "ambiguous"  # 01/02/03


@dataclass(frozen=True, slots=True)
class Span:
    """What a text says about a day: it lies from ``first`` to ``last``, both included."""

    told: Told
    first: date | None = None
    last: date | None = None

    @property
    def refused(self) -> bool:
        return self.told in (Told.IMPOSSIBLE, Told.AMBIGUOUS)


EMPTY = Span(Told.NOTHING)
_UNKNOWN = Span(Told.UNKNOWN)
_IMPOSSIBLE = Span(Told.IMPOSSIBLE)

_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?!\d)")
_TIME = re.compile(r"[\sT]*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|\+\d{2}:?\d{2})?")
_YM = re.compile(r"(\d{4})\s*(?:[-/.]\s*(\d{1,2})|年\s*(\d{1,2})\s*月(?:份)?)(?![\d])")
_SHORT = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}")
_YEAR = re.compile(r"(\d{4})\s*年?(?:度)?")
_PART_OF_MONTH = {"上旬": (1, 10), "中旬": (11, 20)}
_EXCEL_EPOCH = date(1899, 12, 30)


def _day(year: str, month: str, number: str) -> Span:
    try:
        on = date(int(year), int(month), int(number))
    except ValueError:
        return _IMPOSSIBLE
    return Span(Told.EXACT, on, on)


def _month(year: int, month: int, rest: str) -> Span:
    if not 1 <= month <= 12:
        return _IMPOSSIBLE
    first, last = _PART_OF_MONTH.get(rest[:2], (1, monthrange(year, month)[1]))
    if rest.startswith("下旬"):
        first = 21
    elif rest.startswith(("底", "末")):
        first = last
    return Span(Told.SPAN, date(year, month, first), date(year, month, last))


def _year(year: int, rest: str) -> Span:
    if not 1900 <= year <= 2200:
        return _IMPOSSIBLE
    first, last = date(year, 1, 1), date(year, 12, 31)
    if rest.startswith(("底", "末", "年底", "年末")):
        first = last
    elif rest.startswith("上半年"):
        last = date(year, 6, 30)
    elif rest.startswith("下半年"):
        first = date(year, 7, 1)
    return Span(Told.SPAN, first, last)


@lru_cache(maxsize=65536)
def read_day(text: str) -> Span:
    """Read one cell. Never guesses a year, a century or an order of day and month."""
    told = unicodedata.normalize("NFKC", text).strip().replace("~", "-")
    if not told:
        return EMPTY
    if found := _YMD.match(told):
        exact = _day(*found.groups())
        rest = told[found.end() :]
        if exact.refused or not rest or _TIME.fullmatch(rest):
            return exact
        # Words follow the day ("前上报整改结果"): the day stands, provisionally.
        return Span(Told.SPAN, exact.first, exact.last)
    if re.fullmatch(r"\d+(\.\d+)?", told):
        return _digits(told)
    if told.casefold().lstrip("+-") in ("nan", "inf", "infinity"):
        return _IMPOSSIBLE
    if _SHORT.match(told):
        return Span(Told.AMBIGUOUS)
    if found := _YM.match(told):
        year, month = int(found[1]), int(found[2] or found[3])
        return _month(year, month, told[found.end() :].lstrip("份"))
    if found := _YEAR.match(told):
        rest = told[found.end() :]
        known = not rest or rest.startswith(("底", "末", "年底", "年末", "上半年", "下半年"))
        return _year(int(found[1]), rest) if known else _UNKNOWN
    return _UNKNOWN  # among them "03-15(年份未载)": a day without its year is no day


def _digits(told: str) -> Span:
    """A bare number: 20110501, an Excel serial, a year; anything else is no date."""
    whole, _, fraction = told.partition(".")
    if len(whole) == 8 and not fraction:
        return _day(whole[:4], whole[4:6], whole[6:])
    if len(whole) == 5 and 20000 <= int(whole) <= 80000:
        on = _EXCEL_EPOCH + timedelta(days=int(whole))
        return Span(Told.EXACT, on, on)
    if fraction and len(whole) == 4:
        return _month(int(whole), int(fraction), "") if 1900 <= int(whole) <= 2200 else _IMPOSSIBLE
    if len(whole) == 4 and not fraction:
        return _year(int(whole), "")
    if len(whole) == 6 and not fraction:
        return Span(Told.AMBIGUOUS)
    return _IMPOSSIBLE
