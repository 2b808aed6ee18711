"""Why a name cannot be known from the source: one closed table, a sentence for each reason."""

from types import MappingProxyType
from typing import Final

PARAMETER: Final = "parameter"
TEMPLATE: Final = "template"
AMBIGUOUS: Final = "ambiguous"
UNDEFINED: Final = "undefined"
IMPORT: Final = "import"
MISSING: Final = "missing"
NOT_TEXT: Final = "not-text"
SPREAD: Final = "spread"
HANDED_ON: Final = "handed-on"
TOO_MANY: Final = "too-many"
TOO_DEEP: Final = "too-deep"
CYCLE: Final = "cycle"

REASONS: Final = MappingProxyType(
    {
        PARAMETER: "it is a parameter of the function around it, so its callers decide",
        TEMPLATE: "only part of it stands in the source; the rest is put in when it runs",
        "attribute": "it is an attribute that is set elsewhere",
        "variable": "it is a variable whose value this file does not tell",
        "call": "a call gives it when it runs",
        "loop": "a loop gives it, from values that this file does not tell",
        "member": "it is looked up in something that this file does not tell",
        "expression": "it is computed when it runs",
        IMPORT: "it is imported from a module that is not among the files here",
        UNDEFINED: "nothing of this name is defined or imported in the file",
        AMBIGUOUS: "several modules could be meant by its import, and they disagree",
        MISSING: "the call has no such argument",
        SPREAD: "its arguments are handed on without being written out",
        HANDED_ON: "the function that sends it goes on as a value to where it is not followed",
        NOT_TEXT: "what stands there is no text",
        TOO_MANY: "it can be more names than are worth telling",
        TOO_DEEP: "the expression is nested too deeply to be followed",
        CYCLE: "it is defined by itself",
    }
)
"""Every reason that a front end or the linking gives."""
