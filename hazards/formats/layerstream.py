"""Sends the features of one layer out of the fence, each geometry checked as far as numbers go."""

from binascii import b2a_base64
from typing import Any

from hazards.domain.errors import Unreadable
from hazards.formats.limits import CELL_CHARACTERS, COLUMNS, ROWS, TEXT_CHARACTERS, Emit

CHUNK = 200
DEGREES = ("EPSG:4326", "EPSG:4490", "EPSG:4214", "EPSG:4610")


class LayerStream:
    """``add`` one feature after the other, then ``finish``; features count from 1."""

    def __init__(self, emit: Emit, crs: str | None, given: str | None) -> None:
        """``crs`` is the file's own, ``given`` the user's, which wins and is noted."""
        self.emit = emit
        self.degrees = not given and bool(crs) and (crs in DEGREES or str(crs).startswith(("GEOGC", "GEOGR")))
        self.count = 0
        self.without_shape = 0
        self.characters = 0
        self.chunk: list[list[Any]] = []
        emit({"layer": given or crs})
        if given and crs and given != crs:
            remedy = f"文件自带的坐标系({crs[:80]})与指定的坐标系({given})不同，按指定的读取。请核对位置。"
            self.note("crs-overridden", given, remedy)

    def note(self, code: str, value: str, remedy: str) -> None:
        self.emit({"note": [code, value, remedy]})

    def add(self, attributes: dict[str, str], wkb: bytes | None, bounds: tuple[float, ...] | None) -> None:
        """One feature; ``bounds`` is (min x, min y, max x, max y) of its geometry."""
        self.count += 1
        self.without_shape += wkb is None
        self._check(attributes)
        if wkb and bounds and self.degrees and not _on_earth(bounds):
            shown = f"{bounds[0]:g},{bounds[1]:g}"
            remedy = (
                "坐标超出经纬度范围。可能是经纬度颠倒，或是以米为单位的投影坐标：请更正，或导入时指明坐标系。"
            )
            self.problem("coordinate-out-of-range", shown, remedy)
            wkb = None
        self.chunk.append([attributes, b2a_base64(wkb, newline=False).decode() if wkb else None])
        if len(self.chunk) >= CHUNK:
            self._send()

    def problem(self, code: str, value: str, remedy: str, refuses: bool = True, number: int = 0) -> None:
        """A finding about the feature just counted, or about feature ``number``."""
        row = number or self.count
        self.emit({"problem": [row, "geometry", code, value, remedy, refuses]})

    def finish(self) -> None:
        if not self.count:
            raise Unreadable("empty-layer", "图层中没有任何要素", "请确认导出时选中了要素，再重新导入。")
        self._send()

    def _send(self) -> None:
        self.emit({"features": self.chunk})
        self.chunk = []

    def _check(self, attributes: dict[str, str]) -> None:
        if self.count > ROWS:
            why = f"图层超过 {ROWS // 10_000} 万个要素"
            raise Unreadable("too-many-rows", why, "请分成几个文件后逐个导入。", str(self.count))
        if len(attributes) > COLUMNS:
            cure = f"请只保留需要的字段(最多 {COLUMNS} 个)后再导入。"
            why = f"第 {self.count} 个要素有 {len(attributes)} 个字段"
            raise Unreadable("too-many-columns", why, cure, str(len(attributes)))
        for name, text in attributes.items():
            self.characters += len(text)
            if len(text) > CELL_CHARACTERS:
                why = f"第 {self.count} 个要素的字段“{name}”文字超过 {CELL_CHARACTERS} 个字"
                raise Unreadable("cell-too-long", why, "请缩短该字段的文字后再导入。", text[:200])
        if self.characters > TEXT_CHARACTERS:
            raise Unreadable("too-much-text", "图层的文字总量超过上限", "请分成几个文件后逐个导入。")


def _on_earth(bounds: tuple[float, ...]) -> bool:
    return bounds[0] >= -180 and bounds[2] <= 180 and bounds[1] >= -90 and bounds[3] <= 90
