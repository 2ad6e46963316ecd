"""`config/feeds.yaml` and `config/alerts.yaml` → where we look, whom we tell, or every problem."""

import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from monitor.declared.feeds_file import FeedsFile
from monitor.declared.loaded import Loaded, loaded
from monitor.declared.text_file import read_bytes
from monitor.declared.yaml_file import parse_yaml
from monitor.domain.alert import Policy
from monitor.errors import Grade, Problem

if TYPE_CHECKING:
    from monitor.declared.node import Node

T = TypeVar("T")


def load_feeds(path: Path, environment: Mapping[str, str] | None = None) -> Loaded[FeedsFile]:
    """The declared feeds and series; without the file there are none, and a warning says so.

    environment: where `${NAME}` is looked up; the process's own if None.
    """
    if not path.exists():
        message = "There is no such file: no feed is watched."
        warning = Problem(str(path), 0, "", message, "`monitor init` writes one", Grade.WARNING)
        return loaded(FeedsFile(), [warning], "")

    def build(tree: "Node") -> tuple[FeedsFile | None, list[Problem]]:
        from monitor.declared.feed_sources import build_feeds  # pydantic is slow to import

        return build_feeds(path, tree, os.environ if environment is None else environment)

    return _load(path, build, FeedsFile())


def load_alerts(path: Path, environment: Mapping[str, str] | None = None) -> Loaded[Policy]:
    """Channels, routes and severities; without the file everything goes to the terminal.

    environment: where `${NAME}` is looked up; the process's own if None.
    """
    if not path.exists():
        return loaded(Policy(), [], "")

    def build(tree: "Node") -> tuple[Policy | None, list[Problem]]:
        from monitor.declared.policy import build_policy  # pydantic is slow to import

        return build_policy(path, tree, os.environ if environment is None else environment)

    return _load(path, build, Policy())


def _load(
    path: Path, build: Callable[["Node"], tuple[T | None, list[Problem]]], empty: T
) -> Loaded[T]:
    data, problems = read_bytes(path)
    if problems:
        return loaded(None, problems, "")
    digest = sha256(data).hexdigest()
    tree, problems = parse_yaml(path, data)
    if tree is None:
        return loaded(None if problems else empty, problems, digest)
    value, more = build(tree)
    return loaded(value, [*problems, *more], digest)
