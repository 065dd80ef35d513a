"""Noted (须留意): on the leaders' page, what cannot be switched off; each number opens its list."""

from html import escape

from hazards.pages import acting, parts, visitor
from hazards.services import noteworthy, overview
from hazards.services.asked import Asked
from hazards.services.overview import Overview


def card(told: Overview, asked: Asked) -> None:
    store, scope = visitor.here()
    if not acting.may(scope, noteworthy.notes):
        return
    items = [
        _item(note.name, note.number, note.page, note.query, note.more)
        for note in noteworthy.notes(store, scope)
    ]
    counts = told.total.counts
    for name, measure in (("撤销", "withdrawn"), ("移送", "transferred"), ("延期", "extended")):
        if counts[measure]:
            items.append(_item(name, counts[measure], "ledger", asked.but(measure=measure).query))
    if not items:
        return
    note = "本年越序、更正、撤销、补录等一律列出，不能隐藏；点数字看清单。"
    parts.show(parts.card("须留意", f'<ul class="gp-list">{"".join(items)}</ul>', note))


def _item(name: str, number: int, page: str, query: str, more: str = "") -> str:
    small = f'<span class="gp-small">{escape(more)}</span>' if more else ""
    return (
        f'<li><div class="gp-line"><span>{escape(name)}{small}</span>'
        f"<span>{parts.link(f'{number}', page, query)} 件</span></div></li>"
    )


def accidents() -> None:
    """Accidents at listed places: few, so that the number is told together with what it counts."""
    store, scope = visitor.here()
    if not acting.may(scope, overview.accidents):
        return
    found = overview.accidents(store, scope)
    if not found:
        return
    rows = "".join(
        f'<li><div class="gp-line"><span>{parts.link(one.unit, "ledger", f"case={one.case}")}</span>'
        f"<span>{escape(one.happened_at[:16].replace('T', ' '))} 死亡 {one.dead} 人、受伤 {one.injured} 人"
        f"{'，销号等待事故调查结论' if one.open else ''}</span></div></li>"
        for one in found
    )
    note = "本年发生的和尚未调查结论的；案卷自登记时封存，其后录入的另行标明。"
    parts.show(parts.card(f"挂牌单位事故 {len(found)} 起", f'<ul class="gp-list">{rows}</ul>', note))
