"""The three files the user writes, read together: all of their values, or all of their problems."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from monitor import __version__
from monitor.domain.alert import Policy
from monitor.domain.commitment import Commitment, Register
from monitor.domain.evidence import Feed, Series
from monitor.errors import Problem

SHOWN = "shown"
"""Under this name the declared files are kept in a database."""


@dataclass(frozen=True)
class Declared:
    """What is declared now; replaced as a whole, never in part. digest names its content."""

    register: Register = field(default_factory=Register)
    feeds: tuple[Feed, ...] = ()
    all_series: tuple[Series, ...] = ()
    policy: Policy = field(default_factory=Policy)
    digest: str = ""

    @cached_property
    def series(self) -> MappingProxyType[str, Series]:
        """The declared series by id."""
        return MappingProxyType({s.id: s for s in self.all_series})

    @cached_property
    def feed(self) -> MappingProxyType[str, Feed]:
        """The declared feeds by id."""
        return MappingProxyType({f.id: f for f in self.feeds})

    @cached_property
    def names(self) -> MappingProxyType[str, str]:
        """The parties' names by id."""
        return MappingProxyType({p.id: p.name for p in self.register.parties})

    @cached_property
    def _commitments(self) -> dict[str, Commitment]:
        return {c.id: c for c in self.register.commitments}

    def commitment(self, commitment_id: str) -> Commitment | None:
        """The commitment of that id, None where none is declared."""
        return self._commitments.get(commitment_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a database keeps of the declared files: all that is shown, nothing that is secret."""

    register: Register
    feeds: tuple[Feed, ...] = ()
    series: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedFiles:
    """`declared` is None where any file has an error."""

    declared: Declared | None
    problems: tuple[Problem, ...]


def load_declared(commitments: Path, config: Path) -> LoadedFiles:
    """Read `commitments.yaml`, `feeds.yaml` and `alerts.yaml`; every problem of all three."""
    # the YAML reader and pydantic cost a fifth of a second: only who reads the files pays
    from monitor.declared.commitments import load_register
    from monitor.declared.settings import load_alerts, load_feeds

    digest = digest_of(commitments, config)
    register = load_register(commitments)
    feeds = load_feeds(config / "feeds.yaml")
    policy = load_alerts(config / "alerts.yaml")
    problems = register.problems + feeds.problems + policy.problems
    if register.value is None or feeds.value is None or policy.value is None:
        return LoadedFiles(None, problems)
    declared = Declared(
        register=register.value,
        feeds=feeds.value.feeds,
        all_series=feeds.value.series,
        policy=policy.value,
        digest=digest,
    )
    return LoadedFiles(declared, problems)


def digest_of(commitments: Path, config: Path) -> str:
    """Changes with any byte of the three files and with the program's version.

    The version counts because the built-in parties come with the program.
    """
    total = blake2b(__version__.encode(), digest_size=16)
    for path in (commitments, config / "feeds.yaml", config / "alerts.yaml"):
        try:
            content = path.read_bytes()
        except OSError:
            content = b"\0absent"
        total.update(len(content).to_bytes(8, "big") + content)
    return total.hexdigest()


def shown(declared: Declared) -> Shown:
    """The part of what is declared that a database may keep: no address, no header of a feed."""
    feeds = tuple(replace(f, address="", headers=()) for f in declared.feeds)
    return Shown(register=declared.register, feeds=feeds, series=declared.all_series)


def from_shown(kept: Shown, digest: str) -> Declared:
    """What is declared, as far as showing needs it."""
    return Declared(kept.register, kept.feeds, kept.series, Policy(), digest)
