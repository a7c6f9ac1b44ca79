"""Articles and questions are not traced to LangSmith, whatever the environment says of other work.

LangChain sends what a chat model reads and writes to the service that LANGSMITH_TRACING names. Here
that would be the archive. The program's doors call this first; who builds a chain of their own on
`langchain_door` decides for themselves.
"""

import os

_SWITCHES = (
    "LANGSMITH_TRACING",
    "LANGSMITH_TRACING_V2",
    "LANGCHAIN_TRACING",
    "LANGCHAIN_TRACING_V2",
)


def end_tracing() -> None:
    """Take LangChain's switches out of the environment of this process and its children."""
    for name in _SWITCHES:
        os.environ.pop(name, None)
