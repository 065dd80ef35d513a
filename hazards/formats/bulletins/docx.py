"""The bulletin as docx: the letter upright (GB/T 9704-2012), its tables on sheets that lie."""

import io
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from hazards.formats import fonts, typeset
from hazards.formats.bulletins import grid
from hazards.formats.documents import package
from hazards.formats.documents.layout import Paper

WIDE = package.text_width(wide=True)
SIZES = ((18, 7.0), (15, 8.0), (0, 9.0))
"""From so many columns on letters of that size, in points."""
ROOM = 440.0
"""Points between the margins of a lying sheet, from its head to its foot."""
TITLE = 42.0
ORDER = ("名次", "序号")


def write(paper: Mapping[str, Any]) -> bytes:
    """The docx of a frozen paper (domain/bulletinpaper.composed)."""
    made = Paper(paper["title"])
    made.begin()
    if paper["draft"]:
        _watermark(made)
    _letter(made, paper)
    _lie(made)
    left = ROOM
    for n, sheet in enumerate(paper["sheets"]):
        high = _high(sheet)
        fresh = n > 0 and high > left
        left = (ROOM if fresh else left) - high
        _sheet(made, sheet, first=n == 0, fresh=fresh, whole=high <= ROOM)
    rules = (*paper["footing"], paper["proof"])
    _headed(made, "统计口径", first=False, fresh=TITLE + _noted(rules) > left)
    for line in rules:
        made.note(line)
    return package.sealed(made.document, f"{paper['title']}{paper['period']}")


def _letter(made: Paper, paper: Mapping[str, Any]) -> None:
    made.document.add_paragraph(paper["title"], style=package.TITLE)
    for text in (paper["numbered"], f"{paper['organ']}　　{paper['day']}"):
        made.document.add_paragraph(text, style=package.BODY).alignment = package.CENTER
    made.document.add_paragraph("", style=package.BODY)
    made.address(paper["address"])
    for section in paper["sections"]:
        made.point(section["head"])
        for text in section["paragraphs"]:
            made.say(text)
    made.seal(paper["organ"] if not paper["draft"] else f"{paper['organ']}（草稿）", None)
    made.document.paragraphs[-1].runs[0].text = paper["day"]
    _part(made)
    _pictures(made, paper)
    for line in (paper["rule"], paper["proof"]):
        made.note(line)


def _pictures(made: Paper, paper: Mapping[str, Any]) -> None:
    captions = {
        "map": f"各街道（镇）整改率示意图　{paper['legend']}",
        "curve": "近24个月整改率（各年度累计，虚线为目标）",
    }
    for name, caption in captions.items():
        if not paper[name]:
            continue
        try:
            png = typeset.picture(paper[name])
        except fonts.NoFont:
            made.note(f"{caption}：本机没有可用于排版的中文字体，未附图。")
            continue
        line = made.document.add_paragraph(style=package.CELL)
        line.alignment = package.CENTER
        line.paragraph_format.line_spacing = 1.0
        line.paragraph_format.keep_with_next = True
        line.add_run().add_picture(io.BytesIO(png), width=Mm(150))
        made.note(caption)
        _part(made)


def _part(made: Paper) -> None:
    """What follows may stand on the next page: a chain of all would leave half of one empty."""
    made.document.paragraphs[-1].paragraph_format.keep_with_next = False


def _lie(made: Paper) -> None:
    """From here on sheets lie on their side; pages are numbered on."""
    section = made.document.add_section(WD_SECTION.NEW_PAGE)
    package.lying(section)


def _headed(made: Paper, title: str, *, first: bool, fresh: bool) -> None:
    line = made.document.add_paragraph(style=package.CELL)
    line.paragraph_format.space_before = Pt(0 if first else 18)
    run = line.add_run(title)
    package.named_font(run.font.element.get_or_add_rPr(), package.HEI)
    run.font.size = Pt(14)
    line.alignment = package.CENTER
    line.paragraph_format.line_spacing = Pt(24)
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.page_break_before = fresh


def _laid(sheet: Mapping[str, Any]) -> tuple[list[float], float]:
    """(widths of the columns in millimetres, size of the letters in points)."""
    whole = sum(sheet["wide"])
    size = next(size for many, size in SIZES if len(sheet["wide"]) > many)
    return [WIDE * share / whole for share in sheet["wide"]], size


def _high(sheet: Mapping[str, Any]) -> float:
    """About how much of a page a table takes with its title and notes, in points."""
    widths, size = _laid(sheet)
    rows = [sheet["heads"], *(row["cells"] for row in sheet["rows"])]
    return TITLE + grid.high(widths, rows, size) + _noted(sheet["notes"])


def _noted(lines: Sequence[str]) -> float:
    return sum(13 * ceil((len(line) + 2) * 9 / Mm(WIDE).pt) for line in lines)


def _sheet(made: Paper, sheet: Mapping[str, Any], *, first: bool, fresh: bool, whole: bool) -> None:
    _headed(made, sheet["title"], first=first, fresh=fresh)
    widths, size = _laid(sheet)
    centred = [(bool(sheet["by"]) and at > 0) or head in ORDER for at, head in enumerate(sheet["heads"])]
    rows = [row["cells"] for row in sheet["rows"]]
    grid.table(made.document, widths, sheet["heads"], rows, size, centred, whole=whole)
    for line in sheet["notes"]:
        made.note(f"注：{line}")
    _part(made)


def _watermark(made: Paper) -> None:
    """草稿 behind every page: a shape of the header, as word processors make it."""
    section = made.document.sections[0]
    for n, header in enumerate((section.header, section.even_page_header)):
        header.is_linked_to_previous = False
        run = header.paragraphs[0].add_run()
        run._r.append(parse_xml(_SHAPE.format(n=n + 1, font=package.HEI)))


_SHAPE = (
    '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="draft{n}" o:spid="_x0000_s205{n}" type="#_x0000_t136" stroked="f" fillcolor="silver" '
    'style="position:absolute;margin-left:0;margin-top:0;width:360pt;height:160pt;rotation:315;'
    "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f">'
    '<v:fill opacity=".4"/>'
    '<v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt" string="草稿"/></v:shape></w:pict>'
)
"""Two words of art, one a header of odd pages, one of even ones."""
