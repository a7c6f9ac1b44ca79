"""The page to ask in. Gradio is imported nowhere else but in `app.py`."""
