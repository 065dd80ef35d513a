"""A binder: every paper of a case in its order, numbered through, and what is lacking said."""

import hashlib
import io
import re
import zipfile

import pikepdf
import pytest
from sqlalchemy import insert

from hazards.domain.roles import Role
from hazards.services import binding, bindingfacts, evidence, onepage, papers
from hazards.services.access import NoSuchCase
from hazards.services.receipts import Told
from hazards.storage import tables as t
from tests.evidence.samples import docx, photo
from tests.paper.reading import pages
from tests.services.district import add_case, key_of
from tests.services.offices import DEPARTMENT, five, office, place, street

OFFICE = office(Role.LISTING, 5)


def scanned(count: int = 2) -> bytes:
    """A pdf of so many pages, as a scanner leaves it; with a link that must not come along."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for n in range(count):
            page = document.add_blank_page(page_size=(420, 595))
            page.contents_add(f"0.{n + 1} g 50 50 200 200 re f".encode())
            link = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 100, 100]
            )
            page.obj.Annots = pikepdf.Array([document.make_indirect(link)])
        document.save(out, deterministic_id=True)
    return out.getvalue()


def bring(store, scope, case, kind, content, name="材料.jpg", viewpoint=""):
    return evidence.add(store, scope, case, [content], Told(name, kind, viewpoint=viewpoint)).id


@pytest.fixture
def case(store):
    """A hazard checked, with a sealed notice, a plan of our own, photographs, and no service receipt."""
    case = add_case(store, street="五马街道", supervisor=DEPARTMENT, content="通道堵塞", unit="五马厂")
    clerk, officer = street(store, "五马街道", Role.CLERK, 1), office(Role.DEPARTMENT, 2)
    place(store, case, "listed")
    notice = papers.make(store, OFFICE, case, "notice")
    seal = bring(store, OFFICE, case, "decision", scanned(2), "盖章件.pdf")
    papers.attach(store, OFFICE, notice, seal)
    bring(store, clerk, case, "before", photo(1), "前.jpg", "北门")
    bring(store, clerk, case, "after", photo(2), "后.jpg", "北门")
    bring(store, clerk, case, "contingency", docx("预案"), "预案.docx")
    bring(store, officer, case, "site-check", scanned(1), "核查.pdf")
    place(store, case, "checked")
    return case


def bind(store, scope, room, **told):
    room.mkdir()
    made = binding.make(store, scope, {"year": "2026", **told}, room, lambda *_: None)
    return made, zipfile.ZipFile(room / "binder.zip")


def contents(told: list[str]) -> dict[str, str]:
    """卷内目录: what stands behind each title, up to the next."""
    page = next(page for page in told if "卷内目录" in page)
    names = [
        "督办通知书",
        "督办通知书送达回证",
        "整治方案",
        "五落实",
        "整改前后照片",
        "验收申请书",
        "现场核查记录",
        "验收意见书",
        "销号通知书",
    ]
    found = {}
    for at, name in enumerate(names):
        begin = page.find(f"{name}", page.find("页码"))
        end = min(
            [n for other in names[at + 1 :] if (n := page.find(other, begin + len(name))) > 0] or [len(page)]
        )
        found[name] = page[begin + len(name) : end]
    return found


def test_papers_lie_in_order_with_through_numbers_and_what_is_lacking(store, case, tmp_path):
    made, pack = bind(store, OFFICE, tmp_path / "one")
    told = pages(pack.read("迎检台账.pdf"))
    assert len(told) == made.pages
    assert [re.findall(r"—(\d+)—", page)[-1] for page in told] == [str(n) for n in range(1, made.pages + 1)]
    rows = contents(told)
    assert "盖章件" in rows["督办通知书"]
    assert "缺" in rows["督办通知书送达回证"]
    assert "缺" in rows["整治方案"]
    assert "尚未办理" in rows["验收意见书"]
    for name, word in (("整改前后照片", "整改前照片北门"), ("现场核查记录", "现场核查记录")):
        at = int(re.search(r"(\d+)\d$", rows[name])[1])  # after it the number of the next row
        assert word in told[at - 1], (name, at)
    assert "另存材料" in "".join(told)
    assert "五马厂" in told[1]
    assert "督办通知书送达回证" in next(page for page in told if "挂牌督办案卷" in page)


def test_pages_of_received_pdf_are_bound_in_without_what_acts_in_them(store, case, tmp_path):
    _, pack = bind(store, OFFICE, tmp_path / "one")
    with pikepdf.open(io.BytesIO(pack.read("迎检台账.pdf"))) as document:
        assert not any("/Annots" in page.obj for page in document.pages)
        framed = [
            page
            for page in document.pages
            if "决定文书扫描件" in str(page.obj.get("/Resources")) or "/XObject" in page.resources
        ]
        forms = [
            o for page in framed for o in page.resources.XObject.values() if o.get("/Subtype") == "/Form"
        ]
        assert len(forms) >= 3  # two pages of the notice, one of the check


def test_a_draft_of_ours_is_never_taken_for_the_sealed_paper(store, tmp_path):
    case = add_case(store, street="五马街道", supervisor=DEPARTMENT, unit="五马厂")
    place(store, case, "listed")
    papers.make(store, OFFICE, case, "notice")
    _, pack = bind(store, OFFICE, tmp_path / "one")
    told = pages(pack.read("迎检台账.pdf"))
    assert "系统稿，未见盖章件" in contents(told)["督办通知书"]
    assert any("挂牌督办通知书" in page and "系统稿，未见盖章件" in page for page in told)


def test_the_same_binder_twice_is_the_same_bytes_and_its_sums_hold(store, case, tmp_path, monkeypatch):
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21T09:12:00")
    one, pack = bind(store, OFFICE, tmp_path / "one")
    again, _ = bind(store, OFFICE, tmp_path / "again")
    assert one == again
    for line in pack.read("sha256.txt").decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(pack.read(name)).hexdigest() == digest
    assert set(pack.namelist()) == {"迎检台账.pdf", "台账.xlsx", "sha256.txt"}


def test_a_street_binds_what_it_leads_and_nothing_else(store, case, tmp_path):
    beside = add_case(store, street="双屿街道", unit="双屿厂")
    row = {"case_id": beside, "jurisdiction_id": key_of(store, "五马街道")}
    store.write(lambda c: c.execute(insert(t.case_jurisdictions).values(row)))
    made, pack = bind(store, street(store, "五马街道", Role.HEAD, 7), tmp_path / "one")
    assert made.cases == (case,)
    assert "双屿厂" not in "".join(pages(pack.read("迎检台账.pdf")))
    with pytest.raises(binding.NoCases):
        bind(store, street(store, "南汇街道", Role.HEAD, 8), tmp_path / "two")


def test_what_is_voided_or_too_large_is_not_bound_in(store, case, tmp_path, monkeypatch):
    monkeypatch.setattr(bindingfacts, "PAGES", 1)
    first = next(r for r in evidence.of_case(store, OFFICE, case) if r["kind"] == "before")
    evidence.void(store, OFFICE, first["id"], "误传，照片不清")
    told = pages(bind(store, OFFICE, tmp_path / "one")[1].read("迎检台账.pdf"))
    assert "另存，不装订" in contents(told)["督办通知书"]
    assert "原件，缺整改前照片" in contents(told)["整改前后照片"]
    assert not any("整改前照片北门" in page for page in told)


def test_a_binder_too_large_for_one_pdf_has_a_volume_for_each_street(store, case, tmp_path, monkeypatch):
    monkeypatch.setattr(binding, "VOLUME", 1000)
    add_case(store, street="双屿街道", unit="双屿厂")
    made, pack = bind(store, OFFICE, tmp_path / "one")
    volumes = [name for name in pack.namelist() if name.endswith(".pdf")]
    assert volumes == ["00 目录和台账.pdf", "01 五马街道.pdf", "02 双屿街道.pdf"]
    last = pages(pack.read(volumes[-1]))[-1]
    assert f"—{made.pages}—" in last


def test_one_page_is_one_page_however_much_there_is_to_say(store, case):
    clerk, officer = street(store, "五马街道", Role.CLERK, 1), office(Role.DEPARTMENT, 2)
    place(store, case, "listed", content="疏散通道被占用，" * 400, address="很长的地址" * 40)
    five(store, clerk, officer, case)
    content, name = onepage.pdf(store, OFFICE, case, home="http://10.0.0.5:8501")
    told = pages(content)
    assert len(told) == 1
    for word in ("五马厂", "五落实", "整改前照片北门", "卡在谁手里", "扫码上传材料", "最近办理"):
        assert word in told[0]
    assert name.startswith("案情一页纸_试〔2026〕")
    with pytest.raises(NoSuchCase):
        onepage.pdf(store, street(store, "南汇街道", Role.HEAD, 8), case)
