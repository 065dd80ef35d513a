"""Published figures (公布数据): whether parts add up to their total, and a rate is what its figures give."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Figure = int | float | str | Decimal


@dataclass(frozen=True, slots=True)
class Summed:
    """A printed total beside the sum of its parts, in the unit they were printed in."""

    total: Decimal
    parts: Decimal

    @property
    def apart(self) -> Decimal:
        """How far the parts fall short of the total; negative where they exceed it."""
        return self.total - self.parts

    @property
    def agrees(self) -> bool:
        return not self.apart


@dataclass(frozen=True, slots=True)
class Compared:
    """A published percentage beside the one its own figures give, both as they print."""

    published: str
    computed: str

    @property
    def agrees(self) -> bool:
        return self.published == self.computed

    def __str__(self) -> str:
        """As printed: 63.75%, or with what differs, 63.75%(公布数 63.68%，不一致)."""
        told = f"{self.computed}%" if self.computed != "/" else "/"
        return told if self.agrees else f"{told}(公布数 {self.published}%，不一致)"


@dataclass(frozen=True, slots=True)
class Covered:
    """A percentage published of a part of a population, beside what it is of all of it."""

    published: str
    counted: Decimal
    whole: Decimal
    overall: str

    @property
    def partial(self) -> bool:
        """Whether the published percentage left members out."""
        return self.counted < self.whole

    def __str__(self) -> str:
        """As printed: 100%, or 54.17%(公布数 100% 只计72中的39)."""
        if not self.partial:
            return f"{self.published}%"
        return f"{self.overall}%(公布数 {self.published}% 只计{self.whole}中的{self.counted})"


def summed(total: Figure, parts: Iterable[Figure]) -> Summed:
    """Compare a total with the sum of its parts, exactly."""
    return Summed(_exact(total), sum(map(_exact, parts), Decimal(0)))


def compared(published: str, part: Figure, whole: Figure) -> Compared:
    """Compute a percentage anew, half up to as many decimals as were published.

    Args:
        published: the percentage as printed, without its sign: "63.68".
        part, whole: the figures printed beside it, in one unit.
    """
    if not _exact(whole):
        return Compared(published, "/")
    places = len(published.partition(".")[2])
    share = _exact(part) * 100 / _exact(whole)
    return Compared(published, str(share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)))


def covered(published: str, done: Figure, counted: Figure, whole: Figure) -> Covered:
    """Set a percentage of ``counted`` members beside that of the ``whole`` population.

    Args:
        published: the percentage as printed, without its sign.
        done: how many were brought to an end.
        counted: of how many the percentage was published.
        whole: how many there are.

    Raises:
        ValueError: more were counted than there are.
    """
    part, all_ = _exact(counted), _exact(whole)
    if part > all_:
        raise ValueError(f"{part} of {all_} is no part")
    return Covered(published, part, all_, compared("0.00", done, whole).computed)


def _exact(figure: Figure) -> Decimal:
    return figure if isinstance(figure, Decimal) else Decimal(str(figure))
