"""上报包 out: the cases of a district with their history and its rates, signed, for a higher office."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hazards.domain import trail
from hazards.domain.rates import RULE
from hazards.domain.roles import KEEPERS, Role
from hazards.formats import uppackages
from hazards.services import clock, sealing, signing
from hazards.services.access import Scope, operation
from hazards.services.recounting import counted
from hazards.services.upwardfacts import COLUMNS, OMITTED, Told
from hazards.storage import casework, events, retold
from hazards.storage import tables as t
from hazards.storage import trail as at_rest
from hazards.storage.store import Store

README = """上报包
manifest.json 载明报送区、截止日、规则版本、件数、各部分的 SHA-256、封签和当日整改率表；
manifest.sig 是报送单位签名钥对 manifest.json 的签名。cases.parquet 为案件(台账列和计数列)，
histories.parquet 为延期、移交、提级、撤销销号的沿革，items.parquet 为整治明细；xlsx 供人工查阅。
核对：python -m hazards package check 文件；导入：python -m hazards package import 文件。
"""


@operation("生成上报包", KEEPERS)
def make(
    store: Store, scope: Scope, out: Path, *, code: str = "", as_of: date | None = None
) -> dict[str, Any]:
    """Write the package of a district as of the end of a day (today); the making is recorded.

    Returns:
        the manifest.

    Raises:
        WhichDistrict, signing.KeyUnusable
    """
    sealing.seal(store, "publish")
    key = signing.load(signing.key_path(store))
    cut = as_of or clock.today()
    with store.read() as connection:
        told = Told(connection, code)
        last = at_rest.last_seal(connection)
    tables = told.tables()
    parts = {f"{name}.parquet": uppackages.table(columns, rows) for name, (columns, rows) in tables.items()}
    rates = counted(told.cases, told.histories, told.units, told.goals, cut)
    parts["cases.xlsx"] = _xlsx("案件台账", COLUMNS, [r[len(retold.TOLD) + 1 :] for r in tables["cases"][1]])
    parts["README.txt"] = README.encode()
    manifest = {
        "format": uppackages.FORMAT,
        "district": {"code": told.district.code, "name": told.district.name},
        "cut_off": cut.isoformat(),
        "rule": RULE,
        "made_at": clock.stamp(),
        "counts": {name: len(rows) for name, (_, rows) in tables.items()},
        "omitted": list(OMITTED),
        "units": told.units,
        "targets": told.goals,
        "rates": rates,
        "head": {"number": last["number"], "hash": last["hash"]} if last else None,
        "key": signing.public(key),
        "parts": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
    }
    raw = trail.canonical(manifest)
    uppackages.pack(out, parts, raw, key.sign(raw).hex())
    about = {"code": told.district.code or "", "name": told.district.name, "cut_on": cut, "rule": RULE}
    digest = hashlib.sha256(raw).hexdigest()
    store.write(lambda c: keep(c, scope, "out", {**about, "cases": len(told.cases), "sha256": digest}))
    return manifest


@operation("查看上报包", KEEPERS | {Role.LEADER, Role.AUDITOR})
def kept(store: Store, scope: Scope) -> list[Mapping[str, Any]]:
    """The packages made and brought in, the latest first."""
    with store.read() as connection:
        asked = select(t.transfers).order_by(t.transfers.c.id.desc())
        return [dict(row) for row in connection.execute(asked).mappings()]


def keep(connection: Any, scope: Scope, way: str, about: Mapping[str, Any], result: str = "") -> int:
    """Record a package made or brought in."""
    event = events.record(
        connection,
        subject="package",
        action="package-made" if way == "out" else "package-imported",
        **scope.signature,
        entered_at=clock.stamp(),
        acted_on=clock.today(),
        data={n: v for n, v in about.items() if n != "key"},
    )
    told = {"way": way, "actor": scope.actor, "entered_at": clock.stamp(), "result": result}
    return casework.add(connection, t.transfers, **about, **told, event_id=event)


def _xlsx(title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    from hazards.formats import exports

    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "a.xlsx"
        exports.write_xlsx(path, heads, rows, title=title)
        return path.read_bytes()
