"""导入: choose a file, check it against the original grid, confirm. Nothing is written before that."""

from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.template import HEADERS
from hazards.pages import parts, review, visitor, working
from hazards.services import inbox, taking
from hazards.services.drafts import Draft, Verdict
from hazards.services.inbox import Upload

TYPES = ["xlsx", "xls", "ods", "csv", "txt", "docx", "geojson", "json", "gpkg", "zip"]
STEPS = ("选择文件", "核对", "确认入库")
KEEP = "(保留为备注)"
WAITING = 5


def page() -> None:
    st.title("导入台账")
    if done := st.session_state.get("taken"):
        _steps(2)
        _done(done)
        return
    key = st.query_params.get("upload")
    if not key:
        _steps(0)
        _choose()
        return
    try:
        store, scope = visitor.here()
        upload = inbox.get(store, scope, key)
    except Refusal as refusal:
        st.query_params.clear()
        _steps(0)
        st.warning(parts.plain(str(refusal)))
        _choose()
        return
    _steps(1)
    _check(upload)


def _steps(here: int) -> None:
    items = "".join(
        f"<li{' class=gp-now aria-current=step' if n == here else ''}>{n + 1} {name}</li>"
        for n, name in enumerate(STEPS)
    )
    parts.show(f'<ol class="gp-steps">{items}</ol>')


# ------------------------------------------------------------------ 1
def _choose() -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="card_choose"):
        given = st.file_uploader(
            "台账文件：xlsx、xls、ods、csv、docx 表格；违法建筑可用 GeoJSON、GeoPackage、zip 打包的 Shapefile",
            type=TYPES,
            key="given",
        )
        if given is not None:
            _open(given.name, given.getvalue())
        with st.form("paste", border=False):
            text = st.text_area(
                "或粘贴表格(连同表头)",
                height=120,
                placeholder="在 Excel 或 WPS 中选中单元格，复制后粘贴到这里",
            )
            if st.form_submit_button("核对粘贴的内容") and text.strip():
                _open(inbox.PASTED, text.encode("utf-8", "surrogatepass"))
    with right:
        parts.show(
            parts.card(
                "怎样导入",
                '<ol class="gp-items"><li>有标题行、多行表头、合并单元格、小计行的表可以直接用。</li>'
                "<li>核对时逐行说明哪里不对、怎么改，可当场改正。</li>"
                "<li>确认后一次写入；未采用的行不入库。同一文件再次导入不会重复。</li></ol>",
                '<a href="/download/template.xlsx" download>下载空白模板 xlsx</a>',
            )
        )
        _waiting()


def _waiting() -> None:
    """Imports begun and not finished: the address may be lost, the work is not."""
    store, scope = visitor.here()
    uploads = inbox.waiting(store, scope)
    if not uploads:
        return
    entries = "".join(
        f"<li>{parts.link(one.name, 'intake', f'upload={one.id}')}"
        f'<div class="gp-note">已改 {len(one.edits)} 处，尚未入库</div></li>'
        for one in uploads[:WAITING]
    )
    parts.show(parts.card("未完成的导入", f'<ul class="gp-list">{entries}</ul>', "点文件名继续核对"))


def _open(name: str, data: bytes) -> None:
    store, scope = visitor.here()
    upload = inbox.put(store, scope, name, data)
    st.query_params["upload"] = upload.id
    st.rerun()


# ------------------------------------------------------------------ 2
def _draft(upload: Upload) -> Draft:
    """The draft of an upload as it is now; read again only when something changed."""
    store, scope = visitor.here()
    mark = (upload.id, repr(sorted(upload.edits.items())), repr(sorted(upload.mapping.items())))
    held: tuple[Any, Draft] | None = st.session_state.get("draft")
    if held and held[0] == mark:
        return held[1]
    book = held[1].book if held and held[0][0] == upload.id and not upload.edits else None
    working.watch(
        lambda tell: inbox.check(store, scope, upload, book, tell),
        lambda draft: st.session_state.__setitem__("draft", (mark, draft)),
    )
    return st.session_state["draft"][1]


def _check(upload: Upload) -> None:
    draft = _draft(upload)
    parts.show(f'<p class="gp-figure"><b>{escape(upload.name)}</b></p>')
    if draft.failed is not None:
        st.error(parts.plain(str(draft.failed)))
        _mapping(upload, draft)
        _give_up(upload)
        return
    changed = draft.count(Verdict.CHANGED)
    parts.cards(
        [
            parts.card("共", parts.number(len(draft.rows), "行")),
            parts.card(
                "可入库", parts.number(draft.accepted, "行", css="gp-navy"), f"其中更新已有案卷 {changed} 行"
            ),
            parts.card("未采用", parts.number(draft.refused, "行", css="gp-red" if draft.refused else "")),
            parts.card("无变化", parts.number(draft.unchanged, "行")),
        ],
        css="gp-pairs",
    )
    _corrections(upload, draft)
    answers = review.questions(upload, draft)
    review.changes(draft)
    review.findings(draft)
    review.annotated(upload, draft)
    review.grid(draft)
    _mapping(upload, draft)
    _confirm(upload, draft, answers)


def _corrections(upload: Upload, draft: Draft) -> None:
    """Wrong cells, each with its reason, corrected in place; all at once on one press."""
    wrong = [f for f in draft.findings if f.refuses and f.row and review.place(draft, f) is not None]
    if not wrong:
        return
    with st.container(key="card_wrong"):
        parts.show(f'<h2 class="gp-title">当场改正({len({f.row for f in wrong})} 行)</h2>')
        with st.form("corrections", border=False):
            typed: dict[str, str] = {}
            for finding in wrong[: review.SHOWN]:
                place = review.place(draft, finding)
                assert place is not None
                was = review.cell(draft, place)
                label = f"第 {finding.row} 行 · {review.unit(draft, finding.row or 0)} · {finding.column}"
                now = st.text_input(
                    parts.plain(label), value=was, key=f"fix-{upload.id}-{place}-{finding.code}"
                )
                parts.show(f'<p class="gp-note gp-red">{escape(finding.remedy)}</p>')
                if now != was:
                    typed[place] = now
            if st.form_submit_button("改正并重新核对", type="primary") and typed:
                store, scope = visitor.here()
                inbox.save(store, scope, replace(upload, edits={**upload.edits, **typed}))
                st.rerun()
        if len(wrong) > review.SHOWN:
            parts.show(
                f'<p class="gp-note">先列前 {review.SHOWN} 处，其余 {len(wrong) - review.SHOWN} 处见下表。</p>'
            )


def _mapping(upload: Upload, draft: Draft) -> None:
    """Which template column each header means; a correction is remembered for such files."""
    headers = draft.tables.headers if draft.tables else {}
    columns = {c.text: c.means for h in headers.values() for c in h.columns if c.text}
    if not columns and draft.failed is not None and draft.failed.value:
        columns = dict.fromkeys(t for t in draft.failed.value.split("、") if t)
    if not columns:
        return
    with st.expander("表头对应"), st.form("mapping", border=False):
        told: dict[str, str] = {}
        for text, means in columns.items():
            options = [KEEP, *HEADERS]
            picked = st.selectbox(
                parts.plain(text),
                options,
                index=options.index(means) if means else 0,
                key=f"map-{upload.id}-{text}",
            )
            if picked != (means or KEEP):
                told[text.split("/")[-1]] = "" if picked == KEEP else picked
        if st.form_submit_button("按此对应重新核对") and told:
            store, scope = visitor.here()
            inbox.save(store, scope, replace(upload, mapping={**upload.mapping, **told}))
            st.rerun()


# ------------------------------------------------------------------ 3
def _confirm(upload: Upload, draft: Draft, answers: dict[tuple[str, str], bool]) -> None:
    lists_ = sum(bool(r.items) for r in draft.rows if r.verdict is Verdict.NEW)
    items = update = True
    changed = draft.count(Verdict.CHANGED)
    with st.container(key="confirm"):  # stays in reach at the foot of a long check
        if lists_:
            items = st.checkbox(f"把 {lists_} 行中分条写的内容列为整治明细(仍各计 1 处)", value=True)
        if changed:
            update = st.checkbox(f"按文件更新已有的 {changed} 件案卷(内容见上)", value=True)
        count = draft.accepted if update else draft.accepted - changed
        with st.container(horizontal=True, vertical_alignment="center"):
            sure = st.button(f"确认入库 {count} 行", type="primary", disabled=not count)
            drop = st.button("放弃这份文件")
            if not draft.accepted:
                why = "请先改正上面标出的单元格。" if draft.refused else "内容与库中相同。"
                parts.show(f'<p class="gp-note">没有可入库的行：{why}</p>')
    if sure:
        _take(upload, draft, answers, items, update)
    if drop:
        _drop(upload)
        st.rerun()


def _give_up(upload: Upload) -> None:
    if st.button("换一个文件"):
        _drop(upload)
        st.rerun()


def _drop(upload: Upload) -> None:
    store, scope = visitor.here()
    inbox.discard(store, scope, upload.id)
    st.session_state.pop("draft", None)
    st.query_params.clear()


def _take(
    upload: Upload, draft: Draft, answers: dict[tuple[str, str], bool], items: bool, update: bool
) -> None:
    store, scope = visitor.here()
    only = None if update else {r.number for r in draft.rows if r.verdict is Verdict.NEW}

    def take(tell: working.Tell) -> None:
        taking.commit(store, scope, draft, only=only, items=items, same_units=answers, progress=tell)
        inbox.remember(store, scope, draft, upload.mapping)

    def taken(_: None) -> None:
        st.session_state["taken"] = {
            "name": upload.name,
            "new": draft.count(Verdict.NEW),
            "changed": draft.count(Verdict.CHANGED) if update else 0,
            "refused": draft.refused,
            "unchanged": draft.unchanged,
        }
        _drop(upload)

    working.watch(take, taken, whole=True)
    st.rerun()


def _done(done: dict[str, Any]) -> None:
    told = (
        f"新增 {done['new']} 件，更新 {done['changed']} 件，"
        f"无变化 {done['unchanged']} 行，未采用 {done['refused']} 行。"
    )
    links = f'<p class="gp-facts-line">{parts.link("看台账", "ledger")}{parts.link("看总览", "")}</p>'
    parts.show(parts.card(f"已入库：{done['name']}", f"<p>{told}</p>{links}"))
    if st.button("再导入一个文件"):
        st.session_state.pop("taken")
        st.rerun()


page()
