"""What belongs to one person: sessions, posts, delegations, uploads and drafts of another answer like none."""

from datetime import date

import pytest

from hazards.services import delegation, inbox, notes, sessions
from tests.matrix.judging import judged, sight
from tests.matrix.world import World

LETTERS = {actor: letter for actor, (letter, _) in sight().items()}
PERSONS = [a for a in LETTERS if a != "machine"]
VICTIM = "second listing"
DAYS = {"since": date(2026, 11, 21), "until": date(2026, 12, 21)}


def digest(world: World, actor: str) -> str:
    return sessions.digest(world.tokens[actor])


@pytest.mark.parametrize("actor", PERSONS)
def test_nobody_ends_or_moves_anothers_session(world, actor):
    scope = world.scope(actor)
    assert sessions.end_mine(world.store, scope, digest(world, VICTIM)) == 0
    assert digest(world, VICTIM) not in {s.session for s in sessions.mine(world.store, scope)}
    assert sessions.end_mine(world.store, scope, digest(world, actor)) == 1
    work = judged(lambda: sessions.work_at(world.store, scope, digest(world, VICTIM), world.posts[VICTIM]))
    assert "没有这个职务" in work.text


@pytest.mark.parametrize("actor", PERSONS)
def test_nobody_works_at_a_post_that_is_neither_his_nor_lent_to_him(world, actor):
    scope, session = world.scope(actor), digest(world, actor)
    for owner, post in world.posts.items():
        told = judged(lambda p=post: sessions.work_at(world.store, scope, session, p))
        own = owner == actor and actor != "demoted"
        assert ("没有这个职务" in told.text) != own, owner


@pytest.mark.parametrize("actor", LETTERS)
def test_only_ones_own_post_is_lent_and_a_lent_one_never_again(world, actor):
    """The administrator, and this machine's, arrange it for anybody."""
    scope, posts = world.scope(actor), world.posts
    taker = world.accounts[VICTIM if actor != VICTIM else "listing"]
    for owner in ("head", "department", "second admin"):
        told = judged(lambda o=owner: delegation.lend(world.store, scope, posts[o], taker, **DAYS))
        mine = owner == actor or LETTERS[actor] in "SM"
        assert ("没有这个职务" in told.text) != mine, (owner, told.text)


@pytest.mark.parametrize("actor", LETTERS)
def test_a_lent_post_is_taken_back_by_owner_borrower_or_administrator(world, actor):
    told = judged(lambda: delegation.take_back(world.store, world.scope(actor), 1))
    concerned = actor in ("head", "delegate") or LETTERS[actor] in "SM"
    assert ("没有这项委托" in told.text) != concerned
    listed = {row["id"] for row in delegation.current(world.store, world.scope(actor))}
    assert (1 in listed) == concerned


@pytest.mark.parametrize("actor", [a for a, letter in LETTERS.items() if letter in "CHLM"])
def test_anothers_upload_answers_like_none(world, actor):
    key = inbox.put(world.store, world.scope("clerk"), "台账.csv", b"a\n").id
    for ask in (inbox.get, inbox.discard):
        theirs = judged(lambda ask=ask: ask(world.store, world.scope(actor), key))
        none = judged(lambda ask=ask: ask(world.store, world.scope(actor), "nobody's"))
        assert (theirs.text == none.text) == (actor != "clerk")
    waiting = {upload.id for upload in inbox.waiting(world.store, world.scope(actor))}
    assert key not in waiting


def test_a_draft_is_kept_for_its_writer_alone(world):
    world.store.keeps = True
    notes.keep(world.store, world.scope("clerk"), "case/1/plan", "只写了一半")
    world.store.keeps = False
    for actor in PERSONS:
        assert (notes.kept(world.store, world.scope(actor), "case/1/plan") != "") == (actor == "clerk")


def test_the_demoted_sees_by_his_new_post_from_the_next_request_on(world):
    """The session was opened while he was the listing office's."""
    scope = world.scope("demoted")
    assert not scope.everything
    assert LETTERS["demoted"] == "C"
    assert {p.role for p in sessions.identify(world.store, world.tokens["demoted"]).posts} == {"clerk"}


@pytest.mark.parametrize("actor", ["disabled", "expired", "logged out", "without a post"])
def test_a_cookie_that_counts_no_more_is_nobody(world, actor):
    assert sessions.identify(world.store, world.tokens[actor]) is None
