"""The look of the page: one quiet design, light and dark, with the fonts of the machine."""

from pathlib import Path
from typing import Any

import gradio as gr

_VALUES, _RULES = (
    Path(__file__).with_name("style.css").read_text(encoding="utf-8").split("/* The frame:", 1)
)

STYLE = f"<style>{_VALUES}\n:root:root {{ /* The frame:{_RULES} }}</style>"
"""For the page's head: Gradio's `css` takes selectors apart at every comma, `:is(a, b)` too.

The rules are nested in one of high weight, so that they hold against Gradio's own.
"""

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def theme() -> Any:
    """Gradio's base theme with our colours, which style.css names, and no font to be fetched."""
    return gr.themes.Base(
        font=[gr.themes.Font(name) for name in _SANS],
        font_mono=[gr.themes.Font(name) for name in _MONO],
    ).set(
        body_background_fill="#fbfaf7",
        body_background_fill_dark="#17191c",
        body_text_color="#1d1c1a",
        body_text_color_dark="#e9e6df",
        button_secondary_background_fill="transparent",
        button_secondary_background_fill_dark="transparent",
    )
