"""Write the demonstration ledger: data/demo/ledger.csv and data/demo/footprints.geojson.

Run: ``.venv/bin/python data/build/demo_ledger.py``. Seeded: the same bytes every time. Everything in it is
invented; dates are relative to a nominal today of 2026-11-21 (data/demo/README.md tells how they shift).
"""

import csv
import json
import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from demo_buildings import buildings, footprint
from demo_hazards import hazards, scatter
from offsets import bd09, gcj02
from words import STREETS

SEED = 330302
DEMO = Path(__file__).resolve().parents[1] / "demo"
COLUMNS = [
    "编号",
    "案件类型",
    "行业类别",
    "整治单位(区域)",
    "属地街道",
    "地址",
    "经度",
    "纬度",
    "坐标系",
    "隐患主要内容",
    "判定依据",
    "挂牌级别",
    "挂牌文号",
    "批次",
    "年度",
    "挂牌日期",
    "发现日期",
    "责任单位",
    "整改责任人",
    "联系电话",
    "统一社会信用代码",
    "督办单位",
    "包案领导",
    "责任落实",
    "措施落实",
    "资金落实(万元)",
    "时限落实",
    "预案落实",
    "整改期限",
    "延期至",
    "延期批准日期",
    "状态",
    "销号日期",
    "撤销或移送日期",
    "撤销或移送原因",
    "违法面积",
    "处置面积",
    "备注",
]
Row = dict[str, Any]


def place(draw: Random, rows: list[Row]) -> None:
    """Points for nine in ten; a dozen in the systems people paste from."""
    for row in rows:
        street = row["属地街道"]
        told = row.pop("_point", None)
        row.pop("_number", None)
        row["_lonlat"] = told or (scatter(draw, STREETS[street]) if street in STREETS else None)
    here = [r for r in rows if r["_lonlat"] and "坐标" not in r.get("备注", "")]
    for row in draw.sample(here, len(rows) // 10 - (len(rows) - len(here))):
        row["_lonlat"] = None
    for row in rows:
        if row["_lonlat"]:
            row["坐标系"] = "CGCS2000"
    plain = [r for r in rows if r["_lonlat"] and "坐标" not in r.get("备注", "")]
    for row, system in zip(
        draw.sample(plain, 12), ["GCJ-02"] * 5 + ["BD-09"] * 3 + ["WGS84"] * 4, strict=True
    ):
        row["坐标系"] = system
    for row in rows:
        if row["_lonlat"]:
            moved = {"GCJ-02": gcj02, "BD-09": bd09}.get(row["坐标系"], lambda lon, lat: (lon, lat))
            lon, lat = moved(*row["_lonlat"])
            row["经度"], row["纬度"] = f"{lon:.6f}", f"{lat:.6f}"


def write(folder: Path) -> list[Row]:
    """Write both files into ``folder`` and return the rows."""
    draw = Random(SEED)
    cases, built = hazards(draw), buildings(draw)
    place(draw, cases)
    place(draw, built)
    shapes = []
    for row in [r for r in built if r["_lonlat"]][:35]:
        lon, lat = row["_lonlat"]
        geometry = {"type": "Polygon", "coordinates": footprint(draw, lon, lat, row["违法面积"])}
        properties = {"编号": row["编号"], "违法面积": row["违法面积"]}
        shapes.append({"type": "Feature", "properties": properties, "geometry": geometry})
    rows = cases + built
    with (folder / "ledger.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, COLUMNS, lineterminator="\n", extrasaction="ignore")
        table.writeheader()
        for row in rows:
            table.writerow({k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()})
    collection = {"type": "FeatureCollection", "name": "违法建筑轮廓(虚构)", "features": shapes}
    text = json.dumps(collection, ensure_ascii=False, indent=None, separators=(",", ":"))
    (folder / "footprints.geojson").write_text(
        text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n", "utf-8"
    )
    return rows


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO
    target.mkdir(parents=True, exist_ok=True)
    print(f"{len(write(target))} rows into {target.name}/")
