"""The process boundary: whatever happens below, the user gets an exit code and at most one sentence."""

import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from catalog.cli import INTERRUPTED, was_interrupted
from catalog.cli.program import PROGRAM, rollcall
from catalog.cli.terminal import abandon, printable, say, utf_8_or_escapes
from catalog.errors import CatalogError

STOPPED: Final = 2
"""Usage or environment."""
CLOSED_PIPE: Final = 141
"""128 + SIGPIPE, as shells report a program whose reader has left."""

_COMPLETION: Final = "_ROLLCALL_COMPLETE"
_DEBUG: Final = "ROLLCALL_DEBUG"


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; whatever happens is told in one sentence."""
    if sys.stdout is None:  # started with `>&-`
        say(f"{PROGRAM}: standard output is closed")
        return STOPPED
    try:
        code = _command(list(arguments))
        sys.stdout.flush()
        return code
    except (KeyboardInterrupt, click.Abort):
        abandon(sys.stdout)
        say("")  # leave the line on which the terminal shows ^C
        return INTERRUPTED
    except BrokenPipeError:
        abandon(sys.stdout)
        return CLOSED_PIPE
    except click.UsageError as error:
        say(_usage(error))
        return STOPPED
    except click.ClickException as error:
        say(f"{PROGRAM}: {_sentence(error.format_message())}")
        return STOPPED
    except CatalogError as error:
        say(f"{PROGRAM}: {error}")
        return STOPPED
    except OSError as error:
        abandon(sys.stdout)
        say(f"{PROGRAM}: {_place(error)}: {_reason(error)}")
        return STOPPED
    except MemoryError:
        say(f"{PROGRAM}: out of memory")
        return STOPPED
    except Exception as error:  # noqa: BLE001  # the process boundary: no traceback reaches a user
        say(f"{PROGRAM}: {_defect(error)}")
        return STOPPED


def _command(arguments: list[str]) -> int:
    utf_8_or_escapes(sys.stdout)
    if _COMPLETION in os.environ:
        rollcall.main(arguments, prog_name=PROGRAM)
    try:
        # Not `main()` of click: it prints by itself and hides broken pipes.
        with rollcall.make_context(PROGRAM, arguments) as context:
            code = rollcall.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else STOPPED
    except Exception:
        if was_interrupted():
            raise KeyboardInterrupt from None
        raise
    return code if isinstance(code, int) else 0


def _usage(error: click.UsageError) -> str:
    if not error.message:
        return error.format_message()
    path = error.ctx.command_path if error.ctx is not None else PROGRAM
    if type(error).__name__ == "NoArgsIsHelpError":  # click >= 8.2: its message is the whole help
        return error.message
    return f"{path}: {_sentence(error.format_message())} (see '{path} --help')"


def _sentence(message: str) -> str:
    """Click's message as one of ours: one line, lower case, no full stop."""
    line = " ".join(message.split()).replace(". Did you mean", "; did you mean").removesuffix("?")
    return (line[:1].lower() + line[1:]).removesuffix(".")


def _place(error: OSError) -> str:
    return printable(str(error.filename)) if error.filename is not None else "standard output"


def _reason(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return reason[:1].lower() + reason[1:]


def _defect(error: Exception) -> str:
    """Names the place, never the message: that may hold a value of a payload."""
    from traceback import extract_tb  # only a defect pays for it

    frames = extract_tb(error.__traceback__)
    package = os.path.dirname(os.path.dirname(__file__))
    ours = [frame for frame in frames if frame.filename.startswith(package) and frame.filename != __file__]
    own = (ours or frames)[-1]
    sentence = (
        f"stopped by a defect of its own: {type(error).__name__} "
        f"at {os.path.basename(own.filename)}:{own.lineno}; {_DEBUG}=1 lists the way there"
    )
    if os.environ.get(_DEBUG):
        sentence += "".join(f"\n  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return sentence
