"""Working: something long, done beside the page while a bar on the page moves."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import streamlit as st

T = TypeVar("T")
Tell = Callable[[str, float], None]
BEAT_S = 0.15


def watch(work: Callable[[Tell], T], then: Callable[[T], None], *, whole: bool = False) -> None:
    """Run ``work`` in a thread of its own, show how far it is, and hand its result to ``then``.

    The store's one writer has no page to draw on, so progress is left in a note that this
    script reads. Errors of ``work`` are raised here.

    Args:
        work: gets a function to tell (what it does, share done).
        then: keeps the result; must not draw.
        whole: a further press or a changed page waits until ``then`` has run. Otherwise the
            result of an interrupted run is thrown away.
    """
    note: list[tuple[str, float]] = [("正在处理", 0.0)]
    job: Future[T] = Future()

    def run() -> None:
        try:
            job.set_result(work(lambda text, share: note.__setitem__(0, (text, share))))
        except BaseException as error:
            job.set_exception(error)

    threading.Thread(target=run, name="working", daemon=not whole).start()
    bar = st.progress(0.0, text=note[0][0])
    interruption: BaseException | None = None
    while not _done(job):
        try:
            text, share = note[0]
            if interruption is None:
                bar.progress(min(max(share, 0.0), 1.0), text=text)
        except BaseException as error:  # how Streamlit ends a run for the next press
            if not whole:
                raise
            interruption = error
    then(job.result())
    if interruption is not None:
        raise interruption
    bar.empty()


def _done(job: Future[T]) -> bool:
    try:
        job.exception(BEAT_S)
    except TimeoutError:
        return job.done()
    return True
