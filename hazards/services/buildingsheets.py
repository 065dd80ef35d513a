"""Sheets of illegal buildings: figures per street, members of a figure, patrols, unreported, contests."""

from collections.abc import Mapping

from hazards.domain import stock
from hazards.domain.contests import KINDS
from hazards.domain.printed import Sheet
from hazards.services import clock, lossrate, overview, patrols, stockfigures, unreported
from hazards.services.access import Scope
from hazards.services.printed import Printed, asked_of, day, now
from hazards.storage.store import Store

MOST = 10_000
"""Patrols of one list: two streets a day for fourteen years."""


def structures(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    asked, filters, cut = asked_of(store, scope, {**told, "kind": "building"})
    table = stockfigures.figures(store, scope, asked)
    heads: tuple[str, ...] = (
        "街镇",
        "在册(宗)",
        "在册(㎡)",
        "本年发现(宗)",
        "本年处置(宗)",
        "本年处置(㎡)",
        "年度任务(㎡)",
    )
    heads += ("任务完成率", "累计处置(㎡)", "存量处置率", *stock.STAGES.values())

    def cells(row: stock.Row) -> tuple[str, ...]:
        return (
            row.name,
            str(row["found"].count),
            f"{row['found'].m2:,.0f}",
            str(row["found_year"].count),
            str(row["disposed_year"].count),
            f"{row['disposed_year'].m2:,.0f}",
            f"{row.task:,.0f}" if row.task else "／",
            row.completion.replace("/", "／"),
            f"{row['disposed'].m2:,.0f}",
            row.disposal.replace("/", "／"),
            *(str(row[f"stage:{key}"].count) for key in stock.STAGES),
        )

    rows = tuple(cells(row) for row in (*table.rows, table.total))
    note = "口径：" + overview.rules()["headings"]["building_disposal"]
    return Printed(Sheet("违法建筑统计表", heads, rows, note), filters, cut, numbered=False)


def buildings(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    asked, filters, cut = asked_of(store, scope, {**told, "kind": "building"})
    found = stockfigures.members(store, scope, asked, told.get("figure", "found"))
    rows = tuple(
        (f"{o.mark} {o.light_name}", o.unit, o.street, o.number or "未编号", o.address) for o in found
    )
    note = f"口径：面积单位为平方米，按办理日期统计；共 {len(found)} 宗。"
    return Printed(
        Sheet("违法建筑明细", ("状态", "违法建筑", "属地", "编号", "地址"), rows, note), filters, cut
    )


def walked(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    rows = tuple(
        (
            one.street,
            one.on.isoformat(),
            one.persons,
            one.route,
            f"{one.length_m:,.0f}" if one.length_m else "—",
            "；".join(spot.note + (f"({spot.unit})" if spot.unit else "") for spot in one.finds) or "未发现",
        )
        for one in patrols.recent(store, scope, most=MOST)
    )
    heads = ("街镇", "日期", "人员", "路线", "里程(米)", "发现")
    note = "口径：街镇看本街镇的巡查，部门看本人登记的；发现途径据此认定“街镇发现”。"
    return Printed(Sheet("巡查记录表", heads, rows, note), f"{clock.today().year} 年度", now())


def unknown(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    asked, filters, cut = asked_of(store, scope, {**told, "kind": "building"})
    rows = tuple(
        (p.street, p.unit, p.number or "未编号", p.address, day(p.found_on), f"{p.m2:,.0f}")
        for p in unreported.places(store, scope, asked)
    )
    heads = ("街镇", "当事人或者单位", "编号", "地址", "发现日期", "违法面积(㎡)")
    note = "口径：上级发现之日及以前，街镇巡查和自行登记中都没有的违法建筑。"
    return Printed(Sheet("上级发现而街镇未报表", heads, rows, note), filters, cut)


def contests(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    asked, _, cut = asked_of(store, scope, told)
    filters = "全部年度" if asked.population is None else f"{asked.population} 年度"
    rows = tuple(
        (
            one.organ,
            KINDS[one.kind],
            one.unit,
            one.number or "未编号",
            day(one.on),
            one.outcome,
            one.verdict,
        )
        for one in lossrate.losses(store, scope, asked).ended
    )
    heads = ("机关", "途径", "案卷", "编号", "结果日期", "结果", "胜败")
    note = "口径：年内作出结果的行政复议和行政诉讼，按被复议、被诉机关统计。"
    return Printed(Sheet("复议诉讼结果表", heads, rows, note), filters, cut)
