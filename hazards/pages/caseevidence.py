"""证据: before and after side by side, every file with its claims and its receipt, nothing deleted."""

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.roles import CASEWORK, OFFICES, Role
from hazards.domain.stages import OVER
from hazards.pages import acting, parts, visitor
from hazards.services import evidence
from hazards.services.filed import Filed

Row = Mapping[str, Any]


def draw(held: Filed) -> None:
    store, scope = visitor.here()
    case_id = int(held.row["id"])
    if scope.role is Role.ADMIN:
        parts.empty("系统管理员不查看证据", "证据由承办单位、督办部门、区安委办、领导和审计员查看。")
        return
    files = evidence.of_case(store, scope, case_id)
    if scope.role in (CASEWORK if held.stage not in OVER else OFFICES):
        parts.show(
            f'<p class="gp-noprint"><a class="gp-button" href="/upload/{case_id}" target="_self">上传材料</a>'
            f' <a href="/case/{case_id}/qr.svg" target="_blank">本案上传二维码</a>'
            ' · <a href="/desk" target="_self">批量上传</a>'
            ' · <a href="/package.html" download>离线采集页</a></p>'
        )
    if not files:
        parts.empty("还没有证据材料", "街镇在现场用手机上传，或在办公室批量上传。")
        return
    _pairs(store, scope, case_id)
    _list(files)
    if scope.role in (Role.HEAD, Role.LISTING, Role.LEADER):
        _void(files, case_id)


def _pairs(store: Any, scope: Any, case_id: int) -> None:
    """The same viewpoint before and after; a missing one is said."""
    shown = []
    for pair in evidence.pairs(store, scope, case_id):
        sides = "".join(_side(word, row) for word, row in (("整改前", pair.before), ("整改后", pair.after)))
        shown.append(f'<div class="gp-pair"><p class="gp-note">{escape(pair.viewpoint)}</p>{sides}</div>')
    if shown:
        parts.show(parts.card("整改前后对照", "".join(shown)))


def _side(word: str, row: Row | None) -> str:
    if row is None:
        return f'<figure><div class="gp-nothing">{word}：缺</div></figure>'
    return (
        f'<figure><a href="/evidence/{row["id"]}/view" target="_blank">'
        f'<img src="/evidence/{row["id"]}/view" alt="{word}照片" loading="lazy"></a>'
        f"<figcaption>{word} · {escape(_taken(row))}</figcaption></figure>"
    )


def _taken(row: Row) -> str:
    at = row.get("captured_at") or ""
    return f"拍摄 {at[:16].replace('T', ' ')}" if at else "拍摄时间未载"


def _list(files: list[dict[str, Any]]) -> None:
    rows = [_row(f) for f in files]
    heads = [("材料", "gp-long"), ("种类", "gp-nowrap"), ("上传", ""), ("核对提示", ""), ("回执", "")]
    voided = sum(bool(f["voided_at"]) for f in files)
    note = f"作废 {voided} 份，留存可查。" if voided else ""
    parts.show(parts.card(f"证据材料 {len(files)} 份", parts.table(heads, rows, css="gp-cards-small"), note))


def _row(f: Row) -> list[str]:
    if f["shown"]:
        picture = (
            f'<a href="/evidence/{f["id"]}/view" target="_blank">'
            f'<img class="gp-thumb" src="/evidence/{f["id"]}/thumb" alt="" loading="lazy"></a> '
        )
    else:
        picture = ""
    name = f'{picture}<a href="/evidence/{f["id"]}" download>{escape(f["file_name"])}</a>'
    if f["note"]:
        name += f'<div class="gp-note">{escape(f["note"])}</div>'
    if f["voided_at"]:
        name += f'<div class="gp-red">■ 已作废：{escape(f["void_reason"])}</div>'
    if f["after_accident"]:
        name += '<div class="gp-amber">▲ 事故后录入</div>'
    hints = [*f["words"], *([f["gap"]] if f["gap"] else [])]
    told = "".join(f'<div class="gp-amber">▲ {escape(h)}</div>' for h in hints)
    told += _elsewhere(f) if f["elsewhere"] else ""
    who = f'{escape(f["actor"])}<div class="gp-note">{f["entered_at"][:16].replace("T", " ")}</div>'
    receipt = (
        f'{escape(f["receipt"])}<div class="gp-note gp-hash" title="{f["sha256"]}">{f["sha256"][:12]}</div>'
    )
    return [name, escape(f["kind_name"]), who, told or '<span class="gp-grey">无</span>', receipt]


def _elsewhere(f: Row) -> str:
    """The other cases with the same bytes: those in sight open, the rest are a number."""
    found = evidence.reuse(*visitor.here(), f["id"])
    named = [parts.link(c["number"] or c["unit"], "ledger", f"case={c['id']}") for c in found.seen]
    named += [f"不在您辖区的 {found.others} 件"] if found.others else []
    return f'<div class="gp-amber">▲ 同一文件另见于 {f["elsewhere"]} 件案卷：{"、".join(named)}</div>'


def _void(files: list[dict[str, Any]], case_id: int) -> None:
    valid = {
        f["id"]: f"{f['receipt']} {f['kind_name']} {f['file_name'][:30]}" for f in files if not f["voided_at"]
    }
    form = f"void_{case_id}"
    acting.told_above(form)
    if not valid:
        return
    drawn = acting.mark(form)
    with st.expander("作废材料"), st.form(f"form_{drawn}", border=False):
        acting.choose("材料", valid, f"file_{drawn}")
        st.text_input("作废理由", key=f"why_{drawn}", max_chars=300)
        work = partial(_voided, drawn)
        st.form_submit_button("作废，原件留存", on_click=acting.press, args=(form, drawn, work))


class NotChosen(Refusal):
    code = "evidence-not-chosen"
    says = "还没有选择要作废的材料。"
    remedy = "请先选择材料，写明理由，再作废。"


def _voided(drawn: str) -> str:
    chosen = acting.typed("file", drawn, None)
    if chosen is None:
        raise NotChosen
    evidence.void(*visitor.here(), chosen, acting.typed("why", drawn))
    return "材料已作废，原件留存；以它为据的落实须重新核验。"
