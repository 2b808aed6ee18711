"""What package managers and bundlers read about a tracker."""

import json
import re
from typing import Final

from catalog.codegen.plan.text import plain
from catalog.codegen.plan.tracker import Plan
from catalog.codegen.shape import NoSuchShape

# npm's documentation of package.json, "name"
_NAME: Final = re.compile(r"(?:@[a-z0-9][a-z0-9._~-]*/)?[a-z0-9][a-z0-9._~-]*\Z")
_LONGEST: Final = 214


def package_json(plan: Plan, name: str | None) -> str:
    """The package.json; without a name it only says what the modules beside it are. Raises NoSuchShape."""
    made: dict[str, object] = {}
    if name is not None:
        if not _NAME.match(name) or len(name) > _LONGEST:
            raise NoSuchShape(
                f"'{plain(name)}' is no name for an npm package; use small letters, digits and '-', such as "
                "@acme/tracking"
            )
        made = {
            "name": name,
            "version": "0.0.0-dev" if plan.release is None else f"{plan.release}.0.0",
            "description": f"The typed tracker of {plain(plan.snapshot.settings.product)}.",
            "types": "./index.d.ts",
            "main": "./index.js",
            "exports": {
                ".": {"types": "./index.d.ts", "default": "./index.js"},
                "./*.js": {"types": "./*.d.ts", "default": "./*.js"},
                "./*": {"types": "./*.d.ts", "default": "./*.js"},
                "./package.json": "./package.json",
            },
            "files": ["**/*.js", "**/*.d.ts"],
        }
    made |= {"type": "module", "sideEffects": False}
    return json.dumps(made, indent=2) + "\n"
