"""Reading and pressing a drawn page the way a person does: by its words."""

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import redraw, seen


def words(at: AppTest) -> str:
    """Everything on the page in words, labels of its widgets too."""
    kinds = ("button", "checkbox", "text_input", "text_area", "selectbox", "date_input", "number_input")
    labels = [one.label for kind in kinds for one in at.get(kind)]
    hints = [one.proto.placeholder for kind in ("text_input", "text_area") for one in at.get(kind)]
    folded = [one.label for one in at.expander]
    return " ".join([seen(at), *labels, *hints, *folded])


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click()
    return redraw(at)


def fill(at: AppTest, label: str, text: str, kind: str = "text_input") -> None:
    next(one for one in at.get(kind) if one.label == label).set_value(text)
