"""The sample archive: briefs that come with the program, in a folder of their own."""

import shutil
from pathlib import Path

import corpus
from assistant.opening import open_archive
from assistant.settings import Settings
from corpus.readers import read_articles
from index.archive import Archive
from index.build import Builder
from index.folder import OtherModelError
from index.ledger import FormatError

SAMPLE_QUESTIONS = (
    "What did Lavrov say about NATO?",
    "What did Scholz say about Nord Stream 2?",
    "What did Zelensky say about panic?",
    "How many members of the Security Council voted for the session?",
)

SAMPLE_FOLDER = Path(corpus.__file__).with_name("sample")


def sample_settings(settings: Settings) -> Settings:
    """The settings with the folder of the sample archive, which is beside the user's own."""
    return settings.at(settings.data.with_name(f"{settings.data.name}-sample"))


def sample_archive(settings: Settings) -> Archive:
    """The archive of the sample briefs beside the user's own, made or brought up to date.

    One that another version made in another format, or with other vectors, makes room: it holds
    nothing of the user's.
    """
    try:
        return _brought_up_to_date(settings)
    except (FormatError, OtherModelError):
        shutil.rmtree(sample_settings(settings).data)
        return _brought_up_to_date(settings)


def _brought_up_to_date(settings: Settings) -> Archive:
    archive = open_archive(sample_settings(settings))
    try:
        with archive.writing():
            Builder(archive).add(read_articles([str(SAMPLE_FOLDER)]))
    except BaseException:
        archive.close()
        raise
    return archive
