"""Runs the rules about source code over the calls of a scan: severities, allowances, one sorted report."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from catalog.findings import Finding, Severity
from catalog.loading import Loaded
from catalog.model.settings import Level
from catalog.model.snapshot import Definitions
from catalog.rules.usage.baseline import Entry, LineOf, thawed
from catalog.rules.usage.calls import Usage, usage
from catalog.rules.usage.comments import Comment, comments_at
from catalog.rules.usage.rule import About, Trouble, UsageRule
from catalog.rules.usage.table import USAGE_RULES
from catalog.scan.linking import Files, Linker
from catalog.scan.sites import Site


def judge_usage(
    sites: Iterable[Site],
    broken: Mapping[str, tuple[int, int]],
    linker: Linker,
    files: Files,
    loaded: Loaded,
    *,
    released: Collection[str] | None,
    is_main: bool,
    line_of: LineOf,
    folder: str = "",
    frozen: Sequence[Entry] | None = None,
    with_tests: bool = False,
    rules: Sequence[UsageRule] = USAGE_RULES,
) -> tuple[Finding, ...]:
    """Every finding about the calls of a scan, sorted by file and line; linear in the calls.

    `broken` are the files of which a part does not parse. `released` has the events of the last release, None
    without one; `is_main` says whether this is the branch that is released. `folder` is the catalog's as
    people see it. `line_of` reads the sources, for comments that allow a finding. What is `frozen` is left
    out, and an entry that freezes nothing is a finding. Calls in tests are judged only `with_tests`.
    """
    settings = loaded.definitions.settings if loaded.settings is None else loaded.settings.judged

    def judged(about: About, seen: Usage) -> Iterator[tuple[Finding, Trouble]]:
        for rule in rules:
            level = _level(rule, settings.severities, is_main=is_main)
            if rule.about is about and level is not Level.OFF:
                yield from _findings(rule, level, rule.check(seen), settings.severities, loaded.definitions)

    seen = usage(
        sites,
        broken,
        linker,
        files,
        loaded.snapshot,
        released=released,
        folder=folder,
        with_tests=with_tests,
    )
    found: list[Finding] = []
    comments: dict[Comment, None] = {}
    for finding, trouble in dict(judged(About.CALLS, seen)).items():
        there = [*comments_at(finding, trouble.begins, line_of)]
        comments.update(dict.fromkeys(there))
        if not any(comment.excuses(finding.rule) for comment in there):
            found.append(finding)
    found += (finding for finding, _ in judged(About.COMMENTS, replace(seen, comments=tuple(comments))))
    found.sort(key=lambda finding: finding.order)
    if frozen is not None:
        kept, stale = thawed(found, frozen, line_of)
        found = [*kept, *(finding for finding, _ in judged(About.BASELINE, replace(seen, stale=stale)))]
    return tuple(sorted(found, key=lambda finding: finding.order))


def _level(rule: UsageRule, stated: Mapping[str, Level], *, is_main: bool) -> Level:
    """How seriously a rule is taken: as catalog.yaml says of it or of its family, else as it says itself."""
    found = _stated(rule, stated)
    if found is not None:
        return found
    return Level.ERROR if is_main and rule.is_strict_on_main else Level(rule.severity.value)


def _stated(rule: UsageRule, stated: Mapping[str, Level]) -> Level | None:
    return stated.get(rule.id) or stated.get(rule.family)


def _findings(
    rule: UsageRule,
    level: Level,
    troubles: Iterable[Trouble],
    stated: Mapping[str, Level],
    definitions: Definitions,
) -> Iterator[tuple[Finding, Trouble]]:
    milder = Level.WARNING if _stated(rule, stated) is None else level
    for trouble in troubles:
        if _is_excused(rule, trouble, definitions):
            continue
        finding = Finding(
            rule=rule.id,
            severity=Severity((milder if trouble.is_mild else level).value),
            message=trouble.message,
            path=trouble.path,
            line=trouble.line,
            column=trouble.column,
            event=trouble.name if trouble.event is None else trouble.event.name,
            property=trouble.property,
        )
        yield finding, trouble


def _is_excused(rule: UsageRule, trouble: Trouble, definitions: Definitions) -> bool:
    """Whether the event, its property or the group of that property allows the finding, with a reason."""
    if trouble.event is None:
        return False
    event = trouble.event.definition
    places = [event.allow]
    if trouble.property is not None:
        definition = trouble.event.properties.get(trouble.property)
        places += [] if definition is None else [definition.allow]
        group = definitions.group_of(event, trouble.property)
        places += [] if group is None else [definitions.groups[group].allow]
    return any(allow.get(rule.id, "").strip() for allow in places)
