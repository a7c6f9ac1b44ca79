"""`onrecord ask`: one question, answered with its sources."""

import argparse
import json
from datetime import date

from assistant.commands.terminal import print_line
from assistant.logs import EVENTS, figures
from assistant.opening import assistant_for, models_of, open_archive
from assistant.settings import Settings
from corpus.errors import UsageError
from index.stages import recorded_stages, stage


def ask(settings: Settings, options: argparse.Namespace) -> int:
    """The model and the vectors are begun with before what does not need them is imported."""
    since, until = _day("--from", options.since), _day("--to", options.until)
    if since and until and since > until:
        raise UsageError(f"--from {options.since} is later than --to {options.until}: swap them")
    models = models_of(settings)
    models.load_ahead(tagger=False)
    with recorded_stages() as seconds:
        with stage("open"):
            archive = open_archive(settings, models)
        with archive:
            archive.read_ahead()
            from assistant.assistant import Filters

            filters = Filters(
                speaker=options.speaker,
                since=since,
                until=until,
                publishers=tuple(options.publisher),
            )
            assistant = assistant_for(archive, settings)
            conversation: list[str] = []
            for earlier in options.after:
                conversation.append(assistant.understand(earlier, conversation).text)
            answer = assistant.ask(options.question, conversation=conversation, filters=filters)
    stages = {f"{name}_ms": round(1000 * spent, 1) for name, spent in seconds.items()}
    EVENTS.info(
        "asked",
        extra=figures(
            outcome=answer.outcome, reason=answer.reason, took_ms=answer.took_ms, **stages
        ),
    )
    from assistant.render import render_answer

    if options.json:
        timings = {"stages_ms": stages} if options.timings else {}
        print_line(json.dumps({**answer.to_json(), **timings}, ensure_ascii=False))
    else:
        print_line(render_answer(answer, asked=options.question))
    return 0


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    from assistant.dates import day_from

    day = day_from(text)
    if day is None:
        raise UsageError(f"{option} {text!r} is no date: write it as 2021-12-02")
    return day
