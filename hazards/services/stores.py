"""The store of this installation, and the archive shipped in data/."""

import os
from functools import lru_cache
from pathlib import Path

from sqlalchemy.exc import OperationalError

from hazards.domain.errors import Refusal
from hazards.storage import migrations
from hazards.storage.store import Store

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"


class NotMigrated(Refusal):
    code = "not-migrated"
    says = "数据库结构不是当前版本。"
    remedy = "请先运行 python -m hazards migrate。"


class Unreachable(Refusal):
    code = "database-unreachable"
    says = "无法打开数据库。"
    remedy = "请系统管理员核对 HAZARDS_DATABASE_URL，并确认数据库正在运行、磁盘未满。"


@lru_cache(maxsize=8)
def _open(url: str) -> Store:
    return Store(url)


def database_url() -> str:
    return os.environ.get("HAZARDS_DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'hazards.db'}"


def open_store() -> Store:
    """The store named by ``HAZARDS_DATABASE_URL``; one object per process and address."""
    return _open(database_url())


def written() -> Store | None:
    """The store of this installation, if this process wrote to it."""
    if not _open.cache_info().currsize:
        return None
    store = open_store()
    return store if store.wrote else None


def ready_store() -> Store:
    """The same, refusing a store whose schema is not current.

    Raises:
        NotMigrated, Unreachable
    """
    try:
        store = open_store()
        current = _current(store)
    except (OperationalError, OSError) as error:
        raise Unreachable from error
    if not current:
        raise NotMigrated
    return store


_checked: set[str] = set()


def _current(store: Store) -> bool:
    key = str(store.url)
    if key not in _checked and migrations.is_current(store):
        _checked.add(key)
    return key in _checked


def migrate() -> None:
    migrations.migrate(open_store())
