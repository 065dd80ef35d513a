"""What is wrong with a boundary layer: a permanent code and the facts, not yet in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing noticed in a layer.

    Attributes:
        feature: counted from 1 in file order; None is about the layer.
        code: kebab-case and permanent; ``CODES`` lists them.
        value: what was found, as short text (a name, a code, a number with its unit).
        facts: further facts for the message: ``other`` (feature), ``m2``, ``lon``, ``lat``, ``why`` ...
        refuses: whether the feature (or, for None, the layer) stays out because of it.
    """

    feature: int | None
    code: str
    value: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    refuses: bool = False

    @property
    def remedy(self) -> str:
        """What to do about it, in the user's words."""
        text = CODES[self.code]
        try:
            return text.format(value=self.value, **self.facts)
        except (KeyError, IndexError):
            return text


# Published codes with what the user should do. Facts named in braces are always given.
CODES = {
    "layer-empty": "文件里没有任何图形。请确认导出的是街道(镇)面图层。",
    "geometry-missing": "该要素没有图形，未采用。请补画边界后重新导入。",
    "geometry-not-polygon": "该要素是{value}，不是面，不能作为边界。请导出面图层。",
    "geometry-invalid": "边界图形有误({why})，未采用。请在制图软件中修复；系统修复须经您同意。",
    "geometry-too-detailed": "该边界有 {value} 个节点，超过 {limit} 个，未采用。"
    "请按 1 米左右的容差简化后再导入。",
    "ring-not-closed": "边界线首尾不相接(相差 {gap})，未采用。请闭合后重新导入。",
    "ring-too-short": "边界线只有 {value} 个点，围不成面，未采用。请核对图形。",
    "coordinates-not-finite": "坐标里有不是数字的值，未采用。请核对图形。",
    "coordinates-not-degrees": "坐标 {value} 不是经纬度，像是以米为单位的投影坐标，未采用。"
    "请注明坐标系(如 EPSG:4549)后重新导入。",
    "coordinates-outside-china": "坐标 {value} 不在我国范围内，未采用。请核对坐标系。",
    "axis-swapped": "坐标 {value} 的经度和纬度写反了，未采用。请交换后重新导入(先经度，后纬度)。",
    "code-duplicate": "代码 {value} 与第 {other} 个要素相同，未采用。同一单位的几块请先合并成一个要素。",
    "name-code-mismatch": "代码 {code} 在属地名册中是“{expected}”，文件写的是“{value}”。请核对代码和名称。",
    "overlap": "与第 {other} 个要素重叠 {m2} 平方米{verdict}。",
    "gap": "第 {between} 个要素之间有 {m2} 平方米空白(约在东经 {lon}、北纬 {lat})，不属于任何单位。"
    "请核对分界。",
    "hole": "该边界内有 {m2} 平方米空洞(约在东经 {lon}、北纬 {lat})，没有别的单位填补。请核对是否飞地。",
    "sliver": "该边界有一块 {m2} 平方米的碎片(约在东经 {lon}、北纬 {lat})。多为制图误差，请核对。",
    "crs-looks-gcj02": "该图层按 GCJ-02(高德、腾讯地图坐标)理解才与县界吻合，照原样会偏移约 {value} 米。"
    "请以 GCJ-02 为坐标系重新导入。",
    "crs-unverifiable": "没有可供比对的县界，无法核实坐标系。请确认来源是 CGCS2000 而不是网络地图的偏移坐标。",
}
