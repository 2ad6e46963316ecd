"""What `config/feeds.yaml` holds."""

from dataclasses import dataclass

from monitor.domain.evidence import Feed, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsFile:
    """Everything declared in `config/feeds.yaml`."""

    feeds: tuple[Feed, ...] = ()
    series: tuple[Series, ...] = ()
