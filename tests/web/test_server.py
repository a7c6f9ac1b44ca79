"""The gate before the page, and its endpoint for programs."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from assistant.assistant import NewsAssistant
from assistant.web.page import build_page
from assistant.web.server import running
from corpus.errors import UsageError
from index.archive import Archive
from tests.web.newsroom import ARTICLES, HOSTILE, NATO


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


def called(address: str, name: str, inputs: list[Any]) -> tuple[str, Any]:
    """What a plain HTTP call of an endpoint comes to: the last event and its data."""
    url = f"{address}/gradio_api/call/{name}"
    event_id = httpx.post(url, json={"data": inputs}).json()["event_id"]
    event, data = httpx.get(f"{url}/{event_id}", timeout=30).text.strip().split("\n")[-2:]
    return event.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_a_plain_call_may_leave_out_what_has_a_default(address: str) -> None:
    event, (answer,) = called(address, "ask", ["What did Lavrov say about NATO?"])
    assert (event, answer["outcome"]) == ("complete", "answered")
    event, (found,) = called(address, "statements", ["Lavrov", None, None])
    assert (event, len(found)) == ("complete", 2)


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        (
            [],
            "'question' is missing: the inputs are, in order, question, conversation, speaker, "
            "since, until, publishers, quotations_only",
        ),
        ([{}], "'question' cannot be taken: Input should be a valid string"),
        (["NATO?", "and Kyiv?"], "'conversation' cannot be taken: Input should be a valid list"),
    ],
)
def test_a_plain_call_that_is_wrong_is_told_in_one_line(
    address: str, inputs: list[Any], problem: str
) -> None:
    event, data = called(address, "ask", inputs)
    assert (event, data["error"]) == ("error", problem)


def test_the_endpoints_have_names_that_stay(client: Client) -> None:
    offered = client.view_api(return_format="dict", print_info=False)
    assert list(offered["named_endpoints"]) == [
        "/ask",
        "/statements",
        "/speakers",
        "/article",
        "/articles",
        "/coverage",
        "/add_articles",
        "/remove_article",
        "/run_questions",
        "/runs",
        "/compare_runs",
    ]
    assert offered["unnamed_endpoints"] == {}


def test_statements_come_with_offsets_into_their_article(client: Client) -> None:
    (found,) = client.predict("Lavrov", "NATO", api_name="/statements")
    assert found["text"] == NATO
    assert (found["speaker"], found["kind"]) == ("Sergey Lavrov", "indirect")
    article = client.predict(found["article_id"], api_name="/article")
    assert article["text"][found["start"] : found["end"]] == NATO
    assert [one["speaker"] for one in article["statements"]] == [
        "Sergey Lavrov",
        "Sergey Lavrov",
        "Antony Blinken",
    ]


def test_speakers_articles_and_coverage_are_told(client: Client) -> None:
    (lavrov,) = client.predict("lavrov", api_name="/speakers")
    assert lavrov["name"] == "Sergey Lavrov"
    assert (lavrov["statements"], lavrov["publishers"]) == (2, {"The Morning Wire": 2})
    assert (lavrov["first_day"], lavrov["last_day"]) == ("2021-12-02", "2021-12-02")
    listed = client.predict(None, "oldest", 0, api_name="/articles")
    assert [one["id"] for one in listed] == ["harvest", "stockholm", HOSTILE["id"]]
    coverage = client.predict(api_name="/coverage")
    assert coverage["days"] == {"2021-10-01": 1, "2021-12-02": 1, "2022-01-05": 1}


def test_programs_add_question_compare_and_remove(
    empty_address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    downloads = str(tmp_path_factory.mktemp("downloads"))
    own = Client(empty_address, verbose=False, analytics_enabled=False, download_files=downloads)
    added = own.predict([*ARTICLES, {"title": "No text"}], api_name="/add_articles")
    assert (added["added"], len(added["rejected"])) == (2, 1)
    cases = [{"id": "nato", "question": "What did Lavrov say about NATO?"}]
    first = own.predict(cases, api_name="/run_questions")
    assert [one["id"] for one in first["results"]] == ["nato"]
    assert NATO in first["results"][0]["text"]
    assert own.predict("harvest", api_name="/remove_article") == {"removed": "harvest"}
    second = own.predict(cases, "again", api_name="/run_questions")
    assert set(own.predict(api_name="/runs")) == {first["run"], second["run"]}
    told = own.predict(first["run"], second["run"], api_name="/compare_runs")
    assert told.startswith("1 the same\nWhat differs: archive (articles 2 → 1")
    with pytest.raises(AppError, match="no longer in the archive"):
        own.predict("harvest", api_name="/remove_article")


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
