"""Whatever the program writes, wherever it is told to, others on the machine cannot read.

Reports, results and exports hold passages of the archive. Who wants to share one changes its
rights.
"""

import os

_NO_ONE_ELSE = 0o077


def write_for_the_owner_alone() -> None:
    """Make new files and folders of this process and its children their owner's alone."""
    os.umask(_NO_ONE_ELSE)
