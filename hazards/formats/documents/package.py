"""The docx itself: page and styles of GB/T 9704-2012, fonts with substitutes, and the same bytes every time."""

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt

TITLE, BODY, CELL, NOTE, PAGE = "公文标题", "公文正文", "公文表格", "公文附注", "公文页码"
SONG, FANGSONG, HEI, KAI, SIMSUN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
# Offices without the GBK fonts of old see the next of these instead; the names stay in the file.
SUBSTITUTES = {
    SONG: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,Noto Serif CJK SC,SimSun",
    FANGSONG: "仿宋,FangSong,华文仿宋,Noto Serif CJK SC,SimSun",
    HEI: "SimHei,Noto Sans CJK SC,Microsoft YaHei",
    KAI: "楷体,KaiTi,华文楷体,Noto Serif CJK SC,SimSun",
    SIMSUN: "SimSun,Noto Serif CJK SC",
}
CENTER = WD_ALIGN_PARAGRAPH.CENTER
LINE = Pt(28.95)  # 22 lines on 225 mm
CHARACTER = Pt(15.75)  # 28 characters on 156 mm: 3号 is 16 pt, a quarter of a point closer
CLOSER = -5  # that quarter, in twentieths of a point
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # no clock in here: the day a paper carries is a fact
AUTHOR = "挂牌一张图"
NEEDED = ("TableGrid", "Header", "Footer", "HeaderChar", "FooterChar")


def new(*, wide: bool = False) -> Document:
    """An empty A4 document; ``wide`` lies on its side, margins turned with the sheet."""
    document = docx.Document()
    _lighten(document)
    _styles(document)
    section = document.sections[0]
    _page(section, wide)
    section.even_page_footer.is_linked_to_previous = False
    document.settings.odd_and_even_pages_header_footer = True
    _numbered(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _numbered(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    return document


def text_width(*, wide: bool = False) -> float:
    """Millimetres between the margins."""
    return 225.0 if wide else 156.0


def sealed(document: Document, title: str) -> bytes:
    """The finished file; nothing in it tells when or where it was written."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, AUTHOR, AUTHOR, ""
    core.created = core.modified = MADE
    core.language, core.revision = "zh-CN", 1
    written, again = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()


def named_font(properties: Any, name: str) -> None:
    """Give rPr one font in all four slots: quotation marks must not turn half-width in a Latin font."""
    fonts = properties.get_or_add_rFonts()
    for old in list(fonts.attrib):
        del fonts.attrib[old]
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), name)
    fonts.set(qn("w:hint"), "eastAsia")


def _page(section: Section, wide: bool) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    edges = Mm(37), Mm(26), Mm(35), Mm(28)  # top, right, bottom, left: 天头、切口、地脚、订口
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        edges = Mm(28), Mm(37), Mm(26), Mm(35)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = edges
    section.footer_distance = section.bottom_margin - Mm(10.5)  # the dash 7 mm below the text
    section.header_distance = Mm(15)
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(number)
    if (grid := section._sectPr.find(qn("w:docGrid"))) is not None:
        section._sectPr.remove(grid)  # lines and characters are set in the styles, alike in every program


def lying(section: Section) -> None:
    """Turn a section that follows another on its side; its pages are numbered on."""
    _page(section, True)
    for number in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(number)


def _numbered(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 4号 宋体, one character from the outer edge."""
    paragraph = footer.paragraphs[0]
    paragraph.style = PAGE
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    run = OxmlElement("w:r")
    run.text = "1"
    field.append(run)
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _styles(document: Document) -> None:
    sheet = document.styles.element
    for style in list(sheet.iter(qn("w:style"))):
        if not style.get(qn("w:default")) and style.get(qn("w:styleId")) not in NEEDED:
            sheet.remove(style)  # a hundred and fifty of the template's, which nobody here means
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    named_font(run, FANGSONG)
    run.find(qn("w:lang")).set(qn("w:eastAsia"), "zh-CN")
    spacing = defaults.find(qn("w:pPrDefault")).find(qn("w:pPr")).find(qn("w:spacing"))
    spacing.set(qn("w:after"), "0")
    spacing.set(qn("w:line"), "240")
    _style(document, TITLE, SONG, 22, Pt(35), WD_ALIGN_PARAGRAPH.CENTER)
    body = _style(document, BODY, FANGSONG, 16, LINE, WD_ALIGN_PARAGRAPH.JUSTIFY)
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), str(CLOSER))
    body.element.get_or_add_rPr().find(qn("w:sz")).addprevious(closer)
    _style(document, CELL, FANGSONG, 12, Pt(17), WD_ALIGN_PARAGRAPH.LEFT)
    _style(document, NOTE, SIMSUN, 9, Pt(13), WD_ALIGN_PARAGRAPH.LEFT)
    _style(document, PAGE, SIMSUN, 14, Pt(20), WD_ALIGN_PARAGRAPH.RIGHT)


def _style(document: Document, name: str, font: str, size: float, line: Any, side: WD_ALIGN_PARAGRAPH) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = Pt(size)
    named_font(style.element.get_or_add_rPr(), font)
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, line
    layout.space_before = layout.space_after = Pt(0)
    layout.alignment = side
    layout.widow_control = False
    properties = style.element.get_or_add_pPr()
    # Long Latin words break anywhere, commas stay within the margin, no gap between Latin and Chinese.
    for tag in ("w:wordWrap", "w:overflowPunct", "w:autoSpaceDE", "w:autoSpaceDN"):
        element = OxmlElement(tag)
        element.set(qn("w:val"), "0")
        properties.find(qn("w:spacing")).addprevious(element)
    return style


def _lighten(document: Document) -> None:
    """Drop the template's thumbnail and other people's data, put in our fonts, leave 兼容模式."""
    for part, unwanted in (
        (document.part, ("stylesWithEffects", "customXml", "numbering")),
        (document.part.package, ("thumbnail",)),
    ):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in unwanted:
                del part.rels[key]
    document.part.part_related_by(RT.FONT_TABLE)._blob = _font_table()  # type: ignore[attr-defined]
    settings = document.settings.element
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if name == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, others in SUBSTITUTES.items()
    )
    whole = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    )
    parse_xml(whole.encode())
    return whole.encode()
