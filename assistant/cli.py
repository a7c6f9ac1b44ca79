"""The command line. It parses and hands over; nothing heavy is imported before a command runs."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.last_words import LoggingParser, say
from assistant.private_files import write_for_the_owner_alone
from assistant.untraced import end_tracing
from corpus.errors import OnRecordError

_EPILOG = """\
Articles stay on this machine: nothing is sent anywhere, unless --chat-model names a model that
runs elsewhere. DIR is where the archive is kept (environment ONRECORD_DATA). Exit status: 0 done,
1 nothing could be added or a question set failed its checks, 2 wrong use.
"""

_NO_MEMORY = (
    "there is not enough memory for this: close other programs, or give it more where it is "
    "limited; what was done before is kept"
)


def parser(
    kind: type[argparse.ArgumentParser] = argparse.ArgumentParser,
) -> argparse.ArgumentParser:
    """The parser of all commands; its help is what the README shows."""
    main = kind(
        prog="onrecord",
        description="Ask a news archive who said what, and see the exact words with their source.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = main.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=summary, description=summary)
        one.add_argument("--data", metavar="DIR", type=Path, help="the archive's folder")
        one.add_argument("--model", metavar="NAME", help="the embedding model's name or path")
        one.add_argument(
            "--device", metavar="WHERE", help="auto, cpu or cuda: what makes new vectors"
        )
        one.add_argument("--log-json", action="store_true", help="logs as JSON on standard error")
        return one

    add = command("add", "Add articles: files, folders, or http(s) addresses of pages and feeds.")
    add.add_argument("sources", nargs="+", metavar="PATH_OR_URL")

    ask = command("ask", "Answer a question from the archive, with its sources.")
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="the answer as JSON, schema 1")
    ask.add_argument(
        "--timings", action="store_true", help="with --json: what each stage took, as stages_ms"
    )
    _add_filters(ask)
    _add_chat_model(ask)
    ask.add_argument(
        "--after",
        metavar="QUESTION",
        action="append",
        default=[],
        help="an earlier question of the same conversation, which this one follows up",
    )

    run = command("run", "Answer a file of questions (JSONL, YAML or CSV), one result a line.")
    run.add_argument("questions", metavar="QUESTIONS", type=Path, nargs="?")
    run.add_argument("--out", metavar="RESULTS.jsonl", type=Path, help="the results, one a line")
    run.add_argument("--report", metavar="REPORT.html", type=Path, help="a page to read")
    run.add_argument("--junit", metavar="FILE.xml", type=Path, help="the same for CI")
    run.add_argument("--csv", metavar="FILE.csv", type=Path, help="the same for a spreadsheet")
    run.add_argument("--check", action="store_true", help="only look for mistakes in QUESTIONS")
    run.add_argument("--jobs", metavar="N", type=_jobs, help="processes; default: what pays")
    run.add_argument(
        "--extra-key",
        metavar="KEY",
        action="append",
        default=[],
        help="a key that cases may have and that is not used; repeatable",
    )
    run.add_argument("--resume", action="store_true", help="go on where a stopped run ended")
    run.add_argument(
        "--sample",
        action="store_true",
        help="on the sample archive, made if needed; without QUESTIONS, the set that is for it",
    )

    _add_chat_model(run)

    compare = command("compare", "What changed between two runs of a question set.")
    compare.add_argument("old", metavar="OLD.jsonl", type=Path)
    compare.add_argument("new", metavar="NEW.jsonl", type=Path)
    compare.add_argument("--report", metavar="REPORT.html", type=Path, help="a page to read")

    benchmark = command("benchmark", "Figures of retrieval and answering on a published set.")
    benchmark.add_argument("format", metavar="FORMAT", choices=("squad2", "beir", "multihop-rag"))
    benchmark.add_argument("path", metavar="PATH", type=Path, help="its file (squad2) or folder")
    benchmark.add_argument("--split", metavar="NAME", help="of BEIR's qrels; default: test")
    benchmark.add_argument("--limit", metavar="N", type=_count, help="only the first N questions")
    benchmark.add_argument("--out", metavar="RESULTS.jsonl", type=Path, help="the results")
    benchmark.add_argument("--resume", action="store_true", help="go on with a stopped run")
    benchmark.add_argument("--jobs", metavar="N", type=_jobs, help="processes")

    statements = command("statements", "List who said what, a statement a line.")
    statements.add_argument("--speaker", metavar="S", help="only those of this speaker")
    statements.add_argument("--article", metavar="ID", help="only those in this article")
    statements.add_argument("--json", action="store_true", help="as JSON, with character offsets")

    speakers = command("speakers", "List who speaks in the archive, most articles first.")
    speakers.add_argument("--json", action="store_true", help="as JSON, one a line")

    status = command("status", "What the archive holds, and which model it is indexed with.")
    status.add_argument("--json", action="store_true", help="the same as JSON")

    doctor = command("doctor", "Look for damage in the archive.")
    doctor_does = doctor.add_mutually_exclusive_group()
    doctor_does.add_argument(
        "--repair", action="store_true", help="make the index again from the articles"
    )
    doctor_does.add_argument(
        "--compact", action="store_true", help="rid the files of what was removed, for certain"
    )
    doctor_does.add_argument(
        "--forget",
        action="store_true",
        help="delete kept replies, question sets of the page, damaged ledgers",
    )

    remove = command("remove", "Remove articles by id.")
    remove.add_argument("ids", nargs="+", metavar="ID")

    export = command("export", "Write all articles as JSONL that 'add' takes back.")
    export.add_argument("file", metavar="FILE", type=Path)

    chat = command("chat", "Open the page to ask in.")
    chat.add_argument("--host", metavar="H", default="127.0.0.1", help="default: 127.0.0.1")
    chat.add_argument("--port", metavar="P", type=int, help="default: the first free from 7860")
    chat.add_argument("--user", metavar="NAME", help="who may open the page, by password")
    chat.add_argument(
        "--password-file", metavar="FILE", type=Path, help="holds the password or its bcrypt hash"
    )
    chat.add_argument(
        "--behind-proxy",
        metavar="NAME",
        help="the name, and the path if any, of a reverse proxy that asks who comes",
    )
    chat.add_argument("--no-browser", action="store_true", help="only print the page's address")
    chat.add_argument("--mcp", action="store_true", help="serve tools for language models too")
    chat.add_argument("--sample", action="store_true", help="on the sample archive, made if needed")
    _add_chat_model(chat)
    return main


def _add_filters(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("--speaker", metavar="S", help="only words of this speaker")
    ask.add_argument("--from", dest="since", metavar="DATE", help="published on DATE or later")
    ask.add_argument("--to", dest="until", metavar="DATE", help="published on DATE or earlier")
    ask.add_argument(
        "--publisher", metavar="P", action="append", default=[], help="only this outlet; repeatable"
    )


def _add_chat_model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--chat-model", metavar="PROVIDER:MODEL", help="who writes the answers; default: nobody"
    )
    command.add_argument(
        "--base-url", metavar="URL", help="the model's server, where it is not the provider's own"
    )


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes from 1 to 64")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


_NEW_OBJECTS = 50_000
"""Objects from which the collector of garbage looks for some. Python's own 700 makes it look
through what is being imported again and again, a tenth of the time that takes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parser(
        LoggingParser if "--log-json" in given else argparse.ArgumentParser
    ).parse_args(given)
    end_tracing()
    write_for_the_owner_alone()
    gc.set_threshold(_NEW_OBJECTS)
    # numpy multiplies a few thousand numbers here: its threads would cost more than they save
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        return _run(options)
    finally:
        gc.freeze()  # the process ends: nothing of it is looked through once more


def _run(options: argparse.Namespace) -> int:
    from assistant import commands  # everything heavy comes with it

    try:
        return commands.run(options)
    except OnRecordError as error:
        return say(options, str(error), error.exit_status, error)
    except MemoryError as error:
        return say(options, _NO_MEMORY, 1, error)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:
        return say(options, None, 1, error)
    except KeyboardInterrupt:
        return say(options, "stopped; what was done is kept", 130)


if __name__ == "__main__":
    sys.exit(main())
