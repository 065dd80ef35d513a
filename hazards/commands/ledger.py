"""Ledgers in and out, and the figures over them."""

from pathlib import Path
from typing import Any

from hazards.commands.shell import Answer, acting, command, finding_line, group


def add(commands: Any) -> None:
    ledger = group(commands, "ledger", "台账")
    command(ledger, "template", "写出空白台账模板", _template).add_argument(
        "--out", type=Path, required=True, metavar="文件"
    )
    for name, help_, run in (("check", "核对台账文件，不入库", _check), ("import", "导入台账文件", _import)):
        made = command(ledger, name, help_, run)
        made.add_argument("file", type=Path, metavar="文件")
        made.add_argument("--crs", metavar="坐标系")
        made.add_argument("--map", type=Path, metavar="对应表", help="表头到模板列的 JSON")
    rates = command(commands, "rates", "整改率", _rates)
    rates.add_argument("--as-of", metavar="日期")
    rates.add_argument("--year", metavar="年度")
    rates.add_argument("--kind", choices=("hazard", "building", "all"))
    rates.add_argument("--level", metavar="级别")
    rates.add_argument(
        "--by",
        choices=(
            "street",
            "district",
            "city",
            "province",
            "department",
            "sector",
            "leader",
            "batch",
            "level",
        ),
    )
    rates.add_argument("--boundaries", choices=("then", "now"))
    export = command(commands, "export", "导出台账", _export)
    export.add_argument("kind", choices=("xlsx", "csv", "geojson", "gpkg"))
    export.add_argument("--out", type=Path, required=True, metavar="文件")


def _template(told: Any) -> Answer:
    from hazards.services import export

    store, _ = acting(told)
    export.write_template(store, told.out)
    return {"file": str(told.out)}, [f"模板已写入 {told.out}。"], True


def _draft(told: Any) -> Any:
    from hazards.services import intake

    store, scope = acting(told)
    mapping = intake.read_map(told.map) if told.map else None
    return store, scope, intake.check(store, scope, told.file, crs=told.crs, mapping=mapping)


def _draft_lines(draft: Any) -> list[str]:
    if draft.failed:
        return [str(draft.failed)]
    told = f"共 {len(draft.rows)} 行：可入库 {draft.accepted}，未采用 {draft.refused}，无变化 {draft.unchanged}。"
    shown = [finding_line(f) for f in draft.findings[:200]]
    rest = len(draft.findings) - len(shown)
    return [told, *shown, *([f"……另有 {rest} 条提示，用 --json 查看全部。"] if rest > 0 else [])]


def _check(told: Any) -> Answer:
    _, _, draft = _draft(told)
    return draft.public(), _draft_lines(draft), not draft.refused and draft.failed is None


def _import(told: Any) -> Answer:
    from hazards.services import taking

    store, scope, draft = _draft(told)
    if draft.failed is None:
        taking.commit(store, scope, draft)
    return draft.public(), _draft_lines(draft), not draft.refused and draft.failed is None


def _rates(told: Any) -> Answer:
    from hazards.services import export, reporting
    from hazards.services.asked import Asked

    names = ("as_of", "year", "kind", "level", "by", "boundaries")
    asked = Asked.of({n: v for n in names if (v := getattr(told, n)) is not None})
    table = reporting.rates(*acting(told), asked)
    heads = [h for h, _ in export.RATE_COLUMNS]
    lines = ["\t".join(heads), *("\t".join(r) for r in export.rate_rows(table))]
    lines.append(
        f"口径：总整改率=已销号÷有效挂牌数(含未到期)；截止 {asked.cutoff.on.isoformat()}；规则 {reporting.RULE}"
    )
    return table.public(), lines, True


def _export(told: Any) -> Answer:
    from hazards.services import export
    from hazards.services.asked import Asked

    store, scope = acting(told)
    count = export.write(store, scope, Asked(year=0, kind="all"), told.kind, told.out)
    return {"file": str(told.out), "cases": count}, [f"已导出 {count} 件到 {told.out}。"], True
