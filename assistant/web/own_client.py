"""How Gradio's MCP server reaches the page that it stands beside.

It carries out each tool by a request to the page, as any client would. By itself it would make
that client without credentials, for the address under which it was asked: behind a user and a
password every tool would fail, and behind a proxy each would go out and come back in.
"""

from functools import cache

import gradio as gr
from gradio_client import Client  # type: ignore[import-untyped]  # it ships no types


def let_in_own_tools(page: gr.Blocks, address: str, key: str) -> None:
    """Have the page's MCP server, if it is one, ask at `address` with `key` as authorization."""
    server = page.mcp_server_obj
    if server is None:
        return

    @cache
    def client() -> Client:
        return Client(
            address,
            headers={"x-gradio-user": "mcp", "Authorization": key},
            download_files=False,
            verbose=False,
            analytics_enabled=False,
            _skip_components=False,
        )

    # Gradio has no setting for it
    server._get_or_create_client = client  # type: ignore[method-assign]
