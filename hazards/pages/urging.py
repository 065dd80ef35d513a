"""短报与催办: what a leader passes on, and what each street is told; one tap to copy."""

from html import escape

import streamlit as st

from hazards.pages import acting, parts, visitor
from hazards.services import brief, overview
from hazards.services.asked import Asked

LENGTH = f"不超过 {brief.LENGTH} 字，数字与总览同一口径、同一时刻。"
URGED = "每个主办街镇一份：列出全部未销号案件(含以前年度)，最急的在前；未定属地的先定属地再催办。"


def page(asked: Asked) -> None:
    store, scope = visitor.here()
    parts.copying()
    parts.show(f'<p class="gp-facts-line gp-noprint">{parts.link("返回总览", "", asked.query)}</p>')
    if not acting.may(scope, brief.text):
        parts.empty("短报与催办由领导和区安委办使用", "街镇、部门的未销号案件在“我的待办”和“台账”。")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _brief(brief.text(store, scope, asked), asked)
        for one in (told := brief.urgings(store, scope, asked)):
            _urging(one, asked)
        if not told:
            parts.empty("没有要催办的街镇", "所选范围没有未销号的案件。")
        parts.rule(URGED)
    with right:
        address = escape(f"/brief.png?{asked.query}", quote=True)
        image = f'<img class="gp-brief" src="{address}" width="390" height="626" alt="短报图：三个数字、街镇图和排名">'
        save = f'<p class="gp-facts-line gp-noprint"><a href="{address}" download="短报.png">保存图片</a></p>'
        parts.show(parts.card("短报图", image + save))
    parts.rule(overview.rule_line(asked))


def _brief(text: str, asked: Asked) -> None:
    body = f'<p class="gp-told">{escape(text)}</p>{parts.copy("复制短报", text)}'
    parts.show(parts.card("领导短报", body, escape(f"{LENGTH}本文 {len(text)} 字。")))


def _urging(one: brief.Urging, asked: Asked) -> None:
    here = asked.but(place=str(one.key))
    late = parts.link(f"逾期 {one.overdue}", "ledger", here.but(measure="open_overdue").query)
    links = parts.link(f"未销号 {one.open}", "ledger", here.but(measure="open").query) + (
        late if one.overdue else ""
    )
    body = (
        f'<p class="gp-facts-line">{links}</p><p class="gp-told">{escape(one.text)}</p>'
        f"{parts.copy('复制催办文字', one.text)}"
    )
    parts.show(parts.card(f"催办 {one.street}", body))
