"""The look of the page: one quiet design, light and dark, with the fonts of the machine."""

from pathlib import Path
from typing import Any

import gradio as gr

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")

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
