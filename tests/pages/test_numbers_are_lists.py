"""Every number of 总览 opens the very list it counts."""

import re
from urllib.parse import parse_qsl

import pytest

from hazards.services import lists
from hazards.services.access import acting_as
from hazards.services.asked import Asked
from hazards.storage.store import Store
from tests.people import LISTING

LINK = r'<a class="[^"]*" href="/ledger\?([^"]*)" target="_self">([^<]*)</a>'
QUESTIONS = [{}, {"year": "all"}, {"as_of": "2026-06-30"}, {"kind": "building"}, {"level": "区级"}]


def markup(at) -> str:
    return " ".join(html.proto.body for html in at.get("html")).replace("&amp;", "&")


def numbers(page: str) -> list[tuple[str, str, int]]:
    """(what, question, number) of every link on the page that stands for a number."""
    found = []
    for question, text, small in re.findall(LINK + r"<small>([^<]*)</small>", page):
        if "㎡" not in small:
            found.append(("大数", question, int(re.match(r"\d+", small if "%" in text else text).group())))
    for question, text in re.findall(LINK, page):
        if last := re.fullmatch(r"\D+ (\d+)", text):
            found.append((text, question, int(last[1])))
    for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL):
        for question, text in re.findall(LINK, row):
            if "/" in text:
                found.append(("已销号", question, int(text.partition("/")[0])))
            elif text.isdigit():
                found.append(("逾期", question, int(text)))
            else:
                listed = re.search(r">\d+/(\d+)</a>", row)
                found.append((text, question, int(listed[1])))
    return found


def count(at) -> int:
    told = re.search(r'gp-count"><b>(\d+)</b>', markup(at))
    return int(told[1]) if told else 0


SHOWN = 10
"""Every so many lists are opened as a page too; of the others the list itself is counted."""


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_every_number_of_the_overview_opens_a_list_of_that_length(demo_store, draw, question):
    found = numbers(markup(draw("overview", **question)))
    assert len(found) > 30
    store, scope = Store(demo_store), acting_as(LISTING)
    wrong = []
    for n, (what, query, number) in enumerate(found):
        listed = lists.page(store, scope, Asked.of(dict(parse_qsl(query))), size=0).total
        if listed != number or (n % SHOWN == 0 and count(draw("ledger", **dict(parse_qsl(query)))) != number):
            wrong.append((what, query, number, listed))
    assert wrong == []
