"""The command `rollcall`: one file per command, none of them imported before it is named."""

import os
import sys

INTERRUPTED = 130
"""128 + SIGINT, as shells report it."""


def main() -> None:
    """Run the command line of this process and exit with its code."""
    # Most of the time in which somebody can press Ctrl-C goes by in imports: none stands outside the try, but
    # for those that cost nothing because the interpreter has them already.
    try:
        import signal

        impatient = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if impatient:
            # An interrupt that comes while a module is loaded may be printed and forgotten by the
            # interpreter, as in callbacks of its locks. Nothing is to be tidied up yet, so none is raised.
            signal.signal(signal.SIGINT, _leave)
            sys.unraisablehook = _not_forgotten
        from catalog.cli.boundary import run

        if impatient:
            signal.signal(signal.SIGINT, _interrupt)
        code = run(sys.argv[1:])
        # The answer is given; the interpreter only tidies up now.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        # An interrupt that came while source text was executed, as dataclasses do, is never forgotten by the
        # interpreter: at its end it would kill itself with the signal instead of giving our code.
        os._exit(code)
    sys.exit(code)


_interrupts: list[int] = []


def was_interrupted() -> bool:
    """Whether Ctrl-C came: an extension that it meets while it loads reports an error of its own instead."""
    return bool(_interrupts)


def _interrupt(signal_number: int, _: object) -> None:
    _interrupts.append(signal_number)
    raise KeyboardInterrupt


def _not_forgotten(unraisable: "sys.UnraisableHookArgs") -> None:
    """End the process at an interrupt that the interpreter would print and forget, as in callbacks."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(unraisable)


def _leave(*_: object) -> None:
    """End the process at once: nothing has been read or written yet."""
    os._exit(INTERRUPTED)
