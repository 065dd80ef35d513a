"""2026年度第二批.xlsx: the spreadsheet of scenario 1, with every ugliness it names."""

from pathlib import Path

import openpyxl

TITLE = "鹿城区2026年度第二批重大事故隐患挂牌整治单位(区域)汇总表"
WIDE = 14
POINTS = "、".join(f"K{n}+{50 * (n % 10)}" for n in range(12, 20))
MEASURES = ["已明确", "方案已定", "30", "已排期", "已备案"]
KNOWN = "晨岚模具厂(双屿)"
TOLD = "温州市鹿城区晨岚模具厂"
WRONG, RIGHT = "2026-02-30", "2026-09-30"

PROVINCE = [("国道改线段事故多发点", "仰义街道", f"G330 {POINTS}", "视距不足,标线缺失", "2026-12-31")]
DISTRICT = [
    (TOLD, "双屿街道", "嵇师路1号", "1.疏散通道堵塞;2.无应急照明", "2026年10月31日"),
    ("海石仓库", "", "嵇师路2号", "违规储存", "2026.11.30"),
    ("东浦鞋厂", "", "嵇师路3号", "三合一场所", "2026-12-15"),
    ("云帆皮革厂", "", "嵇师路4号", "电气线路老化", "46387"),
    ("青屿家具厂", "五马街道", "公安路5号", "喷漆房无防爆", "2026-12-31"),
    ("松浦市场", "五马街道", "公安路6号", "消防设施损坏", "2026-12-31"),
    ("望瓯宾馆", "松台街道", "水心路7号", "安全出口上锁", "2026年底前"),
    ("澜汀歌厅", "松台街道", "水心路8号", "装修材料易燃", WRONG),
    ("榕汐学校", "广化街道", "水心路9号", "围墙倾斜", "2026-12-31"),
    ("澄埠加油站", "丰门街道", "鹿城路10号", "油罐超期", "2026-12-31"),
    ("汐禾冷库", "藤桥镇", "屿儿路11号", "液氨泄漏风险", "2026-12-31"),
    ("屿岚码头", "七都街道", "七都大道12号", "临水栏杆缺失", "2026-12-31"),
]
"""(unit, street, address, content, deadline); an empty street is merged with the one above."""


def write(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "第二批"
    sheet.append([TITLE])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=WIDE)
    sheet.append(
        ["序号", "整治单位(区域)", "街道", "地址", "隐患主要内容", "五落实", "", "", "", "", "整改期限"]
    )
    sheet.append(["", "", "", "", "", "责任", "措施", "资金", "时限", "预案"])
    sheet.append(["", "", "", "", "", "", "", "(万元)", "", ""])
    for row, column, text in ((2, 12, "责任单位"), (2, 13, "督办单位"), (2, 14, "备注")):
        sheet.cell(row, column, text)
    sheet.merge_cells("F2:J2")
    for column in "ABCDEKLMN":
        sheet.merge_cells(f"{column}2:{column}4")
    for column in "FGIJ":
        sheet.merge_cells(f"{column}3:{column}4")
    _section(sheet, "一、省级(1处)")
    _cases(sheet, PROVINCE, 1)
    _section(sheet, "二、区级(12家)")
    first = sheet.max_row + 1
    _cases(sheet, DISTRICT, 2)
    sheet.merge_cells(start_row=first, end_row=first + 3, start_column=3, end_column=3)
    sheet.append(["小计", "12家", "", "", "", "", "", "360"])
    sheet.append(["合计", "", "", "", "13家(处)", "", "", "390"])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=2)
    sheet.append([])
    sheet.append(["填表人:苏砚舟", "", "", "审核人:林景澄", "", "", "", "", "", "", "填表日期:2026年9月1日"])
    book.save(path)
    return path


def _section(sheet, text: str) -> None:
    sheet.append([text])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=WIDE)


def _cases(sheet, cases, first: int) -> None:
    for number, (unit, street, address, content, deadline) in enumerate(cases, first):
        sheet.append([number, unit, street, address, content, *MEASURES, deadline, unit, "区督办甲局", ""])
