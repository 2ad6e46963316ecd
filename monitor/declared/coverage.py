"""Whether the declared feeds and series can show what a commitment needs shown."""

from collections.abc import Iterator

from monitor.declared.nearby import did_you_mean
from monitor.declared.worry import Declarations, Worry
from monitor.domain.commitment import Commitment, Kind, Proof, Quantity
from monitor.domain.evidence import Feed, Tier
from monitor.domain.units import comparable
from monitor.domain.watching import brings_news, watches

_NEEDS_EYES = frozenset({Kind.HOLD_UNTIL, Kind.NEVER})


def _watching(commitment: Commitment, declared: Declarations) -> list[Feed]:
    named = commitment.watch.feeds
    eyes = filter(brings_news, declared.feeds)
    return [feed for feed in eyes if not named or feed.id in named]


def nobody_looks(commitment: Commitment, declared: Declarations) -> Iterator[Worry]:
    """Silence about it means nothing unless a feed of the required tier watches it."""
    if not declared.feeds or commitment.draft:
        return
    watch = commitment.watch
    if any(watches(watch, feed.id, feed.tier) for feed in filter(brings_news, declared.feeds)):
        return
    fate = "it will stay blind" if commitment.kind in _NEEDS_EYES else "no news of it will count"
    message = f"No declared feed of tier {watch.tier} or better watches it: {fate}."
    yield Worry("watch", message, "add such a feed, or lower `watch.tier`")


def names_unknown_feeds(commitment: Commitment, declared: Declarations) -> Iterator[Worry]:
    """A feed that watches it must be declared."""
    known = [feed.id for feed in declared.feeds]
    for number, name in enumerate(commitment.watch.feeds):
        if name not in known:
            hint = did_you_mean(name, known, "declare it in feeds.yaml")
            yield Worry(f"watch.feeds[{number}]", f"No feed has the id {name}.", hint)


def cannot_be_proved(commitment: Commitment, declared: Declarations) -> Iterator[Worry]:
    """Proof by official record needs a feed or a series that is one."""
    if commitment.proof is not Proof.OFFICIAL or not declared.feeds:
        return
    sources = [
        *(f.tier for f in _watching(commitment, declared)),
        *(s.tier for s in declared.series),
    ]
    if Tier.OFFICIAL not in sources:
        hint = "add an official feed, or proof: corroborated"
        message = "No official feed watches it: only a person's ruling can call it met."
        yield Worry("proof", message, hint)


def counts_by_unknown_series(commitment: Commitment, declared: Declarations) -> Iterator[Worry]:
    """A series that measures it must be declared, with its rhythm and unit."""
    known = [series.id for series in declared.series]
    for key, name in _series(commitment):
        if name not in known:
            hint = did_you_mean(name, known, "declare it in feeds.yaml")
            yield Worry(key, f"No series has the id {name}.", hint)


def _series(commitment: Commitment) -> Iterator[tuple[str, str]]:
    for key, quantity in _quantities(commitment):
        for number, name in enumerate(quantity.series):
            yield f"{key}.series[{number}]", name
    for number, measurement in enumerate(commitment.measurements):
        yield f"measurements[{number}].series", measurement.series
    level = commitment.service_level
    if level is not None:
        counts = (("asked", level.asked), ("answered", level.answered), ("granted", level.granted))
        yield from ((f"service_level.{key}", name) for key, name in counts if name)


def _quantities(commitment: Commitment) -> Iterator[tuple[str, Quantity]]:
    if commitment.quantity is not None:
        yield "quantity", commitment.quantity
    for number, amendment in enumerate(commitment.amendments):
        if amendment.quantity is not None:
            yield f"amendments[{number}].quantity", amendment.quantity


def cannot_convert(commitment: Commitment, declared: Declarations) -> Iterator[Worry]:
    """Readings in a unit of another kind can never be set against the target."""
    units = {series.id: series.unit for series in declared.series if series.unit}
    quantities = list(_quantities(commitment))
    for number, measured in enumerate(commitment.measurements):
        wanted = units.get(measured.series, measured.unit)
        if not comparable(measured.unit, wanted):
            message = f"{measured.unit} does not convert to {wanted}, the unit of its series."
            yield Worry(f"measurements[{number}].unit", message, "give both in units of one kind")
    for key, quantity in quantities:
        for name in quantity.series:
            if name in units and not comparable(units[name], quantity.unit):
                message = f"{units[name]}, the unit of {name}, does not convert to {quantity.unit}."
                yield Worry(f"{key}.unit", message, "give both in units of one kind")
        if not comparable(quantity.unit, quantities[0][1].unit):
            message = f"{quantity.unit} does not convert to {quantities[0][1].unit}."
            yield Worry(f"{key}.unit", message, "an amendment keeps the kind of unit")
