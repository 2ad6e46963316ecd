"""The tree of `config/alerts.yaml` → the policy by which alerts are told."""

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from monitor.declared.alerts_form import ChannelForm, PolicyForm, RouteForm
from monitor.declared.form_problems import Source, fill, sound_entries
from monitor.declared.nearby import did_you_mean
from monitor.declared.node import Node, Step
from monitor.declared.parties import gather_parties
from monitor.declared.references import References
from monitor.declared.repeats import repeats
from monitor.domain.alert import Channel, Policy, Route
from monitor.errors import Grade, Problem

_TERMINAL = Channel(id="terminal")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://\S+")


def build_policy(
    path: Path, tree: Node, environment: Mapping[str, str]
) -> tuple[Policy | None, list[Problem]]:
    """The policy with warnings, or None with every objection, all of them at once."""
    source = Source(str(path), tree)
    form, problems = fill(PolicyForm, source)
    references = References(source, path.parent, environment)
    entries = sound_entries(ChannelForm, source, "channels", form)
    channels = tuple(_channel(c, i, references) for i, c in entries.items())
    policy = _policy(form, channels, references) if form is not None else None
    problems.extend(references.problems)
    problems.extend(_broken_ways(source, form))
    if policy is not None:
        problems.extend(_forgotten(source, policy))
    if references.literal:
        problems.extend(_open_to_others(path))
    return policy, problems


def _policy(form: PolicyForm, channels: tuple[Channel, ...], references: References) -> Policy:
    return Policy(
        channels=channels if _has_terminal(channels) else (*channels, _TERMINAL),
        routes=_routes(form, channels),
        triage=form.triage,
        severity=tuple(form.severity.items()),
        reader_zone=form.reader_zone,
        heartbeat=references.secret(form.heartbeat, ("heartbeat",)),
        allow_private=form.allow_private,
    )


def _channel(form: ChannelForm, index: int, references: References) -> Channel:
    steps: tuple[Step, ...] = ("channels", index, "url")
    before = len(references.problems)
    address = references.secret(form.url, steps)
    if form.url and len(references.problems) == before and not _SCHEME.fullmatch(address.reveal()):
        hint = "such as slack://… or mailto://…, best as ${NAME} or file:path"
        problem = references.source.problem(steps, "This is no address of a service.", hint)
        references.problems.append(problem)
    return Channel(id=form.id, address=address, per_hour=form.per_hour)


def _has_terminal(channels: tuple[Channel, ...]) -> bool:
    return any(channel.id == _TERMINAL.id for channel in channels)


def _routes(form: PolicyForm, channels: tuple[Channel, ...]) -> tuple[Route, ...]:
    """The declared routes; where none is, everything goes to every channel."""
    if form.routes or not channels:
        parties = gather_parties(())
        return tuple(
            replace(route, parties=tuple(parties.find(p) or p for p in route.parties))
            for route in (r.value(form.reader_zone) for r in form.routes)
        )
    every = tuple(channel.id for channel in channels)
    return (Route(id="everything", channels=every, zone=form.reader_zone),)


def _broken_ways(source: Source, form: PolicyForm | None) -> Iterator[Problem]:
    """Ids stand once; everything leads to channels and routes that are declared."""
    channels = source.texts("channels", "id")
    routes = source.texts("routes", "id")
    yield from repeats(source, ("channels",), channels)
    yield from repeats(source, ("routes",), routes)
    channels = list(dict.fromkeys((*channels, _TERMINAL.id)))
    ends = [*channels, *routes]
    if (triage := source.text("triage")) and triage not in ends:
        yield _unknown(source, ("triage",), "channel or route", triage, ends)
    for index, route in sound_entries(RouteForm, source, "routes", form).items():
        steps: tuple[Step, ...] = ("routes", index)
        for number, name in enumerate(route.channels):
            if name not in channels:
                yield _unknown(source, (*steps, "channels", number), "channel", name, channels)
        if route.escalate and route.escalate.to == route.id:
            yield source.problem((*steps, "escalate", "to"), "A route cannot escalate to itself.")
        elif route.escalate and route.escalate.to not in routes:
            target = route.escalate.to
            yield _unknown(source, (*steps, "escalate", "to"), "route", target, routes)


def _forgotten(source: Source, policy: Policy) -> Iterator[Problem]:
    """Each channel is led to."""
    used = {name for route in policy.routes for name in route.channels} | {policy.triage}
    for index, name in enumerate(source.texts("channels", "id")):
        if name not in used:
            message = "No route leads to this channel: nothing is ever told there."
            problem = source.problem(("channels", index, "id"), message, "name it in a route")
            yield replace(problem, grade=Grade.WARNING)


def _unknown(
    source: Source, steps: tuple[Step, ...], what: str, name: str, known: list[str]
) -> Problem:
    """The name itself is not repeated: it may be an address in the wrong place."""
    hint = did_you_mean(name, known, f"declared: {', '.join(known)}" if known else "")
    return source.problem(steps, f"No {what} of this id is declared.", hint)


def _open_to_others(path: Path) -> Iterator[Problem]:
    if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        message = "The file holds a secret in the clear and others on this machine can read it."
        hint = "use ${NAME} or file:path, or make the file private (mode 600)"
        yield Problem(str(path), 0, "", message, hint, Grade.WARNING)
