"""Whatever somebody typed, the paper opens, says it in full, and keeps its layout."""

import dataclasses
import io
import re
import unicodedata
import zipfile
from functools import cache

import docx
import pytest
from document_samples import SAMPLES
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hazards.formats.documents.index import DOCUMENTS

KINDS = sorted(DOCUMENTS)
NASTY = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "<w:p/></w:t></w:r><w:br w:type='page'/>&amp;&#0;]]>",
    "{{ facts.unit }}{% raw %}%s%(x)d{0}",
    "\x00\x01\x08\x0b\x0c\x1b[31m红\x7f\x85\x9f",
    "\ud800孤\udfff\ufffe\uffff",
    "单位\u202e文反转\u2066隔离\u200f",
    "第一行\n第二行\r\n第三行\t后\u2028尾",
    "PAGE \\* MERGEFORMAT { INCLUDETEXT /etc/passwd }",
    "\u0301" * 40 + "é",
    "𠮷野家🏗️" * 30,
    "A" * 5000,
    "隐" * 5000,
    "None",
    "　 前后空白 　",
]
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def bare(text):
    """What must survive: everything but control characters, bidi controls, non-characters and spaces."""
    kept = (
        c
        for c in text
        if unicodedata.category(c) not in ("Cc", "Cs") and c not in BIDI | {"\ufffe", "\uffff"}
    )
    return "".join("".join(kept).split())


def filled(facts, text, tags):
    """``facts`` with every text, also in rows, replaced by a tag of its own and ``text``."""
    new = {}
    for field in dataclasses.fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, str):
            new[field.name] = tagged(text, tags)
        elif dataclasses.is_dataclass(value):
            new[field.name] = filled(value, text, tags)
        elif isinstance(value, tuple):
            new[field.name] = tuple(
                tagged(text, tags) if isinstance(one, str) else filled(one, text, tags) for one in value
            )
    return dataclasses.replace(facts, **new)


def tagged(text, tags):
    tags.append(f"【{len(tags) + 1}】")
    return f"{tags[-1]}{text}终"


def body_of(written):
    document = docx.Document(io.BytesIO(written))
    return "".join(t.text or "" for t in document.element.body.iter(qn("w:t")))


def skeleton(written):
    """The layout: sections, paragraphs by style, tables by their widths and rows; no words."""
    told = []
    for element in docx.Document(io.BytesIO(written)).element.body:
        if element.tag == qn("w:p"):
            told.append([etree.tostring(p) for p in element.iter(qn("w:pPr"))])
        else:
            told.append([(e.tag, sorted(e.attrib.items())) for e in element.iter() if e.tag not in CONTENT])
    return told


@cache
def usual(kind):
    return skeleton(DOCUMENTS[kind].write(filled(SAMPLES[kind], "平常", [])))


CONTENT = {qn(f"w:{name}") for name in ("t", "cantSplit")}  # a long row may go on to the next page


@cache
def nasty(kind):
    """A paper with everything nasty in every field, and the tags before each."""
    tags = []
    return DOCUMENTS[kind].write(filled(SAMPLES[kind], "甲".join(NASTY), tags)), tags


def says_in_full(written, text, tags):
    told = bare(body_of(written))
    return all(f"{tag}{bare(text)}终" in told for tag in tags)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_says_in_full_what_was_typed(kind):
    written, tags = nasty(kind)
    assert says_in_full(written, "甲".join(NASTY), tags)


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:12]))
def test_a_text_alone_is_said_in_full(text):
    tags = []
    written = DOCUMENTS["site-check"].write(filled(SAMPLES["site-check"], text, tags))
    assert says_in_full(written, text, tags)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=settings.default.max_examples // 10)
@given(text=st.text(max_size=60))
def test_any_text_in_every_field_leaves_paper_and_layout_whole(kind, text):
    tags = []
    written = DOCUMENTS[kind].write(filled(SAMPLES[kind], text, tags))
    assert says_in_full(written, text, tags)
    assert not BIDI & set(body_of(written))
    if len(f"甲{text}乙".splitlines()) == 1:
        assert skeleton(written) == usual(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_becomes_a_field_a_link_or_a_picture(kind):
    written, _ = nasty(kind)
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        document = package.read("word/document.xml").decode()
        assert not [name for name in package.namelist() if "media" in name or "embed" in name]
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert not re.search(r"<w:(fldSimple|instrText|hyperlink|drawing|object|altChunk)", document)
    assert "External" not in relations


@pytest.mark.parametrize("kind", KINDS)
def test_text_of_nothing_but_controls_prints_as_a_blank(kind):
    blank = DOCUMENTS[kind].facts
    texts = [f.name for f in dataclasses.fields(blank) if f.type in (str, "str") and not f.default]
    assert DOCUMENTS[kind].write(blank(**dict.fromkeys(texts, "\x00\u202e \n"))) == DOCUMENTS[kind].write(
        blank()
    )
