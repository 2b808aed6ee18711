"""Payloads against their contracts: a fast yes, or a complete why."""

from catalog.validation.problems import KINDS, Problem, ProblemKind
from catalog.validation.protocols import PROTOCOLS, Protocol
from catalog.validation.validator import Validator, explained
from catalog.validation.verdict import Outcome, Verdict

__all__ = [
    "KINDS",
    "PROTOCOLS",
    "Outcome",
    "Problem",
    "ProblemKind",
    "Protocol",
    "Validator",
    "Verdict",
    "explained",
]
