"""Rates of other offices: taken as given, never computed with, each fault said in Chinese."""

from datetime import date

import pytest
from sqlalchemy import select

from hazards.domain.assessment import Given, understand
from hazards.domain.errors import Unreadable
from hazards.domain.roles import Role
from hazards.services import assessments
from hazards.services.access import LOCAL_ADMIN, Scope
from hazards.services.assessments import Said
from hazards.storage import tables as t

TODAY = date(2026, 11, 21)
SAID = {"period": "2026年10月", "source": "区征收办", "received": "2026-11-10"}
HEAD = Said("2026年10月", "区征收办", date(2026, 11, 10))
WIDE = [
    ["鹿城区10月考核情况", "", "", ""],
    ["序号", "街镇", "拔钉率", "绿化率"],
    ["1", "五马街道", "92.5%", "＝41"],
    ["2", "合计", "", "40"],
]


def test_a_sheet_with_a_column_for_every_rate_is_read_as_text():
    rows, findings = understand(WIDE, SAID, TODAY)
    assert rows[0] == Given("五马街道", "拔钉率", "92.5%", "2026年10月", "区征收办", date(2026, 11, 10))
    assert [(one.street, one.name, one.value) for one in rows[1:]] == [
        ("五马街道", "绿化率", "＝41"),
        ("合计", "绿化率", "40"),
    ]
    assert [(one.row, one.column, one.code) for one in findings] == [(2, "拔钉率", "value-missing")]
    assert "不写作 0" in findings[0].remedy


def test_a_long_sheet_says_its_own_period_source_and_day():
    grid = [
        ["属地", "指标", "数值", "期间", "来源单位", "收件日期"],
        ["五马街道", "供地率", "78", "2026年9月", "区自然资源分局", "2026年10月8日"],
        ["五马街道", "供地率", "79", "2026年9月", "区自然资源分局", "2026年10月8日"],
        ["", "供地率", "80", "", "", "2027-01-01"],
    ]
    rows, findings = understand(grid, {}, TODAY)
    assert [(one.value, one.period, one.received) for one in rows] == [("78", "2026年9月", date(2026, 10, 8))]
    assert [one.code for one in findings] == [
        "row-repeated",
        "street-missing",
        "period-missing",
        "source-missing",
        "date-future",
    ]


@pytest.mark.parametrize("grid", [[["拔钉率"], ["1"]], [["街镇", "序号"], ["五马街道", "1"]]])
def test_a_sheet_without_streets_or_rates_is_refused_with_what_to_do(grid):
    with pytest.raises(Unreadable, match="街镇"):
        understand(grid, SAID, TODAY)


def test_what_was_given_before_is_replaced_and_told_in_the_trail(store):
    sheet = "街镇\t拔钉率\n五马街道\t{}\n外地镇\t50%"
    first = assessments.check_pasted(store, LOCAL_ADMIN, sheet.format("92%"), HEAD)
    assert [one.code for one in first.findings] == ["unknown-street"]
    assert assessments.take(store, LOCAL_ADMIN, first.rows) == 2
    again = assessments.check_pasted(store, LOCAL_ADMIN, sheet.format("93%"), HEAD)
    assert (again.unchanged, again.changed) == (1, 1)
    assert assessments.take(store, LOCAL_ADMIN, again.rows) == 1
    told = assessments.tables(store, LOCAL_ADMIN)
    assert told[0].rows == [("五马街道", ["93%"]), ("外地镇", ["50%"])]
    with store.read() as connection:
        asked = select(t.events.c.data).where(t.events.c.action == "assessments-taken")
        last = connection.execute(asked.order_by(t.events.c.id)).scalars().all()[-1]
    assert '"92%"' in last
    assert '"93%"' in last


def test_a_street_sees_its_own_line_only(store):
    sheet = "街镇\t拔钉率\n五马街道\t92%\n南汇街道\t88%\n外地镇\t50%"
    assessments.take(store, LOCAL_ADMIN, assessments.check_pasted(store, LOCAL_ADMIN, sheet, HEAD).rows)
    with store.read() as connection:
        key = connection.execute(
            select(t.assessments.c.jurisdiction_id).where(t.assessments.c.street == "五马街道")
        ).scalar_one()
    clerk = Scope("填报员", Role.CLERK, jurisdictions=frozenset({key}))
    assert [row for table in assessments.tables(store, clerk) for row in table.rows] == [
        ("五马街道", ["92%"])
    ]
