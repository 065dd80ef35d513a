"""Asking: the one filter row above every page. The address keeps it, so a refresh loses nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from hazards.domain.signals import NAMES, Light
from hazards.pages import parts, visitor
from hazards.services import clock, register, words
from hazards.services.asked import Asked, BadQuestion

KINDS = {"hazard": "重大隐患", "building": "违法建筑", "all": "全部"}
YEARS_BACK = 5
PLAIN = {"kind": "hazard"}
"""What a filter says when the address is silent; "" for the others."""
ALL = ("kind", "year", "level", "light", "place", "text", "as_of", "measure", "by", "boundaries")


def row(page: str, names: Sequence[str]) -> Asked:
    """Draw the filters ``names`` (kind, year, level, light, place, as_of, text) and read them.

    Whatever else the address asks for (a measure, a past cut-off) stays part of the question. A
    link, a refresh or the way back changes the address, and then the address decides; otherwise
    what the user just chose does, and is written there.
    """
    asked = _address()
    if asked.get("year") == _cut(asked):
        del asked["year"]
    if st.session_state.get("asked_before") != (page, st.query_params.to_dict()):
        for name in names:
            st.session_state[_key(name)] = asked.get(name, PLAIN.get(name, ""))
    with st.container(key=f"filters_{page}"):
        columns = st.columns([1.6 if n == "kind" else 1 for n in names], vertical_alignment="bottom")
        now = {**asked, **{n: st.session_state.get(_key(n), "") for n in names}}
        told = {}
        for name, column in zip(names, columns, strict=True):
            with column:
                told[name] = (_FILTERS[name](now) or PLAIN.get(name, "")).strip()
    chosen = {n: v for n, v in {**asked, **told}.items() if v and v != PLAIN.get(n)}
    if chosen != {n: v for n, v in asked.items() if v != PLAIN.get(n)}:
        # Another question starts on its first page.
        others = {n: v for n, v in st.query_params.items() if n not in (*ALL, "page")}
        st.query_params.from_dict({**others, **chosen})
    st.session_state["asked_before"] = (page, st.query_params.to_dict())
    return Asked.of(chosen)


def _key(name: str) -> str:
    return f"ask_{name}"


def _address() -> dict[str, str]:
    """What the address asks for; a value that cannot be meant is said and left out."""
    asked: dict[str, str] = {}
    for name in ALL:
        if not (value := st.query_params.get(name, "")):
            continue
        try:
            meant = Asked.of({name: value})
        except BadQuestion as refusal:
            told = f"网址中{refusal.facts['name']}的值“{value[:40]}”不可用，已略去。"
            st.warning(parts.plain(told))
            continue
        asked[name] = meant.level if name == "level" else value[:200]
    return asked


@dataclass(frozen=True, slots=True)
class Choice:
    """One drop-down: its label, what "" is called, and the other options by value."""

    label: str
    nothing: str
    options: Callable[[], dict[str, str]]
    other: str = "{}"
    """What an option is called that only the address knows."""
    name: str = ""

    def __call__(self, now: dict[str, str]) -> str:
        told = {"": self.nothing, **self.options()}
        asked = now.get(self.name, "")
        if asked not in told:
            told[asked] = self.other.format(asked)
        return st.selectbox(self.label, list(told), format_func=told.__getitem__, key=_key(self.name))


def _kind(_: dict[str, str]) -> str:
    told = st.segmented_control(
        "案件类型", list(KINDS), format_func=KINDS.__getitem__, required=True, key=_key("kind")
    )
    return told or ""


def _text(_: dict[str, str]) -> str:
    return st.text_input("搜索", placeholder="编号、单位、地址、内容", key=_key("text"))


def _year(now: dict[str, str]) -> str:
    """Silence means the year of the cut-off, which need not be this one."""
    this, cut = clock.today().year, _cut(now)
    years = [str(this - back) for back in range(YEARS_BACK + 1)]
    past = {year: f"{year} 年" for year in years if year != cut}
    choice = Choice("年度", f"{cut} 年", lambda: {**past, "all": "全部年度"}, other="{} 年", name="year")
    return choice(now)


def _cut(now: dict[str, str]) -> str:
    return now.get("as_of", "")[:4] or str(clock.today().year)


def _levels() -> dict[str, str]:
    return {r["name"]: r["name"] for r in words.rows("levels")}


def _lights() -> dict[str, str]:
    return {str(one): NAMES[one] for one in Light}


def _places() -> dict[str, str]:
    store, scope = visitor.here()
    streets = {str(u.key): u.name for u in register.read(store, scope).streets(clock.today())}
    return {**streets, "-": "未定属地"}


def _ends() -> dict[str, str]:
    """The last twelve month-ends."""
    first = clock.today().replace(day=1)
    ends: list[date] = []
    for _ in range(12):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    return {d.isoformat(): f"{d.isoformat()} 日终" for d in ends}


_FILTERS: dict[str, Callable[[dict[str, str]], str]] = {
    "kind": _kind,
    "year": _year,
    "level": Choice("挂牌级别", "全部级别", _levels, name="level"),
    "light": Choice("状态", "全部状态", _lights, name="light"),
    "place": Choice("属地", "全部属地", _places, other="其他属地", name="place"),
    "text": _text,
    "as_of": Choice("截止", "现在", _ends, other="{} 日终", name="as_of"),
}
