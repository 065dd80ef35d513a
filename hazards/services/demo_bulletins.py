"""The bulletins of the demonstration: one month and the quarter before it, published by two persons."""

from datetime import timedelta

from hazards.services import access, clock, publishing
from hazards.services.demo_people import LEADER, LISTING
from hazards.storage.store import Store


def fill(store: Store) -> None:
    """The month before last, and the last quarter that had ended by then.

    The month just over is left to whoever tries the product.
    """
    month = (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=1)
    quarters = month.year * 4 + month.month // 3 - 1  # whole quarters ended with that month
    clerk, leader = access.acting_as(LISTING, store), access.acting_as(LEADER, store)
    for kind, told in (("month", f"{month:%Y-%m}"), ("quarter", f"{quarters // 4}-Q{quarters % 4 + 1}")):
        publishing.publish(store, leader, publishing.draft(store, clerk, kind, told))
