"""Parsers kept from talking: what they warn of is no concern of the person who adds a file."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_TALKATIVE = tuple(
    logging.getLogger(name)
    for name in ("charset_normalizer", "courlan", "htmldate", "justext", "pypdf", "trafilatura")
)


@contextmanager
def quiet() -> Iterator[None]:
    """Within, no warning and no log line of a parser reaches anybody."""
    levels = [logger.level for logger in _TALKATIVE]
    for logger in _TALKATIVE:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(_TALKATIVE, levels, strict=True):
            logger.setLevel(level)
