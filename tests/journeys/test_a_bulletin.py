"""A bulletin on both engines: published, contradicted by a late act, restated by the next."""

from datetime import date

from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.services import bulletins, casework, publishing
from tests.services.district import add_case
from tests.services.offices import file, office, place


def test_a_late_strike_off_changes_no_published_issue_and_is_restated_in_the_next(store, monkeypatch):
    monkeypatch.setattr(publishing, "render", lambda told, kind: kind.encode())
    listing, leader = office(Role.LISTING, 1, "吴安办"), office(Role.LEADER, 2, "黄区长")
    case_id = add_case(store, street="五马街道", deadline=date(2026, 9, 30))
    place(store, case_id, "accepted", stage_on=date(2026, 9, 20))
    september = publishing.draft(store, listing, "month", "2026-09")
    publishing.publish(store, leader, september)
    told = {"how": "整改完成", "document": "鹿安委办销〔2026〕9号"}
    scan = file(store, listing, case_id, "decision")
    on = date(2026, 9, 28)
    done = casework.take(
        store, listing, case_id, Action.STRIKE_OFF, on=on, told=told, scan=scan, acknowledged=True
    )
    assert "本件将在下一期通报列为重述，涉及2026年9月通报第1期(截止2026-09-30)。" in done.notices
    october = publishing.draft(store, listing, "month", "2026-10")
    assert publishing.publish(store, leader, october) == 2
    before = bulletins.look(store, leader, october).bulletin.before
    assert [(one.id, one.entered) for one in before.restated] == [
        (case_id, ("struck_off", "due_struck_off", "on_time"))
    ]
    assert before.restated[0].left == ("overdue",)
    assert bulletins.look(store, leader, september).bulletin.count("struck_off") == 0
    assert bulletins.file(store, leader, september, "docx")[0] == b"docx"
