"""Gradio's stubs for editors are left as its package has them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_gradio_writes_no_stubs_and_its_components_have_their_events() -> None:
    code = (
        "import assistant.web, gradio, gradio.component_meta as meta;"
        "print(meta.create_or_modify_pyi.__module__, callable(gradio.HTML('').click))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "assistant.web.without_stubs True\n"
