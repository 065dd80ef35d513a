"""When a document counts as served (送达)."""

from datetime import date, timedelta

ANNOUNCED = "公告送达"
SHORTER_SINCE = date(2022, 1, 1)


def effective(way: str, on: date) -> date:
    """The day from which periods run: by announcement thirty days later, sixty before 2022.

    Law: service.announcement
    """
    if way != ANNOUNCED:
        return on
    return on + timedelta(days=30 if on >= SHORTER_SINCE else 60)
