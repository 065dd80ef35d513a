"""Issues of a bulletin (通报期次): what kinds there are, and which days a period holds."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DIGEST = "digest"


NAMES = {
    Kind.WEEK: "周通报",
    Kind.MONTH: "月度通报",
    Kind.QUARTER: "季度通报",
    Kind.YEAR: "年度通报",
    Kind.DIGEST: "难题梳理汇总",
}
SHAPES = {
    Kind.WEEK: "2026-W46",
    Kind.MONTH: "2026-10",
    Kind.QUARTER: "2026-Q3",
    Kind.YEAR: "2025",
    Kind.DIGEST: "2026-10",
}
_SHAPE = re.compile(r"(\d{4})(?:-(?:W(\d{2})|Q([1-4])|(\d{2})))?", re.ASCII)
QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """The days one issue is about, both ends included, as one writes them: 2026-W46, 2026-Q3."""

    kind: Kind
    told: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """2026年第46周, 2026年10月, 2026年第三季度, 2025年度."""
        if self.kind is Kind.WEEK:
            return f"{self.told[:4]}年第{int(self.told[-2:])}周"
        if self.kind is Kind.QUARTER:
            return f"{self.told[:4]}年第{QUARTERS[int(self.told[-1]) - 1]}季度"
        if self.kind is Kind.YEAR:
            return f"{self.told}年度"
        return f"{self.told[:4]}年{int(self.told[-2:])}月"

    @property
    def title(self) -> str:
        """2026年第46周通报, 2025年度通报, 2026年10月难题梳理汇总."""
        return self.name + (NAMES[self.kind] if self.kind is Kind.DIGEST else "通报")

    @property
    def short(self) -> str:
        """What the text calls it: 本周, 本月, 本季度, 本年度."""
        return {Kind.WEEK: "本周", Kind.QUARTER: "本季度", Kind.YEAR: "本年度"}.get(self.kind, "本月")


def period(kind: Kind, told: str) -> Period:
    """The period that ``told`` names.

    Raises:
        ValueError: it names none of this kind.
    """
    found = _SHAPE.fullmatch(told)
    if not found:
        raise ValueError(told)
    year, week, quarter, month = found.groups()
    parts = {Kind.WEEK: week, Kind.QUARTER: quarter, Kind.MONTH: month, Kind.DIGEST: month}
    if kind is Kind.YEAR:
        if week or quarter or month:
            raise ValueError(told)
        return Period(kind, told, date(int(year), 1, 1), date(int(year), 12, 31))
    if (part := parts[kind]) is None:
        raise ValueError(told)
    if kind is Kind.WEEK:
        monday = date.fromisocalendar(int(year), int(part), 1)
        return Period(kind, told, monday, monday + timedelta(days=6))
    months = range(int(part) * 3 - 2, int(part) * 3 + 1) if kind is Kind.QUARTER else [int(part)]
    first = date(int(year), months[0], 1)
    later = date(int(year) + months[-1] // 12, months[-1] % 12 + 1, 1)
    return Period(kind, told, first, later - timedelta(days=1))


def latest(kind: Kind, today: date) -> Period:
    """The last period that ended before ``today``."""
    return period(kind, told(kind, first_of(kind, today) - timedelta(days=1)))


def first_of(kind: Kind, on: date) -> date:
    """The first day of the period a day lies in."""
    return period(kind, told(kind, on)).first


def told(kind: Kind, on: date) -> str:
    """How the period a day lies in is written."""
    if kind is Kind.WEEK:
        year, week, _ = on.isocalendar()
        return f"{year}-W{week:02d}"
    if kind is Kind.QUARTER:
        return f"{on.year}-Q{(on.month + 2) // 3}"
    return f"{on:%Y}" if kind is Kind.YEAR else f"{on:%Y-%m}"
