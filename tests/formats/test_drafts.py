"""Documents of ours set as pdf: the same words as the docx, in fonts that lie in the file."""

import io

import docx
import pytest
from document_samples import SAMPLES

from hazards.formats import typeset
from hazards.formats.documents.blocks import BOXES, blocks
from hazards.formats.documents.index import DOCUMENTS
from tests.paper.reading import pages


def words(content: bytes) -> list[str]:
    """Every line and cell of a docx, blanks taken out."""
    paper = docx.Document(io.BytesIO(content))
    told = [p.text for p in paper.paragraphs]
    told += [p.text for table in paper.tables for row in table.rows for c in row.cells for p in c.paragraphs]
    return ["".join(text.translate(BOXES).split()) for text in told]


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_document_set_as_pdf_says_every_word_of_its_docx(kind):
    content = DOCUMENTS[kind].write(SAMPLES[kind])
    told = "".join(pages(typeset.pdf("draft", blocks(content))))
    # A line may go on overleaf, so it is looked for by its beginning.
    assert not [text for text in words(content) if text[:12] not in told]


def test_a_wide_document_lies_on_its_side():
    assert blocks(DOCUMENTS["progress"].write(SAMPLES["progress"]))["wide"]
    assert not blocks(DOCUMENTS["notice"].write(SAMPLES["notice"]))["wide"]
