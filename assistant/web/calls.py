"""Calls from programs that leave inputs out, or send something else than is asked for.

Gradio's own client fills in what a call leaves out; of a plain HTTP call every input is wanted, and
one with fewer is refused without a word.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr
from pydantic import TypeAdapter, ValidationError


class Page(gr.Blocks):
    """Gradio's blocks; to calls that give fewer inputs the endpoint's defaults are added."""

    async def preprocess_data(
        self, block_fn: Any, inputs: list[Any], state: Any, explicit_call: bool = False
    ) -> Any:
        """Gradio's step before a function is called. Raises gr.Error for an input that is wrong."""
        if block_fn.api_visibility != "private":
            inputs = completed(block_fn.fn, inputs)
        return await super().preprocess_data(block_fn, inputs, state, explicit_call)


def completed(endpoint: Callable[..., Any], inputs: Sequence[Any]) -> list[Any]:
    """What an endpoint is called with: the inputs, with its defaults for those left out.

    Raises gr.Error where one without a default is missing, or one is of another type.
    """
    parameters = list(inspect.signature(endpoint, eval_str=True).parameters.values())
    values = list[Any]()
    for place, parameter in enumerate(parameters):
        given = inputs[place] if place < len(inputs) else None
        value = parameter.default if given is None else given
        if value is parameter.empty:
            order = ", ".join(one.name for one in parameters)
            raise _refusal(f"{parameter.name!r} is missing: the inputs are, in order, {order}")
        try:
            TypeAdapter(parameter.annotation).validate_python(value)
        except ValidationError as error:
            problem = error.errors()[0]["msg"]
            raise _refusal(f"{parameter.name!r} cannot be taken: {problem}") from error
        values.append(value)
    return values


def _refusal(problem: str) -> gr.Error:
    return gr.Error(problem, print_exception=False)
