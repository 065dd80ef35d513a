"""The illegal buildings of the demonstration ledger, and footprints of about their declared area."""

from datetime import date, timedelta
from math import cos, radians, sin, sqrt
from random import Random
from typing import Any

from dates import LAST_ACT, between, month_mark, working
from words import DISTRICT_LEADERS, FIRMS, LANES, PERSONS, STREET_LEADERS, STREETS, phone

Row = dict[str, Any]

TOWN = "《中华人民共和国城乡规划法》第六十四条"
VILLAGE = "《中华人民共和国城乡规划法》第六十五条"
TEMPORARY = "《中华人民共和国城乡规划法》第六十六条"

# category: (object, what was built, smallest and largest m2)
KINDS = {
    "住宅违建": (
        ("顶层加建", "在原有住宅顶层擅自加建一层\uff0c砖混结构\uff0c未取得建设工程规划许可", 36, 160),
        ("露台搭建", "利用公共露台搭建玻璃房和厨房\uff0c影响相邻采光", 18, 60),
        ("屋后扩建", "屋后空地扩建两层辅房\uff0c超出批准的占地范围", 45, 210),
    ),
    "厂房违建": (
        ("厂区钢棚", "厂区空地搭建单层钢棚用作仓库\uff0c未取得规划许可", 260, 1900),
        ("厂房扩建", "擅自在厂房东侧扩建两层车间\uff0c占用消防间距", 420, 2600),
        ("门卫及连廊", "两幢厂房之间搭建封闭连廊和附属用房", 120, 480),
    ),
    "商业违建": (
        ("店面外扩", "临街店面外扩\uff0c占用人行道搭建彩钢棚", 22, 95),
        ("屋顶餐饮用房", "商业楼屋顶搭建餐饮用房和厨房", 140, 620),
    ),
    "公共空间违建": (
        ("绿地围院", "占用小区公共绿地砌筑围院和杂物间", 20, 110),
        ("河岸堆场", "河岸护堤范围内搭建泵房和堆场棚", 90, 540),
    ),
    "逾期临时建筑": (
        ("工棚", "经批准的临时工棚使用期满未自行拆除", 150, 900),
        ("售楼处", "临时售楼用房期满未拆\uff0c改作仓储", 300, 1200),
    ),
}
BATCHES = {
    2026: [("鹿违治办〔2026〕4号", date(2026, 3, 25)), ("鹿违治办〔2026〕11号", date(2026, 7, 16))],
    2025: [("鹿违治办〔2025〕3号", date(2025, 4, 9)), ("鹿违治办〔2025〕9号", date(2025, 8, 20))],
    2024: [("鹿违治办〔2024〕6号", date(2024, 5, 22)), ("鹿违治办〔2024〕13号", date(2024, 9, 11))],
}
FATES = {  # year: (first number, struck off, open, withdrawn, transferred)
    2026: (1, 13, 8, 1, 0),
    2025: (101, 16, 3, 0, 1),
    2024: (201, 17, 1, 0, 0),
}


def one(draw: Random, year: int) -> Row:
    """One building: where, what, how large, listed by whom."""
    streets = list(STREETS)
    street = draw.choices(streets, weights=[3 if STREETS[s].setting == "works" else 2 for s in streets])[0]
    ground = STREETS[street]
    fits = ["住宅违建", "厂房违建", "厂房违建", "公共空间违建", "逾期临时建筑"]
    if ground.setting == "urban":
        fits = ["住宅违建", "住宅违建", "商业违建", "商业违建", "公共空间违建"]
    category = draw.choice(fits)
    thing, text, small, large = draw.choice(KINDS[category])
    village, lane, door = draw.choice(ground.villages), draw.choice(LANES), draw.randint(2, 168)
    owner = f"温州{draw.choice(FIRMS)}{draw.choice(['鞋材', '五金', '箱包', '商贸', '置业'])}有限公司"
    private = category in {"住宅违建", "公共空间违建"}
    outside = village.endswith("村")
    basis = TEMPORARY if category == "逾期临时建筑" else VILLAGE if outside else TOWN
    row: Row = {
        "案件类型": "违法建筑",
        "行业类别": category,
        "整治单位(区域)": f"{lane}{door}号{thing}" if private else f"{owner.removesuffix('有限公司')}{thing}",
        "属地街道": street,
        "地址": f"{street}{village}{lane}{door}号",
        "隐患主要内容": text,
        "判定依据": f"{basis}\uff1b《浙江省违法建筑处置规定》第三条",
        "责任单位": "" if private else owner,
        "整改责任人": "" if private else draw.choice(PERSONS),
        "督办单位": f"{street}人民政府" if outside and street.endswith("镇") else "鹿城区综合行政执法局",
        "违法面积": round(draw.triangular(small, large, small + (large - small) / 3)),
        "年度": year,
        "备注": draw.choice(["存量", "存量", "新增"]),
    }
    if draw.random() < 0.4:
        week = draw.randint(5, 38)  # papers are numbered by the week, so numbers follow the dates
        short = street.removesuffix("街道") + "街" if street.endswith("街道") else street
        row |= {"挂牌级别": "街镇级", "挂牌文号": f"{short}违〔{year}〕{week}号", "批次": ""}
        row |= {
            "挂牌日期": working(date.fromisocalendar(year, week, 3)),
            "包案领导": STREET_LEADERS[street],
        }
    else:
        at = draw.randint(0, 1)
        document, listed = BATCHES[year][at]
        row |= {
            "挂牌级别": "区级",
            "挂牌文号": document,
            "批次": f"{year}年度违建第{'一二'[at]}批",
            "挂牌日期": listed,
        }
        row["包案领导"] = draw.choice(DISTRICT_LEADERS)
    row["发现日期"] = working(row["挂牌日期"] - timedelta(days=draw.randint(10, 60)), -1)
    row["整改期限"] = month_mark(row["挂牌日期"] + timedelta(days=draw.randint(70, 190)))
    return row


def settle(draw: Random, row: Row, fate: str, year: int) -> None:
    """End the case as planned; an open one shows what part has been dealt with so far."""
    listed, deadline = row["挂牌日期"], row["整改期限"]
    if fate == "已销号":
        latest = min(LAST_ACT, date(year + 1, 3, 20))
        row["销号日期"] = between(
            draw, listed + timedelta(days=30), min(deadline + timedelta(days=10), latest)
        )
        row["处置面积"] = row["违法面积"]
        row["措施落实"] = draw.choice(
            ["已自行拆除\uff0c现场清理完毕", "当事人腾空后组织拆除", "没收后公开处置"]
        )
    elif fate == "整改中":
        row["处置面积"] = round(row["违法面积"] * draw.choice([0, 0, 0.25, 0.4, 0.6]))
        row["措施落实"] = draw.choice(
            ["限期拆除决定已送达", "当事人承诺自行拆除\uff0c正在腾空", "部分拆除\uff0c剩余部分协商中"]
        )
        if year < 2026:
            row["整改期限"], row["备注"] = date(2026, 12, 31), "存量\uff0c行政诉讼期间"
        elif deadline < date(2026, 11, 21) and draw.random() < 0.7:
            row["整改期限"] = date(2026, 12, 31)
    else:
        row["撤销或移送日期"] = between(draw, listed + timedelta(days=20), listed + timedelta(days=70))
        row["处置面积"] = 0
        row["撤销或移送原因"] = "经核对已取得规划许可\uff0c撤销"
        if fate == "已移送":
            row["撤销或移送原因"] = "涉及占用河道\uff0c移送水行政主管部门办理\uff0c已收回执"
    row["状态"] = fate


def buildings(draw: Random) -> list[Row]:
    """All building rows, newest year first, numbered in the order of their listing."""
    rows: list[Row] = []
    seen: set[str] = set()
    for year, (first, struck, open_, withdrawn, transferred) in FATES.items():
        fates = ["已销号"] * struck + ["整改中"] * open_ + ["已撤销"] * withdrawn + ["已移送"] * transferred
        mine = []
        while len(mine) < len(fates):
            row = one(draw, year)
            if row["整治单位(区域)"] not in seen:
                seen.add(row["整治单位(区域)"])
                mine.append(row)
        draw.shuffle(fates)
        for row, fate in zip(mine, fates, strict=True):
            settle(draw, row, fate, year)
        mine.sort(key=lambda r: (r["挂牌日期"], r["属地街道"]))
        for at, row in enumerate(mine):
            row["编号"] = f"鹿违〔{year}〕{first + at:03d}号"
            row["联系电话"] = phone(5000 + first + at) if row["整改责任人"] else ""
        rows += mine
    return rows


def footprint(draw: Random, lon: float, lat: float, area_m2: float) -> list[list[list[float]]]:
    """A turned rectangle or L of ``area_m2`` around a CGCS2000 point, as GeoJSON rings."""
    ratio = draw.uniform(1.1, 2.4)
    if draw.random() < 0.6:
        w, h = sqrt(area_m2 * ratio), sqrt(area_m2 / ratio)
        shape = [(0, 0), (w, 0), (w, h), (0, h)]
    else:  # an L: a rectangle without its upper right quarter
        w, h = sqrt(area_m2 * ratio / 0.75), sqrt(area_m2 / ratio / 0.75)
        shape = [(0, 0), (w, 0), (w, h / 2), (w / 2, h / 2), (w / 2, h), (0, h)]
    turn = radians(draw.uniform(0, 90))
    ring = []
    for x, y in [*shape, shape[0]]:
        east, north = x - w / 2, y - h / 2
        east, north = east * cos(turn) - north * sin(turn), east * sin(turn) + north * cos(turn)
        # Metres per degree at 28° N on the CGCS2000 ellipsoid.
        ring.append(
            [round(lon + east / (111_412.9 * cos(radians(lat)) * 1.0007), 8), round(lat + north / 110_829, 8)]
        )
    return [ring]
