"""As an MCP server the page shows exactly its four tools; otherwise there is none."""

import asyncio
import json

import httpx
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import TextContent

from assistant.assistant import NewsAssistant
from assistant.web.access import access_for
from assistant.web.gate import MCP_PATH
from assistant.web.page import build_page
from assistant.web.server import running
from index.archive import Archive
from tests.web.newsroom import NATO
from tests.web.proxy import proxied

PASSWORD = "a long password"


async def tools_and_statements(
    url: str, auth: tuple[str, str] | None = None
) -> tuple[list[str], str]:
    async with (
        httpx.AsyncClient(auth=auth, timeout=30) as client,
        streamable_http_client(url, http_client=client) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = [tool.name for tool in (await session.list_tools()).tools]
        found = await session.call_tool("statements", {"speaker": "Lavrov", "about": "NATO"})
        assert isinstance(found.content[0], TextContent)
        return tools, found.content[0].text


def test_the_tools_are_ask_statements_speakers_and_article(archive: Archive) -> None:
    page = build_page(NewsAssistant(archive), examples=(), only_tools=True)
    with running(page, host="127.0.0.1", port=0, mcp=True) as address:
        tools, found = asyncio.run(tools_and_statements(f"{address}{MCP_PATH}"))
    assert tools == ["ask", "statements", "speakers", "article"]
    (statement,) = json.loads(found)
    assert (statement["speaker"], statement["text"]) == ("Sergey Lavrov", NATO)


def test_behind_a_password_the_tools_are_for_its_user_only(archive: Archive) -> None:
    access = access_for("127.0.0.1", user="ada", password=PASSWORD)
    page = build_page(NewsAssistant(archive), examples=(), only_tools=True)
    with running(page, host="127.0.0.1", port=0, access=access, mcp=True) as address:
        url = f"{address}{MCP_PATH}"
        assert httpx.post(url, json={}).status_code == 401
        tools, found = asyncio.run(tools_and_statements(url, ("ada", PASSWORD)))
    assert tools == ["ask", "statements", "speakers", "article"]
    assert json.loads(found)[0]["text"] == NATO


def test_the_tools_answer_under_the_path_of_a_proxy(archive: Archive) -> None:
    access = access_for("127.0.0.1", proxy_name="127.0.0.1/desk")
    blocks = build_page(NewsAssistant(archive), examples=(), only_tools=True)
    with (
        running(blocks, host="127.0.0.1", port=0, access=access, mcp=True) as inside,
        proxied(inside, "/desk") as address,
    ):
        tools, found = asyncio.run(tools_and_statements(f"{address}{MCP_PATH}"))
    assert tools == ["ask", "statements", "speakers", "article"]
    assert json.loads(found)[0]["text"] == NATO


def test_a_page_that_was_not_asked_to_be_one_is_no_mcp_server(address: str) -> None:
    assert httpx.post(f"{address}{MCP_PATH}", content=json.dumps({})).status_code == 404
