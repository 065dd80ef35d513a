"""The textbook as a whole: large enough, each lesson its own, each article to be found in the law table."""

from itertools import chain

import pytest

from hazards.domain.factsfile import BadFacts
from hazards.domain.lawful import STATES, TRACKS
from hazards.domain.periods import BadPeriod
from hazards.services import law
from tests.law import (
    test_textbook_acts,
    test_textbook_court,
    test_textbook_holidays,
    test_textbook_missing,
    test_textbook_ownerless,
    test_textbook_review,
    test_textbook_waiting,
)
from tests.law.lessons import ON_THE_WAY, answer

CHAPTERS = (
    test_textbook_waiting,
    test_textbook_holidays,
    test_textbook_review,
    test_textbook_acts,
    test_textbook_missing,
    test_textbook_court,
    test_textbook_ownerless,
)
LESSONS = list(chain.from_iterable(chapter.LESSONS for chapter in CHAPTERS))


def test_the_book_holds_sixty_lessons_and_more_and_tells_none_twice():
    assert len(LESSONS) >= 60
    assert len({lesson.tells for lesson in LESSONS}) == len(LESSONS)


@pytest.mark.parametrize("key", sorted({lesson.law for lesson in LESSONS} | ON_THE_WAY))
def test_every_article_taught_stands_in_the_law_table(key):
    assert key in law.table()
    assert law.cite(key)


def test_every_track_and_every_state_has_a_lesson():
    assert {lesson.facts["track"] for lesson in LESSONS} == set(TRACKS)
    assert {lesson.facts.get("state", "standing") for lesson in LESSONS} == set(STATES)


def test_every_article_a_derivation_can_quote_has_a_lesson():
    assert {lesson.law for lesson in LESSONS} >= ON_THE_WAY


def test_no_derivation_quotes_an_article_that_is_not_in_the_law_table():
    quoted = {line.law for lesson in LESSONS for line in answer(lesson.facts).derivation}
    assert quoted <= ON_THE_WAY | {"suit.pending"}


def test_every_lesson_is_told_and_worked_out_in_chinese():
    for lesson in LESSONS:
        assert any("\u4e00" <= c <= "\u9fff" for c in lesson.tells)
        assert lesson.how


@pytest.mark.parametrize("fact", ["judgment_final", "self_removal_by", "moving_out_by", "decision_served"])
def test_a_day_after_the_last_of_the_calendar_is_refused_not_broken(fact):
    with pytest.raises(BadPeriod):
        answer({"track": "planning-town", fact: "9999-12-31"})


@pytest.mark.parametrize("key", ["night", "agreement", "agreement_broken"])
def test_what_is_no_fact_of_the_engine_is_refused_rather_than_passed_over(key):
    """Night and agreements are the gates' matter: taken here, they would seem to have been weighed."""
    with pytest.raises(BadFacts):
        answer({"track": "planning-town", key: "2026-03-02"})
