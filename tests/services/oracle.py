"""The counting rules of the product once more: slow, scalar, over plain dicts.

Written from the text of the rules alone, so that an error in hazards/domain/counting.py is not
repeated here. A case is a dict with the keys of ``CASE``; days are dates, absent ones None.
"""

from datetime import date, timedelta
from fractions import Fraction

CASE = {
    "id": 0,
    "kind": "hazard",  # hazard, building
    "level": "",  # of the first listing: 国家级 省级 市级 区级 街镇级
    "uplistings": [],  # (on, level), any order
    "lead": None,  # key of the lead jurisdiction from the beginning
    "moves": [],  # (since, key), in the order they were entered
    "year": None,  # 年度 of the batch
    "listed_on": None,
    "deadline": None,
    "extensions": [],  # (approved_on, until)
    "state": "open",  # open, struck-off, withdrawn, transferred
    "struck_off_on": None,
    "imported": False,  # the strike-off came with a ledger
    "left_on": None,
    "supervisor": "",
    "sector": "",
    "leader": "",
    "batch": "",
}
LEVELS = ["", "街镇级", "区级", "市级", "省级", "国家级"]
NEXT_DAY = timedelta(days=1)


class Oracle:
    """Answers at one cut-off: the end of ``on`` when ``ended``, else some moment during it."""

    def __init__(self, on: date, ended: bool, year: int | None) -> None:
        self.on, self.ended, self.year = on, ended, year

    # ---------------------------------------------------------------- one case
    def year_of(self, case) -> int | None:
        if case["year"]:
            return case["year"]
        return case["listed_on"].year if case["listed_on"] else None

    def known(self, case) -> bool:
        """Listed at or before the cut-off; a day not told is the first the 年度 allows."""
        if case["listed_on"]:
            return case["listed_on"] <= self.on
        return case["year"] is None or date(case["year"], 1, 1) <= self.on

    def counting_extensions(self, case, by: date):
        """(deadline in force at the end of ``by``, number of extensions that count)."""
        deadline, counted = case["deadline"], 0
        for approved, until in sorted(case["extensions"], key=lambda e: e[0]):
            if approved > by:
                break
            if deadline is None or (approved <= deadline and until > deadline):
                deadline, counted = until, counted + 1
        return deadline, counted

    def expired(self, deadline) -> bool:
        if deadline is None:
            return False
        return deadline <= self.on if self.ended else deadline < self.on

    def struck(self, case) -> bool:
        return (
            case["state"] == "struck-off" and bool(case["struck_off_on"]) and case["struck_off_on"] <= self.on
        )

    def gone(self, case, how=("withdrawn", "transferred")) -> bool:
        return case["state"] in how and bool(case["left_on"]) and case["left_on"] <= self.on

    def closed_undated(self, case) -> bool:
        told = case["struck_off_on"] if case["state"] == "struck-off" else case["left_on"]
        return case["state"] != "open" and told is None

    def open(self, case) -> bool:
        return not (self.struck(case) or self.gone(case) or self.closed_undated(case))

    def of_year(self, case) -> bool:
        return self.known(case) and (self.year is None or self.year_of(case) == self.year)

    def member(self, case) -> bool:
        return self.of_year(case) and not self.gone(case)

    def due(self, case) -> bool:
        return self.member(case) and self.expired(self.counting_extensions(case, self.on)[0])

    def on_time(self, case) -> bool:
        if not (self.due(case) and self.struck(case)):
            return False
        then, _ = self.counting_extensions(case, case["struck_off_on"])
        return then is None or case["struck_off_on"] <= then

    def carried_over(self, case) -> bool:
        if self.year is None or not self.known(case) or self.closed_undated(case):
            return False
        its = self.year_of(case)
        if its is None or its >= self.year:
            return False
        began = date(self.year, 1, 1)
        if self.on < began:
            return False  # that year has not begun
        ended = case["struck_off_on"] if case["state"] == "struck-off" else case["left_on"]
        return case["state"] == "open" or ended >= began

    def counts_as(self, case, measure: str) -> bool:
        if measure == "listed":
            return self.member(case)
        if measure == "struck_off":
            return self.member(case) and self.struck(case)
        if measure == "due":
            return self.due(case)
        if measure == "due_struck_off":
            return self.due(case) and self.struck(case)
        if measure == "on_time":
            return self.on_time(case)
        if measure == "overdue":
            return self.due(case) and self.open(case)
        if measure == "extended":
            return self.member(case) and self.counting_extensions(case, self.on)[1] > 0
        if measure in ("withdrawn", "transferred"):
            return self.of_year(case) and self.gone(case, (measure,))
        if measure == "no_deadline":
            return self.member(case) and self.counting_extensions(case, self.on)[0] is None
        if measure == "imported_struck_off":
            return self.member(case) and self.struck(case) and case["imported"]
        if measure == "carried_over":
            return self.carried_over(case)
        if measure == "carried_over_open":
            return self.carried_over(case) and self.open(case)
        if measure == "carried_over_overdue":
            overdue = self.expired(self.counting_extensions(case, self.on)[0])
            return self.carried_over(case) and self.open(case) and overdue
        raise KeyError(measure)

    def level(self, case) -> str:
        """The highest at the cut-off."""
        held = [case["level"], *(level for on, level in case["uplistings"] if on <= self.on)]
        return max(held, key=LEVELS.index)

    def lead(self, case):
        """The lead jurisdiction at the cut-off: of moves on one day the last entered."""
        lead, latest = case["lead"], date.min
        for since, key in case["moves"]:
            since = since or date.min
            if since <= self.on and since >= latest:
                lead, latest = key, since
        return lead


# -------------------------------------------------------------------- places
def stands_for(units: dict, edges: list[tuple[int, int]], key: int, on: date):
    """The unit valid ``on`` that ``key`` is, became or was; None when several could be meant.

    ``units``: key to (valid_from, valid_to); ``edges``: (old, new).
    """

    def valid(k):
        start, end = units[k]
        return (start is None or start <= on) and (end is None or on < end)

    if valid(key):
        return key
    _, end = units[key]
    forwards = end is not None and end <= on
    answers, look, seen = set(), [key], set()
    while look:
        at = look.pop()
        if at in seen:
            continue
        seen.add(at)
        if at != key and valid(at):
            answers.add(at)
            continue
        look += (
            [new for old, new in edges if old == at] if forwards else [old for old, new in edges if new == at]
        )
    return answers.pop() if len(answers) == 1 else None


# -------------------------------------------------------------------- figures
def percent(part: int, whole: int) -> float | None:
    """Half up to two decimals, exactly."""
    if not whole:
        return None
    hundredths = Fraction(part * 10000, whole)
    return float(Fraction(int(hundredths + Fraction(1, 2)), 100))


def derived(counts: dict, target: int) -> dict:
    listed, struck = counts["listed"], counts["struck_off"]
    needed = 0
    while 100 * (struck + needed) < target * listed:
        needed += 1
    return {
        "rate": percent(struck, listed),
        "due_rate": percent(counts["due_struck_off"], counts["due"]),
        "on_time_rate": percent(counts["on_time"], counts["due"]),
        "target": target,
        "met": None if not listed else 100 * struck >= target * listed,
        "needed": needed,
    }
