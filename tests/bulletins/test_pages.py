"""通报期次 as it is drawn: who finds what, every number's list, and what the ledger would say today."""

import html as markup
import re

import pytest

from hazards.services import bulletins
from tests.bulletins.conftest import LEADER
from tests.pages.conftest import seen

LINK = re.compile(r'<a class="" href="/reports\?([^"]+)" target="_self">(\d+)</a>')
READER = "lingdao"


def body(at) -> str:
    return " ".join(one.proto.body for one in at.get("html"))


def test_a_leader_finds_the_issues_and_their_files(at_home, draw):
    at = draw("reports", by=READER, view="issues")
    assert "2026年10月通报第2期" in seen(at)
    for number in at_home.numbers.values():
        assert body(at).count(f'href="/bulletins/{number}/') == 3
    assert not at.button, "a leader drafts nothing"


def test_a_street_finds_the_letters_alone(at_home, draw):
    at = draw("reports", by="wumatb", view="issues")
    assert "2026年10月通报第2期" in seen(at)
    assert "/xlsx" not in body(at)
    assert "bulletin=" not in body(at)
    other = draw("reports", by="wumatb", view="issues", bulletin=str(at_home.numbers["month", "2026-10"]))
    assert "没有这期通报" in seen(other)
    assert "云帆纸箱厂" not in seen(other)


def test_every_number_of_an_issue_leads_to_its_list(at_home, draw):
    """Each link names a cell, and the service lists as many cases as stand in it; every ninth is asked."""
    number = at_home.numbers["week", "2026-W46"]
    links = LINK.findall(body(draw("reports", by=READER, view="issues", bulletin=str(number))))
    assert len(links) > 100
    for query, printed in links[::9]:
        told = dict(part.split("=", 1) for part in markup.unescape(query).split("&"))
        _, members = bulletins.counted_in(
            at_home.store, LEADER, number, told["sheet"], told["row"], int(told["column"])
        )
        assert len(members) == int(printed)


def test_the_list_behind_a_number_is_drawn_with_its_length(at_home, draw):
    number = at_home.numbers["month", "2026-10"]
    at = draw(
        "reports", by=READER, view="issues", bulletin=str(number), sheet="ranking", row="*", column="13"
    )
    assert "合计　撤销" in seen(at)
    assert "3 件" in re.sub(r"\s+", " ", seen(at))
    assert "云帆纸箱厂" in seen(at)


@pytest.mark.parametrize(("row", "column"), [("*", 8), ("*", 99), ("*", -1), ("999", 2)])
def test_what_counts_nothing_has_no_list(at_home, row, column):
    number = at_home.numbers["month", "2026-10"]
    with pytest.raises(bulletins.NoSuchBulletin):
        bulletins.counted_in(at_home.store, LEADER, number, "ranking", row, column)


def test_an_issue_beside_the_ledger_of_today_names_the_late_acts(at_home, draw):
    at = draw(
        "reports", by=READER, view="issues", bulletin=str(at_home.numbers["month", "2026-09"]), today="1"
    )
    told = seen(at)
    assert "2 件与印发时不同" in re.sub(r"\s+", " ", told)
    assert "退出挂牌；计入撤销" in told
    assert "销号 2026-09-28(录入 2026-11-21" in told
