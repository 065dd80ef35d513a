"""轨迹: every act with its date of act and its time of entry, in words an inspector reads."""

from collections.abc import Mapping
from html import escape
from typing import Any

import orjson

from hazards.domain.kinds import KINDS
from hazards.domain.plan import MEASURES, wan
from hazards.domain.roles import Role
from hazards.domain.template import BY_FIELD
from hazards.pages import parts, visitor
from hazards.services import evidence
from hazards.services.eventwords import ACTIONS
from hazards.services.lists import CaseRecord

ORIGINS = {"imported": "导入", "here": "本系统办理"}
Row = Mapping[str, Any]


def draw(told: CaseRecord) -> None:
    rows = "".join(_line(event) for event in reversed(told.events))
    parts.show(
        parts.card(
            f"轨迹 {len(told.events)} 条",
            f'<ul class="gp-list">{rows}</ul>',
            "办理日期以文书所载为准，录入时间由系统记录；最近的在前。",
        )
    )
    _opened(told.line.id)


OPENED = {"open": "查看", "download": "下载原件", "export": "导出证据包"}
SHOWN = 200


def _opened(case_id: int) -> None:
    """调阅记录: who looked at, took or exported what of this file, the latest first."""
    store, scope = visitor.here()
    if scope.role not in (Role.AUDITOR, Role.LEADER, Role.LISTING):
        return
    found = list(reversed(evidence.opened(store, scope, case_id)))
    if not found:
        return
    names = {f["id"]: f"{f['kind_name']} {f['receipt']}" for f in evidence.of_case(store, scope, case_id)}
    rows = [
        [
            escape(one["at"][:16].replace("T", " ")),
            escape(one["actor"]),
            OPENED[one["what"]],
            escape(names.get(one["evidence_id"], "全案")),
            escape(one["address"] or "—"),
        ]
        for one in found[:SHOWN]
    ]
    heads = [("时间", "gp-nowrap"), ("调阅人", ""), ("方式", "gp-nowrap"), ("材料", ""), ("地址", "")]
    note = f"共 {len(found)} 次，自 {found[-1]['at'][:10]} 起，最近的在前。"
    if len(found) > SHOWN:
        note += f"列出最近 {SHOWN} 次。"
    table = parts.table(heads, rows, css="gp-cards-small")
    parts.show(parts.card(f"调阅记录 {len(found)} 次", table, note))


def _line(event: Row) -> str:
    acted = event["acted_on"].isoformat() if event["acted_on"] else "日期未载"
    data = orjson.loads(event["data"]) if event["data"] else {}
    late = data.get("late")
    tag = f' <span class="gp-tag gp-amber">▲ 补录，迟{late}个工作日</span>' if late else ""
    paper = f' <span class="gp-tag">纸质审签 {escape(str(data["paper"]))}</span>' if data.get("paper") else ""
    who = escape(event["actor"])
    if event["as_whom"]:
        who += f"({escape(event['as_whom'])})"
    if event["behalf"]:
        who += f"，代{escape(event['behalf'])}"
    detail = "".join(f" · {escape(bit)}" for bit in _detail(event, data))
    return (
        f'<li><div class="gp-line"><span>{escape(ACTIONS.get(event["action"], "其他记录"))} '
        f'<span class="gp-tag">{ORIGINS[event["origin"]]}</span>{tag}{paper}</span><span>{acted}</span></div>'
        f'<div class="gp-note">第 {event["seq"]} 条 · 录入 {escape(event["entered_at"][:16].replace("T", " "))}'
        f" · {who}{detail}</div></li>"
    )


def _detail(event: Row, data: Mapping[str, Any]) -> list[str]:
    bits = [event["reason"]] if event["reason"] else []
    if event["action"] in ("amended", "described"):
        bits.append("改：" + "、".join(BY_FIELD[n].header for n in data if n in BY_FIELD))
    if data.get("document"):
        bits.append(str(data["document"]))
    if "decider" in data:
        bits.append(f"决定：{data['decider']}，登记：{data['enterer']}，确认：{data['confirmer']}")
    if data.get("measure") in MEASURES:
        verdict = (
            {True: "属实", False: "未通过"}.get(bool(data.get("in_place"))) if "in_place" in data else ""
        )
        bits.append(MEASURES[data["measure"]] + (verdict or ""))
    if data.get("reasons"):
        bits.append("理由：" + "；".join(map(str, data["reasons"])))
    if data.get("officers"):
        bits.append("核查人员：" + "、".join(map(str, data["officers"])))
    if data.get("kind") in KINDS:
        bits.append(KINDS[data["kind"]])
    if data.get("leader"):
        bits.append(str(data["leader"]) + (f"，接替{data['was']}" if data.get("was") else ""))
    if data.get("until"):
        bits.append(f"至 {data['until']}")
    if "yuan" in data:
        bits.append(f"{wan(data['yuan'])} 万元")
    if "changed" in data and isinstance(data["changed"], dict):
        told = (
            f"{BY_FIELD[n].header if n in BY_FIELD else n} {a or '空'} 改为 {b}"
            for n, (a, b) in data["changed"].items()
        )
        bits.append("；".join(told))
    return [bit for bit in bits if bit]
