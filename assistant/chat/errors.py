"""What can go wrong between us and a chat model, as one line for the reader of an answer."""

from corpus.errors import OnRecordError, UsageError


class ChatModelError(OnRecordError):
    """The chat model did not answer. `is_transient` says whether trying again may help."""

    def __init__(
        self, message: str, *, is_transient: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.is_transient = is_transient
        self.retry_after = retry_after
        """Seconds that the provider asks to wait."""


class ChatModelUsageError(ChatModelError, UsageError):
    """The model was named wrongly, or what it needs is not installed."""
