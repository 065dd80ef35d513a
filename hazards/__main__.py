"""The same services from a shell: ``python -m hazards COMMAND``. Parses, delegates, prints.

Exit 0: all done. 1: something was refused. 2: wrong usage. ``--json`` prints one object and
nothing else.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import orjson
import sqlalchemy.exc

from hazards.domain.errors import Finding, Refusal, Unreadable

Answer = tuple[dict[str, Any], list[str], bool]
"""(what --json prints, lines for people, whether all was done)."""


class Parser(argparse.ArgumentParser):
    """argparse, in Chinese where users meet it."""

    def error(self, message: str) -> NoReturn:
        print(
            f"用法不对：{_translate(message)}\n{self.format_usage().replace('usage:', '用法:')}",
            file=sys.stderr,
        )
        raise SystemExit(2)


def _translate(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required:", "缺少参数："),
        ("unrecognized arguments:", "不认识的参数："),
        ("invalid choice:", "不是可用的值："),
        ("expected one argument", "后面缺少值"),
        ("argument ", "参数 "),
        ("choose from", "可用"),
        ("invalid", "不正确的"),
        ("value:", "值："),
    ):
        message = message.replace(english, chinese)
    return message


def _day(text: str) -> date:
    return date.fromisoformat(text)


def parser() -> Parser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    common.add_argument("--as", dest="actor", metavar="账号", help="以该账号办理；缺省为本机管理员")
    top = Parser(
        prog="python -m hazards", description="挂牌一张图：重大事故隐患与违法建筑的台账、地图和整改率"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")

    def command(name: str, help_: str, run: Callable[..., Answer], under: Any = commands) -> Any:
        made = under.add_parser(name, help=help_, parents=[common], description=help_)
        made.set_defaults(run=run)
        return made

    command("migrate", "建立或升级数据库结构", _migrate)
    command("demo", "建库并填入演示区(已有数据时不改动)", _demo)
    district = commands.add_parser("district", help="登记区划").add_subparsers(dest="what", required=True)
    command("add", "登记一个区及其街镇", _district, district).add_argument("district", metavar="代码或文件")
    layers = commands.add_parser("boundaries", help="街镇边界").add_subparsers(dest="what", required=True)
    for name, help_, run in (
        ("check", "检查边界文件", _check_layer),
        ("import", "导入边界文件", _import_layer),
    ):
        made = command(name, help_, run, layers)
        made.add_argument("file", type=Path, metavar="文件")
        made.add_argument("--crs", metavar="坐标系")
    made.add_argument("--valid-from", type=_day, metavar="日期")
    made.add_argument("--parent", metavar="上级代码")
    ledger = commands.add_parser("ledger", help="台账").add_subparsers(dest="what", required=True)
    command("template", "写出空白台账模板", _template, ledger).add_argument(
        "--out", type=Path, required=True, metavar="文件"
    )
    for name, help_, run in (("check", "核对台账文件，不入库", _check), ("import", "导入台账文件", _import)):
        made = command(name, help_, run, ledger)
        made.add_argument("file", type=Path, metavar="文件")
        made.add_argument("--crs", metavar="坐标系")
        made.add_argument("--map", type=Path, metavar="对应表", help="表头到模板列的 JSON")
    rates = command("rates", "整改率", _rates)
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
    export = command("export", "导出台账", _export)
    export.add_argument("kind", choices=("xlsx", "csv", "geojson", "gpkg"))
    export.add_argument("--out", type=Path, required=True, metavar="文件")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    told = parser().parse_args(argv)
    try:
        answer, lines, done = told.run(told)
    except Refusal as refusal:
        value = refusal.value if isinstance(refusal, Unreadable) else ""
        return _refuse(told, Finding(None, None, refusal.code, value, str(refusal)))
    except OSError as error:
        name = str(error.filename or "")
        return _refuse(
            told, Finding(None, None, "file-not-usable", name, f"无法读写“{name}”。请核对路径和权限。")
        )
    except sqlalchemy.exc.OperationalError:
        says = "无法打开数据库。请核对 HAZARDS_DATABASE_URL，并确认数据库正在运行、磁盘未满。"
        return _refuse(told, Finding(None, None, "database-unreachable", "", says))
    if told.json:
        _print(answer)
    else:
        print("\n".join(lines))
    return 0 if done else 1


def _refuse(told: Any, finding: Finding) -> int:
    if told.json:
        _print({**_EMPTY.get(told.command, {}), "findings": [finding.public()]})
    else:
        print(finding.remedy, file=sys.stderr)
    return 2 if finding.code == "bad-question" else 1


_EMPTY = {
    "ledger": {"rows": 0, "accepted": 0, "refused": 0, "unchanged": 0},
    "boundaries": {"features": 0, "accepted": 0},
}


def _print(answer: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode("utf-8", "replace") + "\n")


# ------------------------------------------------------------------ commands
def _access(told: Any) -> tuple[Any, Any]:
    from hazards.services import access

    scope = access.acting_as(told.actor)
    store, _ = access.local()
    return store, scope


def _migrate(told: Any) -> Answer:
    from hazards.services import stores

    stores.migrate()
    return {"migrated": True}, ["数据库结构已是当前版本。"], True


def _demo(told: Any) -> Answer:
    from hazards.services import access, demo, stores

    scope = access.acting_as(told.actor)
    stores.migrate()
    done = demo.fill(stores.ready_store(), scope)
    if not done:
        return {"filled": False, "cases": 0}, ["库中已有数据，未作改动。"], True
    return {"filled": True, "cases": done}, [f"已填入演示区：{done} 个虚构案卷。"], True


def _district(told: Any) -> Answer:
    from hazards.services import register

    answer = register.add_district(*_access(told), told.district)
    units = answer["units"]
    return answer, [f"已登记 {units} 个单位。" if units else "这些单位都已登记，没有变化。"], True


def _check_layer(told: Any) -> Answer:
    from hazards.services import boundaries

    layer = boundaries.check_file(*_access(told), told.file, crs=told.crs)
    return layer.public(), _layer_lines(layer), not layer.out


def _import_layer(told: Any) -> Answer:
    from hazards.services import boundaries

    store, scope = _access(told)
    layer = boundaries.check_file(store, scope, told.file, crs=told.crs)
    answer = boundaries.import_layer(
        store, scope, layer, source_name=told.file.name, valid_from=told.valid_from, parent=told.parent
    )
    lines = _layer_lines(layer)
    if answer["vintage"] is None and answer["accepted"]:
        lines.append("同一文件已经导入过，没有变化。")
    return {k: answer[k] for k in ("features", "accepted", "findings")}, lines, not layer.out


def _layer_lines(layer: Any) -> list[str]:
    head = f"共 {layer.features} 个要素，可用 {layer.features - len(layer.out)} 个。"
    return [head, *(_finding_line(f, "要素") for f in layer.findings)]


def _finding_line(finding: Finding, unit: str = "行") -> str:
    where = "全文件" if finding.row is None else f"第 {finding.row} {unit}"
    mark = "未采用" if finding.refuses else "提示"
    return f"[{mark}] {where}：{finding.remedy}"


def _template(told: Any) -> Answer:
    from hazards.services import export

    store, _ = _access(told)
    export.write_template(store, told.out)
    return {"file": str(told.out)}, [f"模板已写入 {told.out}。"], True


def _draft(told: Any) -> Any:
    from hazards.services import intake

    store, scope = _access(told)
    mapping = intake.read_map(told.map) if told.map else None
    return store, scope, intake.check(store, scope, told.file, crs=told.crs, mapping=mapping)


def _draft_lines(draft: Any) -> list[str]:
    if draft.failed:
        return [str(draft.failed)]
    told = f"共 {len(draft.rows)} 行：可入库 {draft.accepted}，未采用 {draft.refused}，无变化 {draft.unchanged}。"
    shown = [_finding_line(f) for f in draft.findings[:200]]
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
    table = reporting.rates(*_access(told), asked)
    heads = [h for h, _ in export.RATE_COLUMNS]
    lines = ["\t".join(heads), *("\t".join(r) for r in export.rate_rows(table))]
    lines.append(
        f"口径：总整改率=已销号÷有效挂牌数(含未到期)；截止 {asked.cutoff.on.isoformat()}；规则 {reporting.RULE}"
    )
    return table.public(), lines, True


def _export(told: Any) -> Answer:
    from hazards.services import export
    from hazards.services.asked import Asked

    store, scope = _access(told)
    count = export.write(store, scope, Asked(year=0, kind="all"), told.kind, told.out)
    return {"file": str(told.out), "cases": count}, [f"已导出 {count} 件到 {told.out}。"], True


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except BrokenPipeError:  # the reader (head, less) had enough
        sys.stderr.close()
