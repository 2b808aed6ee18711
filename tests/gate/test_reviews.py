"""Reviews as forges export them: what a line says, whose word counts, and which word is the last."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.gate.approvals import Demand, demands
from catalog.gate.reviews import MAX_LINE, NotReviews, Review, Standing, State, read_reviews, standings
from tests.gate.catalogs import STOPPED, compared

NOTHING_KNOWN: dict[str, frozenset[str] | None] = {}
HEAD, OTHER, GONE = "a" * 40, "b" * 40, "c" * 40


def line(user: str, state: str = "APPROVED", commit: str = HEAD, at: str = "2026-03-01T09:30:00Z") -> str:
    return json.dumps({"user": user, "state": state, "commit": commit, "at": at})


def reviews(*lines: str) -> tuple[Review, ...]:
    return read_reviews("\n".join(lines).encode(), "reviews.ndjson")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("APPROVED", State.APPROVED),
        ("CHANGES_REQUESTED", State.CHANGES_REQUESTED),
        ("DISMISSED", State.DISMISSED),
        ("COMMENTED", State.COMMENTED),
        ("PENDING", State.COMMENTED),
        ("approved", State.APPROVED),
        ("unapproved", State.DISMISSED),
        ("requested_changes", State.CHANGES_REQUESTED),
    ],
)
def test_the_words_of_both_forges_are_known(word: str, state: State) -> None:
    assert [review.state for review in reviews(line("ada", word))] == [state]


def test_more_keys_empty_lines_and_a_mark_at_the_beginning_are_no_harm() -> None:
    content = b"\xef\xbb\xbf\n" + json.dumps({**json.loads(line(" ada ")), "body": "x"}).encode() + b"\r\n\n"
    assert [review.user for review in read_reviews(content, "r")] == ["ada"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not json", "not a review"),
        (b"[]", "not a review"),
        (b"null", "not a review"),
        (b"\x00\xff\xfe\x00", "not a review"),
        (b"\x89PNG", "not a review"),
        (b'{"user": "\xff"}', "not a review"),
        (b"[" * 100_000, "not a review"),
        (b'{"user": "' + b"a" * MAX_LINE + b'"}', "not a review"),
        (b"{}", "a review says its 'user' as text"),
        (b'{"user": {"login": "ada"}}', "a review says its 'user' as text"),
        (b'{"user": " "}', "a review says its 'user' as text"),
        (line("ada", "LGTM").encode(), "no state of a review is 'LGTM'; one of approved, changes_requested"),
        (line("ada", commit="HEAD").encode(), "'commit' is a commit's hash"),
        (line("ada", commit="--upload-pack=x").encode(), "'commit' is a commit's hash"),
        (line("ada", commit="a" * 65).encode(), "'commit' is a commit's hash"),
        (line("ada", at="yesterday").encode(), "'at' is a time, such as"),
        (line("ada", at="2026-03-01T09:30:00").encode(), "'at' is a time with its offset"),
    ],
)
def test_a_line_that_is_no_review_is_named_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(NotReviews) as raised:
        read_reviews(line("ada").encode() + b"\n" + content + b"\n", "reviews.ndjson")
    sentence = str(raised.value)
    assert sentence.startswith("reviews.ndjson:2: ")
    assert said in sentence
    assert len(sentence) < 200


@given(st.binary(max_size=80))
def test_any_bytes_are_reviews_or_told_in_a_sentence(content: bytes) -> None:
    try:
        read_reviews(content, "r")
    except NotReviews as error:
        assert str(error).startswith("r:")  # noqa: PT017  # bytes without a line are no reviews at all


@pytest.fixture(scope="module")
def demand(tmp_path_factory: pytest.TempPathFactory) -> Demand:
    """One change that Pia or Paul must approve."""
    folder = tmp_path_factory.mktemp("gate")
    after = STOPPED.replace("integer, minimum: 0", "integer")
    both = compared(folder, {"timer/stopped.yaml": STOPPED}, {"timer/stopped.yaml": after})
    (found,) = [one for one in demands(both) if one.role == "privacy-officer"]
    assert found.users == ("pia", "paul")
    return found


def standing(demand: Demand, *lines: str, authors: tuple[str, ...] = ()) -> Standing:
    here = frozenset({demand.change.fingerprint})
    at = {HEAD: here, OTHER: frozenset[str](), GONE: None}
    (found,) = standings([demand], reviews(*lines), at.__getitem__, frozenset(authors))
    return found


@pytest.mark.parametrize(
    ("lines", "approved_by"),
    [
        ([line("pia")], ("pia",)),
        ([line("PIA")], ("pia",)),
        ([line("pia"), line("paul")], ("pia", "paul")),
        ([line("pia", "CHANGES_REQUESTED"), line("pia", at="2026-03-01T09:30:01Z")], ("pia",)),
        ([line("pia", at="2026-03-01T09:30:01Z"), line("pia", "CHANGES_REQUESTED")], ("pia",)),
        ([line("pia", at="2026-03-01T11:00:00+02:00"), line("pia", "DISMISSED")], ()),
        ([line("pia"), line("pia", "COMMENTED", at="2026-03-02T09:30:00Z")], ("pia",)),
        ([line("pia"), line("pia", "COMMENTED", OTHER, at="2026-03-02T09:30:00Z")], ("pia",)),
    ],
    ids=[
        "one",
        "in capitals",
        "both",
        "changed the mind",
        "lines in any order",
        "times with offsets",
        "a comment takes nothing back",
        "nor does one on another commit",
    ],
)
def test_the_last_word_of_a_person_counts(
    lines: list[str], approved_by: tuple[str, ...], demand: Demand
) -> None:
    assert standing(demand, *lines).approved_by == approved_by


@pytest.mark.parametrize(
    ("lines", "authors", "why"),
    [
        ([], (), "waits for pia or paul"),
        ([line("mallory")], (), "waits for pia or paul"),
        ([line("pia", "COMMENTED")], (), "waits for pia or paul"),
        ([line("pia")], ("Pia",), "pia proposed the change"),
        ([line("pia", "DISMISSED")], (), "the review of pia was dismissed"),
        ([line("pia", "CHANGES_REQUESTED")], (), "pia requested changes"),
        (
            [line("pia", commit=OTHER)],
            (),
            "pia approved commit bbbbbbbbbbbb, which did not have this change",
        ),
        ([line("pia", commit=GONE)], (), "commit cccccccccccc, which pia approved, cannot be read here"),
        (
            [line("pia"), line("pia", commit=OTHER, at="2026-03-02T09:30:00Z")],
            (),
            "pia approved commit bbbbbbbbbbbb, which did not have this change",
        ),
        (
            [line("pia", "CHANGES_REQUESTED"), line("paul", commit=OTHER)],
            (),
            "pia requested changes; paul approved commit bbbbbbbbbbbb, which did not have this change",
        ),
    ],
)
def test_what_is_missing_says_why(
    lines: list[str], authors: tuple[str, ...], why: str, demand: Demand
) -> None:
    found = standing(demand, *lines, authors=authors)
    assert (found.approved_by, found.why) == ((), why)


def test_a_role_that_nobody_has_can_be_met_by_nobody(tmp_path: Path) -> None:
    settings = "format: 1\nproduct: example\ndestinations: {log: {description: The log.}}\n"
    settings += "approvals: {owner: {when: any}}\n"
    event = "description: A timer stops.\ndestinations: [log]\n"
    both = compared(
        tmp_path,
        {"catalog.yaml": settings, "timer/stopped.yaml": event},
        {"catalog.yaml": settings, "timer/stopped.yaml": event.replace("stops", "stopped")},
    )
    (found,) = standings(demands(both), reviews(line("ada")), NOTHING_KNOWN.__getitem__)
    assert found.why == "waits for nobody; catalog.yaml names no users for the role"
