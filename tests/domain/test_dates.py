"""Dates as people write them: every real day reads back, nothing impossible becomes a day."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hazards.domain.dates import Told, read_day

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
FORMS = (
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y.%m.%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}-{0.month}-{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y}年{0:%m}月{0:%d}日",
    "{0.year}年{0.month}月{0.day}号",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0:%Y%m%d}",
    "{0:%Y-%m-%d} 00:00:00",
    "{0:%Y-%m-%d}T08:30:00+08:00",
    " {0:%Y-%m-%d}\u3000",
)


@given(on=DAYS, form=st.sampled_from(FORMS))
def test_a_real_day_reads_back_in_every_form_people_use(on, form):
    span = read_day(form.format(on))
    assert (span.told, span.first, span.last) == (Told.EXACT, on, on)


@given(on=DAYS)
def test_full_width_digits_read_as_digits(on):
    wide = on.isoformat().translate(
        {ord("0") + n: ord("\uff10") + n for n in range(10)} | {ord("-"): "\uff0d"}
    )
    assert read_day(wide).first == on


@given(on=st.dates(date(1955, 1, 1), date(2099, 12, 31)))
def test_the_serial_numbers_of_a_spreadsheet_are_days(on):
    serial = (on - date(1899, 12, 30)).days
    assert read_day(str(serial)).first == on
    assert read_day(f"{serial}.75").first == on


@given(
    year=st.integers(1950, 2099),
    month=st.integers(0, 99),
    number=st.integers(0, 99),
    form=st.sampled_from(["{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日", "{:04}{:02}{:02}"]),
)
@example(year=2011, month=2, number=30, form="{}-{}-{}")
@example(year=2026, month=13, number=1, form="{}年{}月{}日")
@example(year=2025, month=2, number=29, form="{:04}{:02}{:02}")
@example(year=2026, month=0, number=10, form="{}.{}.{}")
def test_a_day_that_never_was_never_becomes_one(year, month, number, form):
    try:
        real = date(year, month, number)
    except ValueError:
        real = None
    span = read_day(form.format(year, month, number))
    assert (span.told, span.first) == ((Told.EXACT, real) if real else (Told.IMPOSSIBLE, None))


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader_and_a_day_is_given_only_with_its_span(text):
    span = read_day(text)
    dated = span.told in (Told.EXACT, Told.SPAN)
    assert (span.first is not None) == (span.last is not None) == dated
    assert not dated or span.first <= span.last


@pytest.mark.parametrize("text", ["01/02/03", "11-2-3", "3.4.20", "260930"])
def test_an_order_that_cannot_be_known_is_ambiguous(text):
    assert read_day(text).told is Told.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2011年", "2011-01-01", "2011-12-31"),
        ("2011", "2011-01-01", "2011-12-31"),
        ("2008年底前完成", "2008-12-31", "2008-12-31"),
        ("2026年6月", "2026-06-01", "2026-06-30"),
        ("2024.2", "2024-02-01", "2024-02-29"),
        ("2026年6月底前", "2026-06-30", "2026-06-30"),
        ("2026年6月上旬", "2026-06-01", "2026-06-10"),
        ("2026年6月中旬", "2026-06-11", "2026-06-20"),
        ("2026年2月下旬", "2026-02-21", "2026-02-28"),
        ("2026年上半年", "2026-01-01", "2026-06-30"),
        ("2026年下半年", "2026-07-01", "2026-12-31"),
        ("2026年9月30日前上报整改结果", "2026-09-30", "2026-09-30"),
    ],
)
def test_words_for_a_time_are_taken_as_the_span_they_can_mean(text, first, last):
    span = read_day(text)
    assert span.told is Told.SPAN
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["03-15(年份未载)", "长期", "尽快", "立即整改", "待定", "3月15日"])
def test_a_day_without_its_year_and_mere_words_are_no_day(text):
    assert read_day(text).told is Told.UNKNOWN


@pytest.mark.parametrize("text", ["NaN", "nan", "inf", "-Infinity", "1e50", "123", "99999", "2026-13"])
def test_numbers_that_are_no_day_are_impossible_or_unknown_never_a_day(text):
    assert read_day(text).first is None


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_an_empty_cell_tells_nothing(text):
    assert read_day(text).told is Told.NOTHING


def test_the_last_serial_day_is_a_day_and_a_five_digit_number_beyond_is_none():
    assert read_day("80000").first == date(1899, 12, 30) + timedelta(days=80000)
    assert read_day("80001").told is Told.IMPOSSIBLE
