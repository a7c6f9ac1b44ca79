"""How the shipped models were made; README.md says in which order."""

import index  # noqa: F401  (switches off what libraries report, before any is imported)
