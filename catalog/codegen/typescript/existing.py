"""Types for calls that exist already: `posthog.capture` and `analytics.track`, as they stand in the code."""

from catalog.codegen.plan.tracker import Plan


def existing_calls(plan: Plan) -> str:
    """One file of declarations."""
    raise NotImplementedError(plan.digest)
