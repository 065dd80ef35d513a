"""Exports of any list: xlsx, csv, GeoJSON, GeoPackage; scoped, in template columns, safe to open."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from hazards.domain.errors import Refusal
from hazards.domain.printed import Sheet
from hazards.domain.rates import RULE
from hazards.domain.roles import EVERYONE
from hazards.domain.template import COLUMNS, HEADERS, Holds
from hazards.services import clock, words
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import count
from hazards.services.lists import positions
from hazards.services.reporting import Table, rates
from hazards.storage import cases
from hazards.storage.store import Store

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}


class UnknownExport(Refusal):
    code = "unknown-export"
    says = "没有“{name}”这种导出。"
    remedy = "可用：xlsx、csv、geojson、gpkg。"


@operation("导出台账", EVERYONE)
def write(store: Store, scope: Scope, asked: Asked, kind: str, out: Path) -> int:
    """Write the cases a question is about; returns how many.

    Raises:
        UnknownExport
    """
    from hazards.formats import exports

    if kind not in KINDS:
        raise UnknownExport(name=kind)
    headers, rows, shapes = _rows(store, scope, asked)
    rule = f"截止 {clock.now():%Y-%m-%d %H:%M}；规则 {RULE}；共 {len(rows)} 件"
    if kind == "xlsx":
        exports.write_xlsx(out, headers, rows, title="案件台账", rule=rule)
    elif kind == "csv":
        exports.write_csv(out, headers, rows)
    elif kind == "geojson":
        exports.write_geojson(out, headers, rows, shapes)
    else:
        exports.write_gpkg(out, headers, rows, shapes)
    return len(rows)


def _rows(store: Store, scope: Scope, asked: Asked) -> tuple[list[str], list[list[str]], list[Any]]:
    """(headers, text cells, (lon, lat) or WKB or None per row)."""
    counted = count(store, scope, asked)
    at = positions(store, counted)
    ids = [int(c) for c in counted.snapshot.columns.case[at]]
    with store.read() as connection:
        held = cases.by_ids(connection, ids)
        prints = cases.footprints_of(connection, ids)
    extras = [orjson.loads(held[i]["extras"] or "{}") for i in ids]
    more = list(dict.fromkeys(h for told in extras for h in told))
    rows: list[list[str]] = []
    shapes: list[Any] = []
    for case_id, told in zip(ids, extras, strict=True):
        row = held[case_id]
        rows.append(cells(row) + [told.get(h, "") for h in more])
        if prints.get(case_id):
            shapes.append(prints[case_id][0])
        else:
            shapes.append(None if row["lon"] is None else (row["lon"], row["lat"]))
    return [*HEADERS, *more], rows, shapes


def cells(row: Mapping[str, Any]) -> list[str]:
    """A case in template columns, with the words of the ledger where a value was never sure."""
    told = orjson.loads(row["texts"] or "{}")
    out = []
    for column in COLUMNS:
        value = row[column.field]
        if column.field in told:
            value = told[column.field]
        elif column.field == "kind":
            value = words.KIND_NAMES[value]
        elif column.field == "state":
            value = words.STATE_NAMES[value]
        elif column.field == "crs" and row["x"] is None:
            value = ""
        elif isinstance(value, float):
            value = f"{value:.6f}" if column.field in ("x", "y") else f"{value:g}"
        out.append("" if value is None else str(value))
    return out


RATE_COLUMNS = (
    ("名次", "rank"),
    ("代码", "code"),
    ("单位", "name"),
    ("挂牌", "listed"),
    ("已销号", "struck_off"),
    ("整改率%", "rate"),
    ("到期", "due"),
    ("到期已销号", "due_struck_off"),
    ("到期整改率%", "due_rate"),
    ("按期销号", "on_time"),
    ("按期整改率%", "on_time_rate"),
    ("逾期", "overdue"),
    ("延期", "extended"),
    ("撤销", "withdrawn"),
    ("移送", "transferred"),
    ("期限缺失", "no_deadline"),
    ("导入销号", "imported_struck_off"),
    ("结转", "carried_over"),
    ("结转未销号", "carried_over_open"),
    ("结转逾期", "carried_over_overdue"),
    ("目标%", "target"),
    ("是否达标", "met"),
    ("还差", "needed"),
)


def rate_rows(table: Table) -> list[list[str]]:
    """The table of rates as text cells under ``RATE_COLUMNS``, total last."""
    rows = []
    for rank, line in [*table.ranked(), (None, table.total)]:
        told = {**line.public(), "rank": rank if rank is not None else "／"}
        told["met"] = {True: "达标", False: "未达标", None: "不排名"}[line.met]
        for name in ("rate", "due_rate", "on_time_rate"):
            told[name] = "/" if told[name] is None else f"{told[name]:.2f}"
        rows.append(["" if told[n] is None else str(told[n]) for _, n in RATE_COLUMNS])
    return rows


@operation("下载", EVERYONE)
def download(store: Store, scope: Scope, name: str, told: Mapping[str, str]) -> tuple[bytes, str, str]:
    """(bytes, media type, file name) of a download: ``cases.xlsx``, ``rates.csv``, ``template.xlsx``,
    or any list by its name (hazards/services/sheets.py).

    Raises:
        UnknownExport
    """
    from hazards.formats import exports

    what, _, kind = name.partition(".")
    if kind not in KINDS:
        raise UnknownExport(name=name[:80])
    if what not in ("cases", "rates", "template"):
        from hazards.services import sheetfiles  # asks every list, and some of them ask this module

        return sheetfiles.write(store, scope, what, told, kind)
    asked = Asked.of(told)
    stamp = f"{clock.today():%Y%m%d}"
    with tempfile.TemporaryDirectory() as room:
        out = Path(room) / f"out.{kind}"
        if what == "template":
            write_template(store, out)
            label = "台账模板"
        elif what == "cases":
            write(store, scope, asked, kind, out)
            label = f"案件台账_{stamp}"
        else:
            table = rates(store, scope, asked)
            headers = tuple(h for h, _ in RATE_COLUMNS)
            rule = f"截止 {asked.cutoff.on.isoformat()}；总整改率=已销号÷有效挂牌数(含未到期)；规则 {RULE}"
            if kind not in ("xlsx", "csv"):
                raise UnknownExport(name=name)
            rows = tuple(map(tuple, rate_rows(table)))
            exports.write_sheet(out, Sheet("整改率表", headers, rows, rule), kind)
            label = f"整改率表_{stamp}"
        return out.read_bytes(), KINDS[kind], f"{label}.{kind}"


HINTS = {
    Holds.DAY: "写成 2026-09-30；只知道年月的照写，系统按暂定处理",
    Holds.YEAR: "四位年份",
    Holds.NUMBER: "平方米数",
    Holds.COORDINATE: "十进制度数，没有坐标留空",
}
CHOICES = {
    "案件类型": ("重大隐患", "违法建筑"),
    "坐标系": ("CGCS2000", "WGS84", "GCJ-02", "BD-09"),
    "挂牌级别": ("国家级", "省级", "市级", "区级", "街镇级"),
    "状态": ("整改中", "已销号", "已撤销", "已移送"),
}
TOLD = {
    "整治单位(区域)": "单位、路段或区域的全称",
    "编号": "案卷编号；没有的留空，以文号、单位、地址和内容识别",
    "坐标系": "留空即 CGCS2000",
    "延期至": "须同时填延期批准日期，否则期限不变",
    "销号日期": "挂牌机关销号决定的日期；没有日期的不计入已销号",
}


def write_template(store: Store, out: Path) -> None:
    """An empty ledger with the template columns, their notes and drop-down lists."""
    from hazards.formats.blank import ColumnNote, write_template

    notes = {
        c.header: ColumnNote(
            TOLD.get(c.header) or HINTS.get(c.holds, ""),
            CHOICES.get(c.header, ()),
            required=c.field == "unit",
        )
        for c in COLUMNS
    }
    write_template(out, HEADERS, notes)
