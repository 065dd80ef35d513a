"""Palette: what a colour on the map, a bar or a table cell means, said once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning: its key in data, the word a reader sees, fill and ink as ``#RRGGBB``.

    ``mark`` stands beside the word, because colour alone tells a third of the room nothing.
    """

    key: str
    word: str
    fill: str
    ink: str
    mark: str


# Soft tints: a district below its target fills the map with calm sand, not with alarm.
STEPS = (
    Meaning("met", "达标 ≥95%", "#B5DAC5", "#1B7F4B", "●"),
    Meaning("lt95", "90%–95%", "#F5E8C4", "#8A5200", "▲"),
    Meaning("lt90", "80%–90%", "#EDCB8F", "#8A5200", "▲"),
    Meaning("lt80", "低于80%", "#E9ADA2", "#B42318", "■"),
    Meaning("none", "不排名", "#E4E7EC", "#475467", "／"),
)

LIGHTS = (
    Meaning("navy", "整改中", "#0B3A6F", "#FFFFFF", ""),
    Meaning("amber", "临期", "#B26A00", "#FFFFFF", "临"),
    Meaning("red", "逾期", "#B42318", "#FFFFFF", "逾"),
    Meaning("green", "已销号", "#FFFFFF", "#1B7F4B", "销"),
)

# Kinds are told apart by shape; the shapes themselves are drawn by the style sheet.
KINDS = (("hazard", "隐患单位"), ("road", "隐患道路"), ("building", "违法建筑"))
