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
    contact: Text | None = None
    url: Text | None = None


class Purpose(Definition):
    """Why data is processed, and what permits it."""

    description: Text | None = None
    basis: Basis | None = None
    subjects: tuple[Subject, ...] = ()
    notice: Text | None = None


class OwnCategory(Definition):
    """A category that a catalog adds below an existing one."""

    description: Text
    sensitivity: Sensitivity | None = None
    """None inherits its parent's."""
    special: bool | None = None
    """None inherits its parent's."""


class Anonymous(Definition):
    """Identity by a fingerprint that nobody can lead back to a person."""

    anonymous: Text
    """The pattern that every identity matches: 64 hex digits, a UUID."""


class Erasure(Definition):
    """How a person's data is erased at a destination, and within how many days."""

    how: Text
    days: Days


class DestinationDefinition(Definition):
    """Where payloads go, and what may go there."""

    description: Text | None = None
    contexts: tuple[Text, ...] = ()
    receives: tuple[Text, ...] | None = None
    """The categories it may have; None is every category that is not prohibited."""
    otherwise: FrozenMap[Handling]
    """Category → what is done to it when it is not received as it is."""
    identity: Literal["user_id", "none"] | Anonymous = "user_id"
    consent: bool = False
    purposes: tuple[Text, ...] | None = None
    retention_days: Days | None = None
    reserved: tuple[Text, ...] = ()
    """Property names that this destination keeps for itself."""
    processor: Text | None = None
    contract: Text | None = None
    region: Text | None = None
    transfer: Transfer | None = None
    erasure: Erasure | None = None


class Approval(Definition):
    """A role that must approve some changes."""

    description: Text | None = None
    users: tuple[Text, ...] = ()
    when: Text | tuple[Text, ...]


class Naming(Definition):
    """How events are named."""

    wire: Text | None = None
    """`{resource}` and `{action}` stand for the two parts of the identity."""
    reserved: FrozenMap[Text]
    """Resource → the only destination that its events may go to."""


class Repository(Definition):
    """A source repository that sends events of this catalog."""

    name: Text
    report_max_age_days: Days | None = None


class Settings(Definition):
    """catalog.yaml."""

    format: Literal[1]
    product: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]
    base_url: Annotated[str, Field(pattern=r"^https?://[^\s#?]+$")] | None = None
    """Where the contracts' `$id`s begin."""
    controller: Text | None = None
    contact: Text | None = None
    owners: FrozenMap[Owner]
    purposes: FrozenMap[Purpose]
    categories: FrozenMap[OwnCategory]
    destinations: FrozenMap[DestinationDefinition]
    approvals: FrozenMap[Approval]
    naming: Naming = Field(default_factory=lambda: Naming.model_validate({}))
    severities: FrozenMap[Level]
    """Rule or family → level."""
    modes: FrozenMap[Mode]
    """`default` or a resource → mode."""
    drift: Drift = Drift.REPORT
    undeclared: Undeclared = Undeclared.REFUSE
    accept_previous_days: Days = 0
    profile: Literal["adopt", "standard"] = "standard"
    repositories: tuple[Repository, ...] = ()
