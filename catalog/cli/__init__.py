"""The command `rollcall`: one file per command, none of them imported before it is named."""

import os
import signal
import sys
from typing import Final

INTERRUPTED: Final = 130
"""128 + SIGINT, as shells report it."""


def main() -> None:
    """Run the command line of this process and exit with its code."""
    try:
        # Inside the try, since these imports are most of the time in which somebody can press Ctrl-C.
        from catalog.cli.boundary import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the answer is given; the interpreter only tidies up now
    if code == INTERRUPTED:
        # An interrupt that came while source text was executed, as dataclasses do, is never forgotten by the
        # interpreter: at its end it would kill itself with the signal instead of giving our code.
        os._exit(code)
    sys.exit(code)
