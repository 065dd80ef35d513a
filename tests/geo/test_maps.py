"""The map page: whole without a network, and deaf to what a name contains."""

import re

import folium
import folium.plugins
import pytest

from geo.maps import Assets, TileLayer, localise, page, remote_links

ASSETS = Assets(
    libraries=(("leaflet", "/v/leaflet.js"), ("leaflet_css", "/v/leaflet.css")),
    scripts=("/own/map.js",),
    styles=("/own/map.css",),
)


def _page(**other) -> str:
    told = {
        "streets_url": "/layers/streets.geojson",
        "cases_url": "/layers/cases.geojson",
        "assets": ASSETS,
        "bounds": (120.4, 27.9, 120.8, 28.2),
        "schematic": True,
        "title": "鹿城区",
        **other,
    }
    return page(**told)


def test_the_page_names_no_other_host():
    text = _page()
    assert "//" not in re.sub(r"(/v|/own|/layers)/", "", text)
    assert "http:" not in text
    assert "https:" not in text


def test_no_folium_class_would_load_anything_from_outside():
    localise(dict(ASSETS.libraries))
    assert remote_links() == []
    view = folium.Map(tiles=None)
    folium.plugins.MarkerCluster().add_to(view)
    folium.plugins.Draw().add_to(view)
    assert "https://" not in view.get_root().render()


def test_our_files_come_after_the_libraries_they_need():
    text = _page()
    assert text.index("/v/leaflet.js") < text.index("/own/map.js")
    assert text.index("/v/leaflet.css") < text.index("/own/map.css")


@pytest.mark.parametrize("name", ["</title><script>alert(1)</script>", "{{ 7 * 7 }}", "${alert(1)}", "`'\""])
def test_a_district_name_stays_text(name):
    text = _page(title=name)
    assert "<script>alert" not in text
    assert "49" not in re.findall(r"<title>(.*?)</title>", text, re.S)[0]
    assert text.count("alert(1)") == name.count("alert(1)")


def test_a_base_map_is_named_by_its_host_and_carries_its_credit():
    layer = TileLayer("天地图", "https://t{s}.tianditu.gov.cn/vec/{z}/{x}/{y}", "天地图 GS(2024)0650号")
    assert layer.origin == "https://t*.tianditu.gov.cn"
    text = _page(tile_layers=(layer,))
    assert "tianditu.gov.cn" in text
    assert "\\u5929\\u5730\\u56fe" in text


def test_a_base_map_with_template_signs_is_refused():
    with pytest.raises(ValueError, match="template"):
        TileLayer("x", "https://a.example/{z}/{x}/{y}", "{{ config }}")


def test_the_page_is_rendered_once_for_the_same_question():
    assert _page() is _page()
