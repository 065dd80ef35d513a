"""The enforcement dossier: everything in the order of the procedure, numbered, and what is lacking said."""

import hashlib
import io
import zipfile

import docx
import pytest
from sqlalchemy import select

from hazards.domain.roles import Role
from hazards.services import casefolder, contesting, evidence, papers
from hazards.services.access import NoSuchCase, NotYours
from hazards.services.dossier import FileDamaged
from hazards.services.onfile import NotABuilding
from hazards.services.receipts import Told
from hazards.storage import blobs
from hazards.storage import tables as t
from tests.evidence.samples import docx as office_file
from tests.evidence.samples import film, photo
from tests.services.district import add_case
from tests.services.offices import file, office, street
from tests.services.structures import SERVED, WALK, D, act, found, officer, served


@pytest.fixture
def scope():
    return officer()


@pytest.fixture
def case(store, scope):
    return found(store, scope)


BROUGHT = {
    "before": ("现状.jpg", photo(10)),
    "after": ("拆后.jpg", photo(11)),
    "video": ("全程.mp4", film()),
    "opinion": ("认定.docx", office_file("认定")),
    "decision": ("决定.docx", office_file("决定")),
    "service": ("回证.jpg", photo(12)),
}


def bring(store, scope, case):
    """Real files, their bytes kept, as the department brings them."""
    brought = {}
    for kind, (name, content) in BROUGHT.items():
        got = evidence.add(store, scope, case, [content], Told(name, kind))
        brought[kind] = got.id
    return brought


def walked(store, scope, case, until="closing"):
    kept = bring(store, scope, case)
    for key in WALK:
        done = act(store, scope, case, key, kept["decision"])
        if key in SERVED:
            served(store, scope, case, key, done, kept["service"])
        if key == until:
            return kept
    return kept


def written(store, scope, case, tmp_path):
    out = tmp_path / "folder.zip"
    answer = casefolder.write(store, scope, case, out)
    return answer, zipfile.ZipFile(out)


def listed(pack):
    """Rows of the table of contents: number, name, document number, day, file, remark."""
    tables = docx.Document(io.BytesIO(pack.read(casefolder.CONTENTS))).tables
    return [[cell.text for cell in row.cells] for row in tables[1].rows][1:]


def test_papers_lie_in_the_order_of_the_procedure_numbered_and_listed(store, scope, case, tmp_path):
    walked(store, scope, case)
    for kind in ("filing", "rights-notice", "decision", "execution", "closing"):
        papers.make(store, scope, case, kind)
    answer, pack = written(store, scope, case, tmp_path)
    rows = listed(pack)
    names = pack.namelist()
    assert names[0] == casefolder.CONTENTS
    assert [row[0] for row in rows] == [f"{n:03d}" for n in range(1, len(rows) + 1)]
    assert [f"{row[0]} {row[1]}" for row in rows if row[4] != "缺"] == [
        n.rpartition(".")[0] for n in names[1:]
    ]
    order = [row[1] for row in rows]
    told = [
        "立案审批表",
        "权利告知书",
        "责令限期拆除决定书",
        "最早可强拆日推算表",
        "现场执行笔录",
        "结案登记表",
    ]
    assert [name for name in order if name in told] == told
    assert answer == {"papers": len(names) - 1, "lacking": sum(row[4] == "缺" for row in rows)}


def test_originals_are_byte_exact_and_each_lies_there_once(store, scope, case, tmp_path):
    walked(store, scope, case)
    _, pack = written(store, scope, case, tmp_path)
    inside = [hashlib.sha256(pack.read(name)).hexdigest() for name in pack.namelist()]
    for _, content in BROUGHT.values():
        assert inside.count(hashlib.sha256(content).hexdigest()) == 1
    assert not pack.testzip()


def test_what_the_procedure_wants_and_the_file_lacks_is_listed_as_lacking(store, scope, case, tmp_path):
    kept = bring(store, scope, case)
    act(store, scope, case, "filing", kept["decision"])
    done = act(store, scope, case, "survey", kept["decision"])
    assert done
    for key in ("inquiry", "opinion", "notice"):
        act(store, scope, case, key, kept["decision"])
    _, pack = written(store, scope, case, tmp_path)
    lacking = {row[1] for row in listed(pack) if row[4] == "缺"}
    assert "权利告知书送达回证" in lacking
    assert "责令限期拆除决定书" not in lacking  # its time has not come


def test_the_reckoning_lies_in_the_file_before_the_execution(store, scope, case, tmp_path):
    walked(store, scope, case, until="announcement")
    _, pack = written(store, scope, case, tmp_path)
    name = next(name for name in pack.namelist() if "最早可强拆日推算表" in name)
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(pack.read(name))).paragraphs)
    assert "最早可强拆日：2026年8月11日" in text


def test_a_pending_review_is_listed_with_no_result_yet(store, scope, case, tmp_path):
    walked(store, scope, case, until="announcement")
    contesting.file(
        store, scope, case, "review", filed_on=D("2026-07-20"), forum="鹿城区人民政府", number="鹿政复3号"
    )
    _, pack = written(store, scope, case, tmp_path)
    assert ["行政复议结果文书", "鹿政复3号", "", "尚无结果"] in [row[1:] for row in listed(pack)]


def test_the_same_file_twice_gives_the_same_bytes_and_both_takings_are_recorded(store, scope, case, tmp_path):
    walked(store, scope, case)
    first = tmp_path / "1.zip"
    again = tmp_path / "2.zip"
    for out in (first, again):
        casefolder.write(store, scope, case, out, address="10.0.0.7")
    assert first.read_bytes() == again.read_bytes()
    with store.read() as connection:
        rows = connection.execute(select(t.openings).where(t.openings.c.case_id == case)).mappings().all()
    told = [(row["what"], row["actor"], row["address"]) for row in rows if row["what"] == "export"]
    assert told == [("export", scope.actor, "10.0.0.7")] * 2


def test_a_voided_file_stays_out(store, scope, case, tmp_path):
    kept = walked(store, scope, case, until="filing")
    evidence.void(store, office(Role.LISTING, 5), kept["before"], "误传，照片不清")
    _, pack = written(store, scope, case, tmp_path)
    digest = hashlib.sha256(BROUGHT["before"][1]).hexdigest()
    assert digest not in {hashlib.sha256(pack.read(name)).hexdigest() for name in pack.namelist()}


def test_a_file_whose_bytes_are_gone_is_no_dossier(store, scope, case, tmp_path):
    walked(store, scope, case, until="filing")
    file(store, scope, case, "record")  # a row without bytes
    with pytest.raises(FileDamaged):
        casefolder.write(store, scope, case, tmp_path / "x.zip")
    assert list(tmp_path.glob("*x.zip*")) == []


def test_a_name_that_could_hurt_a_folder_does_not(store, scope, case, tmp_path):
    told = Told("../../a\\b:c.jpg", "other")
    evidence.add(store, scope, case, [photo(33)], told)
    _, pack = written(store, scope, case, tmp_path)
    assert all("/" not in name and "\\" not in name and ".." not in name for name in pack.namelist())


def test_only_who_may_read_the_file_takes_it(store, scope, case, tmp_path):
    out = tmp_path / "x.zip"
    casefolder.write(store, street(store, "五马街道", Role.HEAD, 7), case, out, files=blobs.store())
    with pytest.raises(NoSuchCase):
        casefolder.write(store, street(store, "南汇街道", Role.HEAD, 8), case, out)
    with pytest.raises(NotYours):
        casefolder.write(store, street(store, "五马街道", Role.CLERK, 9), case, out)
    hazard = add_case(store, street="五马街道", supervisor="区综合行政执法局")
    with pytest.raises(NotABuilding):
        casefolder.write(store, scope, hazard, out)
