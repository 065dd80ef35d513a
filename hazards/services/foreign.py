"""Foreign rows: a street brings in its own cases only; the row of another stays out (code ``scope``)."""

from collections.abc import Mapping, Sequence
from typing import Any

from hazards.domain.errors import Finding
from hazards.domain.findings import found
from hazards.domain.jurisdiction import Register
from hazards.services.access import Scope
from hazards.services.drafts import Row, Verdict

NOBODY = "所属街镇"
"""Said where naming the street would tell something about a case out of sight."""


def refuse_rows(scope: Scope, rows: Sequence[Row], notes: list[Finding], held: Register) -> None:
    """Refuse rows whose street, told or found, is not the actor's; unplaced ones are nobody's."""
    if scope.everything:
        return
    for row in rows:
        if row.verdict is Verdict.REFUSED or row.listing is None or owns(scope, row.placement.lead):
            continue
        key = row.placement.lead
        row.verdict = Verdict.REFUSED
        named = NOBODY if key is None else held[key].name
        notes.append(found("scope", row.number, "属地街道", row.listing.street, street=named))


def refuse_known(scope: Scope, row: Row, held: Mapping[str, Any], notes: list[Finding]) -> bool:
    """Refuse a row that would touch somebody else's case; nothing of that case is told."""
    if scope.everything or scope.leads(held):
        return False
    row.verdict, row.case_id, row.live, row.version = Verdict.REFUSED, None, False, 0
    assert row.listing is not None
    notes.append(found("scope", row.number, "编号", row.listing.number, street=NOBODY))
    return True


def owns(scope: Scope, lead: int | None) -> bool:
    return scope.everything or (scope.jurisdictions is not None and lead in scope.jurisdictions)
