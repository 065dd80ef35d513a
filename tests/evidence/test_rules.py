"""Names, receipts, claims against facts: what is true without a computer."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.domain.evidence import (
    BadName,
    CaseClosed,
    Claim,
    NotAPhotograph,
    UnknownKind,
    check_digit,
    clean_name,
    compare,
    distance_text,
    fits,
    fitting_name,
    gap_text,
    metres,
    receipt,
    receives,
    words,
)
from hazards.domain.roles import Role

HERE = timezone(timedelta(hours=8))
NOON = datetime(2026, 11, 21, 12, tzinfo=HERE)
SITE = [(120.68, 27.985)]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("照片 (1).JPG", "照片 (1).JPG"),
        ("../../../../etc/cron.d/x.jpg", "x.jpg"),
        ("..\\..\\windows\\x.jpg", "x.jpg"),
        ("a\x00.jpg", "a.jpg"),
        ("x.jpg\r\nSet-Cookie: a=b", "x.jpgSet-Cookie: a=b"),
        ("CON.jpg", "_CON.jpg"),
        ("lpt1", "_lpt1"),
        ("", "未命名"),
        ("\u200b\u202e", "未命名"),
        ("  . . ", "未命名"),
    ],
)
def test_a_name_is_only_a_text(told, kept):
    assert clean_name(told) == kept


@pytest.mark.parametrize("told", ["\u202egpj.exe", ".htaccess", "a.EXE", "b.html", "c.SvG", "d.jpg.lnk"])
def test_a_name_that_could_do_harm_where_it_is_saved_is_refused(told):
    with pytest.raises(BadName, match="文件没有收下"):
        clean_name(told)


@given(st.text(max_size=400))
def test_no_name_keeps_a_folder_a_control_sign_or_undue_length(told):
    try:
        kept = clean_name(told)
    except BadName:
        return
    assert kept
    assert len(kept) <= 121
    assert not set(kept) & set("/\\\0\r\n\t\u202e\u200b")
    assert not kept.startswith(".")


def test_a_long_name_keeps_its_ending():
    assert clean_name("长" * 300 + ".jpg").endswith("长.jpg")


def test_an_ending_tells_what_the_content_is():
    assert fitting_name("a.pdf", "image/jpeg") == "a.pdf.jpg"
    assert fitting_name("a.JPEG", "image/jpeg") == "a.JPEG"
    assert fitting_name("照片", "image/png") == "照片.png"


@given(st.integers(2000, 2099), st.integers(1, 999_999), st.integers(0, 9), st.integers(0, 9))
def test_any_one_digit_misread_makes_another_check_digit(year, serial, place, digit):
    digits = f"{year}{serial:06d}"
    other = digits[:place] + str(digit) + digits[place + 1 :]
    assert (check_digit(other) == check_digit(digits)) == (other == digits)


def test_a_receipt_can_be_read_out():
    assert receipt(2026, 123) == f"证〔2026〕000123-{check_digit('2026000123')}"


def test_two_hundred_metres_are_near_and_one_more_is_far():
    def flags(north_m: float) -> list[str]:
        return compare(Claim(None, 120.68, 27.985 + north_m / 111_195), SITE, [], NOON)[0]

    assert flags(199.9) == []
    assert flags(200.2) == ["far"]


def test_the_nearest_point_of_a_road_counts():
    road = [(120.60, 27.9), (120.68, 27.985)]
    assert compare(Claim(None, 120.6801, 27.985), road, [], NOON) == ([], 9.8)


def test_without_a_site_or_a_place_nothing_is_said():
    assert compare(Claim(None, 116.4, 39.9), [], [], NOON) == ([], None)
    assert compare(Claim(), SITE, [date(2026, 4, 1)], NOON) == ([], None)


@pytest.mark.parametrize(
    ("at", "flags"),
    [
        (NOON + timedelta(minutes=10), []),
        (NOON + timedelta(minutes=10, seconds=1), ["future"]),
        (datetime(2026, 4, 1, 0, 0, tzinfo=HERE), []),
        (datetime(2026, 3, 31, 23, 59, 59, tzinfo=HERE), ["older"]),
        (datetime(2026, 3, 31, 16, 0, tzinfo=UTC), []),  # already the first of April here
    ],
)
def test_time_is_compared_with_the_clock_and_with_the_first_day_of_the_case(at, flags):
    since = [None, date(2026, 4, 1), date(2026, 5, 1)]
    assert compare(Claim(at), SITE, since, NOON)[0] == flags


def test_distances_and_gaps_read_as_people_say_them():
    assert distance_text(199.6) == "200米"
    assert distance_text(1249) == "1.2公里"
    assert words(["far", "unread"], 1249.0) == ["拍摄位置距现场1.2公里"]
    assert gap_text(NOON - timedelta(days=3, hours=1), NOON) == "拍摄后3天上传"
    assert gap_text(NOON - timedelta(hours=5), NOON) == "拍摄后5小时上传"
    assert gap_text(NOON, NOON) == "拍摄后1小时内上传"
    assert gap_text(None, NOON) == gap_text(NOON + timedelta(days=1), NOON) == ""


def test_a_metre_is_a_metre():
    assert round(metres(120.68, 27.985, 120.68, 27.986)) == 111
    assert metres(1, 2, 1, 2) == 0


def test_a_photograph_is_a_picture_or_a_film_and_a_paper_may_be_a_picture_of_it():
    for good in ("image/jpeg", "image/heic", "video/mp4"):
        fits("after", good)
    fits("scan", "image/jpeg")
    fits("contingency", "application/msword")
    with pytest.raises(NotAPhotograph, match="整改后照片"):
        fits("after", "application/pdf")
    with pytest.raises(UnknownKind):
        fits("anything", "image/jpeg")


@pytest.mark.parametrize("over", ["struck-off", "withdrawn", "transferred"])
@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.DEPARTMENT, Role.LISTING])
def test_what_is_over_takes_only_sealed_papers_of_offices(over, role):
    for stage, state in ((over, over), ("rectifying", over)):  # imported cases know their state only
        row = {"stage": stage, "state": state}
        with pytest.raises(CaseClosed):
            receives(row, role, "after")
        if role in (Role.DEPARTMENT, Role.LISTING):
            receives(row, role, "scan")
        else:
            with pytest.raises(CaseClosed, match="不再收材料"):
                receives(row, role, "scan")
    receives({"stage": "submitted", "state": "open"}, role, "after")
