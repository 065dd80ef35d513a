"""Tracks out of GeoJSON and GPX: read as walked, measured on the ground, refused with a reason."""

import orjson
import pytest

from geo import tracks
from hazards.domain.errors import Unreadable
from hazards.formats.tracks import read_track

LINE = {"type": "LineString", "coordinates": [[120.65, 28.01, 5], [120.66, 28.01, 6]]}
GPX = b"""<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="28.01" lon="120.65"/><trkpt lat="28.01" lon="120.66"/></trkseg></trk></gpx>"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">
<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trk><trkseg>&b;&x;</trkseg></trk></gpx>"""


@pytest.mark.parametrize(
    "data",
    [
        orjson.dumps(LINE),
        orjson.dumps({"type": "Feature", "properties": {}, "geometry": LINE}),
        orjson.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": LINE}]}),
        orjson.dumps({"type": "MultiLineString", "coordinates": [LINE["coordinates"]]}),
        b"\xef\xbb\xbf" + GPX,
    ],
    ids=["line", "feature", "collection", "several", "gpx"],
)
def test_a_track_is_read_and_measured_in_metres(data):
    parts = read_track(data)
    assert parts == [[(120.65, 28.01), (120.66, 28.01)]]
    # a hundredth of a degree of longitude: 1113.2 m at the equator, times cos 28.01°
    assert tracks.length_m(tracks.line(parts)) == pytest.approx(983.6, abs=1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "track-unknown"),
        (b"{", "track-unknown"),
        (b'{"type": "LineString", "coordinates": 3}', "track-unknown"),
        (b"<gpx><trk>", "track-unknown"),
        (b"%PDF-1.7", "track-unknown"),
        (orjson.dumps({"type": "Point", "coordinates": [120.65, 28.01]}), "track-empty"),
        (orjson.dumps({"type": "LineString", "coordinates": [[120.65, 28.01]]}), "track-empty"),
        (
            orjson.dumps({"type": "LineString", "coordinates": [[28.01, 120.65], [28.02, 120.66]]}),
            "track-outside",
        ),
        (BOMB, "track-empty"),
        (b" " * (8 * 1024 * 1024 + 1), "track-too-large"),
    ],
)
def test_what_is_no_track_is_refused(data, code):
    with pytest.raises(Unreadable) as refused:
        read_track(data)
    assert refused.value.code == code
