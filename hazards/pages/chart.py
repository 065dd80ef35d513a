"""Chart: the last 24 months of the rate as one small picture that also prints."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date

from hazards.formats import drawings


def curve(points: Sequence[tuple[date, float | None]], target: int) -> str:
    """The curve as an img element: Streamlit takes SVG elements out of what pages write."""
    if all(rate is None for _, rate in points):
        return '<p class="gp-note">近 24 个月没有挂牌案件。</p>'
    last = points[-1][1]
    told = f"{points[-1][0]:%Y年%m月} {last:.2f}%" if last is not None else "无"
    address = b64encode(drawings.curve(points, target).encode()).decode()
    return (
        f'<img class="gp-chart" alt="近24个月整改率，最新{told}" src="data:image/svg+xml;base64,{address}">'
    )
