"""Rows of the permission table by room; tests/matrix/expected.py tells how to read them."""

from tests.matrix.rooms import accountability, desk, exchange, paper, reports, returns, supervision

ROOMS = (supervision, reports, returns, paper, desk, exchange, accountability)
OPERATIONS = "".join(room.OPERATIONS for room in ROOMS)
ROUTES = "".join(room.ROUTES for room in ROOMS)
SHOWS = "".join(room.SHOWS for room in ROOMS)
BESIDE = {name: why for room in ROOMS for name, why in room.BESIDE.items()}
CALLS = {name: call for room in ROOMS for name, call in room.CALLS.items()}
