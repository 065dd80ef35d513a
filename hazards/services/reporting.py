"""Rates (整改率) of any cut-off, population and grouping: the table of product.md C8."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hazards.domain import counting
from hazards.domain.cells import in_order
from hazards.domain.counting import MEASURES, Cutoff
from hazards.domain.jurisdiction import UPPER_TYPES, Jurisdiction
from hazards.domain.rates import RULE, Line
from hazards.domain.roles import EVERYONE
from hazards.domain.series import series
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count, sight
from hazards.storage.snapshot import LEVELS
from hazards.storage.store import Store

DEFAULT_TARGET = 95
UNPLACED = "未定属地"
UNTOLD = "未填写"
PLACES = ("street", "district", "city", "province")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of the register, 区直 and 未定属地 last; they add up to the total."""

    asked: Asked
    rows: list[Line]
    total: Line
    whole: bool = True
    """Whether every case is in sight; of a part nothing is ranked."""

    def public(self) -> dict[str, Any]:
        return {
            "as_of": self.asked.cutoff.on.isoformat(),
            "rule": RULE,
            "rows": [r.public() for r in self.rows],
            "total": self.total.public(),
        }

    def ranked(self) -> list[tuple[int | None, Line]]:
        """(rank, row), best first; equal rates share a rank.

        Empty populations have no rank; 区直 and 未定属地 end the table unranked; so does all of a part.
        """
        judged = [r for r in self.rows if r.rate.whole and not r.aside]
        judged.sort(key=lambda r: (-Fraction(r.rate.part, r.rate.whole), -r.rate.whole))
        out: list[tuple[int | None, Line]] = []
        for n, row in enumerate(judged, 1):
            same = (
                bool(out) and out[-1][1].rate.part * row.rate.whole == row.rate.part * out[-1][1].rate.whole
            )
            out.append(((out[-1][0] if same else n) if self.whole else None, row))
        empty = [r for r in self.rows if not r.rate.whole and not r.aside]
        return out + [(None, r) for r in [*empty, *(r for r in self.rows if r.aside)]]


@operation("查看整改率", EVERYONE)
def rates(store: Store, scope: Scope, asked: Asked) -> Table:
    """The rate of every unit or word of the question's grouping, and the total."""
    return table(count(store, scope, asked))


def table(counted: Counted) -> Table:
    """The same of a question already counted; the total is the sum of the rows."""
    rows = _places(counted) if counted.asked.by in PLACES else _words(counted)
    totals = {m: sum(r.counts[m] for r in rows) for m in MEASURES}
    total = Line(None, "合计", totals, target(counted, None))
    return Table(counted.asked, rows, total, counted.scope.everything)


def target(counted: Counted, key: int | None) -> int:
    """The rate to reach in percent: a unit's own for the year, else its district's, else 95."""
    year = counted.asked.population or counted.asked.cutoff.on.year
    chain: list[int] = []
    if key is not None:
        chain.append(key)
        for kind in ("district", "city", "province"):
            above = counted.register.above(key, kind)
            if above is not None and above not in chain:
                chain.append(above)
    elif len(districts := counted.register.districts()) == 1:
        chain = [districts[0].key]
    for unit in chain:
        if (unit, year) in counted.targets:
            return counted.targets[unit, year][1]
    return DEFAULT_TARGET


def _places(counted: Counted) -> list[Line]:
    at, keys = counted.places
    counts = counting.tally(counted.masks, at, len(keys), counted.keep)
    told = {key: {m: int(counts[m][n]) for m in MEASURES} for n, key in enumerate(keys)}
    none = dict.fromkeys(MEASURES, 0)
    rows = []
    for unit in expected(counted):
        seen = told.pop(unit.key, none)
        if unit.type == "区直" and not any(seen.values()):
            continue
        rows.append(_line(counted, unit, seen))
    unplaced = told.pop(0, none)
    for key, seen in told.items():  # a lead outside the expected rows must still add up
        if any(seen.values()):
            rows.append(_line(counted, counted.register[key], seen))
    if any(unplaced.values()):
        rows.append(Line(None, UNPLACED, unplaced, target(counted, None), "-", aside=True))
    return rows


def expected(counted: Counted) -> list[Jurisdiction]:
    """The units a table has a row for, in the order of the register."""
    from hazards.services import clock

    by, held = counted.asked.by, counted.register
    on = counted.asked.cutoff.on if counted.asked.boundaries == "then" else clock.today()
    if by == "street":
        units = held.streets(on)
    else:
        units = [u for u in held.units.values() if UPPER_TYPES.get(u.type) == by and u.valid(on)]
        units.sort(key=lambda u: (u.code or "~", u.key))
    allowed = counted.scope.jurisdictions
    return [u for u in units if allowed is None or held.within(u.key) & allowed]


def _line(counted: Counted, unit: Jurisdiction, counts: dict[str, int]) -> Line:
    return Line(unit.code, unit.name, counts, target(counted, unit.key), unit.key, aside=unit.type == "区直")


def _words(counted: Counted) -> list[Line]:
    at, words = counted.groups
    counts = counting.tally(counted.masks, at, max(len(words), 1), counted.keep)
    rows = []
    order = sorted(range(len(words)), key=lambda n: in_order(words[n]))
    if counted.asked.by == "level":
        order = [*range(len(LEVELS) - 1, 0, -1), 0]
    for n in order:
        seen = {m: int(counts[m][n]) for m in MEASURES}
        if any(seen.values()):
            word = words[n] or None
            rows.append(Line(word, word or UNTOLD, seen, target(counted, None), word or "-", aside=not word))
    return rows


@operation("查看整改率曲线", EVERYONE)
def curve(store: Store, scope: Scope, asked: Asked, months: int = 24) -> list[tuple[date, Line]]:
    """The total at each of the last month-ends and at the cut-off, each for its own year to date."""
    counted = count(store, scope, asked)
    ends, on = [], asked.cutoff.on
    first = on.replace(day=1)
    for _ in range(months - 1):
        last = first - timedelta(days=1)
        ends.append(last)
        first = last.replace(day=1)
    days = [*reversed(ends), on]
    cuts = [(Cutoff(end, True), _year(asked, end)) for end in days[:-1]]
    cuts.append((asked.cutoff, _year(asked, on)))
    points = []
    counts = series(counted.snapshot.columns, cuts, sight(asked, scope, counted.snapshot))
    for end, told in zip(days, counts, strict=True):
        then = asked.but(as_of=end, year=_year(asked, end) or 0)
        one = Counted(then, counted.snapshot, counted.register, counted.targets, scope)
        seen = {m: int(told[m].sum()) for m in MEASURES}
        points.append((end, Line(None, "合计", seen, target(one, None))))
    return points


def _year(asked: Asked, on: date) -> int | None:
    return None if asked.year == 0 else on.year
