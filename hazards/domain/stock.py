"""Stock (违法建筑存量): illegal buildings in m² at a cut-off, how they stand and how they were dealt with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hazards.domain.rates import percent

STAGES = {
    "unfiled": "未立案",
    "inquiry": "调查",
    "decision": "决定",
    "waiting": "等待期",
    "enforcing": "执行",
    "held": "中止或者暂缓",
    "closed": "已结案",
}
STOCKS = {"new": "新增", "old": "存量", "": "未分类"}
FINDERS = {"above": "上级发现", "street": "街镇发现", "public": "群众举报", "": "未填写"}
IMPORTED = "导入"
KINDS = ("强制拆除", "自行拆除", "代履行拆除", "拆除继续建设部分", "没收", "限期改正", IMPORTED)
"""How a building is disposed of; what a ledger brought without saying how is 导入."""
DEMOLITIONS = frozenset(KINDS[:4])

_DECIDED = frozenset({"decision", "penalty", "correction", "confiscation"})
_WAITS = frozenset({"removal-notice", "report", "charge", "urging", "court-urging", "substitute-urging"})
_ENFORCED = frozenset(
    {
        *("enforcement", "announcement", "execution", "remove-new-part", "self-removal", "corrected"),
        *("court-application", "court-ruling", "court-execution", "substitute", "inform"),
    }
)


def stage(steps: frozenset[str], *, served: bool, held: bool, closed: bool) -> str:
    """Where the procedure stands, by the acts taken so far.

    Args:
        steps: keys of the acts that count; ``served`` tells whether the removal decision was served.
        held: a side state (中止、终结、协议、暂缓) is in force; ``closed``: the case has ended.
    """
    if closed:
        return "closed"
    if held:
        return "held"
    if steps & _ENFORCED:
        return "enforcing"
    if steps & _WAITS or ("decision" in steps and served):
        return "waiting"
    if steps & _DECIDED:
        return "decision"
    return "inquiry" if "filing" in steps else "unfiled"


@dataclass(frozen=True, slots=True)
class Disposal:
    """An area dealt with. ``on`` None: a ledger told the area and no day."""

    kind: str
    m2: float
    on: date | None


@dataclass(frozen=True, slots=True)
class Building:
    """One building on the books at the cut-off; ``disposals`` are those made by then, and undated ones."""

    case: int
    m2: float
    of_year: bool
    stage: str
    stock: str = ""
    found_by: str = ""
    category: str = ""
    disposals: tuple[Disposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """Cases and their area: what one figure counts, so that its list is the same cases."""

    cases: tuple[int, ...] = ()
    m2: float = 0.0

    @property
    def count(self) -> int:
        return len(self.cases)

    @classmethod
    def of(cls, told: Iterable[tuple[int, float]]) -> "Amount":
        """From (case, m²); a case told twice counts once, its areas add up."""
        pairs = list(told)
        return cls(tuple(dict.fromkeys(case for case, _ in pairs)), round(sum(m2 for _, m2 in pairs), 2))


NONE = Amount()
PLAIN = ("found", "found_year", "disposed", "disposed_year", "demolished_year", "undated")
FIGURES = (
    *PLAIN,
    *(f"stage:{key}" for key in STAGES),
    *(f"stock:{key}" for key in STOCKS),
    *(f"stock_disposed:{key}" for key in STOCKS),
    *(f"finder:{key}" for key in FINDERS),
    *(f"kind:{kind}" for kind in KINDS),
)
"""Every figure of one row. Categories (category:…) stand beside them, for the district names them."""


def figures(buildings: Iterable[Building], year: int | None) -> Mapping[str, Amount]:
    """Every figure over some buildings; what nobody is in stays ``NONE``.

    Args:
        year: of disposals that count as the year's; None counts those of all years.
    """
    told: dict[str, list[tuple[int, float]]] = {}

    def put(name: str, case: int, m2: float) -> None:
        told.setdefault(name, []).append((case, m2))

    for one in buildings:
        put("found", one.case, one.m2)
        if one.of_year:
            put("found_year", one.case, one.m2)
        put(f"stage:{one.stage}", one.case, one.m2)
        put(f"stock:{one.stock}", one.case, one.m2)
        put(f"finder:{one.found_by}", one.case, one.m2)
        if one.category:
            put(f"category:{one.category}", one.case, one.m2)
        for done in one.disposals:
            if done.on is None:
                put("undated", one.case, done.m2)
                continue
            put("disposed", one.case, done.m2)
            put(f"stock_disposed:{one.stock}", one.case, done.m2)
            if year is None or done.on.year == year:
                put("disposed_year", one.case, done.m2)
                put(f"kind:{done.kind}", one.case, done.m2)
                if done.kind in DEMOLITIONS:
                    put("demolished_year", one.case, done.m2)
    return {name: Amount.of(pairs) for name, pairs in told.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``task`` is the year's task in m², None where none was set."""

    name: str
    key: int | str | None
    told: Mapping[str, Amount]
    task: float | None = None
    aside: bool = False  # 区直, 未定属地

    def __getitem__(self, figure: str) -> Amount:
        return self.told.get(figure, NONE)

    @property
    def completion(self) -> str:
        """任务完成率: area of the year by its task. A value of its own, which may exceed 100 %."""
        return printed(self["disposed_year"].m2, self.task or 0.0)

    @property
    def disposal(self) -> str:
        """存量处置率: area disposed of by area on the books."""
        return printed(self["disposed"].m2, self["found"].m2)

    def disposal_of(self, stock: str) -> str:
        return printed(self[f"stock_disposed:{stock}"].m2, self[f"stock:{stock}"].m2)


def printed(part: float, whole: float) -> str:
    """A percentage as it prints, half up to two decimals; "/" of nothing."""
    share = percent(part, whole)
    return "/" if share is None else f"{share:.2f}%"
