"""Typesetting: no text is markup, the same facts are the same bytes, a missing font is said."""

import pytest

from hazards.formats import fonts, typeset

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50" font-size="20" '
    'font-family="Noto Sans CJK SC"><text y="30">{}</text></svg>'
)


def test_a_drawing_becomes_the_same_picture_every_time():
    one, again = typeset.picture(SVG.format("五马街道")), typeset.picture(SVG.format("五马街道"))
    assert one == again
    assert one.startswith(b"\x89PNG")
    assert one != typeset.picture(SVG.format("松台街道"))


def test_a_machine_without_chinese_fonts_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FACES", {"song": ("no such font",)})
    fonts.faces.cache_clear()
    try:
        with pytest.raises(fonts.NoFont, match="fonts-noto-cjk"):
            typeset.picture(SVG.format("五马街道"))
    finally:
        fonts.faces.cache_clear()


def test_signs_no_font_has_are_found_and_common_ones_are_not():
    assert fonts.unprintable(["五马街道〔2026〕3号：㎡、①、ABC 12.5%", "😀"]) == {"😀"}
