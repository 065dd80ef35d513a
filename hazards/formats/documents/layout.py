"""The parts of an official paper in their order: title, number, text, room for the seal, receipt, foot."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from hazards.formats.documents import package
from hazards.formats.documents.facts import Filed, Issued
from hazards.formats.documents.package import BODY, CELL, CHARACTER, LINE, NOTE, TITLE
from hazards.formats.documents.tables import table
from hazards.formats.documents.text import day, flat, lines, told

GREY = RGBColor(0x80, 0x80, 0x80)
FOOT = "本文书由系统按案卷生成，案号{case}，以盖章纸质件为准。"
SLOT = "盖章扫描件存放处：{scan}　系统中的点击只是办理记录，不是可靠的电子签名。"
F = TypeVar("F", bound=Filed)


class Paper:
    """One file under way: a document, or several of one kind, each beginning on a sheet of its own."""

    LOW = Mm(10)  # the least height of a row that a hand may fill in

    def __init__(self, title: str, *, wide: bool = False) -> None:
        self.title = title
        self.width = package.text_width(wide=wide)  # millimetres
        self.document = package.new(wide=wide)
        self._begun = False

    def begin(self) -> None:
        """Start the next document of the batch: an odd page, numbered from 1."""
        if self._begun:
            self.document.add_section(WD_SECTION.ODD_PAGE)
        self._begun = True

    def heading(self, *organ: str) -> None:
        """The title in 2号 小标宋, below the organ's name where an organ speaks."""
        for text in (*(told(name, 12) for name in organ), self.title):
            self._line(TITLE, text).paragraph_format.keep_with_next = True
        self._line(TITLE)

    def number(self, number: str, signer: str) -> None:
        """Document number on the left, 签发人 on the right (3号 仿宋, the name in 楷体)."""
        line = self._line(BODY, told(number, 4) if flat(number) else "____〔____〕____号")
        line.paragraph_format.tab_stops.add_tab_stop(Mm(self.width), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run("\t签发人：")
        package.named_font(line.add_run(told(signer)).font.element.get_or_add_rPr(), package.KAI)
        self._rule(line, "bottom")
        self._line(BODY)

    def address(self, whom: str) -> None:
        """主送: to the left edge, with a colon."""
        self._line(BODY, told(whom, 16).rstrip("：:") + "：")

    def say(self, text: str, *, indent: int = 2) -> Paragraph:
        """A paragraph of the text, its first line indented by ``indent`` characters."""
        line = self._line(BODY, flat(text))
        line.paragraph_format.first_line_indent = indent * CHARACTER
        line._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(100 * indent))
        return line

    def write(self, text: str, width: int = 24) -> None:
        """Somebody's longer text, a paragraph for each of its lines; a blank where there is none."""
        for line in lines(text) or ["_" * width]:
            self.say(line)

    def point(self, text: str) -> None:
        """A heading of the first order, in 黑体."""
        line = self.say(text)
        line.paragraph_format.keep_with_next = True
        package.named_font(line.runs[0].font.element.get_or_add_rPr(), package.HEI)

    def form(self, rows: Sequence[tuple[str, str, str, str]], height: Length = LOW) -> None:
        """A table of labels, each with its fact beside it, two to a row; empty cells for the pen."""
        share = self.width / 2
        table(self.document, [28, share - 28, 28, share - 28], rows, header=0, height=height, together=True)

    def note(self, text: str) -> None:
        """A line in the letters of the foot, kept with what it explains."""
        self._line(NOTE, flat(text)).paragraph_format.keep_with_next = True

    def gap(self) -> None:
        """A little air between two tables, which would else grow into one."""
        self._line(NOTE).paragraph_format.keep_with_next = True

    def seal(self, organ: str, on: date | None) -> None:
        """Organ and date at the lower right, with 42 mm clear for the wet seal over both.

        The date stands four characters in, the name is centred on it (GB/T 9704-2012, 7.3.5).
        """
        if self.document.paragraphs:
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        place = self._line(BODY, "（盖章）")
        place.runs[0].font.size, place.runs[0].font.color.rgb = Pt(12), GREY
        for line in (place, self._line(BODY, told(organ, 16)), self._line(BODY, day(on))):
            block = line.paragraph_format
            block.alignment = package.CENTER
            block.left_indent = 10 * CHARACTER
            block.keep_with_next = block.keep_together = True
        place.paragraph_format.space_before = LINE
        self.document.paragraphs[-1].paragraph_format.space_after = Pt(18)

    def receipt(self, facts: Issued) -> None:
        """送达人, 签收人(主要负责人), 签收日期: to be signed at the door."""
        received = day(facts.received_on) if facts.received_on else ""
        cells = [
            "送达人",
            flat(facts.served_by),
            "签收人\n（主要负责人）",
            flat(facts.received_by),
            "签收日期",
            received,
        ]
        table(self.document, [15, 28, 32, 30, 20, 31], [cells], header=0, height=Mm(15), together=True)

    def copies(self, *remarks: str, to: Sequence[str] = ()) -> None:
        """The 版记: who gets a copy, and how many there are, between two rules."""
        self.gap()
        names = "，".join(flat(name) for name in to if flat(name))
        texts = ([f"抄送：{names}。"] if names else []) + [*remarks]
        for at, text in enumerate(texts):
            line = self._line(CELL, text)
            block = line.paragraph_format
            block.left_indent = block.right_indent = Pt(14)
            block.keep_with_next = block.keep_together = True
            if at == 0:
                self._rule(line, "top")
            if at == len(texts) - 1:
                self._rule(line, "bottom")

    def foot(self, facts: Filed) -> None:
        """Where this paper comes from, and the slot for the scan of the sealed one."""
        first = self._line(NOTE, FOOT.format(case=told(facts.case_number)))
        first.paragraph_format.space_before = Pt(6)
        first.paragraph_format.keep_with_next = True
        self._line(NOTE, SLOT.format(scan=told(facts.scan, 30)))

    def _line(self, style: str, text: str = "") -> Paragraph:
        return self.document.add_paragraph(text, style=style)

    def _rule(self, line: Paragraph, side: str) -> None:
        """A thin rule above or below a paragraph."""
        properties = line._p.get_or_add_pPr()
        borders = properties.find(qn("w:pBdr"))
        if borders is None:
            borders = OxmlElement("w:pBdr")
            properties.insert_element_before(
                borders, "w:shd", "w:tabs", "w:wordWrap", "w:spacing", "w:ind", "w:jc", "w:rPr"
            )
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "3"), ("color", "000000")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)


def bound(
    title: str, compose: Callable[[Paper, Any], None], facts: Sequence[Filed], *, wide: bool = False
) -> bytes:
    """One file of as many documents as there are facts.

    Raises:
        ValueError: there are none; a blank form is asked for with empty facts.
    """
    if not facts:
        raise ValueError(f"no facts for {title}")
    paper = Paper(title, wide=wide)
    for one in facts:
        paper.begin()
        compose(paper, one)
    return package.sealed(paper.document, title)
