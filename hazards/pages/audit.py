"""审计: what an auditor should look at twice, by sort; each a list that leads to its cases."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from hazards.pages import acting, paperlinks, parts, telling, visitor
from hazards.services import clock, oddities

RULES = {
    "更正": "案卷中的笔误经另一人确认后更正，原值留在轨迹中。",
    "撤销销号": "销号被挂牌机关撤销(误销、虚假整改)的案卷，自决定之日起恢复为未销号。",
    "补录": "录入时间晚于办理日期一个工作日以上，按办理日期计入指标。",
    "相近审签": "同一审签人对不同案卷的两次审签相隔不足一分钟。",
    "导入销号": "随台账导入的销号，未经本系统核查，不与本系统办理的销号混计。",
    "12月销号": "销号日期在12月的案卷，年底集中销号宜抽查现场。",
    "纸质审签": "审签人在纸上签字，由填报员登记并附扫描件。",
    "代岗办理": "受委托(A/B岗)办理的步骤，轨迹同时记载两人。",
    "越序办理": "违法建筑处置步骤未满足法定前置条件而申请越序的，附具名律师意见，由领导准予或者不准。",
    "超期步骤": "超过法定期限办理的违法建筑处置步骤，按步骤计数，已撤回的不计。",
    "中止暂缓": "本年起的中止执行、终结执行、执行协议和暂缓拆除。",
}
YEARS = 5
SHOWN = 50
HEADS = [
    ("整治单位(区域)", ""),
    ("情形", ""),
    ("编号", "gp-nowrap"),
    ("事项", "gp-nowrap"),
    ("办理人", ""),
    ("办理日期", "gp-nowrap"),
    ("录入时间", "gp-nowrap"),
]


def page() -> None:
    acting.style()
    st.title("审计")
    store, scope = visitor.here()
    if not acting.may(scope, oddities.found):
        parts.empty("审计由审计员、领导和区安委办查看", "确需查看的，请系统管理员安排相应职务。")
        return
    year = _year()
    found = oddities.found(store, scope, year=year)
    sort = st.query_params.get("sort", "")
    if sort not in found:
        sort = next((name for name, rows in found.items() if rows), next(iter(found)))
    parts.cards(
        [_figure(name, len(rows), year, name == sort) for name, rows in found.items()], css="gp-sorts"
    )
    _list(sort, found[sort])
    if acting.may(scope, oddities.account_acts):
        _accounts(oddities.account_acts(store, scope, year=year))
    parts.rule(f"口径：{year} 年内办理或录入的事项；同一事项可以列入几类。")


def _year() -> int:
    this = clock.today().year
    years = [this - back for back in range(YEARS + 1)]
    told = st.query_params.get("year", "")
    with st.container(key="filters_audit"):
        left, _ = st.columns([1, 4])
        year = left.selectbox(
            "年度",
            years,
            index=years.index(int(told)) if told.isdigit() and int(told) in years else 0,
            format_func=lambda one: f"{one} 年",
            key="audit_year",
        )
    if str(year) != (told or str(this)):
        st.query_params["year"] = str(year)
    return int(year)


def _figure(name: str, count: int, year: int, here: bool) -> str:
    """The number of one sort, leading to its list."""
    link = parts.link(str(count), "audit", urlencode({"year": year, "sort": name}), "gp-plain")
    return parts.card(
        name, f'<div class="gp-number">{link}<small>件</small></div>', css="gp-here" if here else ""
    )


def _list(sort: str, rows: list[oddities.Oddity]) -> None:
    head = (
        f'<p class="gp-figure"><b>{escape(sort)}</b> <span class="gp-note">{escape(RULES[sort])}</span></p>'
    )
    parts.show(head)
    if not rows:
        parts.empty(f"本年没有“{sort}”的事项", "各街镇、部门和区安委办办理时出现的，会自动列在这里。")
        return
    asked = {"sort": sort, "year": st.query_params.get("year", "")}
    paperlinks.show(("打印", "oddities", urlencode({k: v for k, v in asked.items() if v})))
    most = st.session_state.get(f"audit_{sort}", SHOWN)
    latest = rows[::-1][:most]
    table = parts.table(HEADS, [_row(one) for one in latest], css="gp-todo gp-audit")
    parts.show(f'<div class="gp-sheet">{table}</div>')
    if len(rows) > most and st.button(f"再看一些(已列最近 {most} 件，共 {len(rows)} 件)"):
        st.session_state[f"audit_{sort}"] = most + SHOWN
        st.rerun()


def _accounts(rows: list[oddities.AccountAct]) -> None:
    """Accounts made, closed, lent and locked; the latest fifty."""
    heads = [("事项", "gp-nowrap"), ("账号", ""), ("办理人", ""), ("时间", "gp-nowrap"), ("理由", "")]
    told = [
        [
            escape(one.what),
            escape(one.whose),
            escape(one.who),
            escape(telling.moment(one.entered_at)),
            escape(one.why or "—"),
        ]
        for one in rows[:SHOWN]
    ]
    with st.expander(f"账号记录 {len(rows)} 条"):
        parts.show(f'<div class="gp-sheet">{parts.table(heads, told, css="gp-todo")}</div>')


def _row(one: oddities.Oddity) -> list[str]:
    return [
        parts.link(one.unit, "ledger", f"case={one.case}"),
        escape(one.why),
        escape(one.number or "未编号"),
        escape(one.what),
        escape(one.who),
        one.acted_on.isoformat() if one.acted_on else "—",
        escape(telling.moment(one.entered_at)),
    ]


page()
