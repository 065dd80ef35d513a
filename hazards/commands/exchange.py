"""Packages from a shell: made for a higher office, checked, and brought in there."""

from pathlib import Path
from typing import Any

from hazards.commands.shell import Answer, acting, command, day, group


def add(commands: Any) -> None:
    package = group(commands, "package", "上报包")
    made = command(package, "make", "生成上报包", _make)
    made.add_argument("--out", type=Path, required=True, metavar="文件")
    made.add_argument("--district", default="", metavar="代码", help="报送的区；只登记一个区的不必写")
    made.add_argument("--as-of", type=day, metavar="日期", help="截止日，缺省为今天")
    for name, help_, run in (("check", "核对上报包，不导入", _check), ("import", "导入上报包", _import)):
        made = command(package, name, help_, run)
        made.add_argument("file", type=Path, metavar="文件")
        made.add_argument("--key-known", action="store_true", help="已与报送单位核实更换了签名钥")


def _make(told: Any) -> Answer:
    from hazards.services import upward

    manifest = upward.make(*acting(told), told.out, code=told.district, as_of=told.as_of)
    shown = {n: manifest[n] for n in ("district", "cut_off", "rule", "counts", "head")}
    line = (
        f"{manifest['district']['name']}上报包已写入 {told.out}：截止 {manifest['cut_off']}，"
        f"案件 {manifest['counts']['cases']} 件，规则 {manifest['rule']}。"
    )
    return {"file": str(told.out), **shown}, [line], True


def _check(told: Any) -> Answer:
    from hazards.services import upwardread

    found = upwardread.check(*acting(told), told.file, key_known=told.key_known)
    answer = found.public()
    lines = [_head(answer), f"签名钥 {answer['key'][:16]}，可与报送单位电话核对。", *_cells(answer)]
    return answer, lines, found.compared.equal


def _import(told: Any) -> Answer:
    from hazards.services import upwardin

    answer = upwardin.bring(*acting(told), told.file, key_known=told.key_known)
    lines = [
        _head(answer),
        f"共 {answer['rows']} 件：新入库或更新 {answer['accepted']}，未采用 {answer['refused']}，"
        f"无变化 {answer['unchanged']}。",
        *_cells(answer),
    ]
    return answer, lines, answer["equal"] and not answer["refused"]


def _head(told: dict[str, Any]) -> str:
    return f"{told['district']['name']}，截止 {told['cut_off']}。"


def _cells(told: dict[str, Any]) -> list[str]:
    if told["equal"]:
        return [f"整改率表逐格比对 {told['cells']} 格，全部一致。"]
    lines = [
        f"不一致：{one['unit']} {one['figure']}，所报 {one['told']}，重算 {one['counted']}({one['table']})"
        for one in told["different"][:50]
    ]
    return [f"逐格比对 {told['cells']} 格，{len(told['different'])} 格不一致。", *lines]
