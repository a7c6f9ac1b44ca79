"""Questions for acts of speech: who accused whom, who told whom, and what nobody did."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import NewsAssistant
from assistant.question import read_question
from index.archive import Archive
from tests.articles import add, article

ARTICLES = (
    article(
        "quarry",
        "Mayor Tomas Hale accused the Brix company on Monday of poisoning the river.\n\n"
        '"Brix has lied to us for years," Hale said.\n\n'
        "Brix director Ada Brandt accused Mayor Hale of spreading rumours about the river.\n\n"
        "Brandt told Hale in a letter that the quarry had been clean since spring.\n\n"
        "Harbour master Liv Lind was sharply criticized by Karl Berg for her silence.\n\n"
        "The fishermen's union has not accused Brix of poisoning anything.",
        title="Mayor and quarry in dispute",
    ),
    article(
        "bridge",
        "Minister Ingrid Solberg praised Mayor Tomas Hale on Friday for his patience.\n\n"
        "Solberg told lawmakers that the bridge would cost 40 million crowns.\n\n"
        "Solberg denied that the bridge was too narrow.\n\n"
        "Opposition leader Karl Berg said he supports the bridge but not its price.",
        title="Bridge to the island is to be built",
    ),
    article(
        "talks",
        "Opposition leader Karl Berg said after the talks that the price had to fall by half.",
        title="Berg meets Solberg over the bridge",
    ),
)


@pytest.fixture(scope="module")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path
) -> Iterator[NewsAssistant]:
    with Archive(tmp_path_factory.mktemp("data"), cache=model_cache) as archive:
        add(archive, *ARTICLES)
        yield NewsAssistant(archive)


@pytest.mark.parametrize(
    ("question", "verb", "towards", "topic"),
    [
        ("Who accused Russia of lying?", "accused", "Russia", "lying"),
        ("Who praised Angela Merkel?", "praised", "Angela Merkel", None),
        ("What did Baerbock tell Lavrov?", "tell", "Lavrov", None),
        ("What did Baerbock tell Lavrov about gas?", "tell", "Lavrov", "gas"),
        ("What did Lavrov accuse NATO of?", "accuse", "NATO", None),
        ("What did Biden warn Russia about?", "warn", "Russia", None),
        ("What did Biden warn about Ukraine?", "warn", None, "Ukraine"),
        ("Did Biden criticise the Supreme Court?", "criticise", "the Supreme Court", None),
        ("Who called for a ceasefire?", "called for", None, "a ceasefire"),
        ("Who called Trump a liar?", "called", "Trump", "a liar"),
        ("Who denied the report?", "denied", None, "the report"),
    ],
)
def test_the_act_is_read(question: str, verb: str, towards: str | None, topic: str | None) -> None:
    read = read_question(question)
    assert read.act is not None
    assert (read.act.verb, read.act.towards, read.topic) == (verb, towards, topic)


@pytest.mark.parametrize(
    "question",
    ["Did Germany support Ukraine?", "Who said that Russia lied?", "What did Lavrov say on gas?"],
)
def test_other_questions_ask_for_no_act(question: str) -> None:
    assert read_question(question).act is None


@pytest.mark.parametrize(
    ("question", "speakers", "words"),
    [
        ("Who accused Brix of poisoning the river?", ["Tomas Hale"], "poisoning the river"),
        ("Who accused Hale?", ["Ada Brandt"], "spreading rumours"),
        ("What did Brandt accuse Hale of?", ["Ada Brandt"], "spreading rumours"),
        ("What did Brandt tell Hale?", ["Ada Brandt"], "clean since spring"),
        ("What did Solberg tell lawmakers about the bridge?", ["Ingrid Solberg"], "40 million"),
        ("Who praised Hale?", ["Ingrid Solberg"], "his patience"),
        ("What did Solberg deny?", ["Ingrid Solberg"], "too narrow"),
        ("Who criticized Lind?", ["Karl Berg"], "for her silence"),
        ("Who supports the bridge?", ["Karl Berg"], "supports the bridge"),
    ],
)
def test_words_that_are_the_act(
    assistant: NewsAssistant, question: str, speakers: list[str], words: str
) -> None:
    answer = assistant.ask(question)
    assert [one.speaker for one in answer.citations] == speakers
    assert words in answer.citations[0].quote


def test_words_of_a_meeting_are_shown_with_a_note(assistant: NewsAssistant) -> None:
    answer = assistant.ask("What did Berg tell Solberg?")
    assert [(one.speaker, one.article.id) for one in answer.citations] == [("Karl Berg", "talks")]
    assert answer.notes == (
        "No words of Karl Berg are reported as said to Solberg here; these are from articles that "
        "have Solberg in the headline.",
    )


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("Who accused Solberg of lying?", "Nothing in the archive (3 articles) answers this"),
        ("Who praised Brix?", "Nothing in the archive (3 articles) answers this"),
        ("What did Solberg tell Brandt?", "nothing was found that was said to Brandt."),
        ("What did Hale deny?", "nothing was found that was said and answers to 'deny'."),
    ],
)
def test_what_nobody_did(assistant: NewsAssistant, question: str, message: str) -> None:
    answer = assistant.ask(question)
    assert answer.citations == ()
    assert answer.message is not None
    assert message in answer.message
