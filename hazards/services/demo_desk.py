"""The leaders' desk of the demonstration: one made-up sheet of another office's assessment rates."""

from datetime import timedelta

from hazards.domain.assessment import Given
from hazards.services import access, assessments, clock
from hazards.services.demo_people import LISTING
from hazards.storage import register
from hazards.storage.store import Store

SOURCE = "演示来源(虚构)"
RATES = {"拔钉率": (87, 12), "供地率": (78, 17), "绿化率": (38, 7)}


def fill(store: Store) -> None:
    """Three rates of the last month for every street; the numbers mean nothing."""
    received = clock.today() - timedelta(days=11)
    month = received.replace(day=1) - timedelta(days=1)
    with store.read() as connection:
        streets = register.load(connection).streets(clock.today())
    rows = [
        Given(unit.name, name, f"{low + n * 5 % span}.{n * 7 % 10}%", f"{month:%Y年%m月}", SOURCE, received)
        for n, unit in enumerate(streets)
        if unit.type != "区直"
        for name, (low, span) in RATES.items()
    ]
    assessments.take(store, access.acting_as(LISTING, store), rows, file_name="外部门考核率_演示.xlsx")
