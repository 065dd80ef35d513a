"""Every service operation × every actor × own, co-, foreign and missing cases."""

import pytest

from hazards.services.access import OPERATIONS
from tests.matrix import calls, rooms
from tests.matrix.expected import SHOWS
from tests.matrix.judging import CASES, NONE, expected, judged, of_row, operations, sight
from tests.matrix.world import MARK

ROWS, ACTORS = operations(), sight()
BLIND = {actor for actor, (_, seen) in ACTORS.items() if seen["B"] == "-"}


def test_every_operation_has_a_row_and_every_row_an_operation(world):
    assert set(OPERATIONS) == set(ROWS)
    assert set(calls.CALLS) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_an_operation_answers_every_actor_as_written(world, name):
    """And every word of case B is marked: whoever does not see B reads none of them anywhere."""
    row, wrong, readers = ROWS[name], [], set()
    for actor, (letter, seen) in ACTORS.items():
        scope = world.scope(actor)
        missing = ""
        for case in reversed(CASES) if row.about not in ("", "own") else CASES[:1]:
            told = of_row(row, judged(lambda a=actor, s=scope, c=case: calls.call(world, name, a, s, c)))
            wanted = expected(row, letter, seen[case])
            if case == "missing":
                missing = told.text
            if told.kind != wanted or told.broken or (wanted == NONE and told.text != missing):
                wrong.append(f"{actor} × {case}: {told.kind} {told.text}{told.broken}, expected {wanted}")
            if MARK in told.text + spelled(told.value):
                readers.add(actor)
    assert not wrong, "\n".join([name, *wrong])
    assert not readers & BLIND
    if row.about in ("", "own"):
        assert bool(readers) == (name in (SHOWS + rooms.SHOWS).split()), (
            "what shows cases by name is written down"
        )


def spelled(value: object) -> str:
    """Every text in an answer; of files their bytes."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return "".join(spelled(v) for pair in value.items() for v in pair)
    if isinstance(value, list | tuple | set | frozenset):
        return "".join(spelled(v) for v in value)
    return repr(value)
