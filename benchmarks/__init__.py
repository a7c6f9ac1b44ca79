"""Measurements of the program; each script says what it needs."""

import index  # noqa: F401  (switches off what libraries report, before any is imported)
