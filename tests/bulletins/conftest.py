"""One demonstration year told once: five issues, two acts entered late, and what the next issue says of them."""

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.services import bulletins, casework, proposals, publishing
from hazards.services.access import Scope
from hazards.services.published_cutoffs import Restates
from hazards.storage.store import Store
from tests.conftest import TODAY
from tests.pages.conftest import demo_file, draw
from tests.services.district import add_case
from tests.services.offices import file, office, place

__all__ = ["demo_file", "draw"]

LISTING, SECOND, LEADER = (
    office(Role.LISTING, 9001, "吴安办"),
    office(Role.LISTING, 9002, "郑安办"),
    office(Role.LEADER, 9003, "黄区长"),
)


@dataclass
class Story:
    """What was done, in order; ``numbers`` are the issues by (kind, period), ``warned`` what was told first."""

    store: Store
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    withdrawn: int = 0
    struck: int = 0
    warned: list[str] = field(default_factory=list)
    handed_out: dict[str, bytes] = field(default_factory=dict)

    def issue(self, kind: str, period: str, by: Scope = LEADER) -> None:
        number = publishing.draft(self.store, LISTING, kind, period)
        publishing.publish(self.store, by, number)
        self.numbers[kind, period] = number

    def look(self, kind: str, period: str) -> bulletins.Look:
        return bulletins.look(self.store, LEADER, self.numbers[kind, period])


@pytest.fixture(scope="session")
def story(demo_file: Path) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", TODAY)
        patch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{demo_file}")
        store = Store(f"sqlite:///{demo_file}")
        told = Story(store)
        common = {
            "level": "区级",
            "year": 2026,
            "listed_on": date(2026, 4, 10),
            "deadline": date(2026, 12, 31),
        }
        told.withdrawn = add_case(store, unit="云帆纸箱厂", street="双屿街道", **common)
        told.struck = add_case(store, unit="屿岚打印社", street="五马街道", **common)
        place(store, told.withdrawn, "rectifying", stage_on=date(2026, 5, 10))
        place(store, told.struck, "accepted", stage_on=date(2026, 9, 20))
        told.issue("year", "2025")
        told.issue("quarter", "2026-Q3")
        told.issue("week", "2026-W46", by=SECOND)
        told.issue("month", "2026-09")
        september = told.numbers["month", "2026-09"]
        told.handed_out = {k: bulletins.file(store, LEADER, september, k)[0] for k in bulletins.FILES}
        _late(told)
        told.issue("month", "2026-10")
        yield told
        store.engine.dispose()


def _late(told: Story) -> None:
    """A withdrawal and a strike-off dated in September, entered in November."""
    scan = file(told.store, LISTING, told.withdrawn, "decision")
    withdrawal: dict[str, Any] = {
        "on": date(2026, 9, 25),
        "told": {"why": "与另案重复挂牌", "document": "鹿安委办〔2026〕33号"},
        "scan": scan,
    }
    strike: dict[str, Any] = {
        "on": date(2026, 9, 28),
        "told": {"how": "整改完成", "document": "鹿安委办销〔2026〕41号"},
        "scan": file(told.store, LISTING, told.struck, "decision"),
    }
    acts = (
        lambda **more: proposals.propose(
            told.store, LISTING, told.withdrawn, Action.WITHDRAW, **withdrawal, **more
        ),
        lambda **more: casework.take(told.store, LISTING, told.struck, Action.STRIKE_OFF, **strike, **more),
    )
    for act in acts:
        with pytest.raises(Restates) as caught:
            act()
        told.warned.append(str(caught.value))
    number = acts[0](acknowledged=True)
    proposals.confirm(told.store, SECOND, number)
    acts[1](acknowledged=True)


@pytest.fixture
def at_home(story: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The story's store, on its day."""
    monkeypatch.setenv("HAZARDS_TODAY", TODAY)
    monkeypatch.setenv("HAZARDS_DATABASE_URL", str(story.store.url))
    return story


@pytest.fixture
def environment(story: Story) -> dict[str, str]:
    """For another process."""
    return {**os.environ, "HAZARDS_TODAY": TODAY, "HAZARDS_DATABASE_URL": str(story.store.url)}
