"""The trail: verifying it, handing its head to a witness, a dossier, a new signing key."""

from pathlib import Path
from typing import Any

from hazards.commands.shell import Answer, acting, command, group


def add(commands: Any) -> None:
    made = command(commands, "verify", "核验留痕与证据文件，或一个证据包", _verify)
    made.add_argument("dossier", nargs="?", type=Path, metavar="证据包")
    made.add_argument("--witness", metavar="封签", help="见证单位所持的封签文件，或通报所印的“号:校验值”")
    command(commands, "head", "写出封签文件，交见证单位保存", _head).add_argument(
        "--out", type=Path, required=True, metavar="文件"
    )
    made = command(commands, "dossier", "导出一个案卷的证据包", _dossier)
    made.add_argument("number", metavar="案卷编号")
    made.add_argument("--out", type=Path, required=True, metavar="文件")
    made.add_argument("--upto", type=int, metavar="封签号", help="某号封签之时的案卷")
    keys = group(commands, "key", "签名钥")
    command(keys, "replace", "换用新的签名钥，由旧钥签署交接", _replace).add_argument(
        "--reason", required=True, metavar="理由"
    )


def _verify(told: Any) -> Answer:
    if told.dossier is not None:
        return _verify_dossier(told)
    from hazards.services import trail
    from hazards.storage import blobs

    store, scope = acting(told)
    witness = trail.witness(told.witness) if told.witness else None
    report = trail.verify(store, scope, blobs.store(), against=witness)
    return report.public(), list(_lines(report)), report.ok


def _lines(report: Any) -> Any:
    yield (
        f"核对记录 {report.events} 条、案卷 {report.cases} 个、证据材料 {report.files} 件、封签 {report.seals} 个。"
    )
    if report.head:
        yield f"末号封签 {report.head['number']}:{report.head['hash']}"
    shown = report.flaws[:100]
    yield from (report.says(flaw) for flaw in shown)
    if rest := len(report.flaws) - len(shown):
        yield f"……另有 {rest} 处，用 --json 查看全部。"
    yield "留痕完整，未发现改动。" if report.ok else f"发现 {len(report.flaws)} 处不符。"


def _verify_dossier(told: Any) -> Answer:
    from hazards.services import dossier, trail

    wrong, facts = dossier.check(told.dossier, trail.witness(told.witness) if told.witness else {})
    finding = {"code": "dossier", "case": None, "event": None, "seal": None, "file": str(told.dossier)}
    number, _, digest = facts.get("seal", "").partition(":")
    answer = {
        "ok": not wrong,
        "events": facts.get("events", 0),
        "cases": 0 if wrong else 1,
        "files": facts.get("files", 0),
        "seals": facts.get("seals", 0),
        "head": {"number": int(number), "hash": digest} if number else None,
        "findings": [{**finding, "says": wrong}] if wrong else [],
    }
    if wrong:
        return answer, [f"核验不通过：{wrong}"], False
    return answer, dossier.passed(facts), True


def _head(told: Any) -> Answer:
    import orjson

    from hazards.services import sealing

    head = sealing.head(*acting(told))
    told.out.write_bytes(orjson.dumps(head, option=orjson.OPT_INDENT_2) + b"\n")
    count = len(head["seals"])
    return (
        {"file": str(told.out), "seals": count},
        [f"已写出 {count} 号封签到 {told.out}，请交见证单位。"],
        True,
    )


def _dossier(told: Any) -> Answer:
    from hazards.services import dossier

    store, scope = acting(told)
    case_id = dossier.by_number(store, scope, told.number)
    answer = dossier.write(store, scope, case_id, told.out, upto=told.upto)
    says = f"已导出记录 {answer['events']} 条、证据原件 {answer['files']} 个到 {told.out}，封签 {answer['seal']}。"
    return answer, [says], True


def _replace(told: Any) -> Answer:
    from hazards.services import sealing

    key = sealing.hand_over(*acting(told), reason=told.reason)
    return {"key": key}, [f"已换用新的签名钥，公钥 {key}。旧钥文件已改名保留。"], True


def seal() -> None:
    """Every command that wrote seals before it ends."""
    from hazards.services import sealing, stores

    if (store := stores.written()) is not None:
        sealing.seal(store, "command")
