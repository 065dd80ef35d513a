"""Arguments of an operation, made from world, actor and case."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.matrix.world import World

ON = date(2026, 11, 20)
Arguments = tuple[tuple[Any, ...], dict[str, Any]]


def nothing(*_: Any) -> Arguments:
    return (), {}


def given(*positional: Any, **named: Any) -> Callable[..., Arguments]:
    return lambda world, actor, case: (positional, named)


def of_case(*more: Any, **named: Any) -> Callable[..., Arguments]:
    return lambda world, actor, case: ((world.cases[case], *more), named)


def of(what: str, *more: Any, **named: Any) -> Callable[..., Arguments]:
    return lambda world, actor, case: ((getattr(world, what)[case], *more), named)


def with_(build: Callable[[World, str, str], Any], **named: Any) -> Callable[..., Arguments]:
    """One tuple of arguments made from world, actor and case."""
    return lambda world, actor, case: (build(world, actor, case), named)
