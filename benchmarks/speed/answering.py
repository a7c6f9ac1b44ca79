"""One process that answers questions: how long each takes, its memory, what it has imported.

    python -m benchmarks.speed.answering ARCHIVE QUESTIONS.jsonl

Prints one JSON object. Nothing but the program is imported, so the memory is the program's.
"""

import json
import sys
from functools import partial
from pathlib import Path

from assistant.assistant import NewsAssistant
from assistant.settings import settings_with
from benchmarks.speed.clocks import resident_megabytes, spent_by
from index.archive import Archive

HEAVY = ("torch", "transformers", "sentence_transformers")
"""What answers of the default model are to do without."""


def main() -> None:
    lines = Path(sys.argv[2]).read_text("utf-8").split("\n")
    questions = [json.loads(line)["question"] for line in lines]
    with Archive(Path(sys.argv[1]), cache=settings_with().cache) as archive:
        assistant = NewsAssistant(archive)
        assistant.ask(questions[0])
        taken = [spent_by(partial(assistant.ask, text)) for text in questions]
    found = {"megabytes": resident_megabytes(), "imported": [n for n in HEAVY if n in sys.modules]}
    for kind in ("clock", "processor"):
        ordered = sorted(1000 * getattr(one, kind) for one in taken)
        found[f"{kind}_median"] = ordered[len(ordered) // 2]
        found[f"{kind}_p95"] = ordered[int(0.95 * (len(ordered) - 1))]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
