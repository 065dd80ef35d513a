"""Originals of complaints: whoever swaps one is found by the same check as with evidence."""

import pytest
from sqlalchemy import update

from hazards.domain.roles import Role
from hazards.services import answering, complaints, evidence, trail
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import blobs
from hazards.storage import tables as t
from tests.accountability.samples import ON, take_in
from tests.services.offices import street, tiny_png


@pytest.fixture
def scanned(store):
    clerk = street(store, "五马街道", Role.CLERK, 7)
    number = take_in(store, clerk)
    answering.note(store, clerk, number, told="到现场", on=ON, files=[("现场.png", tiny_png(6))])
    (scan,) = complaints.file(store, clerk, number).scans
    return scan


def flaws(store) -> list[str]:
    return [flaw.code for flaw in trail.verify(store, LOCAL_ADMIN, blobs.store()).flaws]


def test_an_original_as_it_came_has_no_flaw_and_no_sweep_takes_it(store, scanned):
    assert flaws(store) == []
    assert evidence.sweep(store) == (0, 0)
    assert blobs.store().exists(scanned["sha256"])


def test_another_original_put_in_its_place_is_named(store, scanned):
    other = t.scans.c.id == scanned["id"]
    store.write(lambda c: c.execute(update(t.scans).where(other).values(sha256="0" * 64)))
    assert flaws(store) == ["matter-differs", "file-replaced"]


def test_bytes_that_are_gone_are_named(store, scanned):
    path = blobs.store().place(scanned["sha256"])
    path.rename(path.with_suffix(".gone"))
    assert flaws(store) == ["file-missing"]
