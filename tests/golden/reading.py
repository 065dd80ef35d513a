"""What became of the golden ledger, as plain values; ``python -m tests.golden.reading`` rewrites it.

Remedies are left out: wording may improve without anybody's data changing.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from hazards.services import intake, lists, register, reporting, taking
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from hazards.storage.migrations import migrate
from hazards.storage.store import Store

HERE = Path(__file__).parent
LEDGER, EXPECTED = HERE / "ledger.csv", HERE / "ledger.expected.json"
SHOWN = (
    "kind",
    "level",
    "year",
    "listed_on",
    "deadline",
    "extended_to",
    "state",
    "struck_off_on",
    "placed_by",
)


def reading(store: Store) -> dict[str, Any]:
    """Import the ledger into a store that knows 鹿城区, and tell what is in it then."""
    draft = intake.check(store, LOCAL_ADMIN, LEDGER)
    taking.commit(store, LOCAL_ADMIN, draft)
    page = lists.page(store, LOCAL_ADMIN, Asked(year=0, kind="all"), size=None)
    return {
        "rows": len(draft.rows),
        "accepted": draft.accepted,
        "refused": draft.refused,
        "unchanged": draft.unchanged,
        "findings": [[f.row, f.column, f.code, f.value] for f in draft.findings],
        "same_unit_questions": [list(q) for q in draft.same_unit_questions],
        "cases": [_case(store, line) for line in sorted(page.lines, key=lambda one: one.id)],
        "total": reporting.rates(store, LOCAL_ADMIN, Asked(year=0, kind="all")).public()["total"],
    }


def _case(store: Store, line: lists.CaseLine) -> dict[str, Any]:
    dossier = lists.case(store, LOCAL_ADMIN, line.id)
    told = {"unit": line.unit, "street": line.street, "light": str(line.light)}
    told |= {n: str(dossier.row[n]) for n in SHOWN if dossier.row[n] not in (None, "")}
    return told | {"texts": dossier.texts, "items": [i["text"] for i in dossier.items]}


if __name__ == "__main__":
    os.environ["HAZARDS_TODAY"] = "2026-11-21"
    with tempfile.TemporaryDirectory() as room:
        made = Store(f"sqlite:///{room}/golden.db")
        migrate(made)
        register.add_district(made, LOCAL_ADMIN, "330302")
        told = json.dumps(reading(made), ensure_ascii=False, indent=1)
        EXPECTED.write_text(told + "\n", encoding="utf-8")
