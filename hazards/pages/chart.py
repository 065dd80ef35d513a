"""Chart: the last 24 months of the rate as one small picture that also prints."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date

FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"

WIDTH, HEIGHT = 400, 200
LEFT, RIGHT, TOP, BOTTOM = 32, 8, 16, 28


def curve(points: Sequence[tuple[date, float | None]], target: int) -> str:
    """A picture (an img element) of a rate in percent over month-ends, with the target as a line.

    A year's rate starts anew in January (the figure is cumulative within its year), so each year
    is a line of its own.
    """
    known = [rate for _, rate in points if rate is not None]
    if not known:
        return '<p class="gp-note">近 24 个月没有挂牌案件。</p>'
    low = max(0, min([*known, target]) // 10 * 10 - 10)
    right = WIDTH - RIGHT

    def x(n: int) -> float:
        return LEFT + (right - LEFT) * n / max(len(points) - 1, 1)

    def y(rate: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (100 - rate) / (100 - low)

    marks = []
    step = 10 if 100 - low <= 50 else 20
    for level in range(int(low), 101, step):
        marks.append(
            f'<line x1="{LEFT}" x2="{right}" y1="{y(level):.1f}" y2="{y(level):.1f}" stroke="#E4E7EC"/>'
        )
        marks.append(f'<text x="{LEFT - 6}" y="{y(level) + 4:.1f}" text-anchor="end">{level}</text>')
    for n, (on, _) in enumerate(points):
        if on.month in (1, 7) or n == len(points) - 1:
            anchor = "end" if n == len(points) - 1 else "middle"
            if n == len(points) - 1 or len(points) - n > 6:
                marks.append(
                    f'<text x="{x(n):.1f}" y="{HEIGHT - 8}" text-anchor="{anchor}">{on:%Y-%m}</text>'
                )
    lines = []
    for year in dict.fromkeys(on.year for on, _ in points):
        drawn = [(x(n), y(r)) for n, (on, r) in enumerate(points) if on.year == year and r is not None]
        told = " ".join(f"{a:.1f},{b:.1f}" for a, b in drawn)
        lines.append(f'<polyline points="{told}" fill="none" stroke="#0B3A6F" stroke-width="2"/>')
        lines += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="2.5" fill="#0B3A6F"/>' for a, b in drawn]
    aim = (
        f'<line x1="{LEFT}" x2="{right}" y1="{y(target):.1f}" y2="{y(target):.1f}" stroke="#1B7F4B" '
        f'stroke-dasharray="4 4"/><text x="{right}" y="{y(target) - 5:.1f}" text-anchor="end" '
        f'fill="#1B7F4B">目标 {target}%</text>'
    )
    last = points[-1][1]
    told = f"{points[-1][0]:%Y年%m月} {last:.2f}%" if last is not None else "无"
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12" '
        f'font-family="{FONT}" fill="#667085">{"".join(marks)}{aim}{"".join(lines)}</svg>'
    )
    # As an image: Streamlit takes SVG elements out of what pages write.
    address = b64encode(picture.encode()).decode()
    return (
        f'<img class="gp-chart" alt="近24个月整改率，最新{told}" src="data:image/svg+xml;base64,{address}">'
    )
