"""Gantt: milestones over their days as one small picture that also prints."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from hazards.domain.milestones import Milestone
from hazards.formats.drawings import FONT

WIDTH, LEFT, RIGHT, ROW, TOP = 640, 132, 8, 26, 24


def chart(milestones: Sequence[Milestone], today: date, deadline: date | None) -> str:
    """A picture (an img element): planned days as frames, what is done filled in, today as a line."""
    first = min(m.starts for m in milestones)
    last = max([*(m.ends for m in milestones), *([deadline] if deadline else [])])
    whole = max((last - first).days + 1, 1)
    height = TOP + ROW * len(milestones) + 8

    def x(on: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (on - first).days / whole

    marks = [
        f'<text x="{x(on):.0f}" y="14">{on:%m-%d}</text>'
        f'<line x1="{x(on):.1f}" x2="{x(on):.1f}" y1="{TOP - 4}" y2="{height - 8}" stroke="#E4E7EC"/>'
        for on in _ticks(first, whole)
    ]
    for n, one in enumerate(milestones):
        y = TOP + ROW * n
        start, end = x(one.starts), x(one.ends + timedelta(days=1))
        color = "#B42318" if one.late(today) else "#1B7F4B" if one.done == 100 else "#0B3A6F"
        name = one.task if len(one.task) <= 9 else one.task[:8] + "…"
        marks.append(
            f'<text x="0" y="{y + 15}" fill="#1D2939">{escape(name)}</text>'
            f'<rect x="{start:.1f}" y="{y + 4}" width="{end - start:.1f}" height="14" rx="3" '
            f'fill="#fff" stroke="{color}"/>'
            f'<rect x="{start:.1f}" y="{y + 4}" width="{(end - start) * one.done / 100:.1f}" height="14" '
            f'rx="3" fill="{color}"/>'
        )
    if first <= today <= last:
        marks.append(
            f'<line x1="{x(today):.1f}" x2="{x(today):.1f}" y1="{TOP - 4}" y2="{height - 8}" '
            f'stroke="#B26A00" stroke-dasharray="3 3"/>'
        )
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-size="12" '
        f'font-family="{FONT}" fill="#667085">{"".join(marks)}</svg>'
    )
    told = "；".join(f"{m.task}{m.starts}至{m.ends}完成{m.done}%" for m in milestones)
    address = b64encode(picture.encode()).decode()
    return f'<img class="gp-chart gp-gantt" alt="{escape(told, quote=True)}" src="data:image/svg+xml;base64,{address}">'


def _ticks(first: date, whole: int) -> list[date]:
    step = max(whole // 6, 1)
    return [first + timedelta(days=n) for n in range(0, whole, step) if n <= whole * 0.93]
