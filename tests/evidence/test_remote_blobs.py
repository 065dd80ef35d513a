"""The same store behind s3://, against moto's server; nothing else is claimed for it."""

import io
from collections.abc import Iterator

import fsspec
import pytest
from moto.server import ThreadedMotoServer

from hazards.services import evidence
from hazards.storage import blobs
from tests.evidence.samples import photo, told


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, monkeypatch) -> Iterator[str]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "HAZARDS_EVIDENCE_URL": "s3://guapai/evidence",
    }.items():
        monkeypatch.setenv(name, value)
    blobs.open_blobs.cache_clear()
    fsspec.filesystem("s3").clear_instance_cache()
    there = fsspec.filesystem("s3", use_listings_cache=False)
    there.mkdir("guapai")
    yield "guapai"
    there.rm("guapai", recursive=True)
    blobs.open_blobs.cache_clear()


def test_a_file_goes_to_the_object_store_and_comes_back_unchanged(store, case, shuangyu, bucket):
    receipt = evidence.add(store, shuangyu, case, io.BytesIO(photo()), told())
    kept = blobs.store()
    assert (kept.exists(receipt.sha256), kept.size(receipt.sha256)) == (True, len(photo()))
    assert kept.digest(receipt.sha256) == receipt.sha256
    with evidence.get(store, shuangyu, receipt.id).open() as file:
        assert file.read() == photo()
    assert evidence.view(store, shuangyu, receipt.id).stat().st_size > 100
    assert list(kept.digests()) == [receipt.sha256]
    names = fsspec.filesystem("s3", use_listings_cache=False).find(bucket)
    assert names == [f"guapai/evidence/sha256/{receipt.sha256[:2]}/{receipt.sha256}"]


def test_the_route_streams_it_out(door, store, case, shuangyu, bucket):
    receipt = evidence.add(store, shuangyu, case, io.BytesIO(photo()), told())
    answer = door(shuangyu).get(f"/evidence/{receipt.id}")
    assert answer.content == photo()
    assert answer.headers["content-disposition"].startswith("attachment")


def test_the_sweep_touches_nothing_young(store, case, shuangyu, bucket):
    receipt = evidence.add(store, shuangyu, case, io.BytesIO(photo()), told())
    assert blobs.store().sweep(lambda digests: set()) == (0, 0)
    assert blobs.store().exists(receipt.sha256)


def test_missing_bytes_are_missed(bucket):
    assert blobs.store().digest("0" * 64) is None
