"""Markdown as text: nothing in a sentence becomes markup by accident."""

import pytest

from catalog.docgen.markdown import fenced, prose, table


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words, 1 < 2", "plain words, 1 &lt; 2"),
        ("_entities/<type>.yaml", r"\_entities/&lt;type&gt;.yaml"),
        ("time_entry_id, task_, _x", r"time_entry_id, task\_, \_x"),
        ("'{resource}' and *all*", r"'\{resource\}' and \*all\*"),
        ("[a](b) | c & d", r"\[a\](b) &#124; c &amp; d"),
        ("`<<` stays, <b> does not", "`<<` stays, &lt;b&gt; does not"),
    ],
)
def test_only_backticks_are_markup_in_prose(text: str, written: str) -> None:
    assert prose(text) == written


def test_a_block_shows_what_cannot_be_printed_as_an_escape() -> None:
    assert fenced("yaml", "a: \0\n", "b.yaml") == '```yaml title="b.yaml"\na: \\x00\n```'


def test_a_block_that_holds_a_fence_has_a_longer_one() -> None:
    assert fenced("text", "```\n") == "````text\n```\n````"


def test_a_table_has_a_line_for_each_row() -> None:
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
