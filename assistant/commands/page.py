"""`onrecord chat`: the page to ask in."""

import argparse
import sys
from getpass import getpass

from assistant.commands.terminal import print_line
from assistant.opening import assistant_for, models_of, open_archive
from assistant.settings import Settings
from assistant.web.access import access_for
from corpus.errors import UsageError


def chat(settings: Settings, options: argparse.Namespace) -> int:
    """The model and the vectors are read while the page's libraries are imported."""
    access = access_for(
        options.host,
        user=options.user,
        password=_password(settings, options),
        proxy_name=options.behind_proxy,
    )
    if options.sample:
        from assistant.sample import sample_archive

        archive = sample_archive(settings)
    else:
        models = models_of(settings)
        models.load_ahead(tagger=False)
        archive = open_archive(settings, models)
    with archive:
        archive.read_ahead()
        from assistant.sample import SAMPLE_QUESTIONS
        from assistant.web.gate import MCP_PATH
        from assistant.web.page import serve

        def announce(address: str) -> None:
            print_line(f"On Record is at {address} (Ctrl+C ends it)")
            if options.mcp:
                print_line(f"Its tools for language models (MCP) are at {address}{MCP_PATH}")

        serve(
            archive,
            assistant=assistant_for(archive, settings),
            settings=settings,
            host=options.host,
            port=options.port,
            access=access,
            examples=SAMPLE_QUESTIONS if options.sample else (),
            open_browser=not options.no_browser,
            announce=announce,
            mcp=options.mcp,
        )
    return 0


def _password(settings: Settings, options: argparse.Namespace) -> str | None:
    """From the file, else the environment, else asked for where somebody sits before a terminal."""
    if options.password_file:
        try:
            return str(options.password_file.read_text("utf-8")).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"--password-file {options.password_file} cannot be read ({error})"
            ) from error
    if options.user and settings.password is None and sys.stdin.isatty():
        return getpass(f"Password for {options.user}: ")
    return settings.password if options.user else None
