"""Drawings: names and pins stay on the sheet and off each other; nothing of a name is markup."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hazards.formats import drawings
from hazards.formats.drawings import Area, Pin

SQUARE = ((120.6, 28.0), (120.7, 28.0), (120.7, 28.1), (120.6, 28.1), (120.6, 28.0))
STREET = Area(1, "五马街道", (SQUARE,), "#B5DAC5", (120.65, 28.05))


@given(
    st.lists(
        st.tuples(st.floats(120.6, 120.7), st.floats(28.0, 28.1)).map(lambda p: Pin("1", *p)), max_size=40
    )
)
def test_pins_stay_on_the_sheet_and_off_each_other(pins):
    drawn = drawings.street_map([STREET], pins)
    width, height = (float(v) for v in re.search(r'viewBox="0 0 (\S+) (\S+)"', drawn).groups())
    found = [
        tuple(float(v) for v in one) for one in re.findall(r'<circle cx="(\S+)" cy="(\S+)" r="(\S+)"', drawn)
    ]
    assert len(found) == len(pins)
    for n, (x, y, r) in enumerate(found):
        assert r - 0.2 <= x <= width - r + 0.2
        assert r - 0.2 <= y <= height - r + 0.2
        for other in found[:n]:
            assert max(abs(x - other[0]), abs(y - other[1])) >= 2 * r - 0.3


def test_a_name_that_looks_like_markup_is_text():
    drawn = drawings.street_map([Area(1, "<script>", (SQUARE,), "#fff", (120.65, 28.05))])
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_a_district_without_boundaries_and_cases_is_still_a_drawing():
    assert drawings.street_map([]).startswith("<svg")


def test_each_year_is_a_line_of_its_own_and_months_without_cases_have_no_point():
    points = [(date(2025, 11, 30), 50.0), (date(2025, 12, 31), 60.0), (date(2026, 1, 31), None)]
    drawn = drawings.curve(points, 95)
    assert drawn.count("<polyline") == 2
    assert drawn.count("<circle") == 2
    assert "目标 95%" in drawn
