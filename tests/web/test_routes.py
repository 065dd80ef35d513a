"""The routes beside Streamlit: assets, map page, layers, downloads, refusals."""

import re
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from hazards.web import vendor
from hazards.web.gate import Gate
from hazards.web.routes import attachment, routes
from tests import people
from tests.web.district import MadeUp


@pytest.fixture
def client(store) -> TestClient:
    app = Starlette(routes=routes(MadeUp()), middleware=[Middleware(Gate)])
    token = people.enter(store)
    return TestClient(app, base_url="http://127.0.0.1:8501", cookies={"sid": token})


def test_the_map_page_loads_everything_from_this_server(client):
    page = client.get("/map/view").text
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(links) == 8
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert "immutable" in answer.headers["cache-control"]


def test_leaflet_finds_its_pictures_beside_itself(client):
    assert client.get(f"{vendor.LEAFLET.address}/images/marker-icon.png").status_code == 200


def test_the_map_page_may_neither_eval_nor_speak_to_another_host(client):
    policy = client.get("/map/view").headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_an_address_of_our_own_files_changes_with_their_content():
    assert re.fullmatch(r"/assets/own/[0-9a-f]{12}", vendor.own_address())


@pytest.mark.parametrize("name", ["__init__.py", "../__init__.py", "..%2f__init__.py", "", "%2fetc%2fpasswd"])
def test_assets_hand_out_nothing_but_what_a_page_uses(client, name):
    for address in (vendor.LEAFLET.address, vendor.own_address()):
        assert client.get(f"{address}/{name}").status_code == 404


def test_a_layer_is_geojson_filtered_by_the_query(client):
    every = client.get("/layers/cases.geojson").json()["features"]
    roads = client.get("/layers/cases.geojson?kind=road").json()["features"]
    assert len(every) == 240
    assert {f["properties"]["kind"] for f in roads} == {"road"}
    assert len(client.get("/layers/streets.geojson").json()["features"]) == 14


def test_an_unchanged_layer_costs_no_bytes_the_second_time(client):
    first = client.get("/layers/streets.geojson")
    again = client.get("/layers/streets.geojson", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in first.headers["cache-control"]


def test_a_download_keeps_its_chinese_name(client):
    answer = client.get("/download/ledger.csv")
    told = answer.headers["content-disposition"]
    assert told.startswith('attachment; filename="download.csv"')
    assert told.endswith("filename*=UTF-8''" + quote("鹿城区台账 2026-11-21.csv"))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == "编号\r\n".encode()


def test_a_file_name_cannot_break_out_of_its_header():
    told = attachment('a"\r\nSet-Cookie: x=1\\../b.xlsx')
    assert "\r" not in told
    assert "\n" not in told
    assert told.count('"') == 2
    assert "/" not in told


def test_a_refusal_is_a_short_chinese_answer(client):
    as_data = client.get("/download/secret.txt")
    assert as_data.status_code == 404
    assert as_data.json()["code"] == "unknown-export"
    as_page = client.get("/download/<script>.txt", headers={"Accept": "text/html"})
    assert "请回到台账" in as_page.text
    assert "<script>" not in as_page.text


def test_a_fault_of_ours_shows_no_traceback():
    class Broken(MadeUp):
        def streets(self, asked):
            raise KeyError("secret detail")

    client = TestClient(Starlette(routes=routes(Broken(), visitor=lambda request: ("store", "scope"))))
    answer = client.get("/layers/streets.geojson")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "系统出错" in answer.json()["message"]


def test_health_needs_no_database(client):
    assert client.get("/healthz").text == "ok"


def test_the_overview_is_found_under_its_name_too(client):
    answer = client.get("/overview?kind=building", follow_redirects=False)
    assert answer.headers["location"] == "/?kind=building"
