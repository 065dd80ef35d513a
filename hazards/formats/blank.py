"""The empty ledger (台账模板): a header that explains itself, lists to choose from, cells that stay text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

ROWS = 5_000
INLINE_LIST = 255  # characters Excel takes for a list within the rule itself
CHOICES = "可选项"


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """What to fill in, the words to choose from (others are still taken), whether it must be there."""

    text: str
    choices: tuple[str, ...] = ()
    required: bool = False


def write_template(
    path: Path, columns: Sequence[str], notes: Mapping[str, ColumnNote | Sequence[str]]
) -> None:
    """Write the empty template as xlsx.

    Every cell is formatted as text, so that a code keeps its leading zeros and its eighteen
    digits, and a date stays as it was typed.

    Args:
        columns: the header in its fixed order.
        notes: by column, a note or merely the words to choose from; columns without one get no
            comment.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        look = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
        plain = book.add_format({**look, "bg_color": "#E8EEF4"})
        must = book.add_format({**look, "bg_color": "#FBE3D6"})
        lists = None
        for at, column in enumerate(columns):
            note = notes.get(column, ())
            if not isinstance(note, ColumnNote):
                note = ColumnNote("", tuple(note))
            width = 2 * len(column) + 4
            sheet.set_column(at, at, max(12, min(width, 30)), text)
            sheet.write_string(0, at, column, must if note.required else plain)
            if note.text:
                told = note.text + ("(必填)" if note.required else "")
                sheet.write_comment(0, at, told, {"author": "挂牌一张图", "x_scale": 1.6, "font_size": 10})
            if not note.choices:
                continue
            source: list[str] | str = list(note.choices)
            if len(",".join(note.choices)) > INLINE_LIST:
                lists = lists or book.add_worksheet(CHOICES)
                lists.write_column(0, at, [column, *note.choices])
                name = xlsxwriter.utility.xl_col_to_name(at)
                source = f"={CHOICES}!${name}$2:${name}${len(note.choices) + 1}"
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            rule |= {"error_title": "不在可选项内", "error_message": "该内容不在可选项内，仍要填写吗？"}
            sheet.data_validation(1, at, ROWS, at, rule)
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(0)
