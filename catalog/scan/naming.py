"""Names that a project says calls can send, where the source does not tell them."""

from dataclasses import dataclass, field

import pathspec

from catalog.scan.facts import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Calls in some files, in a function if it is stated, and the names that they can send."""

    paths: tuple[str, ...]
    """Patterns as in .gitignore."""
    function: str | None
    events: tuple[str, ...]
    _spec: "pathspec.GitIgnoreSpec" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_spec", pathspec.GitIgnoreSpec.from_lines(self.paths))

    def takes(self, path: str, call: Call) -> bool:
        """Whether a call is one of these."""
        return (self.function is None or self.function in call.scope) and self._spec.match_file(path)
