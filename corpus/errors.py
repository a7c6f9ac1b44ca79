"""The one tree of errors that On Record raises on purpose."""


class OnRecordError(Exception):
    """Something went wrong that a user can mend.

    The message is one line that says what happened, the value, and what to do. The command line
    prints it and exits with `exit_status`; the page shows it in place of an answer.
    """

    exit_status = 1


class UsageError(OnRecordError):
    """The call itself was wrong: an unknown option value, a malformed date, a missing file."""

    exit_status = 2
