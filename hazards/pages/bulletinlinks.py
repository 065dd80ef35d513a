"""Links of bulletins: to an issue, to the cases of a number, to its files; and the style they share."""

import streamlit as st

from hazards.pages import acting, look
from hazards.services import bulletins
from hazards.services.bulletins import Issue

FORM = "bulletin"


def style() -> None:
    acting.style()
    st.html(f"<style>{look.asset('reports.css')}</style>")


def query(number: int, **more: object) -> str:
    told = {"view": "issues", "bulletin": number, **more}
    return "&".join(f"{name}={value}" for name, value in told.items())


def files(one: Issue, whole: bool) -> str:
    """Links to the files this person may take."""
    kinds = bulletins.FILES if whole else bulletins.LETTERS
    return " ".join(f'<a href="/bulletins/{one.id}/{kind}" download>{kind}</a>' for kind in kinds)
