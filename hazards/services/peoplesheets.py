"""Sheets of people: every account with every post it ever held, as those who audit accounts want it on paper."""

from collections.abc import Mapping
from datetime import timedelta

from hazards.domain.printed import Sheet
from hazards.services import accounts
from hazards.services.access import Scope, post_name
from hazards.services.accounts import Account
from hazards.services.printed import Printed, now
from hazards.storage.store import Store


def people(store: Store, scope: Scope, told: Mapping[str, str]) -> Printed:
    rows = tuple(row for one in accounts.everybody(store, scope) for row in _rows(one))
    heads = ("账号", "姓名", "状态", "职务", "任职", "免职")
    note = "口径：一行一个职务，含已免去的；账号只停用，不删除。"
    return Printed(Sheet("账号和任职表", heads, rows, note), "", now())


def _rows(one: Account) -> list[tuple[str, ...]]:
    who = (one.name, one.person, "停用" if one.disabled else "在用")
    posts = [
        (
            post_name(post),
            post.since.isoformat(),
            (post.until - timedelta(days=1)).isoformat() if post.until else "—",
        )
        for post in one.posts
    ]
    return [(*who, *post) for post in posts or [("无", "—", "—")]]
