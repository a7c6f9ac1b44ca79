"""Work that is killed at random moments is as if it had never been disturbed, after the next run.

Here with few kills; `python -m tests.faults.kills` has the long form.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.kills import Kill, Killer

KILLS = {
    "add": 5,
    "add to a large one": 3,
    "remove": 5,
    "repair": 5,
    "change model": 2,
    "compact": 3,
}
"""How many of each; those of another model load PyTorch first."""


@pytest.fixture(scope="module")
def killer(model_cache: Path) -> Iterator[Killer]:
    with Killer(model_cache, tuple(KILLS)) as killer:
        yield killer


@pytest.mark.parametrize("work", list(KILLS))
def test_a_killed_work_is_finished_by_the_next_run(killer: Killer, work: str) -> None:
    chance = random.Random(work)
    killed: list[Kill] = [
        killer.kill(work, chance.random(), thorough=number == 0) for number in range(KILLS[work])
    ]
    assert [one for one in killed if one.fault] == []
