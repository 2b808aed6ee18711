"""Where engines check a format in two ways, no verdict goes by one of them."""

from catalog.documents.comparison import compare_schemas

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def test_a_proof_that_only_some_format_checkers_accept_is_none() -> None:
    # jsonschema's FormatChecker() of all drafts has another `time` than that of the newest one
    shorter = {"$schema": DRAFT, "type": "string", "maxLength": 3}
    for name, is_proven in (("time", False), ("date", True), ("uuid", True)):
        verdict = compare_schemas({"$schema": DRAFT, "type": "string", "format": name}, shorter)
        assert (verdict.is_proven, verdict.undecided) == (is_proven, not is_proven)
