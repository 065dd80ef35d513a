"""One ledger row: a Listing, or Findings. Semantics: product.md §4 "Ledger in"."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hazards.domain.cells import INVISIBLE, NUMBER, fold, read_coordinate, read_crs, read_year, tidy
from hazards.domain.dates import Span, Told, read_day
from hazards.domain.errors import Finding
from hazards.domain.findings import found
from hazards.domain.listing import Listing
from hazards.domain.template import BY_FIELD, Words

LIMITS = {"number": 100, "unit": 300, "street": 100, "document": 200, "address": 1000, "phone": 100}
LONGEST = 8000
SHORTEST = min(LIMITS.values())

# Cc except tab and line ends, lone surrogates and noncharacters break exports and PostgreSQL.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_STATE_DATE = re.compile(r"^(.*?)\((\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)\)$")
_EXTENDED = re.compile(r"^(.*?)[→\->,;\s]*延(?:期)?至\s*(.+?)$")


@dataclass(frozen=True, slots=True)
class RowTold:
    """A row before typing: template field to cell text, and the text of other columns."""

    row: int
    cells: Mapping[str, str]
    extras: Mapping[str, str]
    county: str = ""
    geometry: bytes | None = None


def read_row(told: RowTold, words: Words, today: date) -> tuple[Listing | None, list[Finding]]:
    """Type one row. The listing is None when any finding refuses the row."""
    notes: list[Finding] = []
    cells = {name: tidy(text) for name, text in told.cells.items() if text}
    say = _Say(told.row, notes)
    _check_texts(told, say)
    values: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for name, text in cells.items():
        if text and name not in _TYPED:
            values[name] = text
    if not INVISIBLE.sub("", values.get("unit", "")):
        say("unit-missing", "unit")
    if _SCIENTIFIC.fullmatch(values.get("number", "")):
        say("number-scientific", "number", values["number"])
    _read_words(cells, values, texts, words, say)
    _read_dates(cells, values, texts, say, today)
    _read_point(cells, values, say)
    _read_areas(cells, values, texts, say)
    _check_state(values, say)
    _check_order(values, say)
    if any(n.refuses for n in notes):
        return None, notes
    extras = {h: tidy(t) for h, t in told.extras.items() if tidy(t)}
    # A position without a reference system is told in CGCS2000.
    untold = _STARTS - values.keys() - ({"crs"} if "x" in values else set())
    listing = Listing(
        row=told.row,
        **values,
        county=tidy(told.county),
        texts=texts,
        extras=extras,
        geometry=told.geometry,
        untold=untold,
    )
    return listing, notes


_STARTS = frozenset({"kind", "state", "crs"})
_TYPED = frozenset(f for f, c in BY_FIELD.items() if c.holds != "text") | {"street"}


class _Say:
    """Adds findings of one row under the header that users know."""

    def __init__(self, row: int, notes: list[Finding]) -> None:
        self.row, self.notes = row, notes

    def __call__(self, code: str, field: str, value: str = "", **facts: Any) -> None:
        self.notes.append(found(code, self.row, BY_FIELD[field].header, value, **facts))


def _check_texts(told: RowTold, say: _Say) -> None:
    texts = told.cells.values()  # nearly every row passes these two looks at all of them together
    if max(map(len, texts), default=0) > SHORTEST or _CONTROL.search("\n".join(texts)):
        _check_each_text(told, say)
    for header, text in told.extras.items():
        if bad := _CONTROL.search(text):
            where, what = _CONTROL.sub("�", header), _CONTROL.sub("�", text)
            shown = f"U+{ord(bad[0]):04X}"
            say.notes.append(found("control-character", told.row, where, what, shown=shown))


def _check_each_text(told: RowTold, say: _Say) -> None:
    for name, text in told.cells.items():
        if bad := _CONTROL.search(text):
            say("control-character", name, _CONTROL.sub("�", text), shown=f"U+{ord(bad[0]):04X}")
        limit = LIMITS.get(name, LONGEST)
        if len(text) > limit:
            say("text-too-long", name, text, length=len(text), limit=limit)


def _read_words(cells: dict[str, str], values: dict, texts: dict, words: Words, say: _Say) -> None:
    if street := cells.get("street"):
        values["street"] = street
    if text := cells.get("kind"):
        kind = words.kinds.get(fold(text))
        if kind is None:
            say("unknown-category", "kind", text)
            texts["kind"] = text
        else:
            values["kind"] = kind
    sector = values.get("sector", "")
    if "kind" not in values and sector and words.kinds.get(fold(sector)) == "building":
        values["kind"] = "building"
    if text := cells.get("level"):
        level = words.levels.get(fold(text))
        if level is None:
            say("unknown-level", "level", text)
            texts["level"] = text
        else:
            values["level"] = level
    if text := cells.get("state"):
        _read_state(text, cells, values, texts, words, say)
    elif cells.get("struck_off_on"):
        values["state"] = "struck-off"


def _read_state(text: str, cells: dict, values: dict, texts: dict, words: Words, say: _Say) -> None:
    state = words.states.get(fold(text))
    if state is None and (dated := _STATE_DATE.match(unicodedata.normalize("NFKC", text))):
        # "已销号(2011-09-28)": the ledger tells the day inside the word.
        state = words.states.get(fold(dated[1]))
        if state == "struck-off":
            cells.setdefault("struck_off_on", dated[2])
        elif state in ("withdrawn", "transferred"):
            cells.setdefault("left_on", dated[2])
    if state is None:
        say("unknown-state", "state", text)
        texts["state"] = text
        if cells.get("struck_off_on"):
            values["state"] = "struck-off"
    else:
        values["state"] = state


_STRICT_END = {"listed_on": False, "found_on": False}
_NOT_AFTER_TODAY = ("listed_on", "found_on", "struck_off_on", "left_on", "extension_approved_on")
_DAYS = tuple(f for f, c in BY_FIELD.items() if c.holds == "day")


def _read_dates(cells: dict[str, str], values: dict, texts: dict, say: _Say, today: date) -> None:
    if text := cells.get("year"):
        year = read_year(text)
        if year is None:
            say("year-unknown", "year", text)
            texts["year"] = text
        else:
            values["year"] = year
    if (
        (text := cells.get("deadline"))
        and "延" in text
        and (split := _EXTENDED.match(unicodedata.normalize("NFKC", text)))
    ):
        texts["deadline"] = text
        cells["deadline"] = split[1]
        cells.setdefault("extended_to", split[2])
    for name in _DAYS:
        text = cells.get(name)
        if not text:
            continue
        span = read_day(text)
        _take_day(name, text, span, values, texts, say)
        if name in _NOT_AFTER_TODAY and span.first and span.first > today:
            say("date-future", name, text, today=today.isoformat())


def _take_day(name: str, text: str, span: Span, values: dict, texts: dict, say: _Say) -> None:
    if span.told is Told.IMPOSSIBLE:
        say("date-impossible", name, text)
    elif span.told is Told.AMBIGUOUS:
        say("date-ambiguous", name, text)
    elif span.told is Told.UNKNOWN:
        say("date-unknown", name, text)
        texts[name] = text
    elif span.first and span.last:
        values[name] = span.last if _STRICT_END.get(name, True) else span.first
        if span.told is Told.SPAN:
            say("date-incomplete", name, text, taken=values[name].isoformat())
            texts[name] = text


def _read_point(cells: dict[str, str], values: dict, say: _Say) -> None:
    crs: str | None = "CGCS2000"
    if text := cells.get("crs"):
        crs = read_crs(text)
        if crs is None:
            say("crs-unknown", "crs", text)
        else:
            values["crs"] = crs
    taken: dict[str, float] = {}
    for name in ("x", "y"):
        if text := cells.get(name):
            value, plain = read_coordinate(text)
            if value is None:
                say("coordinate-invalid", name, text)
                return
            taken[name] = value
            if not plain:
                say("coordinate-form", name, text, taken=f"{value:.6f}")
    if not taken or crs is None:
        return
    if len(taken) == 1:
        say("coordinate-incomplete", "x" if "x" in taken else "y", cells["x" if "x" in taken else "y"])
        return
    if not crs.startswith("EPSG") and not _degrees_plausible(taken["x"], taken["y"], cells, say):
        return
    values.update(taken)


def _degrees_plausible(x: float, y: float, cells: dict[str, str], say: _Say) -> bool:
    if x == 0 and y == 0:
        say("coordinate-zero", "x", cells["x"])
    elif abs(y) > 54 and 3 <= abs(x) <= 54:
        say("coordinate-swapped", "x", f"{cells['x']},{cells['y']}")
    elif not 73 <= x <= 136:
        say("coordinate-range", "x", cells["x"])
    elif not 3 <= y <= 54:
        say("coordinate-range", "y", cells["y"])
    else:
        return True
    return False


def _read_areas(cells: dict[str, str], values: dict, texts: dict, say: _Say) -> None:
    for name in ("illegal_area", "disposed_area"):
        text = cells.get(name)
        if not text:
            continue
        told = (
            unicodedata.normalize("NFKC", text)
            .replace(",", "")
            .strip()
            .removesuffix("平方米")
            .removesuffix("m2")
        )
        if NUMBER.fullmatch(told.strip()):
            if float(told) < 0:
                say("area-invalid", name, text)
            else:
                values[name] = float(told)
        elif told.strip("+-").casefold() in ("nan", "inf") or re.fullmatch(
            r"[+-]?\d+(\.\d+)?e[+-]?\d+", told.casefold()
        ):
            say("area-invalid", name, text)
        else:
            say("area-unknown", name, text)
            texts[name] = text


def _check_state(values: dict, say: _Say) -> None:
    state = values.get("state", "open")
    if state == "open":
        for name in ("struck_off_on", "left_on"):
            if name in values:
                say("state-contradicts", name, values[name].isoformat())
    elif state == "struck-off" and "struck_off_on" not in values:
        say("strike-off-undated", "struck_off_on")
    elif state in ("withdrawn", "transferred") and "left_on" not in values:
        say("left-undated", "left_on")


def _check_order(values: dict, say: _Say) -> None:
    listed, deadline, until = (values.get(n) for n in ("listed_on", "deadline", "extended_to"))
    approved = values.get("extension_approved_on")
    if listed:
        told = {"listed": listed.isoformat()}
        if deadline and deadline < listed:
            say("deadline-before-listing", "deadline", deadline.isoformat(), **told)
        for name in ("struck_off_on", "left_on"):
            if values.get(name) and values[name] < listed:
                say("closed-before-listing", name, values[name].isoformat(), **told)
        if approved and approved < listed:
            say("approval-before-listing", "extension_approved_on", approved.isoformat(), **told)
        if values.get("found_on") and values["found_on"] > listed:
            say("found-after-listing", "found_on", values["found_on"].isoformat(), **told)
    if until and not approved:
        say("extension-unapproved", "extended_to", until.isoformat(), until=until.isoformat())
    elif until and approved and deadline and approved > deadline:
        say("extension-late", "extension_approved_on", approved.isoformat(), deadline=deadline.isoformat())
    if until and deadline and until <= deadline:
        say("extension-not-later", "extended_to", until.isoformat(), deadline=deadline.isoformat())
