"""上报包 looked at: its signature, its parts, and whether its rates follow from its cases."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from hazards.domain.comparing import Compared, compare
from hazards.domain.errors import Refusal, Unreadable
from hazards.domain.rates import RULE
from hazards.domain.roles import KEEPERS
from hazards.formats import uppackages
from hazards.services import signing
from hazards.services.access import Scope, operation
from hazards.services.recounting import counted
from hazards.services.upwardfacts import COLUMNS
from hazards.storage import retold
from hazards.storage import tables as t
from hazards.storage.store import Store

DAYS = ("listed_on", "deadline", "struck_off_on", "left_on")
MOST_UNITS = 20_000


class PackageUnsigned(Refusal):
    code = "package-unsigned"
    says = "上报包的签名与清单不符，清单在签名之后被改动过。"
    remedy = "请报送单位重新生成上报包，用可靠的介质再传一次。"


class KeyChanged(Refusal):
    code = "package-key-changed"
    says = "{name}以前报送用的是另一把签名钥。"
    remedy = "请先与报送单位核实是否换钥；核实无误的，选“已核实换钥”再导入。"


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose parts are those its signed manifest names; values parsed."""

    manifest: Mapping[str, Any]
    digest: str
    cut: date
    cases: list[dict[str, Any]]
    """A value for each of retold.TOLD; the lead by its code."""
    words: list[list[str]]
    """The same cases in ledger columns."""
    histories: dict[str, list[tuple[int, date | None, Any]]]
    items: list[dict[str, Any]]
    compared: Compared
    """The rates of the manifest against those its own cases give."""

    @property
    def code(self) -> str:
        return str(self.manifest["district"]["code"])

    @property
    def name(self) -> str:
        return str(self.manifest["district"]["name"])

    def public(self) -> dict[str, Any]:
        told = {n: self.manifest[n] for n in ("district", "cut_off", "rule", "made_at", "counts", "head")}
        return {**told, "same_rule": self.manifest["rule"] == RULE, **self.compared.public()}


@operation("核对上报包", KEEPERS)
def check(store: Store, scope: Scope, path: Path, *, key_known: bool = False) -> Package:
    """Read a package and hold all it says against itself; nothing is written.

    Args:
        key_known: a person has made sure that the district changed its signing key.

    Raises:
        Unreadable: no package, damaged, hostile or altered.
        PackageUnsigned, KeyChanged
    """
    raw, signature, rows = uppackages.read(path)
    try:
        manifest = orjson.loads(raw)
        key = manifest["key"]
        if not signing.holds(key, raw, signature):
            raise PackageUnsigned
        _refuse_other_key(store, manifest, key, key_known)
        return _parsed(manifest, hashlib.sha256(raw).hexdigest(), rows)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise Unreadable("package-damaged", "上报包的内容不合格式", uppackages.CURE) from error


def _refuse_other_key(store: Store, manifest: Mapping[str, Any], key: str, known: bool) -> None:
    asked = select(t.transfers.c.key).where(
        t.transfers.c.way == "in", t.transfers.c.code == str(manifest["district"]["code"])
    )
    with store.read() as connection:
        before = connection.execute(asked.order_by(t.transfers.c.id.desc())).scalar()
    if before and before != key and not known:
        raise KeyChanged(name=str(manifest["district"]["name"])[:40])


def _parsed(manifest: Mapping[str, Any], digest: str, rows: Mapping[str, list[dict[str, Any]]]) -> Package:
    if len(manifest["units"]) > MOST_UNITS or len(rows["cases"]) != manifest["counts"]["cases"]:
        raise ValueError("counts")
    cut = date.fromisoformat(manifest["cut_off"])
    told = [{name: _value(name, row[name]) for name in retold.TOLD} for row in rows["cases"]]
    words = [[row[head] or "" for head in COLUMNS] for row in rows["cases"]]
    histories = _histories(rows["histories"], len(told))
    mine = counted(told, histories, manifest["units"], manifest["targets"], cut)
    compared = compare(manifest["rates"], mine)
    return Package(manifest, digest, cut, told, words, histories, rows["items"], compared)


def _value(name: str, value: Any) -> Any:
    if name in DAYS:
        return date.fromisoformat(value) if value else None
    return value if name in ("year", "lead_id") else value or ""


def _histories(rows: list[dict[str, Any]], most: int) -> dict[str, list[tuple[int, date | None, Any]]]:
    told: dict[str, list[tuple[int, date | None, Any]]] = {kind: [] for kind in retold.HISTORIES}
    for row in rows:
        on = date.fromisoformat(row["on"]) if row["on"] else None
        value = row["value"]
        if row["kind"] in ("extensions", "strikes"):
            value = date.fromisoformat(value) if value else None
        if not 1 <= row["case"] <= most or (on is None and row["kind"] != "moves"):
            raise ValueError(row["kind"])
        told[row["kind"]].append((row["case"], on, value))
    return told
