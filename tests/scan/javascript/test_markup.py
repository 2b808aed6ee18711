"""Scripts inside Vue and Svelte files, and files that a template engine makes."""

from catalog.scan.facts import Template, Text, Unknown
from tests.scan.javascript.snippets import facts, only_call

VUE = """<template>
  <!-- <script>capture("commented out")</script> -->
  <p @click="go">capture("text")</p>
</template>
<script lang="ts">
import { capture } from "./a";
</script>
<script setup lang="ts" generic="T extends Record<string, string>">
const go = (): void => capture("a" as Name);
</script>
<style>p { color: red }</style>
"""


def test_the_scripts_of_a_vue_file_are_one_module_in_their_places() -> None:
    call = only_call(VUE, "Page.vue")
    assert (call.line, call.column, call.binding, call.arguments) == (9, 24, "import", (Text("a"),))
    assert facts(VUE, "Page.vue").broken_at is None


def test_the_scripts_of_a_svelte_file_are_read() -> None:
    text = """<script context=module>
  export const A = 'a';
</script>
{#if a < b}<p />{/if}
<SCRIPT>capture(A)</SCRIPT>
"""
    found = facts(text, "Page.svelte")
    assert [(call.line, call.column) for call in found.calls] == [(5, 9)]
    assert found.constants == {"A": Text("a")}


def test_a_script_that_does_not_end_is_read_to_the_end() -> None:
    assert only_call('<script>\ncapture("a")', "Page.vue").line == 2


def test_what_is_no_script_is_not_read() -> None:
    assert facts('capture("a")', "Page.vue").calls == ()
    assert facts('<!-- <script>capture("a")</script>', "Page.vue").calls == ()


JINJA = """import { capture } from "./a";
{% if tracking %}
export const Page = () => <a style={{ color: "red" }} onClick={() => capture("{{ name }}_opened")} />;
{% endif %}
{# capture("commented out") #}
capture("a");
"""


def test_the_markers_of_a_template_engine_are_passed_over_and_told() -> None:
    found = facts(JINJA, "page.tsx.jinja")
    assert [(call.line, call.column) for call in found.calls] == [(3, 70), (6, 1)]
    assert found.calls[0].arguments == (Template((Unknown("template", "{{ name }}"), Text("_opened"))),)
    assert found.broken_at == (2, 1)
