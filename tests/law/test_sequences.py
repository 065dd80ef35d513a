"""No sequence of accepted steps ever reaches the demolition before the computed day."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hazards.domain import enforcement
from hazards.domain.lawful import STATES, TRACKS
from hazards.domain.procedure import FINDINGS
from hazards.domain.proceedings import Act, Contest, Proceedings
from hazards.services.statutes import book
from tests.law.dutiful import walked
from tests.law.lessons import shipped_days as days

BOOK = book()
START = date(2025, 1, 6)
PAPERS = frozenset({"before", "after", "video", "opinion", "decision", "ruling"})
KEYS = [step.key for step in BOOK.steps]


TRIED = [*["next"] * 8, *["serve"] * 5, "any", "any", "contest", "end", "end", "pause", "resume", "resume"]
"""An organ that mostly goes on, and everything that may come between."""


@st.composite
def lives(draw) -> tuple[Proceedings, list[tuple[str, date]]]:
    """A case taken up anywhere in the procedure; then something is tried, served, contested or paused."""
    track = draw(st.sampled_from(TRACKS))
    held, on = Proceedings(track, draw(st.sampled_from(STATES)), papers=PAPERS), START
    if track != "land" and draw(st.integers(0, 4)):
        done = walked(track)[0].acts[:-1]
        held = replace(held, state="standing", acts=done[: draw(st.integers(len(done) // 2, len(done)))])
        on = held.acts[-1].on
    taken = [(act.step, act.on) for act in held.acts]
    for _ in range(draw(st.integers(5, 40))):
        on += timedelta(days=draw(st.integers(0, 70)))
        what = draw(st.sampled_from(TRIED))
        if what in ("next", "any"):
            ahead = [step.key for step in enforcement.following(held, BOOK, on)]
            key = draw(st.sampled_from(ahead if what == "next" and ahead else KEYS))
            told = _told(draw, on)
            if not enforcement.lacks(held, BOOK, key, on, days(), told):
                held = replace(held, acts=(*held.acts, Act(key, on, told)))
                taken.append((key, on))
                if BOOK.by_key[key].lawful:
                    break
        else:
            held = _befalls(draw, held, what, on)
    return held, taken


def _befalls(draw, held: Proceedings, what: str, on: date) -> Proceedings:
    """What comes to a case from outside its steps."""
    if what == "serve":
        acts = tuple(replace(a, served_on=a.served_on or on) for a in held.acts)
        return replace(held, acts=acts)
    if what == "contest":
        contest = Contest(draw(st.sampled_from(["review", "suit"])), draw(st.sampled_from([None, on])))
        return replace(held, contests=(*held.contests, contest))
    if what == "end":
        return replace(held, contests=tuple(replace(c, ended_on=c.ended_on or on) for c in held.contests))
    pauses = frozenset({draw(st.sampled_from([*enforcement.STOPPING]))}) if what == "pause" else frozenset()
    return replace(held, pauses=pauses)


def _told(draw, on: date) -> dict:
    return {
        "officers": ["甲 1", "乙 2"],
        "remedies_told": draw(st.booleans()),
        "self_removal_by": on + timedelta(days=draw(st.integers(0, 60))),
        "moving_out_by": on + timedelta(days=draw(st.integers(0, 60))),
        "correct_by": on + timedelta(days=30),
        "notified_on": on - timedelta(days=draw(st.integers(0, 30))),
        "urged_days": draw(st.integers(1, 30)),
        "finding": draw(st.sampled_from([*FINDINGS, "不能改正", "不能改正"])),
        "started_at": draw(st.sampled_from(["09:00", "10:00", "15:30", "23:00"])),
        "m2": 10.0,
        **dict.fromkeys(
            ("basis", "found", "answered", "organ", "proposed", "result", "reviewer", "penalty", "witness"),
            "某",
        ),
        **dict.fromkeys(("goods", "forum", "told_to"), "某"),
    }


@given(lives())
def test_no_accepted_sequence_demolishes_before_the_lawful_day(life):
    held, taken = life
    for key, on in taken:
        step = BOOK.by_key[key]
        if not step.demolishes:
            continue
        act = next(a for a in reversed(held.acts) if a.step == key and a.on == on)
        assert not days().holiday(on)
        assert not enforcement.night(act.told["started_at"])
        if step.lawful:
            before = replace(held, acts=tuple(a for a in held.acts if a is not act))
            answer = enforcement.lawful(before, days())
            assert answer.earliest is not None
            assert on >= answer.earliest
            assert not held.pauses


@given(lives())
def test_every_accepted_step_followed_what_must_come_before_it(life):
    held, taken = life
    seen: set[str] = set()
    for key, on in taken:
        for group in BOOK.by_key[key].after:
            known = [k for k in group if BOOK.by_key[k].applies(held.track, held.state, on)]
            assert not known or seen & set(known), (key, group)
        seen.add(key)


@given(lives())
def test_a_gate_always_names_an_article_and_a_cure(life):
    held, taken = life
    on = taken[-1][1] if taken else START
    for step in BOOK.steps:
        for lack in enforcement.lacks(held, BOOK, step.key, on, days()):
            assert lack.law
            assert lack.cure
            assert "{" not in lack.text


def test_the_life_of_a_case_does_reach_the_demolition():
    """The properties above are not empty: a dutiful organ gets there, and on the first lawful day."""
    for track in ("planning-town", "planning-village", "water", "transport"):
        held, on = walked(track)
        before = replace(held, acts=held.acts[:-1])
        assert on == enforcement.lawful(before, days()).earliest
