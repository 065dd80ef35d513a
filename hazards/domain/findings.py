"""The catalogue of findings: permanent code, what it says, and whether the row stays out.

A code is published in findings of the command line and in users' own scripts: it may be retired,
it is never reused.
"""

from typing import Any

from hazards.domain.errors import Finding

REFUSES = {
    "unit-missing": "“整治单位(区域)”为空或只有不可见字符。请填写单位或区域名称。",
    "control-character": "“{column}”含有不可见的控制字符({shown})。请删除后重新填写该格。",
    "text-too-long": "“{column}”有 {length} 个字，超过 {limit} 字。请缩短，全文作为附件另存。",
    "number-scientific": "编号是科学记数形式，原来的数字已丢失。请把该列设为文本格式后重新填写完整编号。",
    "date-impossible": "“{column}”不是真实存在的日期。请改为如 2026-09-30 的日期。",
    "date-ambiguous": "“{column}”看不出年、月、日的次序。请改为如 2026-09-30 的日期。",
    "date-future": "“{column}”晚于今天({today})。请核对后改正。",
    "deadline-before-listing": "整改期限早于挂牌日期({listed})。请核对两个日期。",
    "closed-before-listing": "“{column}”早于挂牌日期({listed})。请核对两个日期。",
    "approval-before-listing": "延期批准日期早于挂牌日期({listed})。请核对两个日期。",
    "state-contradicts": "状态与“{column}”互相矛盾。请改正其中一项。",
    "coordinate-invalid": "“{column}”不是有效的数字。请填十进制度数，如 120.680000。",
    "coordinate-range": "“{column}”超出可能的范围。请核对；经度约 73—136，纬度约 3—54。",
    "coordinate-zero": "经纬度为 0,0，不是真实位置。请填写真实坐标，没有坐标时留空。",
    "coordinate-swapped": "经度与纬度看来填反了。请把两列对调。",
    "point-far": "该点离已登记的各区都超过 200 公里(最近约 {km} 公里)。请核对坐标和坐标系。",
    "area-invalid": "“{column}”不是有效的面积。请填平方米数，如 320.5。",
    "identity-repeated": "同一文件第 {first} 行已有相同编号(或相同文号、单位、地址、内容)而内容不同。请核对保留一行。",
    "case-is-live": "该案已在本系统办理，“{column}”不能由导入改变。请在案卷中办理。",
    "geometry-invalid": "图形无效({why})。请在制图软件中修复后再导入。",
    "scope": "该行属地不在您的辖区内。请由 {street} 或区级单位导入。",
}

TAKEN = {
    "date-incomplete": "“{column}”只写到“{value}”，暂按 {taken} 计，原文保留。请补全年月日。",
    "date-unknown": "“{column}”写作“{value}”，无法读成日期，原文保留，日期留空。请补填日期。",
    "year-unknown": "年度写作“{value}”，无法识别，原文保留。请填四位年份。",
    "unknown-level": "挂牌级别“{value}”不在字典中，原文保留，级别留空。请改为国家级、省级、市级、区级或街镇级。",
    "unknown-state": "状态“{value}”不在字典中，原文保留，按未销号计。请改为整改中、已销号、已撤销或已移送。",
    "unknown-category": "“{column}”的“{value}”不在字典中，原文保留。请改用字典中的类别，或在数据字典中增补。",
    "unknown-street": "“{value}”不是已登记的街镇，该案列入未定属地。请核对名称，或在设置中登记该街镇。",
    "street-ambiguous": "“{value}”对应不止一个街镇，该案列入未定属地。请写明所在县(市、区)或代码。",
    "county-missing": "写有“{value}”而没有写明县(市、区)，库中登记了多个区，该案列入未定属地。请补填所在县(市、区)。",
    "lead-presumed": "写有多个街镇，已按“{lead}”为主办，{co}为协办。请人工确认。",
    "county-unknown": "“{value}”不是已登记的县(市、区)，未据街道名定属地。请先登记该县(市、区)。",
    "strike-off-undated": "已销号而没有销号日期：按已办结处理，但任何截止日都不计入已销号。请补填销号日期。",
    "left-undated": "已撤销或移送而没有日期：补填日期前仍计入挂牌数。请补填撤销或移送日期。",
    "extension-unapproved": "写有延期至 {until}，但没有批准日期，整改期限不变。请补填延期批准日期。",
    "extension-late": "延期批准日期晚于原整改期限届满日({deadline})，期限不变。逾期已经发生，不能由事后批准消除。",
    "extension-not-later": "延期至的日期不晚于原整改期限({deadline})，期限不变。请核对。",
    "coordinate-incomplete": "只有经度或只有纬度，该案暂无坐标。请补全另一项。",
    "coordinate-form": "“{column}”写作“{value}”，已读作 {taken}。请确认。",
    "crs-unknown": "坐标系“{value}”不能识别，该案暂无坐标。请填 CGCS2000、WGS84、GCJ-02 或 BD-09。",
    "area-unknown": "“{column}”写作“{value}”，无法读成面积，原文保留。请填平方米数。",
    "found-after-listing": "发现日期晚于挂牌日期({listed})。请核对两个日期。",
    "place-contradicts": "坐标落在{other}，与所写属地街道不同。已按所写街道计，请人工核对坐标或街道。",
    "place-border": "坐标在街镇边界上，属地待人工确定。",
    "place-suggested": "坐标落在示意图的{other}范围内。示意边界不作依据，请人工确定属地。",
    "row-repeated": "与同一文件第 {first} 行完全相同，不重复入库。",
    "unchanged": "与库中内容相同，无变化。",
    "case-is-live-part": "该案已在本系统办理，“{column}”未改变。请在案卷中办理。",
    "same-unit": "与“{other}”可能是同一单位。请人工确认。",
    "likely-duplicate": "与{other}的单位和地址相同，可能重复。请人工确认。",
    "items-proposed": "“{column}”含 {count} 项，已按整治明细拆分，仍计 1 处。",
    "credit-code-doubtful": "统一社会信用代码校验不符，原文保留。请核对。",
}

ABOUT_FILE = {
    "column-missing": "没有“{column}”列，该项留空。需要时请用模板补上这一列。",
    "title-read": "表头上方写有“{value}”，已用作各行的{taken}。",
    "section-read": "分段行“{value}”已用作其下各行的{taken}。",
    "sheet-skipped": "工作表“{value}”没有可识别的表头，未读取。",
    "rows-skipped": "小计、合计、填表人等 {count} 行不是案卷，未计入。",
    "restates-published": "{count} 行的日期不晚于已印发通报的截止时间：{value}。"
    "入库后这些通报的数字有变化的，在下一期列为重述。请先核对日期。",
    "extra-columns": "“{value}”不是模板列，内容作为备注一并保存。",
}


def found(code: str, row: int | None, column: str | None, value: str = "", **facts: Any) -> Finding:
    """A finding from the catalogue; ``facts`` fill its sentence.

    Raises:
        KeyError: the code is not in the catalogue.
    """
    refuses = code in REFUSES
    says = REFUSES.get(code) or TAKEN.get(code) or ABOUT_FILE[code]
    shown = value if len(value) <= 200 else value[:200] + "…"
    told = says.format(column=column or "", value=shown, **facts)
    if code == "case-is-live-part":
        code = "case-is-live"  # one published code; whether the row stays out depends on the rest
    return Finding(row, column, code, shown, told, refuses)
