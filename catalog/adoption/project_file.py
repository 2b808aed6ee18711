"""rollcall.toml for a repository that is being put on the roll: its catalog and its sinks."""

import json
from collections.abc import Iterable

from catalog.scan.proposal import Proposal, as_toml


def project_file(catalog: str, source: str, presets: Iterable[str], proposals: tuple[Proposal, ...]) -> str:
    """The file's text; proposals are sinks to read through, each under a comment that says why it is one."""
    listed = ", ".join(json.dumps(name) for name in presets)
    head = f"""\
# Which catalog this repository uses, and which of its calls send events.
catalog = {json.dumps(catalog)}
source = {json.dumps(source)}

[scan]
# Libraries whose calls were found. What they do not know is declared below.
presets = [{listed}]
"""
    return head + ("\n" + "".join(as_toml(proposals)) if proposals else "")
