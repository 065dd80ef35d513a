"""The papers as LibreOffice prints them: Chinese is there, nothing is cut off, the seal has its room.

With HAZARDS_SHOTS=1 the pages are also written to docs/documents/ as small pictures.
"""

import dataclasses
import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from document_samples import NOTICE, SAMPLES

from hazards.formats.documents.index import DOCUMENTS
from hazards.formats.documents.text import day

KINDS = sorted(DOCUMENTS)
PICTURES = Path(__file__).parents[2] / "docs" / "documents"
POINTS = 72 / 25.4  # of a millimetre
A4 = (595.3, 841.9)
XHTML = "{http://www.w3.org/1999/xhtml}"
LONG = "治理三层违规集体宿舍" * 200


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A folder with one pdf of each kind, of the empty forms, of a batch and of a long text."""
    missing = [name for name in ("soffice", "pdftotext", "pdftoppm") if shutil.which(name) is None]
    if missing:
        pytest.skip(
            f"PRINTED PAGES ARE NOT TESTED: no {', '.join(missing)}; apt-get install libreoffice-writer poppler-utils"
        )
    room = tmp_path_factory.mktemp("printed")
    for kind, document in DOCUMENTS.items():
        (room / f"{kind}.docx").write_bytes(document.write(SAMPLES[kind]))
        (room / f"{kind}-form.docx").write_bytes(document.write(document.facts()))
    notice = SAMPLES["notice"]
    (room / "batch.docx").write_bytes(DOCUMENTS["notice"].write(notice, notice, notice))
    long = dataclasses.replace(SAMPLES["plan"], goals=LONG)
    (room / "long.docx").write_bytes(DOCUMENTS["plan"].write(long))
    profile = f"-env:UserInstallation=file://{room}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(room)]
    subprocess.run([*command, *map(str, room.glob("*.docx"))], check=True, capture_output=True, timeout=300)
    return room


def printed(path, *options):
    done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def squeezed(text):
    return re.sub(r"\s", "", text)


def sheets(path):
    """Of every page its size and its words as (text, left, top, right, bottom), in points."""
    root = ElementTree.fromstring(printed(path, "-bbox"))
    for page in root.iter(f"{XHTML}page"):
        words = [
            (word.text, *(float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")))
            for word in page.iter(f"{XHTML}word")
        ]
        yield (float(page.get("width")), float(page.get("height"))), words


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_prints_on_a4_with_its_chinese(pages, kind):
    text = squeezed(printed(pages / f"{kind}.pdf"))
    assert DOCUMENTS[kind].title in text
    assert "以盖章纸质件为准" in text
    assert SAMPLES[kind].case_number in text
    for size, _ in sheets(pages / f"{kind}.pdf"):
        assert sorted(size) == pytest.approx(A4, abs=1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["", "-form"])
def test_nothing_is_printed_beyond_the_paper_or_its_margins(pages, kind, form):
    for (width, height), words in sheets(pages / f"{kind}{form}.pdf"):
        wide = width > height
        right, left = (37, 35) if wide else (26, 28)
        for text, x0, y0, x1, y1 in words:
            assert x0 >= left * POINTS - 2, text
            hanging = 17 if text[-1] in "，。：；、）" else 2  # LibreOffice hangs a last comma by its width
            assert x1 <= width - right * POINTS + hanging, text
            assert y0 >= 20 * POINTS, text
            assert y1 <= height - 12 * POINTS, text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if getattr(SAMPLES[kind], "signer", "")])
def test_nothing_else_is_printed_where_the_seal_goes(pages, kind):
    dated, name = day(SAMPLES[kind].dated), SAMPLES[kind].organ
    for _, words in sheets(pages / f"{kind}.pdf"):
        organ = [w for w in words if w[0] == name][-1:]
        place = [w for w in words if w[0] == "（盖章）"]
        if not place:
            continue
        (_, x0, _, x1, y1), centre = organ[0], 42 / 2 * POINTS
        x, y = (x0 + x1) / 2, y1
        covered = [
            text
            for text, left, top, right, bottom in words
            if left < x + centre and right > x - centre and top < y + centre and bottom > y - centre
        ]
        assert squeezed("".join(covered)) == f"（盖章）{name}{dated}"
        return
    pytest.fail("no page has room for the seal")


def test_a_full_page_has_twenty_two_lines_of_twenty_eight_characters(pages):
    pure = [
        line for line in printed(pages / "long.pdf", "-raw").splitlines() if set(line) <= set(LONG) and line
    ]
    assert max(map(len, pure)) == 28
    second = [text for _, words in list(sheets(pages / "long.pdf"))[1:2] for text, *_ in words]
    assert sum(len(text) == 28 for text in second) == 22


def test_every_case_of_a_batch_starts_again_at_page_one(pages):
    numbers = re.findall("—(.)—", squeezed(printed(pages / "batch.pdf")))
    assert numbers == ["1", "2"] * 3
    assert squeezed(printed(pages / "batch.pdf")).count(f"{NOTICE}签发人") == 3


@pytest.mark.skipif(os.environ.get("HAZARDS_SHOTS") != "1", reason="pictures are drawn with HAZARDS_SHOTS=1")
@pytest.mark.parametrize("kind", KINDS)
def test_the_pictures_of_the_documentation_are_small(pages, kind):
    PICTURES.mkdir(parents=True, exist_ok=True)
    command = ["pdftoppm", "-r", "64", "-gray", "-png", str(pages / f"{kind}.pdf"), str(PICTURES / kind)]
    subprocess.run(command, check=True)
    assert all(path.stat().st_size < 150_000 for path in PICTURES.glob(f"{kind}-*.png"))
