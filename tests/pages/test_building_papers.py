"""文书 of a building: made from its steps by the department, read by others, the dossier beside them."""

from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from hazards.pages import visitor
from hazards.services import papers
from hazards.services.access import acting_as
from hazards.storage.store import Store
from tests.pages.caseload import AUDITOR, CLERK, OFFICER
from tests.pages.conftest import cookie, redraw, seen
from tests.pages.pressing import press
from tests.services.structures import found, walk


def _script(case_id):
    from hazards.pages import casepapers, visitor
    from hazards.services import course

    casepapers.draw_building(course.course(*visitor.here(), case_id))


@pytest.fixture
def store(demo_store):
    return Store(demo_store)


@pytest.fixture
def officer(store):
    return acting_as(OFFICER, store)


@pytest.fixture
def case(store, officer):
    case_id = found(store, officer, supervisor=min(officer.departments))
    walk(store, officer, case_id, until="decision")
    return case_id


@pytest.fixture
def drawn(monkeypatch, case):
    def go(by):
        monkeypatch.setattr(visitor, "token", cache(lambda: cookie(by)))
        return redraw(AppTest.from_function(_script, default_timeout=30, kwargs={"case_id": case}))

    return go


def test_the_department_makes_what_its_steps_allow_and_no_more(store, officer, case, drawn):
    at = drawn(OFFICER)
    offered = at.selectbox[0].options
    assert "责令限期拆除决定书" in offered
    assert "强制执行决定书" not in offered
    at.selectbox[0].select("decision")
    press(at, "出具")
    assert [d["kind"] for d in papers.of_case(store, officer, case)] == ["decision"]
    assert "责令限期拆除决定书" in seen(at)
    assert f'href="/folder/{case}"' in " ".join(html.proto.body for html in at.get("html"))


def test_a_clerk_and_an_auditor_read_and_make_nothing(store, officer, case, drawn):
    papers.make(store, officer, case, "decision")
    for by in (CLERK, AUDITOR):
        at = drawn(by)
        assert not at.selectbox
        assert "责令限期拆除决定书" in seen(at)
        assert ("导出执法案卷" in seen(at)) == (by == AUDITOR)
