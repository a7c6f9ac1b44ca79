"""The door to the page: `python app.py` serves it over the archive of the settings."""

import sys

from assistant.assistant import NewsAssistant
from assistant.opening import open_archive
from assistant.private_files import write_for_the_owner_alone
from assistant.settings import settings_with
from assistant.untraced import end_tracing
from assistant.web.page import build_page, serve
from corpus.errors import OnRecordError

__all__ = ["NewsAssistant", "build_page", "main", "serve"]


def main() -> int:
    """Serve the page until Ctrl+C; the exit status."""
    end_tracing()
    write_for_the_owner_alone()
    try:
        settings = settings_with()
        with open_archive(settings) as archive:
            serve(archive, examples=(), open_browser=False, announce=_announce)
    except OnRecordError as error:
        sys.stderr.write(f"onrecord: {error}\n")
        return error.exit_status
    return 0


def _announce(address: str) -> None:
    sys.stdout.write(f"On Record is at {address} (Ctrl+C ends it)\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
