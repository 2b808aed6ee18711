"""The pages of the rules: one for each family with a heading per rule, and one that lists them all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, assert_never

from catalog.docgen.examples import findings_of, judgements_of
from catalog.docgen.markdown import Paragraph, code, fenced, page, prose, quotation, table
from catalog.findings import RuleText
from catalog.rules.breaking.rule import BreakingRule
from catalog.rules.example import SURROUNDINGS
from catalog.rules.explain import FAMILIES, rule_texts
from catalog.rules.gate_rules import GateRule
from catalog.rules.rule import Rule, Scope
from catalog.rules.usage.ids import USAGE_IDS
from catalog.rules.usage.rule import About, UsageRule

_INTRODUCTION: Final = """\
A *finding* says that a catalog is wrong, or source code beside it: it carries a rule, a place and a \
sentence that says what would be right. `rollcall check` and `rollcall scan` print the findings, and the \
address of each leads to its rule here. `rollcall rules pii/unclassified` shows the same text in a \
terminal."""

_SEVERITIES: Final = """\
An error fails `rollcall check`, a warning does not. A catalog takes a rule, or a whole family, more or less \
seriously in its `catalog.yaml`; what is said about a rule goes before what is said about its family:"""

_SEVERITIES_EXAMPLE: Final = """\
severities:
  ownership: warning
  pii/unclassified: error
  naming/too-similar: off
"""

_FORMAT_STAYS: Final = """\
The family `format` stays as it is: a file that cannot be read is an error, whatever `catalog.yaml` says. Of \
a rule of the family `breaking` the stricter of both catalogs decides, so an edit that makes it milder \
counts from the next comparison on, and what could not be decided is an error until an `allow` with a reason \
admits it."""

_ALLOWANCES: Final = """\
`allow` excuses one finding, on the property or the file that it is about, and always with the reason. An \
allowance that excuses nothing any more is a finding itself, so it does not outlive its reason. Each rule \
below says where it can be excused."""

_ALLOWANCES_EXAMPLE: Final = """\
properties:
  note:
    description: What the user typed.
    type: string
    maxLength: 500
    data: user.content
    allow: {pii/free-text: "support needs the first words; review of 2026-03"}
"""

_EXAMPLES: Final = """\
The examples are executed by Rollcall's own tests. Each shows only the files that matter; around them stands \
this small catalog, unless the example gives a file of the same name:"""


def rule_pages() -> Mapping[str, str]:
    """File name → Markdown, for the folder of the rules: `index.md`, and `<family>.md` for each family."""
    families = rule_texts()
    pages = {"index.md": _index(families)}
    for family, rules in families.items():
        pages[f"{family}.md"] = _family(family, rules)
    return pages


def _index(families: Mapping[str, Sequence[RuleText]]) -> str:
    tables = [
        paragraph
        for family, rules in families.items()
        for paragraph in (f"## {family}", f"{_sentence(FAMILIES[family])}", _listing(rules, f"{family}.md"))
    ]
    return page(
        "# Rules",
        _INTRODUCTION,
        *tables,
        "## How serious a rule is",
        _SEVERITIES,
        fenced("yaml", _SEVERITIES_EXAMPLE),
        _FORMAT_STAYS,
        "## To allow something",
        _ALLOWANCES,
        fenced("yaml", _ALLOWANCES_EXAMPLE),
        "## The catalog around the examples",
        _EXAMPLES,
        *(fenced("yaml", text, path) for path, text in SURROUNDINGS.items()),
    )


def _listing(rules: Sequence[RuleText], file: str) -> Paragraph:
    rows = [
        (f"[{_defect(rule)}]({file}#{_defect(rule)})", rule.severity, f"{_whom(rule)}{prose(rule.summary)}")
        for rule in rules
    ]
    return table(("rule", "default", "what it finds"), rows)


def _whom(rule: RuleText) -> str:
    """Whom a change breaks."""
    return f"{rule.category.value}: " if isinstance(rule, BreakingRule) else ""


def _family(family: str, rules: Sequence[RuleText]) -> str:
    return page(
        f"# Rules: {family}",
        f"{_sentence(FAMILIES[family])} [All rules](index.md) says how a catalog changes severities, how an "
        "allowance works, and which catalog stands around the examples.",
        *(paragraph for rule in rules for paragraph in _rule(rule)),
    )


def _rule(rule: RuleText) -> Iterator[Paragraph]:
    # The heading is the defect alone: slugs drop the slash of an id, and addresses end in `#defect`.
    yield f"## {_defect(rule)}"
    category = f" · {rule.category.value}" if isinstance(rule, BreakingRule) else ""
    yield f"{code(rule.id)} · **{rule.severity}**{category} · since {rule.since}"
    yield f"{prose(rule.summary)} {prose(rule.why)}"
    if isinstance(rule, BreakingRule | GateRule):
        yield "**Before**"
        yield from _files(rule.before)
    yield "**Wrong**"
    yield from _files(rule.bad)
    yield quotation(
        f"`{finding.path}:{finding.line}:{finding.column}` {prose(finding.message)}"
        for finding in findings_of(rule)
    )
    if isinstance(rule, BreakingRule):
        yield from _proofs(rule)
    yield "**Right**"
    yield from _files(rule.good)
    yield _to_allow(rule)


def _proofs(rule: BreakingRule) -> Iterator[Paragraph]:
    """The payloads that prove what the example breaks."""
    for judgement in judgements_of(rule):
        proof = judgement.breach.proof
        if proof is not None:
            where = "" if proof.destination is None else f" for {code(proof.destination)}"
            one, other = ("after", "before") if rule.is_forward else ("before", "after")
            yield f"Accepted {one} the change and refused {other} it{where}:"
            yield fenced("json", f"{proof.text}\n")


def _files(files: Mapping[str, str]) -> Iterator[Paragraph]:
    for path, text in files.items():
        if path.endswith("/"):
            yield f"A folder lies at {code(path)}."
        elif not text:
            yield f"There is no {code(path)}."
        else:
            yield fenced(_LANGUAGES.get(path.rpartition(".")[2], "yaml"), text, path)


_LANGUAGES: Final = {"py": "python", "ts": "typescript", "json": "json"}


def _to_allow(rule: RuleText) -> Paragraph:
    if isinstance(rule, GateRule):
        return "**To allow it:** nothing excuses it, since a branch could excuse itself; have it approved."
    if isinstance(rule, UsageRule):
        return _to_allow_a_call(rule)
    if not isinstance(rule, Rule | BreakingRule):
        return "**To allow it:** nothing excuses a file that cannot be read."
    allowance = code(f'allow: {{{rule.id}: "the reason"}}')
    severity = code(f"severities: {{{rule.id}: off}}")
    if isinstance(rule, BreakingRule):
        return (
            f"**To allow it:** {allowance} on the property or the file that says it now; where "
            f"`catalog.yaml` or nothing says it any more, {severity} there, in a change that goes before: "
            "the stricter of both catalogs counts."
        )
    match rule.scope:
        case Scope.PROPERTY:
            said = f"{allowance} on the property, or on its file for all of its properties."
        case Scope.EVENT:
            said = f"{allowance} on the file."
        case Scope.CATALOG:
            said = f"no `allow` excuses it; {severity} in `catalog.yaml` switches it off."
        case _:
            assert_never(rule.scope)
    dated = (
        f" The calendar alone makes it appear, so it warns, until "
        f"{code(f'severities: {{{rule.id}: error}}')} in `catalog.yaml` makes it an error."
    )
    return f"**To allow it:** {said}{dated if rule.dated else ''}"


def _to_allow_a_call(rule: UsageRule) -> Paragraph:
    severity = code(f"severities: {{{rule.id}: off}}")
    if rule.about is not About.CALLS:
        return f"**To allow it:** nothing excuses it; {severity} in `catalog.yaml` switches it off."
    comment = code(f"# rollcall: allow={rule.id} the reason")
    said = f"{comment} on its line, on the first one of the call, or above"
    if USAGE_IDS[rule.id]:
        allowance = code(f'allow: {{{rule.id}: "the reason"}}')
        said += f", or {allowance} on the event or its property"
    return f"**To allow it:** {said}; {severity} in `catalog.yaml` switches it off."


def _defect(rule: RuleText) -> str:
    return rule.id.partition("/")[2]


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
