"""Sentences about rows of the data map: who gets what, in which form, why, and by which line."""

from collections.abc import Sequence

from catalog.model.category import Handling
from catalog.model.settings import DestinationDefinition
from catalog.privacy.account import NOT_STATED, Shown, basis_in_words, listed
from catalog.privacy.rows import Row, StatedPurpose


def what_happens(row: Row, shown: Shown) -> str:
    """What becomes of something at a destination, and the lines that decide it."""
    return f"{_outcome(row, shown)}, because {reasons(row, shown)}"


def reasons(row: Row, shown: Shown) -> str:
    """The lines that decide, each with its place."""
    return listed([f"{cause.says} ({shown(cause.spot)})" for cause in row.causes])


def _outcome(row: Row, shown: Shown) -> str:
    if row.handling is Handling.REFUSE:
        return f"{row.destination} refuses a payload that has it"
    if row.handling is Handling.DROP:
        return f"{row.destination} does not get it"
    renamed = "" if row.sent_as == row.path else f", under the name {row.sent_as}"
    return f"{row.destination} gets it {row.form}{renamed}, {_why(row, shown)}"


def _why(row: Row, shown: Shown) -> str:
    if not row.purposes:
        return "for a purpose that is not stated"
    basis = basis_in_words(row.bases)
    ground = "with no legal basis stated" if basis == NOT_STATED else f"on the basis of {basis}"
    if row.stated_purposes:
        return f"for {_of_its_own(row.stated_purposes[-1], shown)} {ground}"
    return f"for {listed(row.purposes)} {ground}"


def _of_its_own(stated: StatedPurpose, shown: Shown) -> str:
    return f"{stated.purpose} ('purpose' of {stated.of}, {shown(stated.spot)})"


def consent_needed(row: Row, settled: str | None, shown: Shown) -> str:
    """The purposes of its own and of what is around it, each with its line unless `what_happens` has it.

    `settled` is the purpose of the event, which every payload needs consent to.
    """
    around = {one.purpose: one for one in reversed(row.stated_purposes) if one.purpose != settled}
    own = row.stated_purposes[-1:]
    return listed(
        [one.purpose if one in own else _of_its_own(one, shown) for one in reversed(around.values())]
    )


def who_keeps_it(name: str, there: DestinationDefinition) -> tuple[str, ...]:
    """Who a destination is and how long it keeps what it gets, a sentence each."""
    said = [f"{name} is run by {there.processor}" if there.processor else f"for {name} no processor is named"]
    terms = (("contract", there.contract), ("region", there.region), ("transfer", there.transfer))
    said += [f"{what}: {value}" for what, value in terms if value is not None]
    missing = [what for what, value in terms if value is None]
    if missing and there.processor is not None:
        said.append(f"its {listed(missing)} {verb(missing)} not stated")
    said.append("consent is asked for" if there.consent else "consent is not asked for")
    days = there.retention_days
    said.append("how long data is kept is not stated" if days is None else f"data is kept {days:,} days")
    if there.erasure is None:
        said.append("how it is erased is not stated")
    else:
        said.append(f"it is erased within {there.erasure.days:,} days: {there.erasure.how}")
    return tuple(said)


def verb(things: Sequence[str]) -> str:
    """`is` or `are`."""
    return "is" if len(things) == 1 else "are"
