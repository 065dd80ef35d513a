"""Sheets of supervision: clocks and their holders, what is late, orders, instructions, complaints, exposures.

What suggests that somebody be held to account is told on its page alone and printed nowhere.
"""

from collections.abc import Mapping

from hazards.domain.complaints import OWED
from hazards.domain.printed import Sheet
from hazards.services import clock, complaints, exposures, instructed, lateness, orders, pacing, todo
from hazards.services.access import Scope
from hazards.services.printed import Printed, day, now
from hazards.storage.store import Store

Told = Mapping[str, str]
STANDING = {"open": "未办结的，不分年度", "late": "超期的，不分年度"}
"""Lists of complaints and exposures by ``show`` in the address; of the year where there is none."""
SENT = {"mine": "发给本单位", "unreceived": "待签收", "unreplied": "待回复", "overdue": "逾期未回复"}
TOLD = {"mine": "发给本单位", "overdue": "逾期未回复", **instructed.STATES}


def clocks(store: Store, scope: Scope, told: Told) -> Printed:
    rows = tuple(
        (
            one.office or one.holder,
            one.what,
            one.clock,
            one.unit,
            one.number or "未编号",
            one.street,
            f"第 {one.days} 天" if one.days > 0 else "—",
        )
        for one in todo.clocks(store, scope)
    )
    heads = ("在谁手里", "办什么", "时限", "整治单位(区域)", "编号", "属地", "第几天")
    note = "口径：每一步只有一个办理人；时限取法定和承诺两者中较短的，整改以案件期限为限。"
    return Printed(Sheet("在办步骤时限表", heads, rows, note), "", now())


def late(store: Store, scope: Scope, told: Told) -> Printed:
    ladder = pacing.ladder()
    rows = tuple(
        (
            one.unit,
            one.number or "未编号",
            one.street,
            f"{one.limit} {one.until.isoformat()}",
            f"{one.days} 天",
            one.rung.name,
            one.addressee().name,
            ladder[one.sent].name if one.sent else "未发",
        )
        for one in lateness.held(store, scope)
        if one.unsent or told.get("list") != "unsent"
    )
    heads = ("整治单位(区域)", "编号", "属地", "时限", "超期", "督办到", "收件单位", "已发到")
    note = "口径：超过时限的步骤和案件，按应督办到的级别和超期天数从高到低。"
    asked = "应督办未督办" if told.get("list") == "unsent" else ""
    return Printed(Sheet("应督办事项表", heads, rows, note), asked, now())


def sent(store: Store, scope: Scope, told: Told) -> Printed:
    which = told.get("list", "")
    which = which if which in SENT else ""
    rows = tuple(
        (
            one.number or "未编号",
            one.unit,
            one.case_number or "未编号",
            one.rung,
            one.row["addressee"],
            f"{one.row['dated']} {one.row['sender']}",
            f"{one.row['received_on']} {one.row['receiver']}" if one.row["received_on"] else "待签收",
            _answer(one),
        )
        for one in orders.held(store, scope)
        if which in ("", one.state) or (which == "mine" and one.mine) or (which == "overdue" and one.overdue)
    )
    heads = ("督办单", "整治单位(区域)", "案卷编号", "级", "收件单位", "发出", "签收", "回复")
    note = "口径：发给本单位的和主办案卷的督办单，最近发出的在前。"
    return Printed(Sheet("督办单登记表", heads, rows, note), SENT.get(which, ""), now())


def _answer(one: orders.Order) -> str:
    if one.row["replied_on"]:
        return f"{one.row['replied_on']} {one.row['replier']}：{one.row['reply']}"
    return f"{'■ 逾期，' if one.overdue else ''}限 {one.row['reply_by']}"


def instructions(store: Store, scope: Scope, told: Told) -> Printed:
    which = told.get("state", "")
    which = which if which in TOLD else ""
    rows = tuple(
        (
            one.row["leader"],
            day(one.row["given_on"]),
            one.row["told"],
            one.row["addressee"],
            f"{one.unit} {one.number}".strip() or "—",
            day(one.row["reply_by"]),
            ("■ 逾期，" if one.overdue else "") + instructed.STATES[one.state],
        )
        for one in instructed.held(store, scope)
        if which in ("", one.state)
        or (which == "mine" and one.mine and one.state == "open")
        or (which == "overdue" and one.overdue)
    )
    heads = ("批示领导", "批示日期", "批示内容", "办理单位", "案卷", "回复期限", "状态")
    note = "口径：发给本单位的和主办案卷的批示，逾期的在前，再按回复期限。"
    return Printed(Sheet("批示办理表", heads, rows, note), TOLD.get(which, ""), now())


def complained(store: Store, scope: Scope, told: Told) -> Printed:
    show = told.get("show", "")
    rows = tuple(
        (
            one.row["number"],
            one.row["content"],
            OWED[one.owed.what],
            (f"■ 超期 {one.late} 天" if one.late else day(one.owed.until)) or "—",
            one.street,
            one.caller,
            f"{one.row['received_on']} {one.row['way']}",
            one.row["owner"],
        )
        for one in complaints.held(store, scope, show=show)
    )
    heads = ("编号", "反映内容", "下一步", "期限", "属地", "投诉举报人", "收件", "首问责任人")
    note = "口径：按收件日期计入年度，姓名隐去；有诉必查，没有答复的一直列在“未答复”。"
    return Printed(Sheet("投诉举报登记表", heads, rows, note), _standing(show), now())


def _standing(show: str) -> str:
    year = f"{clock.today().year} 年度"
    return {"cases": f"{year}；立案的"}.get(show, STANDING.get(show, year))


def exposed(store: Store, scope: Scope, told: Told) -> Printed:
    show = told.get("show", "")
    rows = tuple(
        (
            one.row["title"],
            f"{one.row['medium']} {one.row['outlet']}".strip(),
            day(one.row["published_on"]),
            one.street,
            "、".join(c["number"] or c["unit"] for c in one.cases) or "—",
            "已办结" if not one.open else "■ 跟踪逾期" if one.late else "跟踪中",
        )
        for one in exposures.held(store, scope, show=show)
    )
    heads = ("标题", "刊播", "日期", "属地", "涉及案卷", "状态")
    note = "口径：按刊播日期计入年度，最近的在前；跟踪事项全部办结后办结。"
    return Printed(Sheet("曝光追踪表", heads, rows, note), _standing(show), now())
