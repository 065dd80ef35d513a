"""The hazards of the demonstration ledger: the cases told one by one, and those drawn around them."""

import re
import tomllib
from datetime import date, timedelta
from math import cos, pi, radians, sin, sqrt
from pathlib import Path
from random import Random
from typing import Any

from dates import LAST_ACT, between, month_mark, working
from words import DISTRICT_LEADERS, FIRMS, LANES, PERSONS, STREET_LEADERS, STREETS, Ground, phone

HERE = Path(__file__).resolve().parent
PLAN = tomllib.loads((HERE / "demo_plan.toml").read_text(encoding="utf-8"))
TEXTS = tomllib.loads((HERE / "hazard_texts.toml").read_text(encoding="utf-8"))
Row = dict[str, Any]

SHARES = {  # how often a setting draws from each group of sectors
    "urban": {"public": 62, "industry": 14, "places": 24},
    "mixed": {"public": 40, "industry": 40, "places": 20},
    "works": {"public": 13, "industry": 69, "places": 18},
}
ONLY_IN = {
    "水上运输": {"七都街道", "藤桥镇", "滨江街道"},
    "临水临崖危险路段": {"仰义街道", "藤桥镇", "山福镇", "七都街道", "双屿街道", "丰门街道"},
    "边坡与地质灾害": {"仰义街道", "藤桥镇", "山福镇", "丰门街道", "南郊街道"},
    "机械制造": {"双屿街道", "丰门街道", "仰义街道", "藤桥镇", "山福镇", "南郊街道", "滨江街道"},
    "危化使用": {"双屿街道", "丰门街道", "仰义街道", "藤桥镇", "滨江街道"},
}
HEADS = {
    "学校": "校长",
    "医院": "院长",
    "养老机构": "院长",
    "高层建筑": "业主委员会主任",
    "建筑施工": "项目经理",
    "燃气": "经营者",
    "危化经营": "经营者",
    "“三合一”场所": "经营者",
    "人员密集场所": "总经理",
    "道路交通事故多发点段": "分管领导",
    "临水临崖危险路段": "分管领导",
    "危险住宅": "分管领导",
    "边坡与地质灾害": "分管领导",
    "出租房": "分管领导",
}
OFTEN = {
    "纺织鞋服": 6,
    "人员密集场所": 5,
    "机械制造": 4,
    "道路交通事故多发点段": 6,
    "出租房": 5,
    "“三合一”场所": 3,
}
OFF_THE_MAP = {"区直": "大南街道", "市属园区": "滨江街道"}  # whose villages lend an address


def scatter(draw: Random, ground: Ground) -> tuple[float, float]:
    """A point evenly drawn within ``reach`` metres of the centre, CGCS2000 degrees."""
    metres, turn = ground.reach * sqrt(draw.random()), draw.random() * 2 * pi
    lat = ground.lat + metres * sin(turn) / 110_800
    return ground.lon + metres * cos(turn) / (111_320 * cos(radians(lat))), lat


def named(draw: Random, sector: dict[str, Any], village: str, street: str) -> tuple[str, str, str]:
    """Unit, address and responsible unit, in the manner of the sector."""
    firm, trade = draw.choice(FIRMS), draw.choice(sector["trades"])
    lane, door = draw.choice(LANES), draw.randint(2, 168)
    office = f"{street}人民政府" if street.endswith("镇") else f"{street}办事处"
    address = f"{street}{village}{lane}{door}号"
    match sector["name"]:
        case "道路交通事故多发点段" if trade == "路口":
            other = draw.choice([x for x in LANES if x != lane])
            return f"{lane}与{other}路口", f"{street}{village}{lane}与{other}交叉口", office
        case "道路交通事故多发点段":
            km, metre = draw.randint(1, 18), draw.randrange(0, 400, 20)
            end = metre + draw.randrange(180, 560, 20)
            span = f"X9{draw.randint(10, 29)}线K{km}+{metre:03d}—K{km}+{end:03d}"
            return f"{span}{trade}", f"{span}\uff0c{street}{village}段", office
        case "临水临崖危险路段" | "边坡与地质灾害" | "出租房":
            return f"{village}{trade}", f"{street}{village}{lane}沿线", office
        case "危险住宅":
            return f"{lane}{door}号{trade}", address, office
        case "水上运输" if trade == "渡口":
            return f"{village}渡口", f"{street}{village}江边", office
        case "高层建筑":
            return f"{firm}{trade}", address, f"{firm}{trade}业主委员会"
        case "建筑施工":
            return f"{village}{firm}{trade}", address, f"温州{firm}建设有限公司"
        case "燃气" | "“三合一”场所" | "养老机构":
            return f"{firm}{trade}", address, f"{firm}{trade}"
        case "学校" | "医院" | "人员密集场所" if trade != "餐饮管理":
            return f"温州{firm}{trade}", address, f"温州{firm}{trade}"
        case "危化经营":
            return f"温州市鹿城区{firm}{trade}", address, f"温州市鹿城区{firm}{trade}"
    name = f"温州市鹿城区{firm}{trade}厂" if draw.random() < 0.45 else f"温州{firm}{trade}有限公司"
    if sector["group"] != "industry" or sector["name"] == "仓储物流":
        name = f"温州{firm}{trade}有限公司"
    return name, address, name


def numbered(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "\uff1b".join(f"{n}.{p}" for n, p in enumerate(parts, 1))


def cited(bases: list[str]) -> str:
    """Standards joined, each title once: 某标准第三条、第七条."""
    titles: dict[str, list[str]] = {}
    for basis in dict.fromkeys(bases):
        title, clause = re.fullmatch(r"(.*?)(第[^第]+[条节章](?:第.款)?)?", basis).groups()
        titles.setdefault(title, []).extend([clause] if clause else [])
    return "\uff1b".join(title + "、".join(clauses) for title, clauses in titles.items())


def drawn(draw: Random, street: str, seen: set[str]) -> Row:
    """One hazard nobody told: sector, unit, defects and the five measures as claimed."""
    ground = STREETS[OFF_THE_MAP.get(street, street)]
    shares = SHARES["works" if street == "市属园区" else ground.setting]
    group = draw.choices(list(shares), weights=list(shares.values()))[0] if street != "区直" else "public"
    fits = [s for s in TEXTS["sector"] if s["group"] == group and street in ONLY_IN.get(s["name"], {street})]
    weights = [OFTEN.get(s["name"], 2) for s in fits]
    sector = draw.choices(fits, weights=weights)[0]
    while True:
        place = OFF_THE_MAP.get(street, street)
        unit, address, responsible = named(draw, sector, draw.choice(ground.villages), place)
        if street == "区直":
            unit = unit.replace("温州", "区属")
            responsible = "区属澜汀资产经营有限公司"
        if unit not in seen:
            break
    seen.add(unit)
    defects = draw.sample(sector["defects"], min(len(sector["defects"]), draw.choice([1, 2, 2, 3, 3, 4])))
    low, high = sector["funds"]
    head = HEADS.get(sector["name"]) or draw.choice(["法定代表人", "总经理", "厂长"])
    checker = draw.choice(["街道", "社区", "部门"]) if street in STREETS else "部门"
    note = f"{draw.randint(40, 420)}户" if sector["name"] == "出租房" else ""
    return {
        "行业类别": sector["name"],
        "整治单位(区域)": unit,
        "属地街道": street,
        "地址": address,
        "隐患主要内容": numbered([text for text, _, _ in defects]),
        "判定依据": cited([basis for _, basis, _ in defects]),
        "责任单位": responsible,
        "督办单位": sector["department"],
        "责任落实": f"{head}负总责\uff0c{draw.choice(PERSONS)}具体落实\uff0c{checker}跟踪核对",
        "措施落实": "\uff1b".join(cure for _, _, cure in defects),
        "资金落实(万元)": f"{round(draw.triangular(low, high, low + (high - low) / 4), 1):g}",
        "时限落实": draw.choice(TEXTS["common"]["schedule"]),
        "预案落实": draw.choice(TEXTS["common"]["plan"]),
        "备注": note or draw.choice(["", "", "", "", "群众举报发现", "部门联合检查发现", "单位自查上报"]),
    }


def terms(draw: Random, row: Row, year: int, *, struck: date | None, extended: bool) -> None:
    """Deadline, extension and strike-off of a drawn case, every act after the one it follows."""
    listed: date = row["挂牌日期"]
    months = {"街镇级": (45, 95), "区级": (75, 170), "市级": (100, 210), "省级": (140, 230)}[row["挂牌级别"]]
    deadline = month_mark(listed + timedelta(days=draw.randint(*months)))
    latest = min(LAST_ACT, date(year, 12, 28))
    in_force = deadline
    if extended and deadline < latest - timedelta(days=30):
        approved = between(draw, deadline - timedelta(days=14), deadline)
        in_force = month_mark(deadline + timedelta(days=draw.randint(25, 60)))
        row["延期至"], row["延期批准日期"] = in_force, min(approved, working(deadline, -1))
    row["整改期限"] = deadline
    if struck is None:
        late = draw.random() < 0.08 and in_force + timedelta(days=30) < latest
        start = row.get("延期批准日期") or listed + timedelta(days=28)
        if late:
            struck = between(draw, in_force + timedelta(days=2), in_force + timedelta(days=24))
        else:
            after = max(start, in_force - timedelta(days=45))
            struck = between(draw, min(after, latest - timedelta(days=20)), min(in_force, latest))
    row["状态"], row["销号日期"] = "已销号", struck


def list_it(
    draw: Random, row: Row, year: dict[str, Any], pool: list[dict[str, Any]], serials: dict[str, int]
) -> None:
    """Level, document, batch and listing date: a batch of an office, or the street's own paper."""
    street = row["属地街道"]
    if street in STREETS and draw.random() < year["township"]["share"]:
        serials[street] = serials.get(street, 0) + 1
        short = street.removesuffix("街道") + "街" if street.endswith("街道") else street
        # A street numbers its papers in time, so each later one falls into a later month.
        month = min(9, 2 * serials[street] - draw.randint(0, 1))
        row["挂牌级别"], row["挂牌日期"] = "街镇级", working(date(year["year"], month, draw.randint(4, 24)))
        row["挂牌文号"], row["批次"] = f"{short}安〔{year['year']}〕{serials[street]}号", ""
    else:
        batch = draw.choices(pool, weights=[b["weight"] for b in pool])[0]
        row["挂牌级别"], row["挂牌日期"] = batch["level"], batch["date"]
        row["挂牌文号"], row["批次"] = batch["document"], batch["name"]
    row["发现日期"] = working(row["挂牌日期"] - timedelta(days=draw.randint(9, 52)), -1)


def told(case: dict[str, Any], year: dict[str, Any]) -> Row:
    """A case of demo_plan.toml as a row; keys that are no columns carry state, batch and point."""
    row: Row = {k: v for k, v in case.items() if not k.isascii()}
    for column in ("整改期限", "延期至", "延期批准日期", "发现日期"):
        if row.get(column):
            row[column] = date.fromisoformat(row[column])
    if "batch" in case:
        batch = next(b for b in year["batch"] if b["name"] == case["batch"])
        row |= {"挂牌级别": batch["level"], "挂牌文号": batch["document"]}
        row |= {"批次": batch["name"], "挂牌日期": batch["date"]}
    else:
        row |= {"挂牌级别": "街镇级", "挂牌文号": case["township"], "批次": "", "挂牌日期": case["date"]}
    row["状态"] = case.get("state", "整改中")
    if "ended" in case:
        column = "销号日期" if row["状态"] == "已销号" else "撤销或移送日期"
        row[column] = date.fromisoformat(case["ended"])
    row["撤销或移送原因"] = case.get("why", "")
    row["资金落实(万元)"] = f"{case['funds']:g}" if "funds" in case else ""
    return row | {"_point": case.get("point"), "_number": case.get("number")}


def hazards(draw: Random) -> list[Row]:
    """All hazard rows, oldest year last, numbered in the order of their listing."""
    rows: list[Row] = []
    seen: set[str] = {c["整治单位(区域)"] for c in PLAN["case"]}
    for year in PLAN["year"]:
        mine = [told(c, year) for c in PLAN["case"] if c["year"] == year["year"]]
        pool = [b for b in year["batch"] if b["weight"]]
        serials: dict[str, int] = {}
        more: list[Row] = []
        for street, (_, struck_off) in year["streets"].items():
            done = sum(r["属地街道"] == street and r["状态"] == "已销号" for r in mine)
            for _ in range(struck_off - done):
                row = drawn(draw, street, seen)
                list_it(draw, row, year, pool, serials)
                more.append(row)
        finish(draw, more, year["year"])
        mine += more + set_aside(draw, year, pool, seen)
        rows += number(mine, year)
    for serial, row in enumerate(rows, 1):
        level_leaders = DISTRICT_LEADERS if row["挂牌级别"] != "街镇级" else [STREET_LEADERS[row["属地街道"]]]
        row |= {
            "案件类型": "重大隐患",
            "包案领导": draw.choice(level_leaders),
            "联系电话": phone(1000 + serial),
        }
        row["整改责任人"] = draw.choice(PERSONS)
    return rows


def finish(draw: Random, rows: list[Row], year: int) -> None:
    """Strike the drawn cases off; a few of the older years only after the year had turned."""
    slow = {2024: [date(2025, 1, 21), date(2025, 3, 14), date(2025, 5, 9), date(2026, 3, 27)]}
    slow[2025] = [date(2026, 1, 16), date(2026, 4, 10)]
    waits = [r for r in rows if r["挂牌级别"] in {"市级", "省级", "区级"}]
    late = draw.sample(waits, len(slow.get(year, [])))
    for row, day in zip(late, slow.get(year, []), strict=True):
        terms(draw, row, year, struck=day, extended=False)
    rest = [r for r in rows if "状态" not in r]
    longer = {id(r) for r in draw.sample(rest, 9 if year == 2026 else 6)}
    for row in rest:
        terms(draw, row, year, struck=None, extended=id(row) in longer)


def set_aside(draw: Random, year: dict[str, Any], pool: list[dict[str, Any]], seen: set[str]) -> list[Row]:
    """Withdrawn and transferred cases of the earlier years."""
    why = {
        2025: [
            ("已撤销", "与市级挂牌名单重复列入\uff0c经核对撤销"),
            ("已撤销", "现场复核不符合判定标准\uff0c撤销挂牌"),
            ("已移送", "单位注册地和经营地迁出本区\uff0c移送迁入地主管部门\uff0c已收回执"),
        ],
        2024: [
            ("已撤销", "同一地点分两次列入\uff0c合并办理后撤销其一"),
            ("已移送", "所涉路段移交市级养护\uff0c移送市主管部门\uff0c已收回执"),
        ],
    }
    rows = []
    for state, reason in why.get(year["year"], []):
        row = drawn(draw, draw.choice(["双屿街道", "滨江街道", "南郊街道", "丰门街道"]), seen)
        list_it(draw, row, year | {"township": {"share": 0}}, pool, {})
        row |= {"状态": state, "撤销或移送原因": reason}
        row["整改期限"] = month_mark(row["挂牌日期"] + timedelta(days=120))
        row["撤销或移送日期"] = between(
            draw, row["挂牌日期"] + timedelta(days=14), row["挂牌日期"] + timedelta(days=80)
        )
        rows.append(row)
    return rows


def number(rows: list[Row], year: dict[str, Any]) -> list[Row]:
    """Number by listing date; a case with a fixed number keeps it."""
    rows.sort(key=lambda r: (r["挂牌日期"], r["挂牌文号"], r["属地街道"]))
    for row in [r for r in rows if r.get("_number")]:
        rows.remove(row)
        rows.insert(row["_number"] - 1, row)
    for at, row in enumerate(rows):
        row["编号"] = f"鹿挂〔{year['year']}〕{year['first'] + at:03d}号"
        row["年度"] = year["year"]
    return rows
