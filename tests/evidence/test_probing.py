"""What a file is, told by its content inside the fence; and what it claims."""

import io
import struct
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from hazards.domain.errors import Unreadable
from hazards.formats import magic
from hazards.formats.probe import copy, probe
from tests.evidence.samples import SITE, docx, film, heic, photo


@pytest.fixture
def told(tmp_path):
    def write(data: bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(data)
        return path

    return lambda data: probe(write(data))


def refusal(told, data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        told(data)
    return caught.value


def picture(form: str, size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, 1).save(made, form)
    return made.getvalue()


def ole(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"".join(n.encode("utf-16-le") for n in names)


OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (photo(), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (heic(), "image/heic"),
        (film(), "video/mp4"),
        (film().replace(b"isom", b"qt  ", 1), "video/quicktime"),
        (docx(), OFFICE),
        (ole("WordDocument"), "application/msword"),
        (ole("Workbook"), "application/vnd.ms-excel"),
    ],
)
def test_a_kind_is_told_by_content(told, data, media_type):
    assert told(data).media_type == media_type


def test_an_ofd_is_told_by_its_table_of_contents(told):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("OFD.xml", "<OFD/>")
    assert told(made.getvalue()).media_type == "application/ofd"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ole("WordDocument", "_VBA_PROJECT"), "paper-with-macro"),
        (ole("EncryptedPackage"), "paper-encrypted"),
        (ole("Something"), "kind-not-taken"),
        (docx()[:-30], "paper-damaged"),
        (b"GIF89a" + b"\0" * 99, "kind-not-taken"),
        (b"MZ\x90", "kind-not-taken"),
        (b"  <!DOCTYPE html>", "kind-not-taken"),
        (b"hello, this is a text", "kind-not-taken"),
        (b"\xff\xd8\xff", "picture-damaged"),
        (film()[:-30], "film-damaged"),
        (film().replace(b"vide", b"soun"), "film-without-picture"),
        (film()[:24] + struct.pack(">I", 4) + b"moov" + b"\0" * 9, "film-damaged"),
        (heic()[:-10], "film-damaged"),
        (photo() + b"MZ\x90\0", "picture-carries-more"),
    ],
)
def test_what_is_not_taken_says_why_and_what_to_do(told, data, code):
    found = refusal(told, data)
    assert found.code == code
    assert found.facts["cure"].endswith("。")


def test_a_small_film_behind_a_photograph_is_what_phones_do(told):
    assert told(photo() + film()).notes == ("tail",)
    assert told(photo() + b"\0" * 64).notes == ()


def test_a_thumbnail_inside_a_photograph_is_not_its_end(told):
    data = photo()
    thumb = b"\xff\xe7" + struct.pack(">H", 2 + len(photo(3))) + photo(3)
    assert told(data[:2] + thumb + data[2:]).notes == ()


def test_claims_are_read_with_their_zone(told):
    found = told(photo(at=datetime(2026, 5, 1, 8, 30)))
    assert found.captured_at == "2026-05-01T08:30:00+08:00"
    assert (round(found.lon, 4), round(found.lat, 4)) == SITE
    assert found.device == "TestCam T1"
    bare = told(photo(at=None, lon=None, lat=None))
    assert (bare.captured_at, bare.lon, bare.device) == ("", None, "")


def test_a_films_claims_are_read_too(told):
    found = told(film())
    assert found.captured_at.startswith("2026-04-")
    assert (found.lon, found.lat) == SITE


def test_null_island_is_no_place(told):
    assert told(photo(lon=0.0, lat=0.0)).lon is None


def test_a_claim_that_is_rubbish_is_no_claim_and_no_refusal(told):
    data = photo().replace(b"2026:05:01 08:30:00", b"\xff\xfe:not:a:date:::\0\0\0")
    assert told(data).captured_at == ""


@pytest.mark.parametrize("key", ["/AA", "/OpenAction"])
@pytest.mark.parametrize("kind", ["/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE"])
def test_a_pdf_that_acts_by_itself_is_refused_however_deep_it_hides(told, key, kind):
    document = pikepdf.new()
    document.add_blank_page()
    hidden = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name(kind)))
    document.Root[key] = pikepdf.Array([pikepdf.Dictionary(Next=pikepdf.Array([hidden]))])
    made = io.BytesIO()
    document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert refusal(told, made.getvalue()).code == "pdf-active"


def test_a_pdf_with_a_link_and_a_signature_field_is_an_honest_one(told):
    document = pikepdf.new()
    page = document.add_blank_page()
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://www.gov.cn")
    page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=link)])
    document.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array([]))
    made = io.BytesIO()
    document.save(made)
    assert told(made.getvalue()).media_type == "application/pdf"


def test_a_large_photograph_is_judged_in_little_time(told, tmp_path):
    began = time.monotonic()
    assert told(photo(size=(8000, 6000))).width == 8000
    assert time.monotonic() - began < 5
    assert refusal(told, picture("PNG", (8000, 6500), "1")).code == "too-many-pixels"


def test_a_transparent_picture_is_shown_on_white(tmp_path):
    (tmp_path / "a.png").write_bytes(picture("PNG", mode="RGBA"))
    copy(tmp_path / "a.png", tmp_path / "out.jpg", 2000)
    with Image.open(tmp_path / "out.jpg") as shown:
        assert min(shown.getpixel((5, 5))) > 250


def test_every_limit_says_what_to_do():
    for family, most in magic.LIMIT_MB.items():
        assert f"{most} MB" in str(magic.too_large(family))
