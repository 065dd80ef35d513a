"""Every number of a page opens the very list it counts; a number that leads nowhere is found."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest

from hazards.services import accountability, gap, indicators, lists, oddities, stockfigures, wall
from hazards.services.access import Scope, acting_as
from hazards.services.asked import Asked
from hazards.storage.store import Store
from tests.pages.figures import bears_out, loose, read

LEADER = "lingdao"
QUESTIONS = [{}, {"year": "all"}, {"as_of": "2026-06-30"}, {"kind": "building"}]
PARTS = [
    ("overview", {"view": "indicators"}),
    ("overview", {"view": "brief"}),
    ("overview", {"view": "gap"}),
    ("overview", {"view": "today"}),
    ("structures", {}),
    *(
        ("supervision", {"view": view})
        for view in ("clocks", "orders", "instructions", "complaints", "exposures")
    ),
    *(("reports", {"view": view}) for view in ("weekly", "monthly", "issues")),
]


DRAWN: dict[str, str] = {}
"""Lists that only a page can show, drawn once: every test here has a copy of one and the same store."""


def markup(at) -> str:
    return " ".join(html.proto.body for html in at.get("html"))


def opens(store: Store, scope: Scope, draw: Callable, link: str, number: int) -> bool:
    """Whether the list at an address is so long: asked of its service, or of the page itself."""
    at = urlsplit(link)
    told = dict(parse_qsl(at.query))
    asked = Asked.of(told)
    if at.path == "/ledger":
        return lists.page(store, scope, asked, size=0).total == number
    if at.path == "/structures":
        return len(stockfigures.members(store, scope, asked, told["figure"])) == number
    if at.path == "/audit":
        return len(oddities.found(store, scope, year=int(told["year"]))[told["sort"]]) == number
    if at.path == "/" and told["view"] == "gap":
        return gap.gap(store, scope, asked).needed == number
    if at.path == "/" and told["view"] == "today":
        return len(wall.changes(store, scope, asked)[told["sort"]]) == number
    if at.path == "/" and told["view"] == "indicators":
        return len(indicators.members(store, scope, asked, told["figure"])) == number
    if at.path == "/supervision" and told == {"view": "accountability"}:
        return len(accountability.lines(store, scope)) == number
    # An empty list says so in words; drawing it would tell nothing more.
    if number and link not in DRAWN:
        DRAWN[link] = markup(draw(at.path.strip("/"), by=LEADER, **told))
    return not number or bears_out(DRAWN[link], number)


def wrong(demo_store: str, draw: Callable, page: str, query: dict[str, str]) -> tuple[int, list]:
    """(figures that open a list, those whose list has another length or that open none)."""
    told = markup(draw(page, by=LEADER, **query))
    store = Store(demo_store)
    scope = acting_as(LEADER, store)
    opened = {(one.link, one.number) for one in read(told).found if one.link}
    bad = [(link, n) for link, n in sorted(opened) if not opens(store, scope, draw, link, n)]
    return len(opened), bad + loose(told)


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_every_number_of_the_overview_opens_a_list_of_that_length(demo_store, draw, question):
    opened, bad = wrong(demo_store, draw, "overview", question)
    assert opened > 30
    assert bad == []


@pytest.mark.parametrize(("page", "query"), PARTS, ids=str)
def test_every_number_of_a_page_opens_a_list_of_that_length(demo_store, draw, page, query):
    assert wrong(demo_store, draw, page, query)[1] == []


def test_the_list_itself_says_and_shows_as_many(demo_store, draw):
    """What the services count above is what the page of a list shows."""
    store, scope = Store(demo_store), acting_as(LEADER)
    late = Asked(measure="overdue")
    listed = {
        "ledger": (late, lists.page(store, scope, late, size=0).total),
        "overview": (Asked(), gap.gap(store, scope, Asked()).needed),
    }
    for page, (asked, number) in listed.items():
        query = dict(parse_qsl(asked.query)) if page == "ledger" else {"view": "gap"}
        assert bears_out(markup(draw(page, by=LEADER, **query)), number), page


def test_a_number_without_a_list_is_found():
    assert [one.number for one in loose('<div class="gp-number">5<small>件</small></div>')] == [5]
    assert loose('<div class="gp-number"><a href="/ledger?measure=overdue">5</a></div>') == []
    assert loose('<div class="gp-number">5,225<small>㎡</small></div>') == []
    three = '<h3 class="gp-title">事故 {} 起</h3><ul class="gp-list"><li>a</li><li>b</li></ul>'
    assert loose(three.format(2)) == []
    assert [one.number for one in loose(three.format(3))] == [3]
