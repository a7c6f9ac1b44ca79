"""`onrecord chat`: the page to ask in."""

import argparse
import sys
from getpass import getpass

from assistant.commands.terminal import print_line
from assistant.opening import assistant_for, open_archive
from assistant.sample import SAMPLE_QUESTIONS, sample_archive
from assistant.settings import Settings
from assistant.web.access import access_for
from assistant.web.gate import MCP_PATH
from assistant.web.page import serve
from corpus.errors import UsageError


def chat(settings: Settings, options: argparse.Namespace) -> int:
    def announce(address: str) -> None:
        print_line(f"On Record is at {address} (Ctrl+C ends it)")
        if options.mcp:
            print_line(f"Its tools for language models (MCP) are at {address}{MCP_PATH}")

    access = access_for(
        options.host,
        user=options.user,
        password=_password(settings, options),
        proxy_name=options.behind_proxy,
    )
    archive = sample_archive(settings) if options.sample else open_archive(settings)
    with archive:
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
