"""Counts the table of illegal buildings again from the lists in the xlsx, sharing no line with the program.

    python tests/bulletins/recount_areas.py 2026年10月通报第1期.xlsx

Areas are added up in hundredths of a square metre. Exit 0: every row agrees.
"""

import sys

import openpyxl


def hundredths(value):
    return round(float(value or 0) * 100)


def share(part, whole):
    return (part * 20000 + whole) // (2 * whole) if whole else "/"


def read(cell):
    """A number in hundredths, anything else as it stands."""
    return hundredths(cell) if isinstance(cell, int | float) else cell


def recount(path):
    """(rows looked at, what differs)."""
    book = openpyxl.load_workbook(path)
    told = {name: [[c.value for c in row] for row in book[name].iter_rows()] for name in book.sheetnames}
    cover = {row[0]: row[1] for row in reversed(told["口径"])}
    name = next((n for n in told if "违法建筑处置情况" in n), None)
    if name is None:
        return 0, []
    built, disposed = told["违法建筑名单"][2:], told["违法建筑处置"][2:]
    rows, wrong = 0, []
    for cells in told[name][2:]:
        if cells[1] is None:
            continue
        mine = [b for b in built if cells[0] in ("合计", b[3])]
        ids = {b[0] for b in mine}
        dated = [d for d in disposed if d[0] in ids and d[3]]
        year = [d for d in dated if d[3][:4] == cover["年度"]]
        now = [d for d in dated if cover["期间首日"] <= d[3] <= cover["截止日期"]]

        def of(kept, mine=mine):
            return sum(hundredths(b[6]) for b in mine if kept in b[4])

        def area(done, mark=""):
            return sum(hundredths(d[2]) for d in done if mark in d[1])

        task = read(cells[7])
        wanted = [
            *(len(mine) * 100, of(""), of("新增"), of("存量"), area(dated), share(area(dated), of(""))),
            *(task, len({d[0] for d in year}) * 100, area(year), area(year, "拆除")),
            "—" if task == "—" else share(area(year), task),
            *(area(now), area(now, "拆除")),
        ]
        rows += 1
        if (seen := [read(cell) for cell in cells[1:14]]) != wanted:
            wrong.append(f"{name} / {cells[0]}: {seen} 重新计得 {wanted}")
    return rows, wrong


if __name__ == "__main__":
    looked, differ = recount(sys.argv[1])
    print("\n".join(differ) or f"{looked} 行与名单一致")
    raise SystemExit(1 if differ else 0)
