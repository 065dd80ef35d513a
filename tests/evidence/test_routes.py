"""Over HTTP: streams in to a receipt, comes out as a harmless download."""

import threading
from urllib.parse import quote

import pytest

from hazards.services import evidence
from hazards.storage import blobs
from hazards.web import evidence as door_module
from hazards.web import streams
from tests.evidence.samples import LISTING, clerk, docx, film, photo
from tests.services.district import key_of


def send(client, case, data: bytes, name: str = "照片.jpg", **fields):
    told = {"case": str(case), "kind": "after", **fields}
    return client.post("/evidence", data=told, files={"file": (name, data)})


def test_a_form_becomes_a_receipt(door, case, shuangyu):
    answer = send(door(shuangyu), case, photo(), note="北侧\n已拆除", viewpoint="北门", key="k1")
    assert answer.status_code == 201
    told = answer.json()
    assert told["receipt"].startswith("证〔2026〕000001-")
    assert (told["kind_name"], told["flags"], told["again"]) == ("整改后照片", [], False)
    listed = door(shuangyu).get(f"/evidence/case/{case}.json").json()["files"]
    assert [(f["note"], f["viewpoint"], f["request_key"]) for f in listed] == [("北侧\n已拆除", "北门", "k1")]


def test_bare_bytes_do_too_for_programs(door, case, shuangyu):
    address = f"/evidence?case={case}&kind=contingency&name={quote('应急预案.docx')}&way=command"
    assert door(shuangyu).post(address, content=docx()).status_code == 201


def test_the_same_press_sent_again_is_answered_and_not_kept_twice(door, case, shuangyu):
    first, again = (send(door(shuangyu), case, photo(), key="k1") for _ in range(2))
    assert (again.status_code, again.json()["again"]) == (200, True)
    assert again.json()["receipt"] == first.json()["receipt"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("现场 “北”.jpg", photo(), "after"),
        ("应急预案.docx", docx(), "contingency"),
        ("录像.mp4", film(), "video"),
    ],
)
def test_an_original_is_downloaded_unchanged_and_never_rendered(door, case, shuangyu, name, data, kind):
    made = send(door(shuangyu), case, data, name, kind=kind).json()
    answer = door(shuangyu).get(f"/evidence/{made['id']}")
    assert answer.content == data
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert quote(made["file_name"], safe="") in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; sandbox")
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_film_is_handed_out_in_pieces_and_counted_as_opened_once(door, case, shuangyu, store):
    made = send(door(shuangyu), case, film(), "录像.mp4", kind="video").json()
    pieces = [
        door(shuangyu).get(f"/evidence/{made['id']}", headers={"Range": told})
        for told in ("bytes=1-9", "bytes=10-", "bytes=0-0")
    ]
    assert [p.status_code for p in pieces] == [206, 206, 206]
    assert pieces[2].content + pieces[0].content + pieces[1].content == film()
    assert len(evidence.opened(store, LISTING, case)) == 1


def test_a_picture_is_looked_at_as_a_bare_copy(door, case, shuangyu):
    made = send(door(shuangyu), case, photo()).json()
    for size in ("view", "thumb"):
        answer = door(shuangyu).get(f"/evidence/{made['id']}/{size}")
        assert answer.headers["content-type"] == "image/jpeg"
        assert b"Exif" not in answer.content
        assert "sandbox" in answer.headers["content-security-policy"]


def test_another_streets_clerk_meets_nothing_but_a_missing_page(door, case, shuangyu, store):
    made = send(door(shuangyu), case, photo()).json()
    stranger = door(clerk(key_of(store, "南汇街道"), 12))
    assert send(stranger, case, photo(2)).status_code == 404
    for address in (f"/evidence/{made['id']}{tail}" for tail in ("", "/view", "/thumb")):
        foreign, missing = stranger.get(address), stranger.get(address.replace(str(made["id"]), "99", 1))
        assert (foreign.status_code, foreign.text) == (404, missing.text)
    foreign = stranger.get(f"/evidence/case/{case}.json")
    assert (foreign.status_code, foreign.text) == (404, stranger.get("/evidence/case/99.json").text)
    assert stranger.get(f"/evidence/{10**30}").status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "status", "code"),
    [
        (b"<html><script>1</script>", "a.jpg", 415, "kind-not-taken"),
        (b"", "a.jpg", 400, "empty-file"),
        (photo()[:1500], "a.jpg", 400, "picture-damaged"),
        (photo(), "\u202egpj.exe", 400, "bad-file-name"),
    ],
)
def test_a_refusal_says_what_and_what_to_do(door, case, shuangyu, data, name, status, code):
    answer = send(door(shuangyu), case, data, name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"].startswith("文件没有收下：")
    assert list(blobs.store().digests()) == []


def test_a_picture_too_large_is_stopped_while_it_streams(door, case, shuangyu):
    answer = send(door(shuangyu), case, photo() + b"\1" * (51 * 1024 * 1024))
    assert (answer.status_code, answer.json()["code"]) == (413, "file-too-large")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no boundary at all",
        b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nafter\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\n' + b"a" * 20_000 + b"\r\n--x--\r\n",
        b"--x\r\n" + b"A: " + b"b" * 20_000,
    ],
)
def test_a_form_that_is_none_is_refused_in_plain_words(door, case, shuangyu, body):
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = door(shuangyu).post(f"/evidence?case={case}", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-upload-form")


def test_an_account_sends_only_so_many_files_at_once(door, case, shuangyu, monkeypatch):
    monkeypatch.setattr(door_module, "AT_ONCE", 0)
    answer = send(door(shuangyu), case, photo())
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-at-once")


def test_a_sender_who_falls_silent_leaves_nothing_behind(door, case, shuangyu, monkeypatch):
    monkeypatch.setattr(streams, "IDLE_S", 0.2)
    released = threading.Event()

    def slowly():
        yield photo()[:2000]
        released.wait(3)

    client = door(shuangyu)
    address = f"/evidence?case={case}&kind=after&name=a.jpg"
    answer = client.post(address, content=slowly())
    assert answer.status_code in (400, 408)
    assert not list(blobs.store().arriving.iterdir())
