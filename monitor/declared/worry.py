"""What lint looks at, and what it says."""

from dataclasses import dataclass

from monitor.domain.alert import Policy
from monitor.domain.commitment import Register
from monitor.domain.evidence import Feed, Series


@dataclass(frozen=True, slots=True)
class Declarations:
    """All that is declared, side by side."""

    register: Register
    feeds: tuple[Feed, ...] = ()
    series: tuple[Series, ...] = ()
    policy: Policy | None = None


@dataclass(frozen=True, slots=True)
class Worry:
    """A warning about one commitment: the key it is about, the sentence, the way out."""

    key: str
    message: str
    hint: str = ""
