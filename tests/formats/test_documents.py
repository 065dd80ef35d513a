"""Official papers: the page of GB/T 9704-2012, every part in its place, blanks where facts are missing."""

import io
import zipfile
from datetime import date

import docx
import orjson
import pytest
from document_samples import CASE, NOTICE, SAMPLES, UNIT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hazards.formats.documents.buildings.index import BUILDINGS
from hazards.formats.documents.facts import Issued, restored
from hazards.formats.documents.index import DOCUMENTS, document_number

KINDS = sorted(DOCUMENTS)
ISSUED = [kind for kind in KINDS if issubclass(DOCUMENTS[kind].facts, Issued)]
WIDE = {"progress"}


def opened(kind, *facts):
    return docx.Document(io.BytesIO(DOCUMENTS[kind].write(*(facts or [SAMPLES[kind]]))))


def words(document):
    """Every paragraph in reading order, those of tables too."""
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_a4_with_the_margins_of_the_standard(kind):
    section = opened(kind).sections[0]
    sides = [section.page_width, section.page_height]
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    if kind in WIDE:
        sides.reverse()
        margins = [margins[1], margins[2], margins[3], margins[0]]
    assert [round(side.mm) for side in sides] == [210, 297]
    if kind in WIDE:
        assert [round(m.mm) for m in margins] == [37, 26, 35, 28]
    else:
        assert [round(m.mm) for m in margins] == [37, 26, 35, 28]


def test_the_text_holds_twenty_two_lines_of_twenty_eight_characters():
    body = opened("notice").styles["公文正文"]
    closer = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    line, character = body.paragraph_format.line_spacing.pt, body.font.size.pt + closer
    assert body.font.size == Pt(16)
    assert Mm(225).pt // line == 22
    assert Mm(156).pt // character == 28


def test_the_title_is_set_in_xiaobiaosong_and_the_text_in_fangsong():
    styles = opened("notice").styles
    fonts = {name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("公文标题", "公文正文")}
    assert fonts == {"公文标题": "方正小标宋简体", "公文正文": "仿宋_GB2312"}
    assert styles["公文标题"].font.size == Pt(22)


@pytest.mark.parametrize("kind", KINDS)
def test_every_font_of_old_names_its_substitutes(kind):
    with zipfile.ZipFile(io.BytesIO(DOCUMENTS[kind].write(SAMPLES[kind]))) as package:
        table = package.read("word/fontTable.xml").decode()
        used = package.read("word/styles.xml").decode() + package.read("word/document.xml").decode()
    for font in ("方正小标宋简体", "仿宋_GB2312"):
        assert f'w:name="{font}"><w:altName' in table
        assert font in used
    assert "Noto Serif CJK SC,SimSun" in table


@pytest.mark.parametrize("kind", KINDS)
def test_page_numbers_stand_between_dashes_at_the_outer_edge(kind):
    section = opened(kind).sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert "".join(t.text for t in paragraph.iter(qn("w:t"))) == "— 1 —"
        assert [f.get(qn("w:instr")) for f in paragraph.iter(qn("w:fldSimple"))] == [" PAGE "]
        assert paragraph.pPr.find(qn("w:jc")).get(qn("w:val")) == side


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_give_the_same_bytes(kind):
    write = DOCUMENTS[kind].write
    assert write(SAMPLES[kind]) == write(SAMPLES[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_the_file_tells_when_it_was_written(kind):
    written = DOCUMENTS[kind].write(SAMPLES[kind])
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert {member.date_time for member in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    core = docx.Document(io.BytesIO(written)).core_properties
    assert (core.created.year, core.modified.year, core.author) == (2000, 2000, "挂牌一张图")
    assert core.title == DOCUMENTS[kind].title


@pytest.mark.parametrize("kind", KINDS)
def test_facts_kept_as_json_print_the_same_again(kind):
    document = DOCUMENTS[kind]
    again = restored(document.facts, orjson.loads(orjson.dumps(SAMPLES[kind])))
    assert again == SAMPLES[kind]
    assert document.write(again) == document.write(SAMPLES[kind])


def test_kept_facts_with_an_unknown_field_are_not_printed_as_if_it_were_not_there():
    with pytest.raises(KeyError, match="formerly"):
        restored(DOCUMENTS["notice"].facts, {"formerly": "x"})


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_without_facts_is_a_form_with_blanks(kind):
    text = "\n".join(words(opened(kind, DOCUMENTS[kind].facts())))
    assert "____" in text
    assert "None" not in text
    assert DOCUMENTS[kind].title in text


def test_a_batch_is_one_file_with_a_sheet_of_its_own_for_each_case():
    notice, other = SAMPLES["notice"], DOCUMENTS["notice"].facts(case_number="LC-2026-044")
    document = opened("notice", notice, other, notice)
    assert len(document.sections) == 3
    starts = [s._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for s in document.sections]
    assert starts == ["1", "1", "1"]
    assert [s._sectPr.find(qn("w:type")).get(qn("w:val")) for s in document.sections[1:]] == ["oddPage"] * 2
    feet = [text for text in words(document) if text.startswith("本文书由系统按案卷生成")]
    assert [CASE in feet[0], "LC-2026-044" in feet[1], CASE in feet[2]] == [True, True, True]


def test_a_batch_of_nobody_is_refused():
    with pytest.raises(ValueError, match="no facts"):
        DOCUMENTS["notice"].write()


@pytest.mark.parametrize("kind", ISSUED)
def test_number_and_signer_stand_on_one_line_below_the_title(kind):
    text = words(opened(kind))
    assert text[:2] == [SAMPLES[kind].organ, DOCUMENTS[kind].title]
    assert f"{SAMPLES[kind].number}签发人：陈立新" in text


@pytest.mark.parametrize("kind", [kind for kind in ISSUED if kind not in BUILDINGS])
def test_the_receipt_is_signed_by_who_served_and_who_received(kind):
    receipt = [cells(table)[0] for table in opened(kind).tables if table.rows[0].cells[0].text == "送达人"]
    assert receipt == [["送达人", "", "签收人\n（主要负责人）", "", "签收日期", ""]]


@pytest.mark.parametrize("kind", ISSUED)
def test_a_seal_of_forty_two_millimetres_finds_room_over_organ_and_date(kind):
    document = opened(kind)
    paragraphs = document.paragraphs
    at = next(n for n, p in enumerate(paragraphs) if p.text == "（盖章）")
    place, organ, dated = paragraphs[at : at + 3]
    assert organ.text == SAMPLES[kind].organ
    assert dated.text == "{0.year}年{0.month}月{0.day}日".format(SAMPLES[kind].dated)
    line = document.styles["公文正文"].paragraph_format.line_spacing
    clear = place.paragraph_format.space_before + 3 * line + dated.paragraph_format.space_after
    assert clear >= Mm(42)


@pytest.mark.parametrize("kind", KINDS)
def test_the_foot_says_where_the_paper_comes_from_and_keeps_a_slot_for_its_scan(kind):
    text = words(opened(kind))
    case = SAMPLES[kind].case_number
    assert f"本文书由系统按案卷生成，案号{case}，以盖章纸质件为准。" in text
    assert any(line.startswith("盖章扫描件存放处：____") and "电子签名" in line for line in text)
    assert any("一式" in line or "各一份" in line for line in text)


def test_a_notice_tells_the_unit_its_four_duties_with_their_days():
    text = "".join(words(opened("notice")))
    for told in ("2026年8月20日前", "每季度至少一次", "验收申请书", "期限届满15个工作日前", "防范措施"):
        assert told in text
    assert "2026年8月5日" in text
    assert "抄送：区政府办公室，南汇街道办事处，区消防救援大队。" in text


@pytest.mark.parametrize(
    ("passed", "line"),
    [(True, "☑合格　　　　☐不合格"), (False, "☐合格　　　　☑不合格"), (None, "☐合格　　　　☐不合格")],
)
def test_an_opinion_is_ticked_once_or_left_to_the_pen(passed, line):
    facts = DOCUMENTS["acceptance-opinion"].facts(unit=UNIT, passed=passed)
    assert line in words(opened("acceptance-opinion", facts))


def test_a_refused_extension_prints_no_new_deadline():
    facts = DOCUMENTS["extension-opinion"].facts(granted=False, until=date(2027, 1, 5))
    text = words(opened("extension-opinion", facts))
    assert "☐同意，延期至____年__月__日" in text
    assert "☑不同意" in text


def test_a_plan_shows_all_five_measures_also_those_nobody_told():
    table = opened("plan").tables[-1]
    assert [row[0] for row in cells(table)] == ["五落实", "责任", "措施", "资金", "时限", "预案"]
    assert cells(table)[-1] == ["预案", "", "", "", "", ""]


def test_a_site_check_has_a_line_for_two_officers_even_when_nobody_is_named():
    rows = cells(opened("site-check", DOCUMENTS["site-check"].facts()).tables[-1])
    assert [row[0] for row in rows] == ["签字人", "检查人员", "检查人员", "被核查单位负责人"]


def test_a_handover_is_signed_by_both_and_a_witness_and_says_when_there_is_nothing():
    rows = cells(opened("handover").tables[-1])
    assert [row[:2] for row in rows[1:]] == [["移交人", "李雪"], ["接收人", "张帆"], ["监交人", "王建国"]]
    empty = opened("handover", DOCUMENTS["handover"].facts())
    assert [cells(table)[1][0] for table in empty.tables[1:4]] == ["无", "无", "无"]


def test_numbers_of_documents_use_hexagonal_brackets_and_no_leading_zeros():
    assert document_number("鹿安督", 2026, 31) == NOTICE
    with pytest.raises(ValueError, match="0"):
        document_number("鹿安督", 2026, 0)


def test_every_series_has_a_word_of_its_own():
    told = [document.series for document in DOCUMENTS.values() if document.series]
    assert len(told) == len(set(told))
    assert DOCUMENTS["notice"].series == "督"
