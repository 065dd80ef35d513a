"""Pieces that complaints, decisions and exposures share: numbers that open lists, what was done, originals."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from urllib.parse import parse_qsl

import streamlit as st

from hazards.pages import acting, look, parts
from hazards.services import clock
from hazards.services.followups import STEP
from hazards.services.matters import Row
from hazards.services.scans import MOST, File
from hazards.services.supervision import Count

PAGE = "supervision"
TAKEN = ["jpg", "jpeg", "png", "webp", "pdf", "doc", "docx", "wps", "ofd", "mp4"]


def counts(told: Iterable[Count], here: str) -> None:
    """Every number with its rule, each opening the list it counts; ``here`` is the ``show`` asked for."""
    cells = []
    for count in told:
        show = dict(parse_qsl(count.query)).get("show", "")
        tone, sign = (' class="gp-red"', "■ ") if count.grave and count.number else ("", "")
        link = (
            f'<a href="/{PAGE}?{escape(count.query, quote=True)}" target="_self">'
            f"<span>{escape(count.title)}</span><b{tone}>{sign}{count.number}</b></a>"
        )
        mark = ' aria-current="true"' if show == here else ""
        cells.append(f'<li{mark}>{link}<span class="gp-note">{escape(count.rule)}</span></li>')
    parts.show(f'<ul class="gp-tallies">{"".join(cells)}</ul>')


def sheet(title: str, table: str, note: str = "") -> None:
    """A list under its number, which a count elsewhere must equal."""
    parts.show(f'<p class="gp-count"><b>{escape(title)}</b></p>')
    foot = f'<p class="gp-note">{escape(note)}</p>' if note else ""
    parts.show(f'<div class="gp-sheet">{table}</div>{foot}')


def style() -> None:
    acting.style()
    st.html(f"<style>{look.asset('matters.css')}</style>")


def chosen(choices: Iterable[str]) -> str:
    """Which list the address asks for; "" is the first."""
    told = st.query_params.get("show", "")
    return told if told in choices else ""


def asked(name: str) -> int | None:
    """The number of the matter the address names."""
    told = st.query_params.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else None


def back(view: str, text: str) -> None:
    parts.show(f'<p class="gp-noprint">{parts.link(text, PAGE, f"view={view}")}</p>')


def deeds(rows: Sequence[Row]) -> None:
    """What was done, the latest first."""
    heads = [
        ("事项", "gp-nowrap"),
        ("办理日期", "gp-nowrap"),
        ("情况", ""),
        ("办理人", ""),
        ("录入", "gp-nowrap"),
    ]
    body = [
        [
            escape(row["what"]),
            row["on_date"].isoformat(),
            _told(row),
            escape(row["actor"]),
            escape(row["entered_at"][:16].replace("T", " ")),
        ]
        for row in reversed(rows)
    ]
    parts.show(parts.card(f"办理经过 {len(rows)} 条", parts.table(heads, body, css="gp-stack")))


def _told(row: Row) -> str:
    told = escape(row["told"] or "—")
    if row["what"] != STEP:
        return told
    told = f"{told}，由{escape(row['whom'])}承办，限 {row['due_on'].isoformat()}"
    if row["done_on"]:
        return f"{told}；{row['done_on'].isoformat()} 完成：{escape(row['outcome'])}"
    late = row["due_on"] < clock.today()
    return f'{told}；<span class="gp-red">■ 逾期未完成</span>' if late else f"{told}；未完成"


def originals(rows: Sequence[Row]) -> None:
    """Links to the papers as they came."""
    if not rows:
        return
    links = "".join(
        f'<li><a href="/scans/{row["id"]}" download>{escape(row["file_name"])}</a> '
        f'<span class="gp-note">{row["entered_at"][:10]} {escape(row["actor"])}</span></li>'
        for row in rows
    )
    parts.show(parts.card(f"原件 {len(rows)} 份", f'<ul class="gp-list">{links}</ul>'))


def files(label: str, key: str) -> None:
    st.file_uploader(f"{label}(可不传，最多 {MOST} 份)", type=TAKEN, accept_multiple_files=True, key=key)


def brought(name: str, drawn: str) -> list[File]:
    return [(one.name, one.getvalue()) for one in acting.typed(name, drawn, None) or []]


def day(label: str, key: str) -> None:
    """A date of act: today or before."""
    st.date_input(label, clock.today(), max_value=clock.today(), format="YYYY-MM-DD", key=key)


def button(name: str, form: str, drawn: str, work: Callable[[], str], *, first: bool = False) -> None:
    st.button(
        name,
        type="primary" if first else "secondary",
        key=f"{name}_{drawn}",
        on_click=acting.press,
        args=(form, drawn, work),
    )


def steps(
    form: str,
    rows: Sequence[Row],
    *,
    add: Callable[[str, str, date | None], object] | None,
    done: Callable[[int, date | None, str], object] | None,
) -> None:
    """The follow-ups still to be done, each with the form that ends it; and the form of a new one."""
    for row in rows if done else ():
        drawn = acting.mark(f"{form}_step_{row['id']}")
        with st.expander(f"办结跟踪事项：{parts.plain(row['told'][:40])}"):
            day("完成日期", f"on_{drawn}")
            st.text_area("完成情况", key=f"outcome_{drawn}", max_chars=1000)

            def finish(row: Row = row, drawn: str = drawn) -> str:
                assert done is not None
                done(row["id"], acting.typed("on", drawn, None), acting.typed("outcome", drawn))
                return "跟踪事项已办结。"

            button("登记完成", form, drawn, finish)
    if add is None:
        return
    drawn = acting.mark(f"{form}_step")
    with st.expander("登记跟踪事项"):
        st.text_input("跟踪事项", key=f"step_{drawn}", max_chars=500, placeholder="如：清理通道并报整改照片")
        left, right = st.columns(2)
        left.text_input("承办单位或人员", key=f"whom_{drawn}", max_chars=100)
        with right:
            st.date_input("完成期限", None, min_value=clock.today(), format="YYYY-MM-DD", key=f"due_{drawn}")

        def begin() -> str:
            add(acting.typed("step", drawn), acting.typed("whom", drawn), acting.typed("due", drawn, None))
            return "跟踪事项已登记，完成前列入待办。"

        button("登记跟踪事项", form, drawn, begin)
