"""What the matrix knows of this room: who may do what, its routes, what it shows, how it is called."""

from collections.abc import Callable

from tests.matrix.asking import Arguments
from tests.matrix.world import World

OPERATIONS = """
"""

ROUTES = """
"""

SHOWS = """
"""

BESIDE: dict[str, str] = {}

CALLS: dict[str, Callable[[World, str, str], Arguments]] = {}
