"""Kills work on an archive at random moments, and looks at what the next run makes of it.

The long form, whose figures are in docs/reliability.md:

    python -m tests.faults.kills --kills 200 --seed 1
"""

import argparse
import multiprocessing
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.settings import settings_with
from index.archive import Archive
from index.health import faults
from tests.faults import work as works
from tests.faults.state import answer_to, difference, state_of

_PATIENCE = 120.0
"""Seconds for one work from start to end."""


@dataclass(frozen=True, kw_only=True)
class Kill:
    """One killed work: when, how far it said it was, and what was wrong afterwards (None: nothing).

    `share` is the moment as a share of what the work takes when nobody disturbs it.
    """

    work: str
    share: float
    told: int
    was_done: bool
    fault: str | None


class Killer:
    """Kills works on copies of one small archive. To be used inside `with`."""

    def __init__(self, cache: Path, names: tuple[str, ...] = tuple(works.WORKS)) -> None:
        self._cache = cache
        self._names = names
        self._processes = multiprocessing.get_context("forkserver")
        heavy = ["sentence_transformers"] if "change model" in names else []
        self._processes.set_forkserver_preload(["tests.faults.work", *heavy])

    def __enter__(self) -> "Killer":
        works.small_steps()
        self._scratch = tempfile.TemporaryDirectory(prefix="onrecord-kills-")
        self._folder = Path(self._scratch.name)
        self._other_model = str(self._folder / "model")
        if "change model" in self._names:
            make_tiny_model(self._folder / "model")
        self._base = self._folder / "base"
        works.make_base(self._base, self._cache)
        self._expected: dict[str, dict[str, Any]] = {}
        self._seconds: dict[str, float] = {}
        for name in self._names:
            copy = self._copy("undisturbed")
            self._run(name, copy, None)  # the first also starts what processes are forked from
            shutil.rmtree(copy)
            self._seconds[name], _, done = self._run(name, self._copy("undisturbed"), None)
            assert done
            self._expected[name] = self._state(copy, name)
            shutil.rmtree(copy)
        return self

    def __exit__(self, *_: object) -> None:
        self._scratch.cleanup()

    def kill(self, name: str, share: float, *, thorough: bool = True) -> Kill:
        """Kill a work at a share of its time, run it again, and compare.

        `thorough` also asks a reader before the next run, and `doctor` after it.
        """
        folder = self._copy("killed")
        _, told, done = self._run(name, folder, share * self._seconds[name])
        fault = self._lost(folder, name, told)
        if thorough and fault is None:
            fault = self._misled(folder, name)
        if fault is None:
            try:
                works.WORKS[name](folder, self._cache, self._other_model, lambda _: None)
                fault = difference(self._expected[name], self._state(folder, name))
                if thorough and fault is None and (said := faults(folder)):
                    fault = f"doctor says {said}"
            except Exception as error:  # whatever it is, it is this kill's finding
                fault = f"the next run failed: {type(error).__name__}: {error}"
        shutil.rmtree(folder)
        return Kill(work=name, share=share, told=told, was_done=done, fault=fault)

    def _run(self, name: str, folder: Path, after: float | None) -> tuple[float, int, bool]:
        """Seconds it ran, the articles it told of, and whether it had ended by itself."""
        ours, theirs = self._processes.Pipe(duplex=False)
        process = self._processes.Process(
            target=works.do, args=(name, folder, self._cache, self._other_model, theirs)
        )
        process.start()
        theirs.close()
        ours.recv()
        started = time.monotonic()
        process.join(_PATIENCE if after is None else after)
        process.kill()
        process.join()
        seconds = time.monotonic() - started
        told = [0]
        try:
            while ours.poll():
                told.append(ours.recv())
        except EOFError:
            pass
        done = told[-1] == -1
        return seconds, told[-2] if done else told[-1], done

    def _lost(self, folder: Path, name: str, told: int) -> str | None:
        """What was acknowledged before the kill and is not in the ledger, read by SQLite alone."""
        with closing(sqlite3.connect(folder / "ledger.sqlite")) as connection:
            stored = dict(connection.execute("SELECT id, fingerprint FROM articles"))
        for id, fingerprint in works.acknowledged(name, told).items():
            if stored.get(id) != fingerprint:
                return f"{id} was acknowledged and is not as it should be"
        return None

    def _misled(self, folder: Path, name: str) -> str | None:
        """Whether a reader before the next run is told something that no article says."""
        if name in ("change model", "repair"):
            return None  # nothing is found until it is finished, and the model may be another
        with Archive(folder, cache=self._cache) as archive:
            texts = {one.id: one.text for one in archive.ledger.articles()}
            for question in ("What did Brandt say about the bridge?", "Which harbour will reopen?"):
                for citation in answer_to(archive, question)["citations"]:
                    text = texts[citation["article_id"]]
                    if text[citation["start"] : citation["end"]] != citation["quote"]:
                        return f"{citation['quote']!r} is not what {citation['article_id']} says"
        return None

    def _state(self, folder: Path, name: str) -> dict[str, Any]:
        model = works.model_after(name, self._other_model)
        with Archive(folder, cache=self._cache, model=model) as archive:
            return state_of(archive)

    def _copy(self, name: str) -> Path:
        return Path(shutil.copytree(self._base, self._folder / name))


def make_tiny_model(folder: Path) -> None:
    """A sentence-transformers model of a few thousand random weights, from a seed."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel

    from index.minilm import model_folder

    torch.manual_seed(1)
    source = folder.with_name("model-parts")
    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    BertModel(config).save_pretrained(source)
    for file in model_folder().iterdir():
        if "token" in file.name or file.name in ("vocab.txt", "special_tokens_map.json"):
            shutil.copy(file, source)
    transformer = Transformer(str(source), max_seq_length=128)
    pooling = Pooling(transformer.get_embedding_dimension())
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(str(folder))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = random.Random(given.seed)
    killed: list[Kill] = []
    with Killer(settings_with().cache) as killer:
        for number in range(given.kills):
            one = killer.kill(tuple(works.WORKS)[number % len(works.WORKS)], chance.random())
            killed.append(one)
            sys.stdout.write(f"{number + 1:>4} {one}\n")
            sys.stdout.flush()
    counts = Counter(one.work for one in killed)
    too_late = Counter(one.work for one in killed if one.was_done)
    for name, count in counts.items():
        sys.stdout.write(f"{name}: {count} kills, {too_late[name]} of them after its end\n")
    faulty = [one for one in killed if one.fault]
    sys.stdout.write(f"{len(faulty)} of {len(killed)} left something wrong\n")
    return int(bool(faulty))


if __name__ == "__main__":
    sys.exit(main())
