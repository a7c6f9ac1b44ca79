"""An article out of a PDF: the text of its pages in reading order, as pypdf extracts it.

pypdf is written to be robust and has still had faults by which a small file took hours or all
memory. Its limits are therefore set lower here than its own, and a clock is looked at between
pages; nothing else in the corpus depends on time.
"""

import io
import re
import time
from datetime import datetime

import pypdf
from pypdf import Configuration
from pypdf.errors import DependencyError, FileNotDecryptedError

from corpus.article import Article
from corpus.composition import TEXT_CHARACTERS, compose_article, first_line
from corpus.quiet import quiet
from corpus.records import split_authors
from corpus.rejection import UnreadableError, brief

# A newspaper has a hundred pages, a long report a thousand.
PAGES = 2_000

# Of processor time, so that a busy machine refuses no more than a quiet one. A page of text takes
# about 20 ms and 2 kB, so a small file that takes longer is not what it seems.
SECONDS = 5.0
SECONDS_A_MEGABYTE = 15.0
MOST_SECONDS = 50.0

# Drawing commands of one page; one full of text has some ten thousand, a map a hundred thousand.
COMMANDS_PER_PAGE = 500_000

# Decompressed bytes of one stream. The text of a page has a few thousand; one with a map, and
# fonts, a few million.
STREAM_BYTES = 8 * 1024 * 1024

_NEVER_LETTERS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_UNMAPPED = re.compile(r"[\ufffd\ue000-\uf8ff]")

# What programs write for a title that nobody gave: a file name, or nothing in other words.
_NO_TITLE = re.compile(
    r"(untitled|document\d*|title|microsoft word( - .*)?"
    r"|.*\.(docx?|pdf|indd|qxp|qxd|tex|dvi|rtf|odt|txt))",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(user|admin|administrator|owner|unknown|author|default|anonymous|root|\w+\d+)", re.IGNORECASE
)

_ENCRYPTED = "encrypted: save a copy without a password"


def read_pdf(data: bytes, *, origin: str | None, url: str | None = None) -> Article:
    """The text of all pages, joined by blank lines; title, author, date where the file says them.

    Raises `UnreadableError`, also for an encrypted file and for one of scanned images.
    """
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("it is no PDF, whatever its name says; save it anew")
    limits = Configuration(
        zlib_maximum_output_length=STREAM_BYTES,
        lzw_maximum_output_length=STREAM_BYTES,
        run_length_maximum_output_length=STREAM_BYTES,
        array_based_stream_maximum_output_length=STREAM_BYTES,
        stream_parsing_work_maximum_count=COMMANDS_PER_PAGE,
    )
    with quiet(), pypdf.apply_configuration(limits):
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            allowed = SECONDS + SECONDS_A_MEGABYTE * len(data) / 1_000_000
            text = _text(reader, min(allowed, MOST_SECONDS))
            title, authors, published = _metadata(reader)
        except UnreadableError:
            raise
        except (FileNotDecryptedError, DependencyError) as error:
            raise UnreadableError(_ENCRYPTED) from error
        except Exception as error:  # broken files raise anything, pypdf says
            raise UnreadableError(
                f"the PDF cannot be read ({brief(error)}); save it anew, or save its text"
            ) from error
    return compose_article(
        text=text,
        title=title or first_line(text),
        authors=authors,
        published=published,
        url=url,
        origin=origin,
    )


def _text(reader: pypdf.PdfReader, seconds: float) -> str:
    count = len(reader.pages)
    if count == 0:
        raise UnreadableError("the PDF has no pages; save it anew")
    if count > PAGES:
        raise UnreadableError(
            f"the PDF has {count:,} pages, more than the {PAGES:,} of one article; split it"
        )
    started = time.process_time()
    texts: list[str] = []
    for number, page in enumerate(reader.pages, start=1):
        text = _NEVER_LETTERS.sub("", page.extract_text()).strip()
        if text:
            texts.append(text)
        if sum(map(len, texts)) > TEXT_CHARACTERS:
            break  # long enough to be refused
        if time.process_time() - started > seconds:
            raise UnreadableError(
                f"its first {number:,} pages take more than {seconds:.0f} s, longer than a file of "
                "this size may; save its text"
            )
    whole = "\n\n".join(texts)
    if not whole:
        raise UnreadableError(
            f"no text in its {count:,} page{'s' if count > 1 else ''}, so it is scanned or drawn; "
            "run text recognition (OCR) and add the result"
        )
    if 5 * len(_UNMAPPED.findall(whole)) > len(whole):
        raise UnreadableError(
            "its fonts do not say which letters they draw; run text recognition (OCR) and add the "
            "result"
        )
    return whole


def _metadata(reader: pypdf.PdfReader) -> tuple[str, tuple[str, ...], datetime | None]:
    """Title, authors and date of creation; each empty where the file says nothing sensible."""
    try:
        metadata = reader.metadata
        if metadata is None:
            return "", (), None
        title, author = str(metadata.title or "").strip(), str(metadata.author or "").strip()
    except Exception:
        return "", (), None  # the text is readable, and that is what counts
    try:
        created = metadata.creation_date
    except Exception:
        created = None
    return (
        "" if _NO_TITLE.fullmatch(title) else title,
        () if _NO_AUTHOR.fullmatch(author) else split_authors(author),
        created,
    )
