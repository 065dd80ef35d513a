"""The monthly form (月报): figures no case holds, by sector; zero is declared, and silence is not zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from hazards.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` is ours, ``name`` as printed in the provincial form, ``places`` decimals it may have."""

    key: str
    name: str
    unit: str
    places: int = 0


COLUMNS = (
    Column("should", "应排查单位", "家"),
    Column("inspected", "实际排查", "家"),
    Column("common", "一般隐患", "项"),
    Column("common_fixed", "其中已整改", "项"),
    Column("planned", "列入治理计划", "项"),
    Column("funds", "累计落实治理资金", "万元", 2),
)
BY_KEY = {column.key: column for column in COLUMNS}
HIGHEST = Decimal(10_000_000)

Told = Mapping[str, Mapping[str, Decimal]]
"""Sector to column to figure; what is absent is unreported."""


class BadFigures(Refusal):
    code = "bad-figures"
    says = "月报有 {count} 处不能报出：{what}。"
    remedy = "请改正后再报；没有发生的填 0，不掌握的留空(按未报处理，不作 0)。"


def figure(column: Column, told: object) -> Decimal | None:
    """One cell; None of an empty one.

    Raises:
        ValueError: no number, negative, too large, or with more decimals than the column has.
    """
    text = "" if told is None else str(told).strip()
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite() or not 0 <= value <= HIGHEST:
        raise ValueError(text)
    if value != round(value, column.places):
        raise ValueError(text)
    return round(value, column.places) if column.places else Decimal(int(value))


def read(told: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, Decimal]]:
    """Cells as typed, as figures; empty cells and empty rows are left out.

    Raises:
        BadFigures: names every cell that is no figure, at once.
    """
    out: dict[str, dict[str, Decimal]] = {}
    bad: list[str] = []
    for sector, cells in told.items():
        for key, text in cells.items():
            try:
                value = figure(BY_KEY[key], text)
            except ValueError:
                bad.append(f"{sector}的“{BY_KEY[key].name}”填为“{text}”")
                continue
            if value is not None:
                out.setdefault(sector, {})[key] = value
    if bad:
        raise BadFigures(count=len(bad), what="；".join(bad))
    return out


def wrong(told: Told) -> list[str]:
    """What cannot be: a part above its whole."""
    out = []
    for sector, cells in told.items():
        if "common_fixed" in cells and "common" not in cells:
            out.append(f"{sector}：填了“其中已整改”，没有填“一般隐患”")
        elif cells.get("common_fixed", 0) > cells.get("common", 0):
            out.append(f"{sector}：其中已整改 {cells['common_fixed']} 项，多于一般隐患 {cells['common']} 项")
    return out


def doubtful(told: Told, before: Told) -> list[str]:
    """What may be, and should be looked at once more; ``before`` is last month's of the same year."""
    out = []
    for sector, cells in told.items():
        should, did = cells.get("should"), cells.get("inspected")
        if should is not None and did is not None and did > should:
            out.append(f"{sector}：实际排查 {did} 家，多于应排查 {should} 家，覆盖率将超过 100%")
        if cells.get("common", 0) > 0 and did == 0:
            out.append(f"{sector}：实际排查为 0，却有一般隐患")
        funds, earlier = cells.get("funds"), before.get(sector, {}).get("funds")
        if funds is not None and earlier is not None and funds < earlier:
            out.append(f"{sector}：累计资金 {funds} 万元，少于上月的 {earlier} 万元")
        absent = [column.name for column in COLUMNS if column.key not in cells]
        if absent:
            out.append(f"{sector}：{'、'.join(absent)}未填，按未报处理")
    out += [f"{sector}：上月有数，本月未报" for sector in before if sector not in told]
    return out


def nothing(sectors: tuple[str, ...]) -> dict[str, dict[str, Decimal]]:
    """零报告: a declared zero in every column of every sector."""
    return {sector: {column.key: Decimal(0) for column in COLUMNS} for sector in sectors}


def added(
    told: Mapping[tuple[str, int | str, str, str], Decimal], column: str, sector: str
) -> Decimal | None:
    """The sum of one column of one sector over everybody who reported it; None where nobody did."""
    found = [v for (_, _, of, key), v in told.items() if of == sector and key == column]
    return sum(found, Decimal(0)) if found else None
