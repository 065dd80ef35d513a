"""Keeping: voids, the same bytes elsewhere, who opened what, copies for viewing, pairs."""

import io

import pytest
from PIL import Image
from sqlalchemy import update

from hazards.domain.errors import Refusal
from hazards.domain.roles import Role
from hazards.services import evidence
from hazards.services.evidence import AlreadyVoided, ReasonMissing, VoidAfterAccident
from hazards.storage import blobs, events
from hazards.storage import evidence as rows
from hazards.storage import tables as t
from tests.evidence.samples import LEADER, LISTING, clerk, docx, photo, told
from tests.services.district import add_case, key_of


def bring(store, scope, case, data: bytes, **more):
    return evidence.add(store, scope, case, io.BytesIO(data), told(**more))


def listed(store, case) -> list[dict]:
    return evidence.of_case(store, LISTING, case)


def acts(store, case) -> list[str]:
    with store.read() as connection:
        return [e["action"] for e in events.of_case(connection, case)]


def set_case(store, case, **values) -> None:
    store.write(lambda c: c.execute(update(t.cases).where(t.cases.c.id == case).values(**values)))


def test_nothing_is_deleted_only_voided_with_a_reason_by_those_who_may(store, case, shuangyu):
    receipt = bring(store, shuangyu, case, photo())
    street = key_of(store, "双屿街道")
    head = clerk(street, 21, Role.HEAD)
    with pytest.raises(Refusal, match="街镇审签人"):
        evidence.void(store, shuangyu, receipt.id, "传错了案卷")
    with pytest.raises(ReasonMissing):
        evidence.void(store, head, receipt.id, " ")
    evidence.void(store, head, receipt.id, "传错了案卷")
    with pytest.raises(AlreadyVoided, match="传错了案卷"):
        evidence.void(store, LISTING, receipt.id, "传错了案卷")
    assert listed(store, case)[0]["void_reason"] == "传错了案卷"
    assert acts(store, case)[-1] == "evidence-voided"
    with evidence.get(store, shuangyu, receipt.id).open() as file:
        assert file.read() == photo()


def test_a_head_cannot_void_what_an_office_brought(store, case):
    receipt = bring(store, LISTING, case, photo(), kind="site-check")
    with pytest.raises(Refusal, match="上传单位的审签人"):
        evidence.void(store, clerk(key_of(store, "双屿街道"), 21, Role.HEAD), receipt.id, "不想留着")


def test_after_an_accident_only_a_leader_voids_and_new_files_say_so(store, case, shuangyu):
    old = bring(store, shuangyu, case, photo(1))
    set_case(store, case, accident=True)
    assert bring(store, shuangyu, case, photo(2)).after_accident
    for scope in (clerk(key_of(store, "双屿街道"), 21, Role.HEAD), LISTING):
        with pytest.raises(VoidAfterAccident, match="领导"):
            evidence.void(store, scope, old.id, "传错了案卷")
    assert evidence.void(store, LEADER, old.id, "与本案无关，经核实")


def test_the_same_bytes_on_other_cases_are_named_only_where_they_are_in_sight(store, case, shuangyu):
    other = add_case(store, street="双屿街道")
    far = add_case(store, street="南汇街道")
    for one in (other, far):
        bring(store, LISTING, one, photo())
    receipt = bring(store, shuangyu, case, photo())
    assert receipt.elsewhere == 2
    found = evidence.reuse(store, shuangyu, receipt.id)
    assert [r["id"] for r in found.seen] == [other]
    assert found.others == 1
    assert len(evidence.reuse(store, LISTING, receipt.id).seen) == 2


def test_who_opened_an_original_is_recorded(store, case, shuangyu):
    receipt = bring(store, shuangyu, case, photo())
    evidence.get(store, LISTING, receipt.id, address="10.0.0.7")
    evidence.view(store, LISTING, receipt.id)
    evidence.view(store, LISTING, receipt.id, evidence.THUMB)
    with store.read() as connection:
        told_ = [(r["what"], r["actor"], r["address"]) for r in rows.openings_of(connection, case)]
    assert told_ == [("download", LISTING.actor, "10.0.0.7"), ("open", LISTING.actor, "")]


def test_a_copy_for_viewing_is_upright_small_and_bare(store, case, shuangyu):
    sent = photo(orientation=6, size=(3000, 1500))
    receipt = bring(store, shuangyu, case, sent)
    with Image.open(evidence.view(store, shuangyu, receipt.id)) as shown:
        assert shown.size == (1000, 2000)
        assert not shown.getexif()
        assert "exif" not in shown.info
    with Image.open(evidence.view(store, shuangyu, receipt.id, 100)) as small:
        assert max(small.size) == evidence.THUMB


def test_what_is_only_kept_is_never_opened_for_viewing(store, case, shuangyu):
    receipt = bring(store, shuangyu, case, docx(), name="预案.docx", kind="contingency")
    with pytest.raises(evidence.NotShown, match="下载原件"):
        evidence.view(store, shuangyu, receipt.id)


def test_bytes_that_vanished_are_missed_in_plain_words(store, case, shuangyu):
    receipt = bring(store, shuangyu, case, photo())
    (blobs.store()._path(receipt.sha256)).unlink()
    with pytest.raises(evidence.BytesMissing):
        evidence.get(store, shuangyu, receipt.id).open()
    assert blobs.store().digest(receipt.sha256) is None


def test_before_and_after_stand_side_by_side_by_viewpoint(store, case, shuangyu):
    bring(store, shuangyu, case, photo(1), kind="before", viewpoint="北门")
    bring(store, shuangyu, case, photo(2), kind="after", viewpoint="北门")
    last = bring(store, shuangyu, case, photo(3), kind="after", viewpoint="北门")
    bring(store, shuangyu, case, photo(4), kind="before", viewpoint="楼梯")
    north, stairs = evidence.pairs(store, shuangyu, case)
    assert north.after["id"] == last.id
    assert (stairs.viewpoint, stairs.after) == ("楼梯", None)
