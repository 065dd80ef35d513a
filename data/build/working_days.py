"""Write data/calendar/days.csv: the days on which weekday and work part company.

Run: ``.venv/bin/python data/build/working_days.py`` (needs chinesecalendar, build time only).

Three kinds of row, each set complete by itself, so a date may stand twice:
  rest       a Monday to Friday off by the State Council's yearly notice (statutory days included)
  work       a Saturday or Sunday worked in exchange
  statutory  a day that is itself a holiday under the holiday rules in force that year, also on a weekend
A working day is therefore: a weekday without a ``rest`` row, or a day with a ``work`` row.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from chinese_calendar import constants as published

HERE = Path(__file__).resolve().parent
FIRST_YEAR, LAST_YEAR = 2004, 2026

# Spring Festival (lunar 1-1), Dragon Boat (5-5) and Mid-Autumn (8-15) of each year as (month, day).
LUNAR = {
    2004: ((1, 22), (6, 22), (9, 28)),
    2005: ((2, 9), (6, 11), (9, 18)),
    2006: ((1, 29), (5, 31), (10, 6)),
    2007: ((2, 18), (6, 19), (9, 25)),
    2008: ((2, 7), (6, 8), (9, 14)),
    2009: ((1, 26), (5, 28), (10, 3)),
    2010: ((2, 14), (6, 16), (9, 22)),
    2011: ((2, 3), (6, 6), (9, 12)),
    2012: ((1, 23), (6, 23), (9, 30)),
    2013: ((2, 10), (6, 12), (9, 19)),
    2014: ((1, 31), (6, 2), (9, 8)),
    2015: ((2, 19), (6, 20), (9, 27)),
    2016: ((2, 8), (6, 9), (9, 15)),
    2017: ((1, 28), (5, 30), (10, 4)),
    2018: ((2, 16), (6, 18), (9, 24)),
    2019: ((2, 5), (6, 7), (9, 13)),
    2020: ((1, 25), (6, 25), (10, 1)),
    2021: ((2, 12), (6, 14), (9, 21)),
    2022: ((2, 1), (6, 3), (9, 10)),
    2023: ((1, 22), (6, 22), (9, 29)),
    2024: ((2, 10), (6, 10), (9, 17)),
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
}

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def rules_in_force(year: int) -> str:
    """Title of the 放假办法 version that applied in ``year``."""
    if year < 2008:
        return "全国年节及纪念日放假办法(1999年修订)"
    if year < 2014:
        return "全国年节及纪念日放假办法(2007年修订)"
    if year < 2025:
        return "全国年节及纪念日放假办法(2013年修订)"
    return "全国年节及纪念日放假办法(2024年修订)"


def tomb_sweeping(year: int) -> date:
    """清明 of 2004-2026: 4 April in the first two years of a leap cycle, else 5 April."""
    return date(year, 4, 4 if year % 4 < 2 else 5)


def statutory(year: int) -> list[tuple[date, str]]:
    """The holidays of all citizens themselves: 10 days until 2007, 11 until 2024, then 13."""
    spring, dragon, moon = (date(year, *day) for day in LUNAR[year])
    eve_counts = 2008 <= year < 2014 or year >= 2025
    first = spring - timedelta(days=1) if eve_counts else spring
    spring_days = 4 if year >= 2025 else 3
    labour_days = 3 if year < 2008 else 1 if year < 2025 else 2
    days = [(date(year, 1, 1), "元旦")]
    days += [(first + timedelta(days=n), "春节") for n in range(spring_days)]
    days += [(date(year, 5, n + 1), "劳动节") for n in range(labour_days)]
    days += [(date(year, 10, n + 1), "国庆节") for n in range(3)]
    if year >= 2008:
        days += [(tomb_sweeping(year), "清明节"), (dragon, "端午节"), (moon, "中秋节")]
    names: dict[date, str] = {}
    for day, name in days:  # 2009 and 2020: Mid-Autumn fell into National Day
        names[day] = f"{names[day]}、{name}" if day in names else name
    return sorted(names.items())


def rows() -> Iterator[tuple[date, str, str, str]]:
    library = f"国务院办公厅当年节假日安排通知(据 chinesecalendar {version('chinesecalendar')})"
    for day, name in published.holidays.items():
        if day.weekday() < 5:
            yield day, "rest", NAMES[name], library
    for day, name in published.workdays.items():
        if day.weekday() >= 5:
            yield day, "work", f"{NAMES[name]}调休上班", library
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for day, name in statutory(year):
            yield day, "statutory", name, rules_in_force(year)


def main() -> None:
    path = HERE.parent / "calendar" / "days.csv"
    found = [row for row in rows() if FIRST_YEAR <= row[0].year <= LAST_YEAR]
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["date", "kind", "name", "source"])
        table.writerows((day.isoformat(), *rest) for day, *rest in sorted(found))
    print(f"{path.name}: {len(found)} rows, last published year {LAST_YEAR}")


if __name__ == "__main__":
    main()
