"""rollcall.toml for a repository that is being put on the roll: its catalog and its sinks."""

import json
from collections.abc import Sequence

from catalog.scan.preset import PRESETS
from catalog.scan.proposal import Proposal, as_toml


def project_file(catalog: str, source: str, used: Sequence[str], proposals: tuple[Proposal, ...]) -> str:
    """The file's text; proposals are sinks to read through, each under a comment that says why it is one.

    `used` are the presets of which calls were found. The others stand beside them, so that a library that
    somebody adds later is seen.
    """
    listed = "".join(f"    {json.dumps(name)},\n" for name in PRESETS)
    found = f"Here are calls of {', '.join(used)}." if used else "Here are calls of none."
    head = f"""\
# Which catalog this repository uses, and which of its calls send events.
catalog = {json.dumps(catalog)}
source = {json.dumps(source)}

[scan]
# Libraries whose calls send events. {found} Take out what means something else in this repository.
presets = [
{listed}]
"""
    return head + ("\n" + "".join(as_toml(proposals)) if proposals else "")
