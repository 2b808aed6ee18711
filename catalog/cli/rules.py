"""`rollcall rules`: what the rules are, and why."""

import json
import sys
import textwrap
from collections.abc import Iterator, Mapping
from typing import Final

import click

from catalog.cli.options import format_option
from catalog.cli.terminal import Paper, machine_output, paper, printable
from catalog.findings import RuleText, Severity
from catalog.findings.finding import rule_url
from catalog.rules.breaking.rule import BreakingRule
from catalog.rules.explain import FAMILIES, rule_text, rule_texts
from catalog.rules.gate_rules import GateRule

_SUMMARY_WIDTH: Final = 50
"""Where a summary would have less room beside the id, it goes below it."""


@click.command("rules", short_help="List the rules, or explain one.")
@click.argument("rule", metavar="[ID|FAMILY]", required=False)
@format_option("text", "json")
def command(rule: str | None, form: str) -> int:
    """List every rule with its default severity, or those of a family, or explain one rule by its ID.

    An explanation says what the rule finds, why, and what is right.

    A catalog changes severities under `severities` in catalog.yaml, and excuses a finding under `allow`.
    """
    families = rule_texts()
    if rule is not None and rule in families:
        families = {rule: families[rule]}
    elif rule is not None:
        text = rule_text(rule)
        if form == "json":
            machine_output().write(json.dumps(_plain(text), ensure_ascii=False, indent=2) + "\n")
        else:
            sys.stdout.writelines(_page(text, paper(sys.stdout)))
        return 0
    if form == "json":
        listed = [_plain(text) for texts in families.values() for text in texts]
        machine_output().write(json.dumps({"rules": listed}, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(_list(families, paper(sys.stdout)))
    return 0


def _list(families: Mapping[str, tuple[RuleText, ...]], page: Paper) -> Iterator[str]:
    width = max(len(text.id) for texts in families.values() for text in texts)
    for family, texts in families.items():
        if not texts:
            continue
        first, *rest = page.hanging(len(family) + 2, FAMILIES[family])
        yield f"{page.strong(family)}  {page.faint(first)}\n"
        yield from (f"{' ' * (len(family) + 2)}{page.faint(line)}\n" for line in rest)
        for text in texts:
            lead = f"  {text.id:<{width}}  {_mark(text.severity, page)}"
            summary = _summary(text)
            if page.width - width - 13 < _SUMMARY_WIDTH:
                yield lead.rstrip() + "\n"
                yield from (f"      {line}\n" for line in page.hanging(6, summary))
            else:
                first, *rest = page.hanging(width + 13, summary)
                yield f"{lead}  {first}\n"
                yield from (f"{' ' * (width + 13)}{line}\n" for line in rest)
        yield "\n"
    yield f"one of them in full: {page.strong('rollcall rules ID')}\n"


def _summary(text: RuleText) -> str:
    """What a rule finds; of a change, first whom it breaks."""
    return f"{text.category.value}: {text.summary}" if isinstance(text, BreakingRule) else text.summary


def _mark(severity: Severity, page: Paper) -> str:
    mark = page.error if severity is Severity.ERROR else page.warning
    return mark(severity.value) + " " * (7 - len(severity.value))


def _page(text: RuleText, page: Paper) -> Iterator[str]:
    since = page.faint(f"since {text.since}")
    category = f"{text.category.value}  " if isinstance(text, BreakingRule) else ""
    yield f"{page.strong(text.id)}  {_mark(text.severity, page).rstrip()}  {category}{since}\n\n"
    width = min(page.width, 100)
    yield textwrap.fill(text.summary, width) + "\n\n"
    yield textwrap.fill(text.why, width) + "\n\n"
    if isinstance(text, BreakingRule | GateRule):
        yield from _example("before", text.before, page)
    yield from _example("wrong", text.bad, page)
    yield from _example("right", text.good, page)
    yield f"{page.faint(rule_url(text.id))}\n"


def _example(title: str, files: dict[str, str], page: Paper) -> Iterator[str]:
    for path, content in files.items():
        yield f"{page.strong(title)}  {page.faint(path)}{'' if content else '  gone'}\n"
        for line in content.splitlines():
            yield f"  {printable(line)}".rstrip() + "\n"
        yield "\n"


def _plain(text: RuleText) -> dict[str, object]:
    of_change: dict[str, object] = {}
    if isinstance(text, BreakingRule):
        of_change = {"category": text.category.value, "before": text.before}
    elif isinstance(text, GateRule):
        of_change = {"before": text.before}
    return {
        "id": text.id,
        "severity": text.severity.value,
        "summary": text.summary,
        "why": text.why,
        "bad": text.bad,
        "good": text.good,
        "since": text.since,
        "url": rule_url(text.id),
        **of_change,
    }
