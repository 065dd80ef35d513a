"""Links among weekly reports, and the shape and colour of how one stands."""

from html import escape

from hazards.domain.weeks import Week
from hazards.pages import parts
from hazards.services import clock
from hazards.services.weekduty import AGAIN, LATE, MISSING, ON_TIME, PENDING

TONES = {
    ON_TIME: ("gp-green", "●"),
    LATE: ("gp-amber", "▲"),
    AGAIN: ("gp-amber", "▲"),
    MISSING: ("gp-red", "■"),
    PENDING: ("gp-grey", "○"),
}


def query(week: Week, **more: object) -> str:
    told = "".join(f"&{name}={value}" for name, value in more.items())
    return f"view=weekly&week={week.monday.isoformat()}{told}"


def weeks(week: Week, **more: object) -> str:
    """The week, and the way to those beside it."""
    before = parts.link("上一周", "reports", query(week.but(-1), **more))
    after = ""
    if week.sunday < clock.today():
        after = parts.link("下一周", "reports", query(week.but(1), **more))
    about = f"<b>{escape(week.title)}</b><span>{escape(week.span)}</span>"
    return f'<p class="gp-facts-line">{about}<span class="gp-noprint">{before}</span><span class="gp-noprint">{after}</span></p>'
