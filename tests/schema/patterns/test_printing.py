import re

import pytest

from catalog.schema.patterns import parse

DOT_PYTHON = r"[^\n\r\u2028\u2029]"
DOT_RE2 = r"[^\n\r\x{2028}\x{2029}]"
DOT_DOCUMENT = "[^\\n\\r\u2028\u2029]"

# text, Python, RE2, ECMAScript, JSON Schema
PRINTED = [
    (r"^[a-z]+$", r"^[a-z]+\Z", r"^[a-z]+$", r"^[a-z]+$", r"^[a-z]+$"),
    (r"^[a-f0-9]{64}$", r"^[0-9a-f]{64}\Z", r"^[0-9a-f]{64}$", r"^[0-9a-f]{64}$", r"^[0-9a-f]{64}$"),
    (r"\d", "[0-9]", "[0-9]", "[0-9]", "[0-9]"),
    (r"[\w-]", r"[\-0-9A-Z_a-z]", r"[\-0-9A-Z_a-z]", r"[\-0-9A-Z_a-z]", r"[\-0-9A-Z_a-z]"),
    (r"\D", "[^0-9]", "[^0-9]", "[^0-9]", "[^0-9]"),
    (r"\s", r"[\t-\r ]", r"[\t-\r ]", r"[\t-\r ]", r"[\t-\r ]"),
    (r"[\s\S]", r"[\s\S]", r"[\s\S]", r"[\s\S]", r"[\s\S]"),
    (r"^.$", rf"^{DOT_PYTHON}\Z", f"^{DOT_RE2}$", rf"^{DOT_PYTHON}$", f"^{DOT_DOCUMENT}$"),
    ("^é$", r"^\u00e9\Z", r"^\x{e9}$", r"^\u00e9$", "^é$"),
    ("^[^😀]$", r"^[^\U0001f600]\Z", r"^[^\x{1f600}]$", r"^[^\u{1f600}]$", "^[^😀]$"),
    (r"^/a/$", r"^/a/\Z", r"^/a/$", r"^\/a\/$", r"^/a/$"),
    (r"\x41\x00\x7f", r"A\x00\x7f", r"A\x00\x7f", r"A\x00\x7f", r"A\x00\x7f"),
    ("a\tb\n", r"a\tb\n", r"a\tb\n", r"a\tb\n", r"a\tb\n"),
    (r"^\$\.\-$".replace(r"\-", "-"), r"^\$\.-\Z", r"^\$\.-$", r"^\$\.-$", r"^\$\.-$"),
    # groups: never capturing, and only where they are needed
    (r"^(a|b)$", r"^(?:a|b)\Z", r"^(?:a|b)$", r"^(?:a|b)$", r"^(?:a|b)$"),
    (r"(ab)", "ab", "ab", "ab", "ab"),
    (r"((a))+", "a+", "a+", "a+", "a+"),
    (r"^((a|b)|c)$", r"^(?:a|b|c)\Z", r"^(?:a|b|c)$", r"^(?:a|b|c)$", r"^(?:a|b|c)$"),
    (r"^(ab){2}$", r"^(?:ab){2}\Z", r"^(?:ab){2}$", r"^(?:ab){2}$", r"^(?:ab){2}$"),
    (r"^(a{2}){3}$", r"^(?:a{2}){3}\Z", r"^(?:a{2}){3}$", r"^(?:a{2}){3}$", r"^(?:a{2}){3}$"),
    (r"^a|b$", r"^a|b\Z", r"^a|b$", r"^a|b$", r"^a|b$"),
    # counts: one spelling each
    (
        r"^a{1}b{0,}c{1,}d{0,1}e{2,2}$",
        r"^ab*c+d?e{2}\Z",
        r"^ab*c+d?e{2}$",
        r"^ab*c+d?e{2}$",
        r"^ab*c+d?e{2}$",
    ),
    # classes: sorted and joined, two neighbours without a dash, special characters escaped
    (r"[zyb-da]", "[a-dyz]", "[a-dyz]", "[a-dyz]", "[a-dyz]"),
    (r"[\[\]\\^-]", r"[\-\[-\^]", r"[\-\[-\^]", r"[\-\[-\^]", r"[\-\[-\^]"),
    (r"[&~|.$]", r"[$&.|~]", r"[$&.|~]", r"[$&.|~]", r"[$&.|~]"),
    (r"[a]", "a", "a", "a", "a"),
    (r"$", r"\Z", "$", "$", "$"),
]


@pytest.mark.parametrize(
    ("text", "python", "re2", "ecmascript", "document"), PRINTED, ids=[r[0] for r in PRINTED]
)
def test_a_pattern_is_printed_for_each_engine(
    text: str, python: str, re2: str, ecmascript: str, document: str
) -> None:
    pattern = parse(text)
    assert pattern.text == text
    assert (pattern.python(), pattern.re2(), pattern.ecmascript(), pattern.json_schema()) == (
        python,
        re2,
        ecmascript,
        document,
    )


def test_pythons_form_does_not_change_under_the_ascii_and_multiline_free_flags() -> None:
    pattern = parse(r"^[\w.]+\d\s?$").python()
    for flags in (re.UNICODE, re.ASCII, re.DOTALL):
        assert re.search(pattern, "a.b1 ", flags)
        assert not re.search(pattern, "a.b1\n\n", flags)
        assert not re.search(pattern, "a.b\u0661", flags)


def test_a_final_newline_is_not_the_end() -> None:
    assert re.search(parse("^a$").python(), "a\n") is None
    assert not parse("^a$").automaton().matches("a\n")


def test_two_spellings_of_one_pattern_have_one_tree() -> None:
    assert parse(r"^[0-9]{1,}(?:a|b)$").tree == parse(r"^\d+(a|b)$").tree
