"""Counts a bulletin again from the lists in its xlsx, and shares no line with the program that made it.

    python tests/bulletins/recount.py 2026年10月通报第1期.xlsx

Reads the sheet 案卷名单 (one case a row, dates as text) and the rules as the sheet 口径 words them,
fills every table anew, and prints each cell that differs. Exit 0: everything agrees.
"""

import sys
from datetime import date
from fractions import Fraction

import openpyxl

YES = "是"
APART = ("清单", "明细", "违法建筑")  # lists of cases, and square metres: recount_areas.py


def sheets(path):
    book = openpyxl.load_workbook(path, data_only=False)
    return {name: [[c.value for c in row] for row in book[name].iter_rows()] for name in book.sheetnames}


def plain(value):
    """A cell as text: whole numbers without a point, rates with two decimals as they print."""
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


class Case:
    """One row of 案卷名单, and the figures that count it by the rules, from its dates alone."""

    def __init__(self, row, rules):
        self.row = row
        g = row.get
        cut, year, first = rules["cut"], rules["year"], rules["first"]
        own = g("年度") == year
        left, how = g("撤销或移送日期"), g("撤销或移送")
        gone = bool(left) and left <= cut
        struck_on = g("销号日期")
        struck = bool(struck_on) and struck_on <= cut
        undated = g("已销号日期未载") == YES
        deadline = g("截止时整改期限")
        due = bool(deadline) and (deadline <= cut if rules["ended"] else deadline < cut)
        open_ = not struck and not gone and not undated
        member = own and not gone
        began = f"{year}-01-01"
        lasting = (not struck_on or struck_on >= began) and (not left or left >= began)
        carried = 0 < g("年度") < year and not undated and lasting
        planned = member and g("列入治理计划") == YES

        # A week over the New Year: what was done to the old year's cases before it ended is the week's own.
        def within(on):
            return 0 < g("年度") < year and bool(on) and first <= on < began

        then = g("销号时整改期限") or "9999"
        self.counts = {
            "listed": member,
            "struck": member and struck,
            "due": member and due,
            "due_struck": member and due and struck,
            "on_time": member and due and struck and struck_on <= then,
            "overdue": member and due and open_,
            "extended": member and g("有效延期") == YES,
            "withdrawn": own and gone and how == "撤销",
            "transferred": own and gone and how == "移送",
            "no_deadline": member and not deadline,
            "imported": member and struck and g("导入销号") == YES,
            "carried": carried,
            "carried_struck": carried and struck and not gone,
            "carried_open": carried and open_,
            "carried_overdue": carried and open_ and due,
            "planned": planned,
            "five": planned and g("已核实五项") == "11111",
            "new": (member and g("挂牌日期") >= first) or (not gone and within(g("挂牌日期"))),
            "struck_now": (member and struck and struck_on >= first) or (not gone and within(struck_on)),
            "carried_struck_now": carried and struck and not gone and struck_on >= first,
            "due_now": (member and due and deadline >= first) or (not gone and within(deadline)),
            "withdrawn_now": gone and how == "撤销" and ((own and left >= first) or within(left)),
            "transferred_now": gone and how == "移送" and ((own and left >= first) or within(left)),
            "open": member and open_,
        }
        for level in ("国家级", "省级", "市级", "区级", "街镇级"):
            self.counts[level] = member and g("挂牌级别") == level
        for n, name in enumerate(("责任", "措施", "资金", "时限", "预案")):
            self.counts["落实" + name] = planned and g("已核实五项")[n] == "1"


COUNT = {
    "挂牌": "listed", "挂牌总数": "listed", "重大隐患(项)": "listed", "挂牌督办": "listed", "重大隐患数": "listed",
    "已销号": "struck", "已核销": "struck", "其中已整改销号": "struck", "到期": "due", "到期数": "due",
    "到期已销号": "due_struck", "按期销号": "on_time", "逾期": "overdue", "期末逾期": "overdue",
    "延期": "extended", "撤销": "withdrawn", "移送": "transferred", "期限缺失": "no_deadline",
    "导入销号": "imported", "结转": "carried", "结转已销号": "carried_struck", "结转未销号": "carried_open",
    "结转逾期": "carried_overdue", "列入治理计划": "planned", "列入治理计划数": "planned",
    "其中达到“五到位”": "five", "其中省级": "省级", "市级": "市级", "其中地市级": "市级", "区级": "区级",
    "街道级": "街镇级", "本期新增挂牌": "new", "本期销号": "struck_now", "另有结转销号": "carried_struck_now",
    "本期到期": "due_now", "本期撤销": "withdrawn_now", "本期移送": "transferred_now", "期末未销号": "open",
    **{"落实" + name: "落实" + name for name in ("责任", "措施", "资金", "时限", "预案")},
}  # fmt: skip
SHARE = {
    "整改率%": ("struck", "listed"),
    "重大隐患整改率%": ("struck", "listed"),
    "到期整改率%": ("due_struck", "due"),
    "按期整改率%": ("on_time", "due"),
}
RETURNED = {
    "应排查单位(家)": "should", "实际排查(家)": "inspected", "单位数": "inspected",
    "一般隐患(项)": "common", "其中已整改": "common_fixed",
}  # fmt: skip
GROUPS = {"街道（镇）": "属地", "督办部门": "督办部门", "行业领域": "行业类别"}
BY_TITLE = (
    ("各街道", "属地"),
    ("进展情况", "属地"),
    ("行业", "行业类别"),
    ("级别", "挂牌级别"),
    ("批次", "批次"),
)


def share(part, whole):
    """Half up to two decimals, in whole numbers until the last."""
    if not whole:
        return "/"
    hundredths = (part * 20000 + whole) // (2 * whole)
    return plain(hundredths / 100)


class Table:
    def __init__(self, title, rows, cases, rules, returned):
        self.title, self.cases, self.rules, self.returned = title, cases, rules, returned
        self.heads = [plain(v) for v in rows[1] if v is not None]
        self.rows = [
            [plain(v) for v in row[: len(self.heads)]]
            for row in rows[2:]
            if not plain(row[0]).startswith("注：") and any(v is not None for v in row)
        ]
        name = self.heads[1] if self.heads[0] == "名次" else self.heads[0]
        self.at = 1 if self.heads[0] == "名次" else 0
        self.by = GROUPS.get(name) or next((column for mark, column in BY_TITLE if mark in title), "")
        if "12栏" in title:
            told = {row[0] for row in self.rows}
            self.cases = [c for c in cases if c.row["行业类别"] in told]
            self.returned = {}

    def members(self, name):
        name = name.removesuffix("（件数少）")
        if name == "合计":
            return self.cases
        wanted = "" if name == "未填写" else name
        return [c for c in self.cases if c.row[self.by] == wanted]

    def differences(self):
        for row in self.rows:
            members = self.members(row[self.at])

            def n(figure, members=members):
                return sum(c.counts[figure] for c in members)

            for at, head in enumerate(self.heads):
                wanted = self.expected(head, at, row, members, n)
                if wanted is not None and wanted != row[at]:
                    yield f"{self.title} / {row[self.at]} / {head}: {row[at]} 重新计得 {wanted}"
        if self.heads[0] == "名次":
            yield from self.ranks()

    def expected(self, head, at, row, members, n):
        if head == "整改率%" and self.heads[at - 1] == "其中已整改":
            return self.general("common_fixed", "common", row)
        if head == "覆盖率%":
            return self.general("inspected", "should", row)
        if "14栏" in self.title and head in ("隐患数", "已整改", "整改率%"):
            return self.old(head, row, n)
        if head in SHARE:
            part, whole = SHARE[head]
            return share(n(part), n(whole))
        if head in RETURNED:
            told = self.told(RETURNED[head], row)
            return "—" if told is None else str(told)
        if head in COUNT:
            return str(n(COUNT[head]))
        target = self.rules["targets"].get(row[self.at], self.rules["target"])
        if head == "还差":
            return str(max(0, -(-target * n("listed") // 100) - n("struck")))
        if head == "是否达标":
            if not n("listed"):
                return "不排名"
            return "达标" if 100 * n("struck") >= target * n("listed") else "未达标"
        if head == "累计落实治理资金(万元)":
            total = Fraction(sum(c.row["治理资金(元)"] for c in members if c.counts["listed"]), 10000)
            return plain(float(total))
        return None

    def told(self, column, row):
        name = row[self.at]
        by = {"行业类别": "sector", "属地": "street"}.get(self.by, "")
        key = (
            ("*", "*")
            if name == "合计"
            else (by, self.rules["keys"].get(name, name) if by == "street" else name)
        )
        return self.returned.get((f"{key[0]}:{column}", key[1]))

    def general(self, part, whole, row):
        above, below = self.told(part, row), self.told(whole, row)
        return "—" if above is None or below is None else share(above, below)

    def old(self, head, row, n):
        found, done = self.told("common", row), self.told("common_fixed", row)
        if head == "隐患数":
            return "—" if found is None else str(found + n("listed"))
        if head == "已整改":
            return "—" if done is None else str(done + n("struck"))
        if found is None or done is None:
            return "—"
        return share(done + n("struck"), found + n("listed"))

    def ranks(self):
        """Best rate first, more cases first among equals; equal rates share a rank."""
        last, rank = None, 0
        named = [row for row in self.rows if row[1] != "合计"]
        for at, row in enumerate((r for r in named if r[0] != "/"), 1):
            members = self.members(row[1])
            listed = sum(c.counts["listed"] for c in members)
            rate = Fraction(sum(c.counts["struck"] for c in members), listed)
            if last is not None and rate > last:
                yield f"{self.title} / {row[1]}: 排在整改率更低的之后"
            rank = rank if rate == last else at
            last = rate
            if row[0] != str(rank):
                yield f"{self.title} / {row[1]} / 名次: {row[0]} 重新计得 {rank}"
        for row in named:
            aside = row[1] in ("区直", "未定属地", "未填写")
            if row[0] == "/" and not aside and any(c.counts["listed"] for c in self.members(row[1])):
                yield f"{self.title} / {row[1]}: 有挂牌而未排名"


def lists(told, cases, rules):
    """The lists of cases hold the very cases the figures count."""
    for title, kinds in (
        ("逾期未销号清单", ("overdue", "carried_overdue")),
        ("结转案卷清单", ("carried",)),
        ("撤销、移送案卷清单", ("withdrawn", "transferred")),
    ):
        name = next((n for n in told if title in n), None)
        if name is None and rules["short"]:
            continue
        rows = [r for r in (told[name][2:] if name else []) if plain(r[0]).isdigit()]
        wanted = sorted(c.row["编号"] or "未编号" for c in cases if any(c.counts[k] for k in kinds))
        if sorted(plain(r[1]) for r in rows) != wanted:
            yield f"{title}: {len(rows)} 件 重新计得 {len(wanted)}"
        if title.startswith("逾期"):
            by = {c.row["编号"]: c.row["截止时整改期限"] for c in cases}
            for row in rows:
                days = (date.fromisoformat(rules["cut"]) - date.fromisoformat(by[plain(row[1])])).days
                if plain(row[8]) != str(max(days, 1)):
                    yield f"{title} / {row[1]}: 逾期 {row[8]} 天 重新计得 {days}"


def recount(path):
    """(cells looked at, what differs)."""
    told = sheets(path)
    cover = {plain(row[0]): plain(row[1]) for row in reversed(told["口径"])}
    rules = {
        "cut": cover["截止日期"],
        "ended": cover["截止时刻"] == "当日24时",
        "year": int(cover["年度"]),
        "first": cover["期间首日"],
        "target": int(cover["目标%"]),
        "short": "周通报" in cover["标题"] or "难题" in cover["标题"],
        "targets": {},
        "keys": {},
    }
    heads, rows = told["案卷名单"][1], told["案卷名单"][2:]
    cases = [
        Case({h: ("" if v is None else v) for h, v in zip(heads, row, strict=False)}, rules) for row in rows
    ]
    returned = {}
    for row in told.get("月报数据", [])[2:]:
        returned[plain(row[0]), plain(row[1])] = int(row[2])
    for row in told.get("街道代码", [])[2:]:
        rules["keys"][plain(row[1])], rules["targets"][plain(row[1])] = plain(row[0]), int(row[2])
    wrong, cells = [], 0
    for name, table in told.items():
        if not name.startswith("附表") or any(word in name for word in APART):
            continue
        one = Table(name, table, cases, rules, returned)
        cells += sum(len(row) for row in one.rows)
        wrong += one.differences()
    wrong += lists(told, cases, rules)
    return cells, wrong


if __name__ == "__main__":
    looked, differ = recount(sys.argv[1])
    print("\n".join(differ) or f"{looked} 格与名单一致")
    raise SystemExit(1 if differ else 0)
