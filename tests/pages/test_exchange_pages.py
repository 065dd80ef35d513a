"""公开包 on 通报: prepared by one, its names put right by hand, signed by another."""

import shutil

import pytest

from hazards.domain.roles import Role
from hazards.storage.store import Store
from tests import people
from tests.pages.conftest import seen, use
from tests.pages.pressing import fill, press
from tests.services.district import add_case


@pytest.fixture
def small(lucheng_file, tmp_path, today, monkeypatch):
    """A district of two cases, one of them a person's house; a listing officer and a leader."""
    shutil.copy(lucheng_file, tmp_path / "hazards.db")
    url = use(f"sqlite:///{tmp_path / 'hazards.db'}", monkeypatch)
    store = Store(url)
    people.hire(store, people.LISTING, Role.LISTING)
    people.hire(store, "lingdao", Role.LEADER)
    add_case(store, street="五马街道")
    add_case(store, street="双屿街道", unit="张三丰")
    return store


def test_a_public_package_is_prepared_by_one_and_signed_by_another(small, draw):
    at = draw("reports", view="public")
    assert "还没有公开包" in seen(at)
    assert "单位名称是个人的 1 件" in seen(at)
    fill(at, next(one.label for one in at.text_input if one.label.startswith("张三丰")), "某住户")
    press(at, "生成并送领导签发")
    assert "公开包第 1 号已生成，待领导签发" in seen(at)
    at = draw("reports", by="lingdao", view="public", publication="1")
    assert "某住户" in seen(at)
    assert "张三丰" not in seen(at)
    press(at, "签发")
    assert "影响评估、评估结论" in seen(at)
    at.checkbox[0].check()
    fill(at, "评估结论", "只含单位信息，可以公开", "text_area")
    press(at, "签发")
    assert "已签发" in seen(at)
    assert "与现在的台账一致" in seen(at)
