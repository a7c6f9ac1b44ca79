"""How long reading may take, and the alarm that ends a process whose reading takes longer.

It is processor time that counts, so that a busy machine refuses no more than a quiet one. The
alarm is the operating system's: it ends what Python cannot, a parser in C or a regular expression
that tries for ever. Windows has none.
"""

import signal

SECONDS = 10.0
SECONDS_A_MEGABYTE = 15.0
MOST_SECONDS = 60.0
"""For the next article of a source. A PDF of a thousand pages takes 20, a page of a newspaper's
website 0.01."""

_BYTES_A_SECOND = 20_000_000
"""Of a long file, which is looked through once before its first row."""

STATUS = -int(getattr(signal, "SIGPROF", 0)) or None
"""With which a process ends by the alarm; None where there is none."""


def seconds_for(size: int) -> float:
    """Of processor time, for an article out of so many bytes."""
    parsing = min(MOST_SECONDS, SECONDS + SECONDS_A_MEGABYTE * size / 1_000_000)
    return parsing + size // _BYTES_A_SECOND


def set_alarm(size: int) -> None:
    """From now on this process may work as long as so many bytes allow; each call begins anew."""
    if STATUS is not None:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds_for(size))
