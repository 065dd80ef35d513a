"""一张图: streets by rate and cases by light, and beside them the list the map is about."""

from html import escape
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo import palette
from hazards.domain.signals import NAMES, Light
from hazards.pages.mapview import Click, map_view
from hazards.services import access, clock, lists, register, reporting, words
from hazards.services.asked import Asked
from hazards.services.lists import CaseLine

SHOWN = 8
KINDS = {"hazard": "重大隐患", "building": "违法建筑", "all": "全部"}


def page() -> None:
    store, scope = access.local()
    st.title("一张图")
    streets = {unit.key: unit.name for unit in register.read(store, scope).streets(clock.today())}
    asked = filters(streets)
    picked: Click | None = st.session_state.get("map_picked")
    left, right = st.columns([2, 1], gap="medium")
    with left:
        if click := map_view(asked.but(place="").query, height=620, focus=_street(asked)):
            st.session_state["map_picked"] = picked = click
        st.html(legend())
    with right:
        if picked is not None:
            with st.container(key="card_picked"):
                card(picked, asked)
        with st.container(key="card_list"):
            cases(asked)


def filters(streets: dict[int, str]) -> Asked:
    """One row above map and list; the address keeps it, so a refresh loses nothing."""
    began = Asked.of(st.query_params.to_dict())
    row = st.container(key="filters")
    kind, year, level, light, place = row.columns([1.6, 1, 1, 1, 1], vertical_alignment="bottom")
    this = clock.today().year
    years = {"": f"{this} 年", **{str(this - n): f"{this - n} 年" for n in (1, 2)}, "all": "全部年度"}
    levels = {"": "全部级别", **{r["name"]: r["name"] for r in words.rows("levels")}}
    lights = {"": "全部状态", **{str(one): NAMES[one] for one in Light}}
    places = {"": "全部属地", **{str(key): name for key, name in streets.items()}}
    chosen = kind.segmented_control(
        "案件类型",
        list(KINDS),
        format_func=KINDS.__getitem__,
        default=began.kind,
        required=True,
        key="map_kind",
    )
    told = {
        "kind": chosen or began.kind,
        "year": choice(year, "年度", years, {None: "", 0: "all"}.get(began.year, str(began.year))),
        "level": choice(level, "挂牌级别", levels, began.level),
        "light": choice(light, "状态", lights, began.light),
        "place": choice(place, "属地", places, began.place),
    }
    asked = Asked.of(told)
    if asked != began:
        st.query_params.from_dict(dict(parse_qsl(asked.query)))
    return asked


def choice(at: DeltaGenerator, label: str, options: dict[str, str], began: str) -> str:
    """One filter with its options by key; ``began`` is what the address asked for."""
    keys = list(options)
    index = keys.index(began) if began in options else 0
    return at.selectbox(label, keys, index, format_func=options.__getitem__, key=f"map_{label}") or ""


def _street(asked: Asked) -> Click | None:
    return Click("street", int(asked.place)) if asked.place.isdigit() else None


def card(picked: Click, asked: Asked) -> None:
    """What one needs to know of the case or street just pressed, and the way on."""
    store, scope = access.local()
    if picked.what == "case":
        line = lists.case(store, scope, picked.id, asked).line
        facts = [
            ("编号", line.number or "未编号"),
            ("属地", line.street),
            ("级别", f"{line.level or '未填写'} · {words.KIND_NAMES[line.kind]}"),
            ("状态", f"{line.mark} {line.clock}"),
            ("整改期限", line.deadline.isoformat() if line.deadline else "缺失"),
        ]
        st.html(_facts(line.unit, facts))
        st.page_link("hazards/pages/ledger.py", label="在台账中查看", query_params={"case": str(line.id)})
        return
    table = reporting.rates(store, scope, asked.but(by="street", place="", light="", text=""))
    found = next((row for row in table.rows if row.key == picked.id), None)
    if found is None:
        return
    met = {True: "● 达标", False: "■ 未达标", None: "／ 不排名"}[found.met]
    facts = [
        ("整改率", f"{found.rate} {met}"),
        ("挂牌", f"{found.counts['listed']} 件"),
        ("已销号", f"{found.counts['struck_off']} 件"),
        ("逾期", f"{found.counts['overdue']} 件"),
        ("距目标", f"还差 {found.needed} 件" if found.needed else "无"),
    ]
    st.html(_facts(found.name, facts))
    st.page_link("hazards/pages/ledger.py", label="在台账中查看", query_params={"place": str(picked.id)})


def cases(asked: Asked) -> None:
    """The most urgent cases of the same question, and how many there are."""
    store, scope = access.local()
    found = lists.page(store, scope, asked, size=SHOWN)
    if not found.total:
        st.html('<h3 class="gp-title">没有符合条件的案件</h3><p class="gp-note">放宽上面的筛选条件再看。</p>')
        return
    rows = "".join(f"<li>{_row(line)}</li>" for line in found.lines)
    st.html(f'<h3 class="gp-title">符合条件 {found.total} 件，最急的在前</h3><ul class="gp-list">{rows}</ul>')
    same = dict(parse_qsl(asked.query))
    st.page_link("hazards/pages/ledger.py", label=f"在台账中查看全部 {found.total} 件", query_params=same)


def _row(line: CaseLine) -> str:
    tone = {Light.OVERDUE: "gp-red", Light.TODAY: "gp-amber", Light.SOON: "gp-amber"}.get(
        line.light, "gp-grey"
    )
    clock = f'<span class="{tone}">{line.mark} {escape(line.clock)}</span>'
    below = escape(f"{line.street} · {line.level or '级别未填写'} · {line.number or '未编号'}")
    above = f'<div class="gp-line"><span>{escape(line.unit)}</span>{clock}</div>'
    return f'{above}<div class="gp-note">{below}</div>'


def _facts(title: str, facts: list[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return f'<h3 class="gp-title">{escape(title)}</h3><dl class="gp-facts">{rows}</dl>'


def legend() -> str:
    """What colours, marks and shapes mean; outside the map, so that it hides no street."""
    steps = "".join(
        f'<span><i class="gp-step-{s.key}" style="background:{s.fill}"></i>{s.mark} {s.word}</span>'
        for s in palette.STEPS
    )
    kinds = "".join(f'<span><i class="gp-shape gp-{key}"></i>{word}</span>' for key, word in palette.KINDS)
    lights = "".join(
        f'<span><i class="gp-light" style="background:{one.fill};color:{one.ink};'
        f'border-color:{one.ink if one.fill == "#FFFFFF" else one.fill}">{one.mark}</i>{one.word}</span>'
        for one in palette.LIGHTS
    )
    return (
        f'<div class="gp-legend"><b>整改率</b>{steps}<span class="gp-break"></span>'
        f"<b>案件</b>{kinds}{lights}</div>"
    )


page()
