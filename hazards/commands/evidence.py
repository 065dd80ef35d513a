"""Evidence from a shell: files of a case brought in, listed, and the store tidied."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hazards.commands.shell import Answer, acting, command, group
from hazards.domain.errors import Refusal
from hazards.domain.kinds import KINDS


def add(commands: Any) -> None:
    evidence = group(commands, "evidence", "证据材料")
    made = command(evidence, "add", "把文件收入案卷，逐个给出回执", _add)
    made.add_argument("case", metavar="案卷编号")
    made.add_argument("files", type=Path, nargs="+", metavar="文件")
    made.add_argument("--kind", choices=tuple(KINDS), default="other", metavar="种类")
    made.add_argument("--item", type=int, metavar="整治明细序号")
    made.add_argument("--note", default="", metavar="说明")
    command(evidence, "list", "列出案卷的材料", _list).add_argument("case", metavar="案卷编号")
    made = command(evidence, "package", "交入采集包", _package)
    made.add_argument("file", type=Path, metavar="文件")
    command(evidence, "sweep", "清理异常中断留下的文件", _sweep)


def _add(told: Any) -> Answer:
    from hazards.services import evidence, gathering
    from hazards.services.receipts import Told

    store, scope = acting(told)
    case = gathering.find(store, scope, told.case)
    results: list[dict[str, Any]] = []
    for file in told.files:
        said = Told(file.name, told.kind, told.item, told.note, way="command")
        try:
            results.append(evidence.add(store, scope, case, _pieces(file), said).public())
        except Refusal as refusal:
            results.append({"file_name": file.name, "code": refusal.code, "message": str(refusal)})
    return _answered(results)


def _package(told: Any) -> Answer:
    from hazards.services import packages

    return _answered(packages.take(*acting(told), told.file))


def _answered(results: list[dict[str, Any]]) -> Answer:
    lines = [
        f"{r['file_name']}：已收，回执 {r['receipt']}，校验值 {r['sha256']}"
        + "".join(f"；▲ {f}" for f in r["flags"])
        if "receipt" in r
        else f"{r.get('file_name') or r['name']}：{r['message']}"
        for r in results
    ]
    taken = sum("receipt" in r for r in results)
    lines.append(f"应收 {len(results)} 件，已收 {taken} 件。")
    return {"files": results, "taken": taken}, lines, taken == len(results)


def _list(told: Any) -> Answer:
    from hazards.services import evidence, gathering

    store, scope = acting(told)
    files = evidence.of_case(store, scope, gathering.find(store, scope, told.case))
    lines = [
        f"{f['receipt']}  {f['kind_name']}  {f['file_name']}  {f['entered_at'][:16].replace('T', ' ')}  {f['actor']}"
        + (f"  已作废：{f['void_reason']}" if f["voided_at"] else "")
        for f in files
    ]
    return {"files": files}, [*lines, f"共 {len(files)} 件。"], True


def _sweep(told: Any) -> Answer:
    from hazards.services import evidence

    store, _ = acting(told)
    parts, orphans = evidence.sweep(store)
    line = f"清理未传完的文件 {parts} 个，移出没有登记的文件 {orphans} 个。"
    return {"unfinished": parts, "unknown": orphans}, [line], True


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            yield piece
