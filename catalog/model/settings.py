"""catalog.yaml: the product, its people, and the policy that its events live under."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from catalog.model.category import Handling, Sensitivity
from catalog.model.event import Undeclared
from catalog.model.values import Days, Definition, FrozenMap, Text


class Level(StrEnum):
    """How seriously a rule is taken."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


class Mode(StrEnum):
    """Which changes break, in the words of schema registries."""

    BACKWARD = "backward"
    BACKWARD_TRANSITIVE = "backward-transitive"
    FORWARD = "forward"
    FORWARD_TRANSITIVE = "forward-transitive"
    FULL = "full"
    FULL_TRANSITIVE = "full-transitive"
    NONE = "none"


class Basis(StrEnum):
    """Legal bases of processing, GDPR Art. 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"


class Subject(StrEnum):
    """Whose data it is."""

    ANONYMOUS_VISITOR = "anonymous_visitor"
    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    CHILD = "child"
    OTHER = "other"


class Transfer(StrEnum):
    """What allows personal data to leave the EU, GDPR Art. 45 to 47."""

    NONE = "none"
    ADEQUACY = "adequacy"
    SCC = "scc"
    BCR = "bcr"


class Drift(StrEnum):
    """What happens when personal data turns up in a property declared `none`."""

    REPORT = "report"
    REDACT = "redact"
    QUARANTINE = "quarantine"
    REFUSE = "refuse"


class Owner(Definition):
    """A team that answers for events."""

    description: Text | None = None
    """What the team does."""
    contact: Text | None = None
    """How to reach it."""
    url: Text | None = None
    """Where to read about it."""


class Purpose(Definition):
    """Why data is processed, and what permits it."""

    description: Text | None = None
    """Why data is processed."""
    basis: Basis | None = None
    """What permits it, GDPR Art. 6(1)."""
    subjects: tuple[Subject, ...] = ()
    """Whose data it is."""
    notice: Text | None = None
    """Where people are told about it."""


class OwnCategory(Definition):
    """A category that a catalog adds below an existing one."""

    description: Text
    """What it is."""
    sensitivity: Sensitivity | None = None
    """How much harm a leak does; absent: its parent's."""
    special: bool | None = None
    """Whether the GDPR protects it specially; absent: as its parent."""


class Anonymous(Definition):
    """Identity by a fingerprint that nobody can lead back to a person."""

    anonymous: Text
    """The pattern that every identity matches: 64 hex digits, a UUID."""


class Truncation(Definition):
    """What is left of a value that is truncated."""

    characters: Annotated[int, Field(ge=0, le=10_000)] = 32
    """How many characters of a text; 32 unless stated."""
    ipv4: Annotated[int, Field(ge=0, le=32)] = 24
    """How many leading bits of an IPv4 address; 24 unless stated."""
    ipv6: Annotated[int, Field(ge=0, le=128)] = 48
    """How many leading bits of an IPv6 address; 48 unless stated."""
    time: Literal["hour", "day", "month", "year"] = "day"
    """How exact a timestamp stays, as it is written; the day unless stated."""
    date: Literal["month", "year"] = "month"
    """How exact a date stays; the month unless stated."""
    digits: Annotated[int, Field(ge=1, le=15)] = 1
    """How many leading digits of a number, the others becoming 0; one unless stated."""


class Erasure(Definition):
    """How a person's data is erased at a destination, and within how many days."""

    how: Text
    """What to do."""
    days: Days
    """Within how many days it is done."""


class DestinationDefinition(Definition):
    """Where payloads go, and what may go there."""

    description: Text | None = None
    """What it is for."""
    contexts: tuple[Text, ...] = ()
    """The contexts that its payloads carry."""
    receives: tuple[Text, ...] | None = None
    """The categories it may have; absent: every category that is not prohibited."""
    otherwise: FrozenMap[Handling]
    """Category → what is done to it when it is not received as it is."""
    truncate: Truncation = Field(default_factory=lambda: Truncation.model_validate({}))
    """What is left of values that are truncated for it."""
    identity: Literal["user_id", "none"] | Anonymous = "user_id"
    """Who a payload is about; `user_id` unless stated."""
    consent: bool = False
    """Whether the person must have agreed."""
    purposes: tuple[Text, ...] | None = None
    """The purposes that it serves."""
    retention_days: Days | None = None
    """How long it keeps data."""
    reserved: tuple[Text, ...] = ()
    """Property names that this destination keeps for itself."""
    processor: Text | None = None
    """The company that runs it."""
    contract: Text | None = None
    """The data processing agreement."""
    region: Text | None = None
    """Where the data lies."""
    transfer: Transfer | None = None
    """What allows data to leave the EU, GDPR Art. 45 to 47."""
    erasure: Erasure | None = None
    """How a person's data is erased."""


class Approval(Definition):
    """A role that must approve some changes."""

    description: Text | None = None
    """What the role answers for."""
    users: tuple[Text, ...] = ()
    """Who has the role."""
    when: Text | tuple[Text, ...]
    """The changes that need it."""


class Naming(Definition):
    """How events are named."""

    wire: Text | None = None
    """`{resource}` and `{action}` stand for the two parts of the identity."""
    reserved: FrozenMap[Text]
    """Resource → the only destination that its events may go to."""


class Repository(Definition):
    """A source repository that sends events of this catalog."""

    name: Text
    """The repository."""
    report_max_age_days: Days | None = None
    """How old its usage report may be."""


class Settings(Definition):
    """catalog.yaml."""

    format: Literal[1]
    """The version of this format; obligatory."""
    product: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]
    """Small letters, digits, `_` and `-`; obligatory."""
    base_url: Annotated[str, Field(pattern=r"^https?://[^\s#?]+$")] | None = None
    """Where the contracts' `$id`s begin."""
    controller: Text | None = None
    """Who is responsible for the data, GDPR Art. 4(7)."""
    contact: Text | None = None
    """Whom to ask about it."""
    owners: FrozenMap[Owner]
    """The teams that answer for events."""
    purposes: FrozenMap[Purpose]
    """Why data is processed."""
    categories: FrozenMap[OwnCategory]
    """Data categories that the catalog adds."""
    destinations: FrozenMap[DestinationDefinition]
    """Where payloads go."""
    approvals: FrozenMap[Approval]
    """Who must agree to which changes."""
    naming: Naming = Field(default_factory=lambda: Naming.model_validate({}))
    """Wire names and reserved prefixes."""
    severities: FrozenMap[Level]
    """Rule or family → level."""
    modes: FrozenMap[Mode]
    """`default` or a resource → mode."""
    drift: Drift = Drift.REPORT
    """What happens when personal data turns up in a property declared `none`."""
    undeclared: Undeclared = Undeclared.REFUSE
    """What happens to properties that no definition names; `refuse` unless stated."""
    accept_previous_days: Days = 0
    """How long payloads of an older major version are accepted."""
    profile: Literal["adopt", "standard"] = "standard"
    """`adopt` while an existing code base is being put on the roll."""
    repositories: tuple[Repository, ...] = ()
    """The source repositories that send events."""
