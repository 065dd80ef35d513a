"""Assessment rates of other offices (拔钉率、供地率、绿化率 …): taken as given, never computed or ranked here.

A sheet comes long (街镇、指标、数值) or wide (街镇 and a column for every rate). Period, source and
date received are columns of it, or said once for the whole sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hazards.domain.cells import fold
from hazards.domain.dates import Told, read_day
from hazards.domain.errors import Finding, Unreadable
from hazards.domain.prose import ControlCharacter, prose

COLUMNS = {
    "street": ("街镇", "属地", "属地街道", "街道", "街道(镇)", "乡镇街道", "镇街", "单位", "地区"),
    "name": ("指标", "指标名称", "考核指标", "考核率"),
    "value": ("数值", "值", "完成值", "结果", "比率"),
    "period": ("期间", "统计期", "统计期间", "时期", "月份", "报告期"),
    "source": ("来源", "来源单位", "提供单位", "数据来源", "责任部门"),
    "received": ("收件日期", "收到日期", "报送日期"),
}
TITLES = {
    "street": "街镇",
    "name": "指标",
    "value": "数值",
    "period": "期间",
    "source": "来源单位",
    "received": "收件日期",
}
LEFT_OUT = ("序号", "备注", "")
LONGEST = {"street": 60, "name": 40, "value": 40, "period": 40, "source": 60}
HEADER_ROWS = 10

SAYS = {
    "street-missing": "没有写街镇。请补填后再导入。",
    "value-missing": "“{column}”没有数值。未报的由来源单位补报，不写作 0。",
    "period-missing": "没有写期间，如 2026年10月。请在表中或者表单中填写。",
    "source-missing": "没有写来源单位。请在表中或者表单中填写。",
    "received-missing": "没有写收件日期。请在表中或者表单中填写。",
    "date-impossible": "“{column}”写作“{value}”，不是年月日俱全的日期。请改为如 2026-11-10 的日期。",
    "date-future": "“{column}”晚于今天。请核对后改正。",
    "text-too-long": "“{column}”超过 {limit} 个字。请缩短。",
    "control-character": "“{column}”含有不可见的控制字符。请删除后重新填写该格。",
    "row-repeated": "同一街镇、指标、期间和来源在表中有两个不同的数值。请核对保留一个。",
    "unknown-street": "“{value}”不是已登记的街镇，按原文列出。请核对名称。",
}
TAKEN = frozenset({"unknown-street"})


@dataclass(frozen=True, slots=True)
class Given:
    """One rate of one street as an office gave it; ``value`` is text and stays text."""

    street: str
    name: str
    value: str
    period: str
    source: str
    received: date

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.street, self.name, self.period, self.source


def understand(
    grid: Sequence[Sequence[str]], said: Mapping[str, str], today: date
) -> tuple[list[Given], list[Finding]]:
    """What a sheet tells, and what is wrong with it; rows count from 1 below the header.

    Args:
        said: ``period``, ``source``, ``received`` where the sheet has no such column.

    Raises:
        Unreadable: no header with a column of streets.
    """
    at, columns = _header(grid)
    wide = [
        (n, text)
        for n, text in enumerate(grid[at])
        if n not in columns.values() and fold(text) not in map(fold, LEFT_OUT)
    ]
    if "value" not in columns and not wide:
        raise Unreadable("no-values", "表中只有街镇一列，没有指标", "请连同各项指标的列一起提供，每项一列。")
    rows: list[Given] = []
    findings: list[Finding] = []
    seen: dict[tuple[str, str, str, str], str] = {}
    for number, line in enumerate(grid[at + 1 :], 1):
        if not any(cell.strip() for cell in line):
            continue
        common = {name: _cell(line, columns.get(name)) or said.get(name, "") for name in COLUMNS}
        if "value" in columns:
            told = [(common["name"], common["value"], TITLES["value"])]
        else:
            told = [(text.strip(), _cell(line, n), text.strip()) for n, text in wide]
        for name, value, column in told:
            one, wrong = _read({**common, "name": name, "value": value}, column, number, today)
            findings += wrong
            if one is None:
                continue
            if seen.setdefault(one.key, one.value) != one.value:
                findings.append(_found("row-repeated", number, column, value))
            elif one not in rows:
                rows.append(one)
    return rows, findings


def _header(grid: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """(its line, where each known column stands)."""
    known = {fold(word): name for name, words in COLUMNS.items() for word in words}
    for at, line in enumerate(grid[:HEADER_ROWS]):
        columns: dict[str, int] = {}
        for n, text in enumerate(line):
            if (name := known.get(fold(text))) is not None:
                columns.setdefault(name, n)
        if "street" in columns and len([c for c in line if c.strip()]) > 1:
            if ("name" in columns) != ("value" in columns):
                columns.pop("name", None)
                columns.pop("value", None)
            return at, columns
    raise Unreadable(
        "no-header",
        "没有找到写着“街镇”的表头",
        "表头须有“街镇”一列，其余各列为指标；或者为“街镇、指标、数值、期间、来源单位、收件日期”。",
    )


def _cell(line: Sequence[str], at: int | None) -> str:
    return line[at].strip() if at is not None and at < len(line) else ""


def _read(
    told: Mapping[str, str], column: str, number: int, today: date
) -> tuple[Given | None, list[Finding]]:
    wrong: list[Finding] = []
    texts = {}
    for name, limit in LONGEST.items():
        title = column if name == "value" else TITLES[name]
        try:
            texts[name] = prose(title, told[name])
        except ControlCharacter:
            texts[name] = ""
            wrong.append(_found("control-character", number, title, ""))
            continue
        if len(texts[name]) > limit:
            wrong.append(_found("text-too-long", number, title, texts[name][:40], limit=limit))
        elif not texts[name]:
            code = f"{name}-missing" if f"{name}-missing" in SAYS else "value-missing"
            wrong.append(_found(code, number, title, ""))
    received = read_day(told["received"])
    if received.told is Told.NOTHING:
        wrong.append(_found("received-missing", number, TITLES["received"], ""))
    elif received.told is not Told.EXACT or received.first is None:
        wrong.append(_found("date-impossible", number, TITLES["received"], told["received"][:40]))
    elif received.first > today:
        wrong.append(_found("date-future", number, TITLES["received"], told["received"][:40]))
    if wrong or received.first is None:
        return None, wrong
    return Given(**texts, received=received.first), []


def _found(code: str, number: int | None, column: str, value: str, **facts: object) -> Finding:
    told = SAYS[code].format(column=column, value=value, **facts)
    return Finding(number, column, code, value, told, code not in TAKEN)


def unknown_street(street: str) -> Finding:
    """A name that is no registered street: taken as it stands, and said once."""
    return _found("unknown-street", None, TITLES["street"], street)
