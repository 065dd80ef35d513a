"""Small ledgers in one line, taken through the real reader into a real store."""

import csv
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from hazards.services import intake, taking
from hazards.services.access import LOCAL_ADMIN
from hazards.services.drafts import Draft
from hazards.storage import cases, events
from hazards.storage import tables as t
from hazards.storage.store import Store

_FILES = count(1)


def a_file(room: Path, *rows: dict[str, str]) -> Path:
    """A csv whose columns are the keys of the rows in their first order."""
    path = room / f"台账{next(_FILES)}.csv"
    header = list(dict.fromkeys(h for row in rows for h in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def a_row(number: str = "鹿挂〔2026〕031号", **more: str) -> dict[str, str]:
    return {"编号": number, "整治单位(区域)": "晨岚模具厂", "属地街道": "五马街道", "年度": "2026", **more}


def check(store: Store, room: Path, *rows: dict[str, str]) -> Draft:
    return intake.check(store, LOCAL_ADMIN, a_file(room, *rows))


def take(store: Store, room: Path, *rows: dict[str, str]) -> Draft:
    draft = check(store, room, *rows)
    taking.commit(store, LOCAL_ADMIN, draft)
    return draft


def counts(draft: Draft) -> tuple[int, int, int]:
    """(accepted, refused, unchanged), which must add up to the rows."""
    told = (draft.accepted, draft.refused, draft.unchanged)
    assert sum(told) == len(draft.rows)
    refused = {r.number for r in draft.rows if r.verdict == "refused"}
    assert refused == {f.row for f in draft.findings if f.refuses}
    return told


def codes(draft: Draft) -> list[str]:
    """Codes about rows, not about the file."""
    return [f.code for f in draft.findings if f.row is not None]


def held(store: Store, number: str = "鹿挂〔2026〕031号") -> dict:
    """The stored row of a case."""
    with store.read() as connection:
        key = connection.execute(select(t.cases.c.id).where(t.cases.c.number == number)).scalar_one()
        return dict(cases.by_ids(connection, [key])[key])


def story(store: Store, number: str = "鹿挂〔2026〕031号") -> list[tuple[str, str, str | None]]:
    """(action, origin, day of the act) of every event of a case."""
    key = held(store, number)["id"]
    with store.read() as connection:
        told = events.of_case(connection, key)
    return [(e["action"], e["origin"], e["acted_on"] and e["acted_on"].isoformat()) for e in told]


def how_many(store: Store, table=t.cases) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()
