"""我的待办: what waits for me, by clock; below it whom I wait for."""

from html import escape

from hazards.domain.roles import CASEWORK, NAMES
from hazards.domain.signals import Light
from hazards.domain.waiting import Todo
from hazards.pages import acting, confirming, consulting, overrides, paperlinks, parts, visitor, waits
from hazards.services import todo


def page() -> None:
    store, scope = visitor.here()
    mine = todo.mine(store, scope)
    acting.headed("我的待办", scope)
    parts.show(f'<p class="gp-figure">{_sentence(mine)}</p>')
    confirming.draw(store, scope)
    overrides.draw(store, scope)
    consulting.draw(store, scope)
    listed = [one for one in mine if one.kind != "confirm"]  # those stand above, with their papers
    if listed:
        waits.draw("mine", f"等我办 {len(listed)} 件", listed)
    elif not mine:
        parts.empty("目前没有等您办理的事项", _filler(scope.role in CASEWORK))
    others = todo.others(store, scope)
    if others:
        waits.draw("others", f"我在等谁 {len(others)} 件", others, first=10, holder=True)
    else:
        parts.empty("目前没有在等他人的案件", "您主办的案件转到他人手里后，在这里看到卡在谁手里、第几天。")
    paperlinks.show(("打印待办", "todo", ""), ("打印在等他人", "waits", ""))
    parts.rule(
        "口径：每一步有一个办理人和自己的时限，整改以案件期限为限；■ 超期，▲ 临期。"
        "等我办的按时限排，◇ 期限缺失在最前；在等他人的按等待天数排。"
    )


def _sentence(mine: list[Todo]) -> str:
    """The one line an official reads first."""
    lights = [waits.light(one) for one in mine]
    over, missing = lights.count(Light.OVERDUE), lights.count(Light.NO_DEADLINE)
    told = [f"等您办理 {len(mine)} 件"]
    if over:
        told.append(f'<b class="gp-red">■ 超期 {over} 件</b>')
    if missing:
        told.append(f"◇ 期限缺失 {missing} 件")
    _, scope = visitor.here()
    return f"{escape(NAMES[scope.role])} {escape(scope.actor)}：{'，'.join(told)}"


def _filler(works: bool) -> str:
    if works:
        return "案件转到您这一步时自动出现：街镇登记新案卷，区安委办挂牌，部门核查后退回或验收。"
    return "须由您确认的事项提出后自动出现，如事故后的撤销、移送和更正。"


page()
