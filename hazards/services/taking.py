"""Taking a checked ledger: one atomic transaction, every case with the events of its history."""

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import Any

import orjson
from sqlalchemy import insert

from hazards.domain.errors import Refusal
from hazards.domain.listing import Listing
from hazards.domain.roles import KEEPERS, STREET
from hazards.domain.stages import stage_of
from hazards.domain.unit import core
from hazards.services import clock, foreign
from hazards.services.access import Scope, operation
from hazards.services.drafts import Draft, Row, Verdict
from hazards.services.intake import Progress, quiet
from hazards.storage import cases, events, register, trail
from hazards.storage import tables as t
from hazards.storage.memory import uncollected
from hazards.storage.store import Store


class Moved(Refusal):
    code = "store-moved"
    says = "核对之后，台账已被他人更新。"
    remedy = "请重新核对后再确认入库。"


@operation("导入台账", KEEPERS | STREET)
@uncollected()
def commit(
    store: Store,
    scope: Scope,
    draft: Draft,
    *,
    only: Collection[int] | None = None,
    items: bool = True,
    same_units: Mapping[tuple[str, str], bool] | None = None,
    progress: Progress = quiet,
) -> int | None:
    """Write the accepted rows of a draft together; refused ones stay out.

    Args:
        only: row numbers to take among the accepted; None takes them all.
        items: whether proposed items (整治明细) are kept as such.
        same_units: what a person answered about (name told, name known).

    Returns:
        The id of the import, or None where nothing was to be written.

    Raises:
        Moved: store or post changed since the draft was made, so its verdicts may be wrong.
    """
    rows = [
        r
        for r in draft.rows
        if r.verdict in (Verdict.NEW, Verdict.CHANGED) and (only is None or r.number in only)
    ]
    if not rows and not same_units:
        return None
    if not all(foreign.owns(scope, r.placement.lead) for r in rows):
        raise Moved  # the actor's post changed since the draft was made
    progress("写入台账", 0.8)
    return store.write(lambda c: _Taking(c, scope, draft, items, same_units or {}, progress).run(rows))


class _Taking:
    def __init__(
        self,
        connection: Any,
        scope: Scope,
        draft: Draft,
        items: bool,
        same: Mapping[tuple[str, str], bool],
        progress: Progress,
    ) -> None:
        self.connection, self.scope, self.draft, self.items, self.same = connection, scope, draft, items, same
        self.progress = progress
        self.entered_at = clock.stamp()
        self.today = clock.today()
        self.events: list[dict[str, Any]] = []

    def run(self, rows: Sequence[Row]) -> int:
        self._still_true(rows)
        draft = self.draft
        self.import_id = self.connection.execute(
            insert(t.imports)
            .values(
                file_name=draft.file_name,
                sha256=draft.sha256,
                entered_at=self.entered_at,
                actor=self.scope.actor,
                rows=len(draft.rows),
                accepted=len(rows),
                refused=draft.refused,
                unchanged=draft.unchanged,
            )
            .returning(t.imports.c.id)
        ).scalar_one()
        self._answer()
        self._add([r for r in rows if r.verdict is Verdict.NEW])
        self._change([r for r in rows if r.verdict is Verdict.CHANGED])
        cases.add(self.connection, t.events, self.events)
        return self.import_id

    def _still_true(self, rows: Sequence[Row]) -> None:
        identities = [r.identity for r in rows]
        known = cases.known(self.connection, identities)
        for row in rows:
            assert row.listing is not None
            held = known.get(row.identity)
            if (held[0] if held else None) != row.case_id or (held and held[3] != row.version):
                raise Moved

    # ------------------------------------------------------------ units
    def _answer(self) -> None:
        for (told, known), same in self.same.items():
            self.connection.execute(
                insert(t.unit_answers).values(
                    one=told, other=known, same=same, entered_at=self.entered_at, actor=self.scope.actor
                )
            )

    def _units(self, names: Sequence[str]) -> dict[str, int]:
        wanted = list(dict.fromkeys(names))
        known = cases.unit_by_name(self.connection, wanted)
        joined = {told: other for (told, other), same in self.same.items() if same}
        fresh = [n for n in wanted if n not in known and n not in joined]
        start = cases.next_id(self.connection, t.units)
        places = register.load(self.connection).place_names() if fresh else frozenset()
        if fresh:
            made = [
                {"id": start + n, "name": name, "core": core(name, places), "credit_code": ""}
                for n, name in enumerate(fresh)
            ]
            cases.add(self.connection, t.units, made)
            known.update({name: start + n for n, name in enumerate(fresh)})
        named = [{"name": n, "unit_id": known[n]} for n in fresh]
        for told, other in joined.items():
            if told in wanted and told not in known:
                key = known.get(other) or cases.unit_by_name(self.connection, [other]).get(other)
                if key is None:
                    raise Moved
                known[told] = key
                named.append({"name": told, "unit_id": key})
        if named:
            cases.add(self.connection, t.unit_names, named)
        return known

    # ------------------------------------------------------------ new cases
    def _add(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        units = self._units([r.listing.unit for r in rows if r.listing])
        first = cases.next_id(self.connection, t.cases)
        made: list[dict[str, Any]] = []
        beside: dict[str, list[dict[str, Any]]] = {n: [] for n in _SIDES}
        for n, row in enumerate(rows):
            listing = row.listing
            assert listing is not None
            case_id = first + n
            case = self._case(case_id, row, listing, units[listing.unit])
            sides = self._sides(case_id, row, listing)
            known = len(self.events)
            self._history(case_id, listing)
            trail.born(case, sides, self.events[known:])
            made.append(case)
            for name, values in sides.items():
                beside[name] += values
        for start in range(0, len(made), cases.BULK):
            cases.add(self.connection, t.cases, made[start : start + cases.BULK])
            self.progress("写入台账", 0.8 + 0.15 * (start + cases.BULK) / max(len(made), cases.BULK))
        for name, values in beside.items():
            if values:
                cases.add(self.connection, _SIDES[name], values)

    def _sides(self, case_id: int, row: Row, listing: Listing) -> dict[str, list[dict[str, Any]]]:
        """What stands beside the row of a new case, by table."""
        told: dict[str, list[dict[str, Any]]] = {}
        place = row.placement
        if self.items and row.items:
            told["items"] = [
                {"case_id": case_id, "position": k, "told_in": column, "text": text}
                for k, (column, text) in enumerate(row.items, 1)
            ]
        if listing.extended_to and listing.extension_approved_on:
            days = {"until": listing.extended_to, "approved_on": listing.extension_approved_on}
            told["extensions"] = [{"case_id": case_id, **days, "event_id": 0}]
        if place.footprint:
            area = {"area_m2": place.area_m2 or 0.0, "source_crs": "CGCS2000"}
            told["footprints"] = [{"case_id": case_id, "position": 1, "wkb": place.footprint, **area}]
        if place.co:
            told["case_jurisdictions"] = [{"case_id": case_id, "jurisdiction_id": key} for key in place.co]
        return told

    def _case(self, case_id: int, row: Row, listing: Listing, unit_id: int) -> dict[str, Any]:
        place = row.placement
        return {
            **dict(zip(_SHARED, _GET(listing), strict=True)),
            "id": case_id,
            "identity": row.identity,
            "unit_id": unit_id,
            "lead_id": place.lead,
            "placed_by": place.by,
            "placed_at_m": place.distance_m,
            "lon": place.lon,
            "lat": place.lat,
            "body": "",
            "struck_off_origin": "imported" if listing.state == "struck-off" else "",
            "texts": orjson.dumps(listing.texts).decode() if listing.texts else "",
            "extras": orjson.dumps(listing.extras).decode() if listing.extras else "",
            "live": False,
            "stage": stage_of(listing.state),
            "imported_digest": row.digest,
            "version": 1,
        }

    def _history(self, case_id: int, listing: Listing) -> None:
        """What a ledger row says happened, as events marked imported."""
        self._event(case_id, "registered", listing.found_on or listing.listed_on, listing.values())
        if listing.listed_on or listing.document or listing.level:
            told = {"level": listing.level, "document": listing.document, "batch": listing.batch}
            self._event(case_id, "listed", listing.listed_on, told)
        if listing.extended_to and listing.extension_approved_on:
            self._event(case_id, "extended", listing.extension_approved_on, {"until": listing.extended_to})
        if listing.state == "struck-off":
            self._event(case_id, "struck-off", listing.struck_off_on, {})
        elif listing.state in ("withdrawn", "transferred"):
            self._event(case_id, listing.state, listing.left_on, {"why": listing.left_why})

    def _event(self, case_id: int, action: str, acted_on: Any, data: Mapping[str, Any]) -> None:
        told = {"case_id": case_id, "acted_on": acted_on, "import_id": self.import_id, "data": data}
        told.update(self.scope.signature, entered_at=self.entered_at, origin=events.IMPORTED)
        self.events.append(events.row(action, **told))

    # ------------------------------------------------------------ known cases
    def _change(self, rows: Sequence[Row]) -> None:
        changed = []
        for row in rows:
            listing, case_id = row.listing, row.case_id
            assert listing is not None
            assert case_id is not None
            values: dict[str, Any] = {"id": case_id}
            for name, (_, value) in row.changes.items():
                if isinstance(value, dict):
                    value = orjson.dumps(value).decode() if value else ""
                values[name] = value
            if "unit" in values:
                values["unit_id"] = self._units([listing.unit])[listing.unit]
            if not row.live:
                values["imported_digest"] = row.digest
                self._settle(row, listing, values)
            changed.append(values)
            data = {name: [before, after] for name, (before, after) in row.changes.items()}
            self._event(case_id, "described" if row.live else "amended", self.today, data)
        cases.change(self.connection, changed)
        self._extend(
            [r for r in rows if not r.live and {"extended_to", "extension_approved_on"} & r.changes.keys()]
        )

    def _extend(self, rows: Sequence[Row]) -> None:
        """The approval may come with a later file than the new deadline, so what is held decides."""
        for case_id, held in cases.by_ids(self.connection, [r.case_id or 0 for r in rows]).items():
            until, approved = held["extended_to"], held["extension_approved_on"]
            cases.set_extension(self.connection, case_id, 0, until, approved)

    def _settle(self, row: Row, listing: Listing, values: dict[str, Any]) -> None:
        """What follows from the changed cells of a case that is only imported history."""
        place = row.placement
        if {"street", "x", "y", "crs", "address", "county"} & set(row.changes) and (
            place.lead or listing.street
        ):
            values.update(lead_id=place.lead, placed_by=place.by, placed_at_m=place.distance_m)
            if place.lon is not None:
                values.update(lon=place.lon, lat=place.lat)
        if "state" in row.changes:
            values["struck_off_origin"] = "imported" if listing.state == "struck-off" else ""
            values["stage"] = stage_of(listing.state)
            # The days of the state it no longer has would contradict the one it has.
            if listing.state != "struck-off":
                values["struck_off_on"] = None
            if listing.state not in ("withdrawn", "transferred"):
                values.update(left_on=None, left_why="")
        if self.items and "content" in row.changes:
            cases.set_items(self.connection, row.case_id or 0, row.items)


_SIDES = {x.name: x for x in (t.items, t.extensions, t.footprints, t.case_jurisdictions)}


_OWN = Listing.__dataclass_fields__.keys() - {"texts", "extras", "row"}
_SHARED = tuple(c.name for c in t.cases.columns if c.name in _OWN)
_GET = attrgetter(*_SHARED)
