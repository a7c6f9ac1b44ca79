"""A place to make Gradio's objects in."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import ParamSpec, TypeVar

_Parameters = ParamSpec("_Parameters")
_Made = TypeVar("_Made")


def in_event_loop(make: Callable[_Parameters, _Made]) -> Callable[_Parameters, _Made]:
    """The same function, called in a thread in which an event loop is running.

    Where none is, Gradio makes a new one for each of its locks, leaves it as the thread's own and
    never closes it (gradio.utils.safe_get_lock, 6.31).
    """

    @wraps(make)
    def made(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Made:
        async def call() -> _Made:
            return make(*args, **kwargs)

        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(asyncio.run, call()).result()

    return made
