"""采集包 and codes through the services: verified whole, answered file by file."""

import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
import segno

from hazards import __main__ as shell
from hazards.commands import evidence as commands
from hazards.domain.evidence import NotTaken
from hazards.services import evidence, gathering, packages
from hazards.services.access import NoSuchCase
from tests.evidence.samples import LISTING, clerk, photo
from tests.services.district import add_case, key_of


def a_package(path: Path, case_: int, *photos: bytes, **changed) -> Path:
    """As the offline page writes it; ``changed`` overrides fields of every file."""
    files = [
        {
            "path": f"files/{n:04d}", "name": f"现场{n}.jpg", "case": case_, "kind": "after", "item": "", "note": "",
            "viewpoint": "", "key": f"k{n}", "sha256": sha256(data).hexdigest(), **changed,
        }
        for n, data in enumerate(photos)
    ]  # fmt: skip
    with zipfile.ZipFile(path, "w") as package:
        for file, data in zip(files, photos, strict=True):
            package.writestr(file["path"], data)
        package.writestr("manifest.json", json.dumps({"format": "guapai-package-1", "files": files}))
    return path


def test_each_file_of_a_package_gets_the_receipt_of_any_other_way(store, case, shuangyu, tmp_path):
    results = packages.take(store, shuangyu, a_package(tmp_path / "a.zip", case, photo(1), photo(2)))
    listed = evidence.of_case(store, shuangyu, case)
    assert [r["receipt"] for r in results] == [f["receipt"] for f in listed]
    assert {f["way"] for f in listed} == {"package"}
    with evidence.get(store, shuangyu, listed[1]["id"]).open() as file:
        assert file.read() == photo(2)


def test_a_package_handed_in_twice_is_received_once(store, case, shuangyu, tmp_path):
    path = a_package(tmp_path / "a.zip", case, photo(1))
    first, again = packages.take(store, shuangyu, path), packages.take(store, shuangyu, path)
    assert (again[0]["receipt"], again[0]["again"]) == (first[0]["receipt"], True)


def test_a_file_for_a_foreign_case_is_refused_alone(store, case, shuangyu, tmp_path):
    far = add_case(store, street="南汇街道")
    path = a_package(tmp_path / "a.zip", far, photo(1))
    (refused,) = packages.take(store, shuangyu, path)
    assert refused["code"] == "no-such-case"
    assert evidence.of_case(store, LISTING, far) == []


def test_a_byte_changed_on_the_way_is_found_before_anything_is_taken(store, case, shuangyu, tmp_path):
    path = a_package(tmp_path / "a.zip", case, photo(1), photo(2))
    data = bytearray(path.read_bytes())
    data[data.index(photo(2)) + 300] ^= 1
    path.write_bytes(data)
    with pytest.raises(NotTaken, match="校验值不同"):
        packages.take(store, shuangyu, path)
    assert evidence.of_case(store, shuangyu, case) == []


def test_what_is_no_package_is_told_so(store, case, shuangyu, tmp_path):
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as other:
        other.writestr("a.txt", "x")
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04 cut short")
    for name, says in (("b.zip", "这不是采集包"), ("c.zip", "不完整或已损坏")):
        with pytest.raises(NotTaken, match=says):
            packages.take(store, shuangyu, tmp_path / name)
    for n, wrong in enumerate(("../../etc", 10**30, -1, None)):
        path = a_package(tmp_path / f"d{n}.zip", case, photo(1), case=wrong)
        with pytest.raises(NotTaken, match="清单与文件对不上"):
            packages.take(store, shuangyu, path)


def test_a_photographed_code_leads_to_its_case_and_to_no_foreign_one(store, case, shuangyu, tmp_path):
    picture = tmp_path / "code.png"
    segno.make(f"http://10.0.0.5:8501/upload/{case}", error="m").save(str(picture), scale=6)
    assert gathering.coded(store, shuangyu, picture) == case
    assert gathering.coded(store, clerk(key_of(store, "南汇街道"), 12), picture) is None
    picture.write_bytes(photo())
    assert gathering.coded(store, shuangyu, picture) is None
    picture.write_bytes(b"<html>")
    assert gathering.coded(store, shuangyu, picture) is None


def test_the_upload_page_is_told_what_this_actor_may_bring(store, case, shuangyu, door):
    told = gathering.heading(store, shuangyu, case)
    assert (told.street, told.refused, told.must_choose) == ("双屿街道", "", False)
    assert "site-check" not in dict(told.kinds)
    assert gathering.heading(store, LISTING, case).kinds[0][0] in gathering.OF_OFFICES
    with pytest.raises(NoSuchCase):
        gathering.heading(store, clerk(key_of(store, "南汇街道"), 12), case)
    assert [c.id for c in gathering.choices(store, shuangyu)] == [case]
    for path in (f"/upload/{case}", "/desk", "/package.html", f"/case/{case}/qr.svg"):
        answer = door(shuangyu).get(path)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["cache-control"]
    assert door(clerk(key_of(store, "南汇街道"), 12)).get(f"/upload/{case}").status_code == 404


def test_a_unit_named_like_a_script_stays_a_name(store, shuangyu, door):
    case = add_case(store, street="双屿街道", unit="</script><img src=x onerror=alert(1)>")
    for path in (f"/upload/{case}", "/desk", "/package.html"):
        assert "<img" not in door(shuangyu).get(path).text


def test_a_package_comes_over_http_too(store, case, shuangyu, door, tmp_path):
    path = a_package(tmp_path / "a.zip", case, photo(1))
    answer = door(shuangyu).post("/evidence/package", content=path.read_bytes())
    assert answer.json()["files"][0]["file_name"] == "现场0.jpg"
    refused = door(shuangyu).post("/evidence/package", content=b"nothing")
    assert (refused.status_code, refused.json()["code"]) == (400, "package-damaged")
    coded = io.BytesIO()
    segno.make(f"https://x/upload/{case}").save(coded, kind="png", scale=6)
    assert door(shuangyu).post("/evidence/code", content=coded.getvalue()).json() == {"case": case}


def test_the_shell_brings_files_in_and_says_what_became_of_each(store, case, tmp_path, capsys, monkeypatch):
    number = gathering.heading(store, LISTING, case).number
    (tmp_path / "好.jpg").write_bytes(photo(1))
    (tmp_path / "坏.jpg").write_bytes(b"<html>")
    monkeypatch.setattr(commands, "acting", lambda told: (store, LISTING))
    files = [str(tmp_path / n) for n in ("好.jpg", "坏.jpg")]
    assert shell.main(["evidence", "add", number, *files, "--kind", "after", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["taken"] == 1
    assert told["files"][1]["code"] == "kind-not-taken"
    assert shell.main(["evidence", "list", number]) == 0
    assert "共 1 件" in capsys.readouterr().out
    assert shell.main(["evidence", "package", str(a_package(tmp_path / "a.zip", case, photo(2)))]) == 0
    capsys.readouterr()
    assert shell.main(["evidence", "sweep", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"unfinished": 0, "unknown": 0}


def test_the_machines_own_administrator_has_no_power_over_cases(store, case, tmp_path, capsys):
    (tmp_path / "好.jpg").write_bytes(photo(1))
    number = gathering.heading(store, LISTING, case).number
    assert shell.main(["evidence", "add", number, str(tmp_path / "好.jpg")]) == 1
    assert "由街镇填报员" in capsys.readouterr().out
