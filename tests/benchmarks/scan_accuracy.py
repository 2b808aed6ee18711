"""How right a scan is about an application whose call sites are known.

python tests/benchmarks/scan_accuracy.py --checkout DIR --config rollcall.toml --truth FILE [--format json]
"""

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from catalog.baseline.project import project_of
from catalog.scan.scan import Scan, scan
from catalog.scan.settings import scan_settings
from catalog.scan.sites import Site

Place = tuple[str, int]
_KNOWN_BY: Final = (None, "constant-ref", "conditional")
"""How the truth knows a name; the other kinds are dynamic, and it gives no name for them."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """Right ones among those found, and among those there are."""

    right: int
    found: int
    there: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0

    def plain(self) -> dict[str, float]:
        return {
            "right": self.right,
            "found": self.found,
            "there": self.there,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
        }


def names_of(row: dict[str, Any]) -> frozenset[str]:
    """The names that the truth knows of a call; empty for a dynamic one."""
    if row.get("event"):
        # So the truth marks a member that is `auto()`; a scan names it as the program does.
        return frozenset((row["event"].removeprefix("<auto>"),))
    if row.get("dynamic_kind") == "conditional":
        return frozenset(row.get("candidates") or ())
    return frozenset()


def judged(found: Scan, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Scores of call sites (file and line) and of names (on the true sites whose name is known)."""
    truth = {(row["file"], row["line"]): row for row in rows if row.get("is_tracking", True)}
    sites: dict[Place, list[Site]] = {}
    for site in found.sites:
        if not site.is_decoy:
            sites.setdefault((site.path, site.call.line), []).append(site)
    right = truth.keys() & sites.keys()
    wrong_names, missed_names, agreed, told = [], [], 0, 0
    known = {place for place in right if names_of(truth[place])}
    for place in sorted(known):
        expected = names_of(truth[place])
        names = frozenset(name for site in sites[place] for name in site.texts.names)
        told += bool(names)
        if names == expected:
            agreed += 1
        elif names:
            wrong_names.append((*place, sorted(names), sorted(expected)))
        else:
            missed_names.append((*place, sites[place][0].texts.reason, sorted(expected)))
    return {
        "files": found.read,
        "sites": Score(right=len(right), found=len(sites), there=len(truth)).plain(),
        "names": Score(right=agreed, found=told, there=len(known)).plain(),
        "missed": [(*place, truth[place].get("call")) for place in sorted(truth.keys() - sites.keys())],
        "false": [(*place, sites[place][0].call.callee) for place in sorted(sites.keys() - truth.keys())],
        "wrong_names": wrong_names,
        "missed_names": missed_names,
        "broken": sorted(found.broken),
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkout", type=Path, required=True)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    given = parser.parse_args(arguments)
    checkout = given.checkout.resolve()
    project = project_of(given.config.resolve().parent, given.config.read_text(), None)
    start = time.perf_counter()
    found = scan(
        [Path()],
        checkout,
        scan_settings(project),
        cache_folder=None,
        now_ns=time.time_ns(),
        jobs=os.cpu_count() or 1,
    )
    took = time.perf_counter() - start
    document = json.loads(given.truth.read_text())
    rows = document if isinstance(document, list) else next(iter(document.values()))
    report = judged(found, rows)
    if given.format == "json":
        print(json.dumps({"seconds": round(took, 2), **report}, indent=1))
        return 0
    print(f"{report['files']:,} files in {took:.2f} s")
    for what in ("sites", "names"):
        one = report[what]
        print(
            f"{what}: precision {one['precision']:.4f}, recall {one['recall']:.4f} "
            f"({one['right']} right of {one['found']} found, {one['there']} there)"
        )
    for what in ("missed", "false", "wrong_names", "missed_names", "broken"):
        for row in report[what]:
            print(f"  {what}: {row}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
