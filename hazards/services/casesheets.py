"""Sheets of cases: the ledger, the rates, what waits and for whom, batches, oddities."""

from collections.abc import Mapping, Sequence

from hazards.domain.printed import Sheet
from hazards.domain.rates import RULE
from hazards.domain.waiting import Todo
from hazards.services import batches, clock, lists, oddities, overview, reporting, todo
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.export import RATE_COLUMNS, rate_rows
from hazards.services.printed import Printed, asked_of, day, now
from hazards.storage.store import Store

MOST = 2000
"""Cases on one paper; the rest is for an export."""
CASES = (
    *("编号", "整治单位(区域)", "属地", "级别", "隐患主要内容", "督办单位"),
    *("挂牌日期", "整改期限", "时限", "状态"),
)
WAITS = ("办什么", "在谁手里", "时限", "整治单位(区域)", "编号", "属地", "第几天")
STATES = {"draft": "拟定中", "consulting": "征求意见", "issued": "已印发"}


def case_rows(lines: Sequence[lists.CaseLine]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            one.number or "未编号",
            one.unit,
            one.street,
            one.level or "—",
            one.content,
            one.supervisor,
            day(one.listed_on),
            day(one.deadline) or "缺失",
            f"{one.mark} {one.clock}",
            one.state,
        )
        for one in lines
    )


def cases(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    asked, filters, cut = asked_of(store, scope, told)
    found = lists.page(store, scope, asked, size=MOST)
    note = f"口径：{_rule(asked)}规则 {RULE}；共 {found.total} 件，最急的在前。"
    if found.total > MOST:
        note += f"本次打印前 {MOST} 件，其余请导出。"
    return Printed(Sheet("案件台账", CASES, case_rows(found.lines), note), filters, cut)


def _rule(asked: Asked) -> str:
    """The rule of the figure opened; of a list of no figure what it holds."""
    rules = overview.rules()
    if not asked.measure:
        return "所选年度挂牌的案卷和结转案卷；"
    told = rules["figures"].get(asked.measure) or rules["headings"].get(f"measures_{asked.measure}")
    return (told or rules["headings"]["overdue_headline"]).rstrip("。") + "；"


def rates(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    asked, filters, cut = asked_of(store, scope, told)
    keep = [at for at, (_, name) in enumerate(RATE_COLUMNS) if name != "code"]
    rows = tuple(tuple(row[at] for at in keep) for row in rate_rows(reporting.rates(store, scope, asked)))
    note = f"口径：{overview.rules()['rule']}总整改率=已销号÷有效挂牌数(含未到期)；规则 {RULE}。"
    heads = tuple(RATE_COLUMNS[at][0] for at in keep)
    return Printed(Sheet("整改率排名表", heads, rows, note), filters, cut, numbered=False)


def _todos(title: str, found: Sequence[Todo], scope: Scope) -> Printed:
    rows = tuple(
        (
            one.what,
            one.holder,
            one.clock,
            one.unit,
            one.number or "未编号",
            one.street,
            f"第 {one.days} 天" if one.days > 0 else "—",
        )
        for one in found
    )
    note = "口径：每一步有一个办理人和自己的时限，整改以案件期限为限；期限缺失的排在最前。"
    who = f"{scope.as_whom} {scope.actor}".strip()
    return Printed(Sheet(title, WAITS, rows, note), who, now())


def held_batches(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    rows = tuple(
        (
            one["name"],
            STATES[one["state"]],
            "挂牌" if one["does"] == batches.LIST else "销号",
            str(one["year"]),
            one["level"],
            one["body"] or "区安委办",
            one["document"] or "—",
            day(one["decided_on"]) or "—",
            str(len(one["cases"])),
        )
        for one in batches.held(store, scope)
    )
    heads = ("名称", "进展", "事项", "年度", "级别", "机关", "文号", "印发日期", "案卷(件)")
    note = "口径：一份文件挂牌或销号多件，逐件把关，不能印发的单独列出原因。"
    return Printed(Sheet("批次表", heads, rows, note), "", now())


def found_oddities(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    year = int(told["year"]) if told.get("year", "").isdigit() else None
    found = oddities.found(store, scope, year=year)
    sort = told.get("sort", "")
    chosen = {sort: found[sort]} if sort in found else found
    rows = tuple(
        (
            name,
            one.unit,
            one.number or "未编号",
            one.what,
            one.why,
            one.who,
            day(one.acted_on),
            one.entered_at[:16].replace("T", " "),
        )
        for name, held in chosen.items()
        for one in reversed(held)
    )
    heads = ("类别", "整治单位(区域)", "编号", "事项", "情形", "办理人", "办理日期", "录入时间")
    note = "口径：年内办理或录入的事项；同一事项可以列入几类。"
    return Printed(Sheet("审计事项表", heads, rows, note), f"{year or clock.today().year} 年度", now())


def mine(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    return _todos("待办事项表", todo.mine(store, scope), scope)


def others(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    return _todos("在等他人办理事项表", todo.others(store, scope), scope)
