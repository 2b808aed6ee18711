"""Names: their words, their units, and which of them differ by a slip."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.model.words import words_of
from catalog.rules.spelling import MIN_WORD, folded, similar_pairs
from catalog.rules.typing.units import same_unit, unit_in


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("recipient_email", ("recipient", "email")),
        ("recipientEmail2", ("recipient", "email", "2")),
        ("userID", ("user", "id")),
        ("HTMLParser", ("html", "parser")),
        ("clientIPAddress", ("client", "ip", "address")),
        ("X-Forwarded-For", ("x", "forwarded", "for")),
        ("prénom", ("prénom",)),
        ("größeInCm", ("größe", "in", "cm")),
        ("__", ()),
        ("", ()),
    ],
)
def test_a_name_falls_into_words_in_any_casing(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


def test_casings_of_a_name_fold_to_one() -> None:
    assert len({folded(name) for name in ("userId", "user_id", "user-id", "USER_ID", "UserID")}) == 1
    assert folded("user_id") != folded("user_ids")


def edits(one: str, other: str) -> int:
    """Edits between two names, by the textbook: a letter added, missing or other, two neighbours swapped."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                rows[i][j] = i + j
                continue
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


# One long word of few letters, so that slips, swaps and doubled letters are common.
words = st.text(alphabet="abc", min_size=MIN_WORD, max_size=MIN_WORD + 3)


@given(st.sets(words, max_size=12))
@example({"abcabc", "bacabc", "abcab" + "cc"})
@example({"aaaaaa", "aaaaaaa"})
def test_the_index_finds_what_comparing_all_pairs_finds(names: set[str]) -> None:
    expected = {(one, other) for one in names for other in names if one < other and edits(one, other) == 1}
    assert set(similar_pairs(names)) == expected


def test_the_index_is_linear_where_all_pairs_would_take_minutes() -> None:
    letters = string.ascii_lowercase
    names = {f"{a}{b}{c}resource_{a}{b}" for a in letters for b in letters for c in letters[:8]}
    assert len(names) == 5_408
    found = set(similar_pairs(names))
    assert ("aaaresource_aa", "aabresource_aa") in found


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("duration_seconds", "second"),
        ("waitMs", "millisecond"),
        ("file_bytes", "byte"),
        ("load_pct", "percent"),
        ("seconds", "second"),
        ("year", None),
        ("seconds_shown_count", None),
        ("", None),
    ],
)
def test_a_name_states_a_unit_with_its_last_word(name: str, unit: str | None) -> None:
    assert unit_in(name) == unit


def test_units_are_compared_by_what_they_mean() -> None:
    assert same_unit("s", "second")
    assert same_unit("Seconds", "second")
    assert not same_unit("ms", "second")
    assert same_unit("working days", "day")
