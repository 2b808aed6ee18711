"""rollcall.toml for a repository that is being put on the roll: its catalog and its sinks."""

import json
from collections.abc import Sequence

from catalog.scan.proposal import Proposal, as_toml


def project_file(
    catalog: str,
    source: str,
    presets: Sequence[str],
    used: Sequence[str],
    proposals: tuple[Proposal, ...],
) -> str:
    """The file's text; proposals are sinks to read through, each under a comment that says why it is one.

    Of `presets`, `used` are those of which calls were found.
    """
    listed = ", ".join(json.dumps(name) for name in presets)
    found = f"calls of {', '.join(used)} were found" if used else "no call of them was found"
    head = f"""\
# Which catalog this repository uses, and which of its calls send events.
catalog = {json.dumps(catalog)}
source = {json.dumps(source)}

[scan]
# Libraries whose calls send events: {found}, and a new one is seen when it comes.
presets = [{listed}]
"""
    return head + ("\n" + "".join(as_toml(proposals)) if proposals else "")
