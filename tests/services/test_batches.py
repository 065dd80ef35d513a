"""Batches: named before they begin, and one opinion of every organ that was asked."""

import pytest

from hazards.domain.roles import Role
from hazards.services import batches
from hazards.services.batches import BatchUnnamed
from tests.services.district import add_case
from tests.services.offices import DEPARTMENT, office, street


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_a_batch_without_a_name_is_not_begun(store, name):
    with pytest.raises(BatchUnnamed, match="第二批"):
        batches.draft(store, office(Role.LISTING, 3), does="list", year=2026, name=name)
    assert batches.held(store, office(Role.LISTING, 3)) == []


def test_every_organ_has_one_opinion_and_changes_its_own(store):
    listing, clerk = office(Role.LISTING, 3), street(store, "五马街道", Role.CLERK, 7)
    officer = office(Role.DEPARTMENT, 4)
    case = add_case(store, street="五马街道", stage="assessed", supervisor=DEPARTMENT)
    number = batches.draft(store, listing, does="list", year=2026, name=" 第二批 ")
    batches.put(store, listing, number, {case: {}})
    batches.consult(store, listing, number)
    batches.comment(store, clerk, case, number, "同意")
    batches.comment(store, officer, case, number, "期限宜延至\n明年三月")
    batches.comment(store, clerk, case, number, "同意，请增列二层")
    (held,) = batches.held(store, listing)
    assert held["name"] == "第二批"
    told = f"{clerk.as_whom}：同意，请增列二层\n{officer.as_whom}：期限宜延至 明年三月"
    assert held["cases"][0]["opinion"] == told
