"""The gate before the page, and its endpoint for programs."""

from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from assistant.assistant import NewsAssistant
from assistant.web.page import build_page
from assistant.web.server import running
from corpus.errors import UsageError
from index.archive import Archive


@pytest.fixture(scope="module")
def client(address: str, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(
        address,
        verbose=False,
        analytics_enabled=False,
        download_files=str(tmp_path_factory.mktemp("downloads")),
    )


def test_the_endpoint_gives_the_answer_as_json(client: Client, archive: Archive) -> None:
    question = "What did Lavrov say about NATO?"
    answer = client.predict(question, api_name="/ask")
    expected = NewsAssistant(archive).ask(question).to_json()
    assert {**answer, "took_ms": 0} == {**expected, "took_ms": 0}


def test_the_endpoint_takes_the_conversation_before(client: Client) -> None:
    answer = client.predict(
        "And about Ukraine?", ["What did Lavrov say about NATO?"], api_name="/ask"
    )
    assert answer["question"] == "What did Lavrov say about Ukraine?"


def test_the_endpoint_gives_an_error_in_one_line(client: Client) -> None:
    with pytest.raises(AppError, match="please ask in 1,000 or fewer"):
        client.predict("NATO? " * 500, api_name="/ask")


def test_the_endpoints_have_names_that_stay(client: Client) -> None:
    offered = client.view_api(return_format="dict", print_info=False)
    assert list(offered["named_endpoints"]) == [
        "/ask",
        "/statements",
        "/speakers",
        "/article",
        "/articles",
        "/coverage",
    ]
    assert offered["unnamed_endpoints"] == {}


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=/etc/passwd",
        f"gradio_api/file={Path(__file__)}",
        "gradio_api/file=pyproject.toml",
        "gradio_api/proxy=http://evil.example/",
        "gradio_api/openapi.json",
        "docs",
        "openapi.json",
        "monitoring",
        "../app.py",
    ],
)
def test_the_gate_refuses_what_the_page_does_not_need(address: str, path: str) -> None:
    for method in ("GET", "POST"):
        assert httpx.request(method, f"{address}/{path}").status_code == 404


def test_the_gate_answers_to_its_own_name_only(address: str) -> None:
    assert httpx.get(address, headers={"Host": "evil.example"}).status_code == 421
    assert httpx.get(address, headers={"Host": "localhost:1"}).status_code == 200


def test_the_gate_refuses_what_is_too_large(address: str) -> None:
    url = f"{address}/gradio_api/call/ask"
    assert httpx.post(url, content=b" " * 300_000).status_code == 413


def test_the_page_carries_its_policy_and_no_analytics(address: str) -> None:
    response = httpx.get(address)
    assert "script-src-attr 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert httpx.get(f"{address}/config").json()["analytics_enabled"] is False


def test_a_taken_port_is_one_clear_line(address: str, archive: Archive) -> None:
    port = int(address.rpartition(":")[2])
    page = build_page(NewsAssistant(archive), examples=())
    with (
        pytest.raises(UsageError, match=f"port {port}.*choose another with --port"),
        running(page, host="127.0.0.1", port=port),
    ):
        pass
