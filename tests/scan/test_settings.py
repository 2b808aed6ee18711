"""The [scan] table: what means nothing is told with its line and what would be right."""

import time

import pytest

from catalog.baseline.project import WrongProject
from catalog.scan.preset import PRESETS, preset
from catalog.scan.settings import default_settings
from tests.scan.code import TRACK, settings_of

WRONG = [
    ("[scan]\nsink = 1\n", ":2: unknown key 'sink'; did you mean 'sinks'"),
    ("[scan]\nsinks = 1\n", ":2: 'sinks' is a list of tables"),
    ('[scan]\npresets = ["posthok"]\n', ":2: there is no preset 'posthok'; did you mean 'posthog'"),
    ("[scan]\nnames = 1\n", ":2: 'names' is a list of tables"),
    ('[[scan.names]]\nevents = ["a"]\n', ":1: [[scan.names]] has a 'path'"),
    ('[[scan.names]]\npath = "*"\nevents = []\n', ":1: [[scan.names]] has 'events'"),
    ('[[scan.names]]\npath = "*"\nevent = ["a"]\n', ":3: unknown key 'event'; did you mean 'events'"),
    ("[scan]\nexclude = 1\n", ":2: 'exclude' is a list of texts"),
    (TRACK + '\n[[scan.sinks]]\ncalee = "x"\n', ":7: a sink has no key 'calee'; did you mean 'callee'"),
    ("[[scan.sinks]]\nevent = {position = 0}\n", ":1: a sink needs a 'callee'"),
    ('[[scan.sinks]]\ncallee = "a.b"\n', ":2: 'callee' is one name, as 'b'"),
    ('[[scan.sinks]]\ncallee = "b"\n', ":2: a sink needs an 'event'"),
    (
        '[[scan.sinks]]\ncallee = "b"\nevent = {positon = 0}\n',
        "has no key 'positon'; did you mean 'position'",
    ),
    ('[[scan.sinks]]\ncallee = "b"\nevent = {position = -1}\n', ":3: 'position' of 'event' is a number"),
    ('[[scan.sinks]]\ncallee = "b"\nevent = {class_name = true}\n', ":3: 'event' names no argument"),
    ('[[scan.sinks]]\ncallee = "b"\nevent = 0\n', ":3: 'event' is a table"),
    (
        '[[scan.sinks]]\ncallee = "b"\nevent = {name = "a", position = 0}\n',
        ":3: 'name' says the event itself",
    ),
    (
        '[[scan.sinks]]\ncallee = "b"\nevent = {position = 0, prefix = "a", template = "{}"}\n',
        ":3: 'template' says where the parts of a name go",
    ),
    (
        '[[scan.sinks]]\ncallee = "b"\nevent = {positions = [0, 1], template = "a.{}"}\n',
        ":3: 'template' has a {} for each part of the name, of which there are 2",
    ),
    ('[[scan.sinks]]\ncallee = "b"\nevent = {positions = [0], keywords = ["a", "b"]}\n', "as many of each"),
    (
        '[[scan.sinks]]\ncallee = "b"\nreceiver = "("\nevent = {position = 0}\n',
        ":3: 'receiver' is no regular",
    ),
    (
        '[[scan.sinks]]\ncallee = "b"\nreceiver = "(?=a)"\nevent = {position = 0}\n',
        ":3: 'receiver' is no regular expression of RE2, which has no look-around",
    ),
    ('[[scan.sinks]]\ncallee = ".*"\nevent = {position = 0}\n', ":2: 'callee' is the name of one function"),
    ('[[scan.sinks]]\ncallee = "track$"\nevent = {position = 0}\n', "and no pattern, as 'track$' is"),
    (TRACK + "properties = {rest = true, position = 1}\n", "not TOML"),
    (TRACK + TRACK, ":5: there are two sinks with the id 'track'"),
    (
        '[[scan.sinks]]\ncallee = "b"\nevent = {position = 0}\nproperties = {rest = true, kwargs = true}\n',
        ":4: 'rest', 'kwargs' and an argument are different places",
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[str(number) for number in range(len(WRONG))])
def test_what_means_nothing_is_told_with_its_line_and_what_would_be_right(text: str, said: str) -> None:
    with pytest.raises(WrongProject) as caught:
        settings_of(text)
    assert said in str(caught.value)


def test_without_settings_all_presets_apply_and_own_sinks_stand_alone() -> None:
    assert settings_of("").sinks == default_settings().sinks
    assert [sink.callee for sink in settings_of(TRACK).sinks] == ["track"]
    both = settings_of('[scan]\npresets = ["mixpanel"]\n' + TRACK)
    assert [sink.preset for sink in both.sinks] == [None, "mixpanel", "mixpanel"]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_says_where_it_comes_from(name: str) -> None:
    assert {sink.preset for sink in preset(name)} == {name}


def test_a_receiver_is_searched_without_regard_to_case_where_it_says_so() -> None:
    (sink,) = settings_of(TRACK + "receiver = '(?i)(^|[.])posthog(\\(\\))?$'\n").sinks
    assert [one for one in ("a.PostHog()", "posthog", "posthog.x", "") if sink.takes(one)] == [
        "a.PostHog()",
        "posthog",
    ]


def test_no_receiver_takes_longer_than_its_text() -> None:
    (sink,) = settings_of(TRACK + 'receiver = "^(a+)+$"\n').sinks
    start = time.process_time()
    assert not sink.takes("a" * 100_000 + "b")
    assert time.process_time() - start < 1
