"""The archive and the assistant that the settings describe, with which models."""

from typing import TYPE_CHECKING

from assistant.kept_beside import REPLIES
from assistant.settings import Settings
from index.models import Models

if TYPE_CHECKING:  # imported when it is needed, while the models are read
    from assistant.assistant import NewsAssistant
    from assistant.chat.reply import ChatModel
    from assistant.verify.support import Entailment
    from index.archive import Archive


def models_of(settings: Settings) -> Models:
    """The models that the settings name, to be loaded before the archive is opened."""
    return Models(settings.cache, model=settings.model, device=settings.device)


def open_archive(settings: Settings, models: Models | None = None) -> "Archive":
    """The archive that the settings name."""
    from index.archive import Archive

    models = models or models_of(settings)
    return Archive(settings.data, cache=settings.cache, model=settings.model, models=models)


def assistant_for(
    archive: "Archive", settings: Settings, *, keeps_replies: bool = False
) -> "NewsAssistant":
    """The assistant over an archive. `keeps_replies` counts where the settings leave it open.

    Raises ChatModelUsageError for a chat model that cannot be had.
    """
    from assistant.assistant import NewsAssistant

    keeps = settings.chat_cache if settings.chat_cache is not None else keeps_replies
    return NewsAssistant(
        archive,
        model=_chat_model(settings, keeps) if settings.chat_model else None,
        window=settings.chat_window,
        entailment=_entailment(settings.entailment_model) if settings.entailment_model else None,
    )


def _chat_model(settings: Settings, keeps: bool) -> "ChatModel":
    # importing LangChain's models takes a second, which answers without one shall not cost
    from assistant.chat.model import LangChainModel
    from assistant.chat.reply_cache import CachedModel

    model = LangChainModel(
        settings.chat_model or "",
        base_url=settings.chat_base_url,
        timeout=settings.chat_timeout,
        longest=3 * settings.chat_timeout,
        window=settings.chat_window,
    )
    if not keeps:
        return model
    return CachedModel(model, settings.data / REPLIES, endpoint=settings.chat_base_url)


def _entailment(name: str) -> "Entailment":
    from index.transformer import TransformerEntailment

    return TransformerEntailment(name)
