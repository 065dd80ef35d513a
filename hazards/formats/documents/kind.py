"""A kind of document (文种): its title, its series, its facts, and what writes it."""

from collections.abc import Callable
from dataclasses import dataclass

from hazards.formats.documents.facts import Filed


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """``series`` is the word its numbers run under within a year, empty where it carries none of an
    organ; ``write(*facts)`` gives the docx, one document for each of the facts.
    """

    title: str
    series: str
    facts: type[Filed]
    write: Callable[..., bytes]
