"""In the case file: an act dated before a published cut-off asks first, keeps what was typed, then saves."""

from datetime import date

from hazards.services import access, evidence
from hazards.services.receipts import Told
from hazards.storage import cases
from tests.pages.conftest import seen
from tests.pages.pressing import press
from tests.people import LISTING
from tests.services.district import add_case
from tests.services.offices import place, tiny_png


def test_a_late_strike_off_asks_whether_its_restatement_is_known(at_home, draw, tmp_path, monkeypatch):
    monkeypatch.setenv("HAZARDS_EVIDENCE_URL", (tmp_path / "evidence").as_uri())
    store, listing = at_home.store, access.acting_as(LISTING, at_home.store)
    case_id = add_case(store, street="五马街道", listed_on=date(2026, 11, 2), deadline=date(2026, 12, 31))
    place(store, case_id, "accepted", stage_on=date(2026, 11, 10))
    told = Told("销号决定.png", "decision", way="desk")
    scan = evidence.add(store, listing, case_id, [tiny_png(case_id)], told).id
    at = draw("ledger", by=LISTING, case=str(case_id))
    key = f"strike-off_{case_id}"
    at.date_input(key=f"on_{key}").set_value(date(2026, 11, 13))
    at.selectbox(key=f"how_{key}").set_value("整改完成")
    at.text_input(key=f"document_{key}").set_value("鹿安委办销〔2026〕50号")
    at.selectbox(key=f"scan_{key}").set_value(scan)
    press(at, "销号")
    assert "2026年第46周通报第1期(截止2026-11-15)" in seen(at)
    assert at.text_input(key=f"document_{key}").value == "鹿安委办销〔2026〕50号"
    with store.read() as connection:
        assert cases.by_ids(connection, [case_id])[case_id]["state"] == "open"
    at.checkbox(key=f"knows_{key}").set_value(True)
    press(at, "销号")
    assert "本件将在下一期通报列为重述" in seen(at)
    with store.read() as connection:
        assert cases.by_ids(connection, [case_id])[case_id]["state"] == "struck-off"
