import io
from datetime import datetime, timedelta, timezone

import pypdf
import pytest

from corpus.article import Article
from corpus.pdf import read_pdf
from corpus.rejection import UnreadableError
from tests.corpus.conftest import MakePdf

LINES = ["Talks resume in Geneva", "The ministers met on Monday."]


def encrypted(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, "the owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pages_in_order_with_their_metadata(make_pdf: MakePdf) -> None:
    data = make_pdf(
        LINES,
        [],
        ["The second page."],
        info="/Title (Talks resume) /Author (Jane Doe and John Roe) "
        "/CreationDate (D:20211202100000+01'00')",
    )
    expected = Article(
        id="",
        title="Talks resume",
        text="Talks resume in Geneva\nThe ministers met on Monday.\n\nThe second page.",
        authors=("Jane Doe", "John Roe"),
        published=datetime(2021, 12, 2, 10, tzinfo=timezone(timedelta(hours=1))),
        origin="/talks.pdf",
    ).with_content_id()
    assert read_pdf(data, origin="/talks.pdf") == expected
    assert read_pdf(encrypted(data, ""), origin="/talks.pdf") == expected


@pytest.mark.parametrize("title", ["", "Untitled", "Microsoft Word - talks.doc", "talks_v2.indd"])
def test_without_a_sensible_title_the_first_line_is_it(make_pdf: MakePdf, title: str) -> None:
    data = make_pdf(LINES, info=f"/Title ({title}) /Author (admin) /CreationDate (last week)")
    article = read_pdf(data, origin=None)
    assert (article.title, article.authors, article.published) == (LINES[0], (), None)


def test_pdfs_that_cannot_be_read(make_pdf: MakePdf) -> None:
    whole = make_pdf(LINES)
    reasons = []
    for data in (
        encrypted(whole, "secret"),
        make_pdf(),
        make_pdf([], []),
        whole[:400],
        b"hello",
        make_pdf(*([["x"]] * 2_001)),
    ):
        with pytest.raises(UnreadableError) as refused:
            read_pdf(data, origin=None)
        reasons.append(str(refused.value))
    assert reasons == [
        "encrypted: save a copy without a password",
        "the PDF has no pages; save it anew",
        "no text in its 2 pages, so it is scanned or drawn; run text recognition (OCR) and add the "
        "result",
        "the PDF cannot be read (PdfStreamError: Stream has ended unexpectedly); save it anew, or "
        "save its text",
        "it is no PDF, whatever its name says; save it anew",
        "the PDF has 2,001 pages, more than the 2,000 of one article; split it",
    ]
