"""The bulletin as xlsx: a sheet a table, and the lists of cases from which anybody can count them again."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from hazards.domain.stock import STOCKS
from hazards.formats import exports
from hazards.formats.limits import CELL_CHARACTERS

MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # no clock in here: the moment of a bulletin is a fact of it
NUMBER = re.compile(r"-?\d+(\.\d+)?")
MEMBERS = (
    ("案卷号", "id"),
    ("编号", "number"),
    ("整治单位(区域)", "unit"),
    ("地址", "address"),
    ("属地", "street"),
    ("督办部门", "department"),
    ("行业类别", "sector"),
    ("挂牌级别", "level"),
    ("批次", "batch"),
    ("年度", "year"),
    ("挂牌日期", "listed_on"),
    ("截止时整改期限", "deadline"),
    ("销号日期", "struck_on"),
    ("销号时整改期限", "deadline_struck"),
    ("撤销或移送", "left_how"),
    ("撤销或移送日期", "left_on"),
    ("已销号日期未载", "undated"),
    ("导入销号", "imported"),
    ("有效延期", "extended"),
    ("列入治理计划", "planned"),
    ("已核实五项", "measures"),
    ("治理资金(元)", "yuan"),
)
STRUCTURES = ("案卷号", "编号", "当事人或者位置", "属地", "分类", "本年发现", "违法面积")
DISPOSALS = ("案卷号", "处置方式", "面积", "日期")
YES = "是"


def clean(text: str) -> str:
    """Text as a cell can hold it; written as a string, it is never a formula."""
    told = exports.clean(text)
    return told if len(told) <= CELL_CHARACTERS else told[: CELL_CHARACTERS - 1] + "…"


def write(bulletin: Mapping[str, Any], paper: Mapping[str, Any]) -> bytes:
    """The xlsx of a frozen bulletin and its paper."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": paper["title"], "author": "挂牌一张图", "created": MADE})
        styles = _styles(book)
        _cover(book, styles, bulletin, paper)
        for sheet in paper["sheets"]:
            _table(book, styles, sheet, paper["draft"])
        _members(book, styles, bulletin)
        _structures(book, styles, bulletin)
        _steps(book, styles, bulletin)
        _returned(book, styles, bulletin)
        _streets(book, styles, bulletin)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({**edge, "bold": True, "bg_color": "#E8EEF4", "align": "center"}),
        "cell": book.add_format(edge),
        "count": book.add_format({**edge, "align": "right", "num_format": "0"}),
        "rate": book.add_format({**edge, "align": "right", "num_format": "0.00"}),
    }


def _cover(book: Any, styles: Any, bulletin: Mapping[str, Any], paper: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet("口径")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    told = [
        ("标题", paper["title"]),
        ("期号", paper["numbered"]),
        ("期间", paper["period"]),
        ("期间首日", _period(bulletin)),
        ("截止日期", bulletin["cutoff"]),
        ("截止时刻", "当日24时" if bulletin["ended"] else bulletin["moment"]),
        ("年度", str(bulletin["year"])),
        ("目标%", str(bulletin["target"])),
        ("规则", bulletin["rule"]),
        ("存证", paper["proof"]),
        *(("口径", line) for line in paper["footing"]),
    ]
    for row, (name, value) in enumerate(told):
        sheet.write_string(row, 0, name, styles["head"])
        sheet.write_string(row, 1, clean(value), styles["cell"])


def _period(bulletin: Mapping[str, Any]) -> str:
    from hazards.domain.issues import Kind, period

    return period(Kind(bulletin["kind"]), bulletin["told"]).first.isoformat()


def _table(book: Any, styles: Any, told: Mapping[str, Any], draft: bool) -> None:
    sheet = book.add_worksheet(told["title"].replace("　", " ")[:31])
    sheet.write_string(0, 0, told["title"] + ("　草稿" if draft else ""), styles["title"])
    for at, head in enumerate(told["heads"]):
        sheet.write_string(1, at, head, styles["head"])
        sheet.set_column(at, at, 6 + 6 * told["wide"][at])
    line = 2
    for line, row in enumerate(told["rows"], 2):
        for at, cell in enumerate(row["cells"]):
            _put(sheet, styles, line, at, cell, number=bool(told["by"]) and at > 0)
    for n, note in enumerate(told["notes"], line + 1):
        sheet.write_string(n, 0, f"注：{clean(note)}")
    _print(sheet)


def _put(sheet: Any, styles: Any, line: int, at: int, cell: str, *, number: bool) -> None:
    if number and NUMBER.fullmatch(cell):
        sheet.write_number(line, at, float(cell), styles["rate" if "." in cell else "count"])
    else:
        sheet.write_string(line, at, clean(cell), styles["cell"])


def _print(sheet: Any) -> None:
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _members(book: Any, styles: Any, bulletin: Mapping[str, Any]) -> None:
    names = list(bulletin["member_fields"])
    sheet = _list(book, styles, "案卷名单", "案卷名单(每一数字由此名单计得)", [head for head, _ in MEMBERS])
    for line, row in enumerate(bulletin["members"], 2):
        told = dict(zip(names, row, strict=True))
        told["extended"] = "extended" in told["flags"]
        for at, (_, name) in enumerate(MEMBERS):
            value = told[name]
            if isinstance(value, bool):
                value = YES if value else ""
            if isinstance(value, int):
                sheet.write_number(line, at, value, styles["count"])
            else:
                sheet.write_string(line, at, clean(value), styles["cell"])


def _structures(book: Any, styles: Any, bulletin: Mapping[str, Any]) -> None:
    """Illegal buildings, and below each other what was disposed of: from both the table is counted again."""
    rows = bulletin.get("structures", ())
    if not rows:
        return
    sheet = _list(book, styles, "违法建筑名单", "违法建筑名单(面积单位：㎡)", STRUCTURES)
    done = _list(book, styles, "违法建筑处置", "违法建筑处置(面积单位：㎡)", DISPOSALS)
    below = 2
    for line, (case, number, unit, street, _, kept, m2, of_year, disposals) in enumerate(rows, 2):
        for at, value in enumerate((number, unit, street, STOCKS[kept], YES if of_year else ""), 1):
            sheet.write_string(line, at, clean(value), styles["cell"])
        sheet.write_number(line, 0, case, styles["count"])
        sheet.write_number(line, 6, m2, styles["rate"])
        for kind, area, on in disposals:
            done.write_number(below, 0, case, styles["count"])
            for at, value in ((1, kind), (3, on)):
                done.write_string(below, at, clean(value), styles["cell"])
            done.write_number(below, 2, area, styles["rate"])
            below += 1


def _steps(book: Any, styles: Any, bulletin: Mapping[str, Any]) -> None:
    """How the last issue became this one: every case that came or went."""
    before = bulletin["before"]
    if not before:
        return
    sheet = _list(book, styles, "较上期增减", f"较上期({before['name']})增减的案卷", ["增减", "案卷号"])
    pairs = [(word, case) for word, ids in before["steps"].items() for case in ids]
    for line, (word, case) in enumerate(pairs, 2):
        sheet.write_string(line, 0, word, styles["cell"])
        sheet.write_number(line, 1, case, styles["count"])


def _returned(book: Any, styles: Any, bulletin: Mapping[str, Any]) -> None:
    """Figures no case holds, as reported."""
    rows = [(name, key, n) for name, told in bulletin["returned"].items() for key, n in told.items()]
    if not rows:
        return
    sheet = _list(book, styles, "月报数据", "街道(镇)和部门月报数据", ["分组与栏目", "行", "数"])
    for line, (name, key, n) in enumerate(rows, 2):
        sheet.write_string(line, 0, name, styles["cell"])
        sheet.write_string(line, 1, clean(key), styles["cell"])
        sheet.write_number(line, 2, n, styles["count"])


def _streets(book: Any, styles: Any, bulletin: Mapping[str, Any]) -> None:
    """The rows of the tables by street, each with its target."""
    sheet = _list(book, styles, "街道代码", "街道(镇)及其目标", ["行", "单位", "目标%"])
    for line, street in enumerate(bulletin["streets"], 2):
        sheet.write_string(line, 0, str(street["key"]), styles["cell"])
        sheet.write_string(line, 1, clean(street["name"]), styles["cell"])
        sheet.write_number(line, 2, street["target"], styles["count"])


def _list(book: Any, styles: Any, name: str, title: str, heads: Sequence[str]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, title, styles["title"])
    for at, head in enumerate(heads):
        sheet.write_string(1, at, head, styles["head"])
        sheet.set_column(at, at, 14)
    _print(sheet)
    return sheet
