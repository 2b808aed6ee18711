"""The page of the detectors: what personal data is told from what merely looks like it."""

from typing import Final

from catalog.docgen.markdown import code, page, prose, table
from catalog.model.settings import Drift
from catalog.privacy.detectors import DETECTORS

_INTRODUCTION: Final = """\
A property declared `none` is about nobody. Personal data that turns up in one all the same is *drift*: a \
problem with the code [`drift`](problems.md#drift), with the detector and the data category in its context \
and never the value. Detectors look at values, at the keys of maps and at the names of properties; a \
detector that a name misleads is told so by `allow: {pii/suggestive-name: why}` on the property."""

_WHERE: Final = """\
They look only where the contract leaves room: at texts and URIs without an `enum`, at numbers and dates \
where the name or the size tells, in context, person and group properties too, and at everything under \
`undeclared: keep`. Full-width forms, invisible characters, other scripts' digits, percent signs and JSON \
inside a text hide nothing. Each hit is proven by check digits, numbering plans or the form of the whole, \
so that order numbers, times, versions and UUIDs are left alone; a text with thousands of look-alikes is \
proven in part, and a property with thousands of URLs, or with more names in JSON or in the parameters of \
URLs than anybody reads, counts as drift."""

_EXCUSED: Final = """\
Where a value is known to be about nobody, the address of a shop say, give the property a category of the \
catalog's own, such as `user.contact.shop` with `sensitivity: public`, and let destinations receive it: \
then it is declared, and nothing drifts."""

_DRIFT: Final = {
    Drift.REPORT: "the payload is accepted with a warning; nothing is removed",
    Drift.REDACT: "the same, and redaction leaves the property out; where it is required, nothing leaves",
    Drift.QUARANTINE: "the payload's outcome is `quarantined`, and nothing leaves",
    Drift.REFUSE: "the payload is refused",
}


def detectors_page() -> str:
    """The page as Markdown."""
    rows = [(code(one.name), code(one.category), prose(one.summary)) for one in DETECTORS]
    by_name = (code("name"), "as the words suggest", "The name of a property, in four languages.")
    return page(
        "# Detectors",
        _INTRODUCTION,
        table(("detector", "data category", "what it sees"), [*rows, by_name]),
        _WHERE,
        "## What drift does",
        "`drift` in [catalog.yaml](../guide/format.md#catalogyaml) says what happens:",
        table(("drift", "what happens"), [(code(one), _DRIFT[one]) for one in Drift]),
        _EXCUSED,
    )
