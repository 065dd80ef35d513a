"""What a new case asks of an illegal building besides what every place is asked."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from hazards.domain.lawful import STATES, TRACKS
from hazards.domain.procedure import STATE_NAMES, TRACK_NAMES
from hazards.services import buildings

KINDS = {"hazard": "重大隐患", "building": "违法建筑"}
TEXTS = ("kind", "track", "state", "stock", "found_by")
NUMBERS = ("illegal_area",)
START = {"kind": "hazard", "track": TRACKS[0], "state": STATES[0]}
LABELS = {
    "hazard": (
        "整治单位(区域)",
        "单位全称，或路段、区域名称",
        "隐患主要内容",
        "部位、现状、可能后果，一处一句",
    ),
    "building": (
        "当事人或建筑名称",
        "建设单位、个人，或建筑、区域名称",
        "违法建设情况",
        "何时、何人、建了什么，缺什么许可",
    ),
}
"""Words and hints of the name and of the text, by kind."""


def choose(key: Callable[[str], str], keep: Any) -> str:
    """Which kind of place it is."""
    chosen = st.segmented_control(
        "案件类型",
        list(KINDS),
        format_func=KINDS.__getitem__,
        required=True,
        key=key("kind"),
        on_change=keep,
        label_visibility="collapsed",
    )
    return chosen or "hazard"


def draw(key: Callable[[str], str], keep: Any) -> None:
    """Area, law, state, stock and who found it."""
    left, right = st.columns(2)
    with left:
        st.number_input(
            "违法面积(㎡)",
            0.01,
            9_999_999.0,
            step=1.0,
            format="%.2f",
            key=key("illegal_area"),
            on_change=keep,
        )
        _choice("法律适用", "track", TRACK_NAMES, key, keep)
        _choice("建筑状态", "state", STATE_NAMES, key, keep)
    with right:
        _choice("新增或存量", "stock", {"": "未定", **buildings.STOCK}, key, keep)
        _choice("发现途径", "found_by", {"": "未定", **buildings.FOUND_BY}, key, keep)


def _choice(label: str, name: str, words: dict[str, str], key: Callable[[str], str], keep: Any) -> None:
    st.selectbox(label, list(words), format_func=words.__getitem__, key=key(name), on_change=keep)
