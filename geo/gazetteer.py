"""Place names: which street or town people mean, under any of its names and on a given day.

Silence is better than a guess: two units that fit equally well match nothing, and a street is never
found outside the county somebody named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

COUNTY_TYPES = frozenset({"区", "县", "县级市", "旗", "市辖区", "自治县"})
UPPER_TYPES = COUNTY_TYPES | {"省", "市", "自治区", "直辖市", "地级市", "自治州", "地区", "盟"}
VILLAGE_TYPES = frozenset({"村", "社区", "居委会", "村委会"})
_CACHE = 200_000  # a ledger of 100,000 rows repeats its streets and many of its addresses


@dataclass(frozen=True, slots=True)
class Place:
    """One unit: valid from ``valid_from`` (None: always) until before ``valid_to`` (None: still).

    ``key`` is the caller's; ``parent`` the key above; ``names`` are aliases and former names.
    """

    key: int
    name: str
    type: str
    parent: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    names: tuple[str, ...] = ()

    def valid(self, on: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Match:
    """The unit meant, or None, and how we know.

    ``how``: "name", "alias", "short" (南汇 for 南汇街道), "historic" (a unit not valid on the day),
    "village" (by a village or community of the unit), "ambiguous", "none".
    """

    key: int | None
    how: str


NONE, AMBIGUOUS = Match(None, "none"), Match(None, "ambiguous")

_OFFICE = re.compile(r"(?<=街道|.[镇乡])(?:办事处|办公室|办|人民政府|政府)$")
_TYPE = re.compile(r"(?:街道|地区|镇|乡)$")
_VILLAGE = re.compile(r"(?:社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|社区|村)$")
# A city or county at the head of an address, and what ends like one but is none.
_REGION = re.compile(r"(?:(?![街路镇乡村号道])[一-龥]){2,4}?(?:[区县]|市(?!场))")
_NO_REGION = re.compile(
    r"(?:工业|开发|小|园|新|社|城|郊|库|景|厂|矿|港|老|街|片|地|林|校|院|辖|市|宅|功能|产业)区$"
)


@lru_cache(maxsize=_CACHE)
def plain(text: str) -> str:
    """A name as typed, without what cannot be seen: NFKC, no spaces, no zero-width characters."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "ZC")


class Gazetteer:
    """All places of a store. Immutable once made; answers are remembered.

    Args:
        places: every unit, upper ones and historic ones included. A place of type 村 or 社区 is
            a way to its parent, never an answer itself.
        villages: more of them, as (name, key of the street).
    """

    def __init__(self, places: Iterable[Place], villages: Iterable[tuple[str, int]] = ()) -> None:
        given = list(places)
        self._places = {place.key: place for place in given if place.type not in VILLAGE_TYPES}
        self._lower: dict[str, list[tuple[str, Place]]] = {}
        self._upper: dict[str, list[tuple[str, Place]]] = {}
        for place in self._places.values():
            self._add(place)
        self._villages: dict[str, set[int]] = {}
        below = [(p.name, p.parent) for p in given if p.type in VILLAGE_TYPES and p.parent is not None]
        for name, street in [*villages, *below]:
            for form in _village_forms(name):
                self._villages.setdefault(form, set()).add(street)
        full = {name for name, found in self._lower.items() if any(how != "short" for how, _ in found)}
        # In running text a name needs its suffix: 五马 is also a shopping street, 乡 a word.
        self._spotted = _Spotter(name for name in full if _TYPE.search(name) and len(name) > 2)
        self._spotted_villages = _Spotter(name for name in self._villages if len(name) > 2)
        self._above = {key: self._chain(key) for key in self._places}
        self._match_cached = lru_cache(maxsize=_CACHE)(self._match)
        self._find_cached = lru_cache(maxsize=_CACHE)(self._find)

    def _add(self, place: Place) -> None:
        index = self._upper if place.type in UPPER_TYPES else self._lower
        name = plain(place.name)
        forms = [("name", name), *(("alias", plain(other)) for other in place.names)]
        short = _TYPE.sub("", name)
        if index is self._lower and short != name and len(short) > 1:
            forms.append(("short", short))
        for how, form in forms:
            if form:
                index.setdefault(form, []).append((how, place))

    def _chain(self, key: int) -> frozenset[int]:
        seen: set[int] = set()
        at: int | None = key
        while at is not None and at in self._places and at not in seen:
            seen.add(at)
            at = self._places[at].parent
        return frozenset(seen)

    # -------------------------------------------------------------- questions
    def match(self, text: str | None, *, on: date | None = None, within: int | None = None) -> Match:
        """The street, town or township a cell names: "五马街道", "南汇", "温州市鹿城区 七都镇政府".

        Args:
            text: one name, perhaps with the names above it in front.
            on: the day meant. A unit valid on it goes first, else the latest one; None: the latest.
            within: key of the county (or city) the unit must lie in.
        """
        return self._match_cached(plain(text), on, within) if text else NONE

    def find_in_text(self, text: str | None, *, on: date | None = None, within: int | None = None) -> Match:
        """The one street, town or village named inside an address; two different ones: ambiguous.

        A street's own name goes before a village's. An address that names another county, or one
        we do not know, gives "none".
        """
        return self._find_cached(plain(text), on, within) if text else NONE

    def county(self, text: str | None) -> int | None:
        """The key of the county a cell names: "鹿城区", "温州市鹿城区"; None if unknown or ambiguous."""
        rest, key = self._without_upper(plain(text or ""), None)
        return key if not rest and key is not None and self._places[key].type in COUNTY_TYPES else None

    # -------------------------------------------------------------- how
    def _match(self, name: str, on: date | None, within: int | None) -> Match:
        found = self._select(self._lower.get(name, []), on, within)
        if found is not NONE:
            return found
        rest, county = self._without_upper(name, within)
        if county is None and rest != name:
            return NONE
        rest = _OFFICE.sub("", rest)
        return self._select(self._lower.get(rest, []), on, county) if rest != name else NONE

    def _without_upper(self, name: str, within: int | None) -> tuple[str, int | None]:
        """The name without province, city and county in front, and the narrowest of them.

        (rest, None) where they contradict ``within`` or one another.
        """
        at = within
        while name:
            heads = [form for form in self._upper if name.startswith(form)]
            if not heads:
                break
            head = max(heads, key=len)
            chains = [place.key for _, place in self._upper[head]]
            inner = [key for key in chains if at is None or at in self._above[key]]
            outer = [key for key in chains if at is not None and key in self._above[at]]
            if not inner and not outer:
                return name[len(head) :], None
            at = inner[0] if len(set(inner)) == 1 else at
            name = name[len(head) :]
        return name, at

    def _select(self, found: list[tuple[str, Place]], on: date | None, within: int | None) -> Match:
        """The best of the places going by one name: own name, then alias, then short form."""
        for rank in ("name", "alias", "short"):
            places = {p.key: p for how, p in found if how == rank and self._is_in(p.key, within)}
            if not places:
                continue
            best = [p for p in places.values() if on is not None and p.valid(on)]
            how = rank
            if not best:
                latest = max(p.valid_to or date.max for p in places.values())
                best = [p for p in places.values() if (p.valid_to or date.max) == latest]
                ended = latest != date.max
                how = "historic" if ended or on is not None else rank
            return Match(best[0].key, how) if len(best) == 1 else AMBIGUOUS
        return NONE

    def _is_in(self, key: int, within: int | None) -> bool:
        return within is None or within in self._above[key]

    def _find(self, text: str, on: date | None, within: int | None) -> Match:
        rest, county = self._without_upper(text, within)
        ours = self._spotted.at(rest, 0) or self._spotted_villages.at(rest, 0)
        region = None if ours else _REGION.match(rest)
        if (rest != text and county is None) or (region and not _NO_REGION.search(region.group())):
            return NONE
        within = county
        found = self._agree(
            self._spotted.spot(text), lambda name: self._select(self._lower[name], on, within)
        )
        if found is NONE:
            found = self._agree(self._spotted_villages.spot(text), lambda name: self._village(name, within))
        return found

    def _village(self, name: str, within: int | None) -> Match:
        streets = [key for key in self._villages[name] if key in self._places and self._is_in(key, within)]
        if len(streets) == 1:
            return Match(streets[0], "village")
        return AMBIGUOUS if streets else NONE

    @staticmethod
    def _agree(names: list[str], ask: Callable[[str], Match]) -> Match:
        answers = [answer for name in names if (answer := ask(name)) is not NONE]
        if not answers:
            return NONE
        return answers[0] if len({a.key for a in answers}) == 1 else AMBIGUOUS


class _Spotter:
    """Finds names of a fixed set inside text, at each place the longest."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = set(names)
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)
        self._starts = {name[:2] for name in self._names}

    def at(self, text: str, start: int) -> str | None:
        if text[start : start + 2] not in self._starts:
            return None
        return next((n for k in self._lengths if (n := text[start : start + k]) in self._names), None)

    def spot(self, text: str) -> list[str]:
        found, start = [], 0
        while start < len(text):
            name = self.at(text, start)
            if name:
                found.append(name)
            start += len(name) if name else 1
        return found


def _village_forms(name: str) -> set[str]:
    """老涂村委会 is 老涂村 in an address; 鼓楼社区居委会 is 鼓楼社区."""
    full = plain(name)
    core = _VILLAGE.sub("", full)
    if core.endswith("村"):
        return {full, core}
    if full.endswith(("村委会", "村民委员会", "村")):
        return {full, f"{core}村", f"{core}村委会"}
    if full.endswith(("社区", "居委会", "居民委员会")):
        return {full, f"{core}社区", f"{core}居委会"}
    return {full}
