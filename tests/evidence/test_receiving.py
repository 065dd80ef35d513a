"""Receiving: what stands when the receipt is given, and what is left when it is not."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import sha256

import pytest
from sqlalchemy import update

from hazards.domain.evidence import BadName, CaseClosed, NotAPhotograph, NotTaken
from hazards.services import evidence, receiving
from hazards.services.access import NoSuchCase
from hazards.services.evidence import NoSuchEvidence
from hazards.services.receiving import KeyTaken, NotStored, OwnItemOnly, TooMuchToday
from hazards.storage import blobs, events
from hazards.storage import evidence as rows
from hazards.storage import tables as t
from tests.evidence.samples import LISTING, SITE, clerk, docx, film, heic, photo, told
from tests.services.district import key_of


def bring(store, scope, case, data: bytes, **more):
    return evidence.add(store, scope, case, io.BytesIO(data), told(**more))


def listed(store, case) -> list[dict]:
    return evidence.of_case(store, LISTING, case)


def acts(store, case) -> list[str]:
    with store.read() as connection:
        return [e["action"] for e in events.of_case(connection, case)]


def set_case(store, case, **values) -> None:
    store.write(lambda c: c.execute(update(t.cases).where(t.cases.c.id == case).values(**values)))


@pytest.mark.parametrize(
    ("name", "kind", "data"),
    [
        ("照片.jpg", "after", photo()),
        ("预案.docx", "contingency", docx()),
        ("IMG_1.heic", "before", heic()),
        ("录像.mp4", "video", film()),
    ],
)
def test_the_original_comes_back_byte_for_byte(store, case, shuangyu, name, kind, data):
    receipt = bring(store, shuangyu, case, data, name=name, kind=kind)
    assert receipt.sha256 == sha256(data).hexdigest()
    assert receipt.size == len(data)
    with evidence.get(store, shuangyu, receipt.id).open() as file:
        assert file.read() == data
    assert blobs.store().digest(receipt.sha256) == receipt.sha256


def test_a_receipt_means_one_row_one_event_and_the_bytes(store, case, shuangyu):
    receipt = bring(store, shuangyu, case, photo())
    assert [row["receipt"] for row in listed(store, case)] == [receipt.number]
    assert acts(store, case).count("evidence-added") == 1
    assert list(blobs.store().digests()) == [receipt.sha256]
    assert not list(blobs.store().arriving.iterdir())


def test_eight_copies_of_one_press_become_one_row_and_one_receipt(store, case, shuangyu):
    data = photo()
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(bring, store, shuangyu, case, data, request_key="k-1") for _ in range(8)]
    receipts = [one.result() for one in sent]
    assert len({r.number for r in receipts}) == 1
    assert sum(not r.again for r in receipts) == 1
    assert len(listed(store, case)) == 1
    assert acts(store, case).count("evidence-added") == 1


def test_one_press_cannot_stand_for_two_files(store, case, shuangyu):
    bring(store, shuangyu, case, photo(1), request_key="k-1")
    with pytest.raises(KeyTaken):
        bring(store, shuangyu, case, photo(2), request_key="k-1")


def test_a_colleagues_press_of_the_same_name_is_another_one(store, case, shuangyu):
    bring(store, shuangyu, case, photo(1), request_key="k-1")
    bring(store, LISTING, case, photo(2), request_key="k-1")
    assert len(listed(store, case)) == 2


def test_the_same_photograph_chosen_again_gives_the_same_receipt(store, case, shuangyu):
    one, two = (bring(store, shuangyu, case, photo(), request_key=k) for k in ("a", "b"))
    assert two.again
    assert two.number == one.number


def test_the_same_photograph_before_and_after_is_pointed_out(store, case, shuangyu):
    bring(store, shuangyu, case, photo(), kind="before")
    assert bring(store, shuangyu, case, photo(), kind="after").words == ("与本案另一份材料是同一文件",)
    assert len(list(blobs.store().digests())) == 1


@pytest.mark.parametrize("fault", ["finish", "keep", "commit"])
def test_whatever_fails_on_the_way_leaves_no_row_no_event_and_no_bytes(
    store, case, shuangyu, monkeypatch, fault
):
    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    where = {
        "finish": (blobs.Part, "finish"),
        "keep": (blobs.Blobs, "keep"),
        "commit": (rows, "add"),
    }[fault]
    with monkeypatch.context() as patch:
        patch.setattr(*where, broken)
        with pytest.raises((NotStored, OSError)):
            bring(store, shuangyu, case, photo())
    assert listed(store, case) == []
    assert "evidence-added" not in acts(store, case)
    evidence.sweep(store)  # after a failed commit only this may judge
    assert list(blobs.store().digests()) == []
    assert not list(blobs.store().arriving.iterdir())
    assert bring(store, shuangyu, case, photo()).number, "it works again once there is space"


def test_a_full_disk_is_told_in_chinese(store, case, shuangyu, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blobs.Part, "finish", full)
    with pytest.raises(NotStored, match="存储空间不足"):
        bring(store, shuangyu, case, photo())


def test_a_stranger_is_told_there_is_no_such_case(store, case):
    stranger = clerk(key_of(store, "南汇街道"), account=12)
    with pytest.raises(NoSuchCase):
        bring(store, stranger, case, photo())
    receipt = bring(store, LISTING, case, photo())
    for ask in (evidence.get, evidence.view, evidence.reuse):
        with pytest.raises(NoSuchEvidence) as foreign:
            ask(store, stranger, receipt.id)
        with pytest.raises(NoSuchEvidence) as missing:
            ask(store, stranger, 999)
        assert str(foreign.value) == str(missing.value)


def an_item(store, case, street: str, position: int = 1) -> None:
    key = key_of(store, street)

    def job(connection):
        connection.execute(
            t.items.insert().values(
                case_id=case, position=position, told_in="content", text="出租房96户", jurisdiction_id=key
            )
        )
        connection.execute(t.case_jurisdictions.insert().values(case_id=case, jurisdiction_id=key))

    store.write(job)


def test_a_co_street_brings_files_for_its_own_item_and_nothing_else(store, case):
    an_item(store, case, "五马街道")
    helper = clerk(key_of(store, "五马街道"), account=13)
    assert bring(store, helper, case, photo(), item=1).number
    with pytest.raises(OwnItemOnly, match="第1项"):
        bring(store, helper, case, photo(2))


def test_a_closed_case_takes_nothing_more_but_sealed_papers_of_the_office(store, case, shuangyu):
    set_case(store, case, stage="struck-off", state="struck-off")
    with pytest.raises(CaseClosed, match="已销号"):
        bring(store, shuangyu, case, photo())
    assert bring(store, LISTING, case, photo(), kind="scan").number


def test_who_closed_the_case_while_the_photograph_was_on_its_way_decides(store, case, shuangyu):
    with evidence.begin(store, shuangyu, case, told()) as upload:
        upload.write(photo())
        set_case(store, case, stage="struck-off", state="struck-off")
        with pytest.raises(CaseClosed):
            upload.finish()
    assert listed(store, case) == []
    assert list(blobs.store().digests()) == []


def test_a_days_quota_is_counted_in_files_and_in_bytes(store, case, shuangyu, monkeypatch):
    monkeypatch.setattr(receiving, "DAY_FILES", 2)
    for n in (1, 2):
        bring(store, shuangyu, case, photo(n))
    with pytest.raises(TooMuchToday):
        bring(store, shuangyu, case, photo(3))
    assert bring(store, LISTING, case, photo(3)).number
    monkeypatch.setattr(receiving, "DAY_FILES", 99)
    monkeypatch.setattr(receiving, "DAY_BYTES", 100)
    with pytest.raises(TooMuchToday):
        bring(store, shuangyu, case, photo(4))


@pytest.mark.parametrize(
    ("data", "more", "refusal"),
    [
        (b"", {}, NotTaken),
        (b"<html>", {}, NotTaken),
        (photo()[:2000], {}, NotTaken),
        (docx(), {"name": "a.docx", "kind": "after"}, NotAPhotograph),
        (photo(), {"name": "\u202egpj.exe"}, BadName),
        (photo(), {"name": ".htaccess"}, BadName),
    ],
)
def test_a_refused_file_leaves_nothing_behind(store, case, shuangyu, data, more, refusal):
    with pytest.raises(refusal) as told_:
        bring(store, shuangyu, case, data, **more)
    assert "文件没有收下" in str(told_.value)
    assert listed(store, case) == []
    assert list(blobs.store().digests()) == []


def test_a_picture_above_its_limit_is_stopped_on_the_way(store, case, shuangyu):
    with evidence.begin(store, shuangyu, case, told()) as upload:
        upload.write(photo())
        for _ in range(49):
            upload.write(b"\0" * 1024 * 1024)
        with pytest.raises(NotTaken, match="50 MB"):
            upload.write(b"\0" * 1024 * 1024)


def test_claims_are_kept_apart_and_only_contradictions_are_flagged(store, case, shuangyu, monkeypatch):
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21T15:00")
    far = bring(store, shuangyu, case, photo(1, lon=SITE[0] + 0.0122))
    old = bring(store, shuangyu, case, photo(2, at=datetime(2020, 1, 1)))
    ahead = bring(store, shuangyu, case, photo(3, at=datetime(2099, 1, 1)))
    chat = bring(store, shuangyu, case, photo(4, at=None, lon=None, lat=None))
    assert far.words == ("拍摄位置距现场1.2公里",)
    assert old.words == ("拍摄时间早于本案发现或挂牌日期",)
    assert ahead.words == ("拍摄时间晚于上传时间，设备时钟可能不准",)
    assert chat.words == ()
    shown = listed(store, case)
    assert shown[0]["gap"] == "拍摄后204天上传"
    assert shown[3]["captured_at"] == ""
