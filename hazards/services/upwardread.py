"""上报包 looked at: its signature, its parts, and whether its rates follow from its cases."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, select

from hazards.domain.comparing import Compared, compare
from hazards.domain.errors import Refusal, Unreadable
from hazards.domain.jurisdiction import PLACED_TYPES, UPPER_TYPES
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
DEEPEST = 8
SCHEMES = ("nbs", "mca", "own")


class PackageUnsigned(Refusal):
    code = "package-unsigned"
    says = "上报包的签名与清单不符，清单在签名之后被改动过。"
    remedy = "请报送单位重新生成上报包，用可靠的介质再传一次。"


class ForeignUnit(Refusal):
    code = "package-foreign-unit"
    says = "上报包含有不属于{district}的单位或案件({name})。"
    remedy = "上报包只能报送本区；请报送单位核对后重新生成。"


class KeyChanged(Refusal):
    code = "package-key-changed"
    says = "{name}以前报送用的是另一把签名钥。"
    remedy = "请先与报送单位核实是否换钥；核实无误的，选“已核实换钥”再导入。"


class Outdated(Refusal):
    code = "package-outdated"
    says = "这份上报包生成于 {made}，本库已导入{name}生成于 {held} 的上报包，再导入会把已更新的案件改回去。"
    remedy = "请导入最近生成的一份；要看早先的一份，请用“核对”。"


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
        same = {"same_rule": self.manifest["rule"] == RULE, "key": self.manifest["key"]}
        return {**told, **same, **self.compared.public()}


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
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
        raise Unreadable("package-damaged", "上报包的内容不合格式", uppackages.CURE) from error


def _refuse_other_key(store: Store, manifest: Mapping[str, Any], key: str, known: bool) -> None:
    asked = select(t.transfers.c.key).where(
        t.transfers.c.way == "in", t.transfers.c.code == str(manifest["district"]["code"])
    )
    with store.read() as connection:
        before = connection.execute(asked.order_by(t.transfers.c.id.desc())).scalar()
    if before and before != key and not known:
        raise KeyChanged(name=str(manifest["district"]["name"])[:40])


def refuse_outdated(connection: Connection, found: Package) -> None:
    """By when it was made: one made later may tell of an earlier day, and still knows more."""
    asked = select(t.transfers.c.result).where(t.transfers.c.way == "in", t.transfers.c.code == found.code)
    results = (orjson.loads(told) for told in connection.execute(asked).scalars() if told)
    held = max((told.get("made_at", "") for told in results), default="")
    made = str(found.manifest["made_at"])
    if made < held:
        told = (one[:16].replace("T", " ") for one in (made, held))
        raise Outdated(name=found.name, **dict(zip(("made", "held"), told, strict=True)))


def _parsed(manifest: Mapping[str, Any], digest: str, rows: Mapping[str, list[dict[str, Any]]]) -> Package:
    if len(manifest["units"]) > MOST_UNITS or len(rows["cases"]) != manifest["counts"]["cases"]:
        raise ValueError("counts")
    own = _own(manifest)
    for row in rows["cases"]:
        if row["lead_id"] and row["lead_id"] not in own:
            raise ForeignUnit(district=manifest["district"]["name"], name=str(row["lead_id"])[:40])
    cut = date.fromisoformat(manifest["cut_off"])
    told = [{name: _value(name, row[name]) for name in retold.TOLD} for row in rows["cases"]]
    words = [[row[head] or "" for head in COLUMNS] for row in rows["cases"]]
    histories = _histories(rows["histories"], len(told))
    mine = counted(told, histories, manifest["units"], manifest["targets"], cut)
    compared = compare(manifest["rates"], mine)
    return Package(manifest, digest, cut, told, words, histories, rows["items"], compared)


def _own(manifest: Mapping[str, Any]) -> frozenset[str]:
    """The codes of the district's own units; what stands above it is told besides.

    Raises:
        ForeignUnit: a unit is neither.
        ValueError, KeyError: units that no register could hold.
    """
    units = {unit["codes"][0]["code"]: unit for unit in manifest["units"]}
    district = manifest["district"]["code"]
    lines = {code: _line(units, code) for code in units}
    if UPPER_TYPES.get(units[district]["type"]) != "district":
        raise ValueError("district")
    for code, unit in units.items():
        good = 0 < len(unit["name"]) <= 60 and unit["type"] in (*PLACED_TYPES, *UPPER_TYPES)
        good = good and all(c["scheme"] in SCHEMES and 0 < len(c["code"]) <= 60 for c in unit["codes"])
        if not good:
            raise ValueError("unit")
        if district not in lines[code] and code not in lines[district]:
            raise ForeignUnit(district=manifest["district"]["name"], name=unit["name"])
    own = frozenset(code for code in units if district in lines[code])
    if any(goal["code"] not in own for goal in manifest["targets"] if goal["code"] not in lines[district]):
        raise ValueError("target")
    return own


def _line(units: Mapping[str, Any], code: str) -> list[str]:
    """A unit and what stands above it."""
    line = [code]
    while (parent := units[line[-1]]["parent"]) in units:
        line.append(parent)
        if len(line) > DEEPEST:
            raise ValueError("parents in a circle")
    return line


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
