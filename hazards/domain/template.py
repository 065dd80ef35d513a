"""The columns of a ledger (台账模板), in their fixed order, and what each one holds."""

from dataclasses import dataclass, field
from enum import StrEnum


class Holds(StrEnum):
    TEXT = "text"
    DAY = "day"
    YEAR = "year"
    NUMBER = "number"
    WORD = "word"  # one of a short list
    COORDINATE = "coordinate"


@dataclass(frozen=True, slots=True)
class Column:
    """``field`` is our name for it. ``descriptive`` may change by import on a case that lives here."""

    header: str
    field: str
    holds: Holds = Holds.TEXT
    descriptive: bool = False


COLUMNS = (
    Column("编号", "number"),
    Column("案件类型", "kind", Holds.WORD),
    Column("行业类别", "sector", descriptive=True),
    Column("整治单位(区域)", "unit", descriptive=True),
    Column("属地街道", "street"),
    Column("地址", "address", descriptive=True),
    Column("经度", "x", Holds.COORDINATE),
    Column("纬度", "y", Holds.COORDINATE),
    Column("坐标系", "crs", Holds.WORD),
    Column("隐患主要内容", "content", descriptive=True),
    Column("判定依据", "basis", descriptive=True),
    Column("挂牌级别", "level", Holds.WORD),
    Column("挂牌文号", "document"),
    Column("批次", "batch"),
    Column("年度", "year", Holds.YEAR),
    Column("挂牌日期", "listed_on", Holds.DAY),
    Column("发现日期", "found_on", Holds.DAY),
    Column("责任单位", "responsible_unit", descriptive=True),
    Column("整改责任人", "responsible_person", descriptive=True),
    Column("联系电话", "phone", descriptive=True),
    Column("统一社会信用代码", "credit_code", descriptive=True),
    Column("督办单位", "supervisor", descriptive=True),
    Column("包案领导", "leader", descriptive=True),
    Column("责任落实", "claim_responsibility", descriptive=True),
    Column("措施落实", "claim_measures", descriptive=True),
    Column("资金落实(万元)", "claim_funds", descriptive=True),
    Column("时限落实", "claim_deadline", descriptive=True),
    Column("预案落实", "claim_plan", descriptive=True),
    Column("整改期限", "deadline", Holds.DAY),
    Column("延期至", "extended_to", Holds.DAY),
    Column("延期批准日期", "extension_approved_on", Holds.DAY),
    Column("状态", "state", Holds.WORD),
    Column("销号日期", "struck_off_on", Holds.DAY),
    Column("撤销或移送日期", "left_on", Holds.DAY),
    Column("撤销或移送原因", "left_why"),
    Column("违法面积", "illegal_area", Holds.NUMBER),
    Column("处置面积", "disposed_area", Holds.NUMBER),
    Column("备注", "note", descriptive=True),
)
HEADERS = tuple(c.header for c in COLUMNS)
FIELDS = tuple(c.field for c in COLUMNS)
BY_HEADER = {c.header: c for c in COLUMNS}
BY_FIELD = {c.field: c for c in COLUMNS}
CLAIMS = tuple(f for f in FIELDS if f.startswith("claim_"))
"""The five measures (五落实) as a ledger tells them: claimed, not verified."""

COUNTY_HEADERS = ("县(市、区)", "县市区", "区县", "县区", "县(区)", "所属区县", "所在县区")
"""Extra columns that name the county a street must lie in."""


@dataclass(frozen=True, slots=True)
class Words:
    """Synonyms of headers and of short-list values, from the data dictionary (数据字典).

    Each maps a folded spelling to our word: headers to template headers, levels to 国家级…街镇级,
    kinds to hazard/building, states to open/struck-off/withdrawn/transferred.
    """

    headers: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    sectors: dict[str, str] = field(default_factory=dict)
