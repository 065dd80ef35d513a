"""What the forms of a building case share: the scans to choose from, and a press that may be refused."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import streamlit as st

from hazards.domain.errors import Refusal
from hazards.domain.kinds import SCANS
from hazards.pages import parts, visitor
from hazards.services import evidence
from hazards.services.course import Course

SAID = "case_done"
T = TypeVar("T")


def scan_of(course: Course, key: str, label: str = "文书扫描件(补录必附)") -> int | None:
    scans = {
        f["id"]: f"{f['kind_name']} {f['receipt']} {f['file_name'][:24]}"
        for f in evidence.of_case(*visitor.here(), number(course))
        if f["kind"] in SCANS and not f["voided_at"]
    }
    chosen = st.selectbox(
        label,
        list(scans),
        format_func=scans.__getitem__,
        index=None,
        placeholder="从本案卷已上传的文书中选择" if scans else "本案卷还没有文书扫描件，请先上传",
        key=f"scan_{key}",
    )
    return int(chosen) if chosen is not None else None


class NotGiven(Refusal):
    code = "not-given"
    says = "未填写“{name}”。"
    remedy = "请补填后再办。"


def given(value: T | None, name: str) -> T:
    """What a form cannot be without.

    Raises:
        NotGiven
    """
    if value is None:
        raise NotGiven(name=name)
    return value


def do(send: Callable[[], str]) -> None:
    try:
        done = send()
    except Refusal as refusal:
        st.error(parts.plain(str(refusal)))
        return
    st.session_state[SAID] = done
    st.rerun()


def number(course: Course) -> int:
    return int(course.file.row["id"])


def day(on: date | None) -> str:
    return on.isoformat() if on else "—"
