"""Ledger files of any size, as a city office would send them: 28 of our columns, xlsx."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from hazards.services.stores import DATA

HEADERS = [
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
    "责任单位",
    "整改责任人",
    "联系电话",
    "督办单位",
    "包案领导",
    "责任落实",
    "措施落实",
    "整改期限",
    "状态",
    "销号日期",
    "违法面积",
    "备注",
]
FIRST = date(2022, 1, 4)


def write(path: Path, rows: int, seed: int = 5) -> Path:
    """A ledger without mistakes; one row in five has a point, two in three are struck off."""
    rng = random.Random(seed)
    with open(DATA / "jurisdictions" / "330302.csv", encoding="utf-8-sig") as file:
        streets = [r["name"] for r in csv.DictReader(file) if r["type"] in ("street", "town", "街道", "镇")]
        streets = [s for s in streets if s]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEADERS)
    for n in range(1, rows + 1):
        sheet.write_row(n, 0, _row(n, rng, streets))
    book.close()
    return path


def _row(n: int, rng: random.Random, streets: list[str]) -> list[str]:
    listed = FIRST + timedelta(rng.randrange(1700))
    deadline = listed + timedelta(rng.randrange(30, 240))
    struck = listed + timedelta(rng.randrange(10, 250))
    closed = rng.random() < 0.66 and struck < date(2026, 11, 1)
    street = rng.choice(streets)
    pointed = rng.random() < 0.2
    return [
        f"鹿挂〔{listed.year}〕{n}号",
        "重大隐患" if rng.random() < 0.85 else "违法建筑",
        rng.choice(("消防安全", "工矿企业", "危险化学品", "道路交通", "建设施工")),
        f"温州市鹿城区第{n}号{rng.choice(('鞋材厂', '仓库', '出租房', '商场', '泵站'))}",
        street,
        f"{street}{rng.choice(('学院', '飞霞', '过境', '鹿城'))}路{rng.randrange(1, 900)}号{rng.randrange(1, 30)}幢",
        f"{rng.uniform(120.45, 120.75):.6f}" if pointed else "",
        f"{rng.uniform(27.98, 28.1):.6f}" if pointed else "",
        rng.choice(("CGCS2000", "GCJ-02")) if pointed else "",
        f"疏散通道被占用,第{rng.randrange(1, 6)}层消防设施缺失,电气线路敷设不规范,现场存放可燃物约{rng.randrange(1, 90)}吨。",
        "重大火灾隐患判定方法",
        rng.choice(("市级", "区级", "街镇级")),
        f"鹿安委〔{listed.year}〕{rng.randrange(1, 60)}号",
        f"第{rng.randrange(1, 5)}批",
        str(listed.year),
        listed.isoformat(),
        f"{street}办事处",
        rng.choice("王李张刘陈杨") + rng.choice(("志强", "晓东", "建国", "丽华")),
        f"0577-8{rng.randrange(10**6, 10**7)}",
        rng.choice(("区消防救援大队", "区应急管理局", "区住建局")),
        rng.choice("周吴郑") + "副区长",
        "主要负责人为第一责任人",
        "制定整改方案,明确专人,每周检查一次",
        deadline.isoformat(),
        "已销号" if closed else "整改中",
        struck.isoformat() if closed else "",
        f"{rng.uniform(20, 900):.1f}" if rng.random() < 0.15 else "",
        "",
    ]
