"""The page to ask in. Gradio is imported nowhere else but in `app.py`."""

from assistant.web.without_stubs import import_without_stubs

import_without_stubs()
