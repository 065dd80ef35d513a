"""Sessions: alive while used, ended at once when told, the same after a restart."""

import time

import pytest

from hazards.domain.roles import Role
from hazards.services import accounts, delegation, login, posts, sessions
from hazards.services.access import LOCAL_ADMIN, acting_as
from hazards.services.sessions import NoSuchPost
from hazards.storage.store import Store
from tests.people import PASSWORD, enter, hire
from tests.services.district import key_of


@pytest.fixture
def clerk(store):
    return hire(store, "clerk", Role.CLERK, jurisdiction=key_of(store, "五马街道"))


def at(monkeypatch, moment):
    monkeypatch.setenv("HAZARDS_TODAY", f"2026-11-21T{moment}")


def test_a_session_ends_after_half_an_hour_of_silence(store, clerk, monkeypatch):
    at(monkeypatch, "08:00")
    token = enter(store, "clerk")
    for moment in ("08:29", "08:58", "09:27"):
        at(monkeypatch, moment)
        assert sessions.identify(store, token)
    at(monkeypatch, "09:57")
    assert sessions.identify(store, token) is None


def test_a_session_ends_after_twelve_hours_however_busy(store, clerk, monkeypatch):
    at(monkeypatch, "08:00")
    token = enter(store, "clerk")
    for minute in range(8 * 60 + 20, 20 * 60, 20):
        at(monkeypatch, f"{minute // 60:02}:{minute % 60:02}")
        assert sessions.identify(store, token)
    at(monkeypatch, "20:00")
    assert sessions.identify(store, token) is None


def test_looking_is_noted_once_a_minute_at_most(store, clerk, monkeypatch):
    at(monkeypatch, "08:00")
    token = enter(store, "clerk")
    scope = acting_as("clerk", store)
    at(monkeypatch, "08:00:59")
    sessions.identify(store, token)
    assert "08:00:00" in sessions.mine(store, scope)[0].seen
    at(monkeypatch, "08:01")
    sessions.identify(store, token)
    assert "08:01:00" in sessions.mine(store, scope)[0].seen


def test_a_session_survives_a_restart(store, clerk):
    token = enter(store, "clerk")
    store.engine.dispose()
    assert sessions.identify(Store(str(store.url)), token).name == "clerk"


@pytest.mark.parametrize("token", ["", "x", "\x00", "é" * 50, "' OR 1=1 --", "\ud800"])
def test_a_made_up_cookie_is_nobody(store, clerk, token):
    assert sessions.identify(store, token) is None


def test_an_administrator_ends_all_sessions_of_an_account_within_a_second(store, clerk):
    tokens = [enter(store, "clerk") for _ in range(3)]
    began = time.monotonic()
    assert sessions.end_of_account(store, LOCAL_ADMIN, clerk) == 3
    assert [sessions.identify(store, t) for t in tokens] == [None] * 3
    assert time.monotonic() - began < 1


def test_one_ends_ones_own_sessions_and_nobody_elses(store, clerk):
    hire(store, "other", Role.LISTING)
    mine, his = enter(store, "clerk"), enter(store, "other")
    assert sessions.end_mine(store, acting_as("clerk", store), sessions.digest(his)) == 0
    assert sessions.identify(store, his)
    assert sessions.end_mine(store, acting_as("clerk", store), sessions.digest(mine)) == 1
    assert sessions.identify(store, mine) is None


def test_a_new_login_in_the_same_browser_ends_the_old_session(store, clerk):
    old = enter(store, "clerk")
    new = login.enter(store, "clerk", PASSWORD, "127.0.0.1", old).token
    assert new != old
    assert sessions.identify(store, old) is None


def test_a_post_taken_away_is_gone_from_the_next_look_on(store, clerk):
    token = enter(store, "clerk")
    post = sessions.identify(store, token).posts[0].id
    posts.end(store, LOCAL_ADMIN, post)
    assert sessions.identify(store, token) is None


def test_a_person_of_two_posts_works_at_one_at_a_time(store, clerk, today):
    songtai = key_of(store, "松台街道")
    posts.give(store, LOCAL_ADMIN, clerk, Role.CLERK, jurisdiction=songtai)
    token = enter(store, "clerk")
    first = sessions.identify(store, token)
    assert first.scope.jurisdictions == {key_of(store, "五马街道")} | first.scope.jurisdictions
    assert songtai not in first.scope.jurisdictions
    second = first.posts[1]
    sessions.work_at(store, first.scope, first.session, second.id)
    now = sessions.identify(store, token)
    assert songtai in now.scope.jurisdictions
    assert key_of(store, "五马街道") not in now.scope.jurisdictions
    assert now.scope.as_whom == "松台街道 填报员"


def test_nobody_works_at_a_post_that_is_not_his(store, clerk):
    hire(store, "boss", Role.LISTING)
    boss = sessions.identify(store, enter(store, "boss"))
    who = sessions.identify(store, enter(store, "clerk"))
    with pytest.raises(NoSuchPost):
        sessions.work_at(store, who.scope, who.session, boss.posts[0].id)
    with pytest.raises(NoSuchPost):
        sessions.work_at(store, who.scope, boss.session, who.posts[0].id)


def test_a_lent_post_is_worked_at_in_two_names_and_ends_on_its_day(store, clerk, monkeypatch):
    from datetime import date

    head = hire(store, "head", Role.HEAD, jurisdiction=key_of(store, "五马街道"))
    post = sessions.identify(store, enter(store, "head")).posts[0].id
    delegation.lend(
        store, acting_as("head", store), post, clerk, since=date(2026, 11, 21), until=date(2026, 11, 23)
    )
    token = enter(store, "clerk")
    who = sessions.identify(store, token)
    lent = who.posts[1]
    sessions.work_at(store, who.scope, who.session, lent.id, lent.delegation)
    scope = sessions.identify(store, token).scope
    assert scope.role is Role.HEAD
    assert scope.persons == {clerk, head}
    assert scope.signature["behalf"] == "head"
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-22")
    assert len(sessions.identify(store, enter(store, "clerk")).posts) == 2
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-23")
    who = sessions.identify(store, enter(store, "clerk"))
    assert [p.role for p in who.posts] == ["clerk"]
    accounts.disable(store, LOCAL_ADMIN, head)
