"""Feeds that bring readings of a series: what they say of it, and whether anybody wants it."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from monitor.declared.nearby import did_you_mean
from monitor.declared.readings_form import Mark, ReadingsForm
from monitor.declared.worry import Declarations, Worry
from monitor.domain.commitment import Commitment
from monitor.domain.counting import series_of
from monitor.domain.evidence import Series
from monitor.domain.readings import Readings
from monitor.domain.units import comparable
from monitor.domain.watching import brings_news

SILENCES = 3
"""A data feed may be quiet for as many of its series' rhythms before that is its own fault."""

HOURLY = 60
"""Minutes between two looks at a table, unless the file says otherwise."""

Filled: TypeAlias = Mapping[str, Series | None]
"""The declared series by id; one that is not sound itself is None."""

Tell: TypeAlias = Callable[[str, str, str], None]
"""Notes what is wrong with a key of the mapping: the key, the sentence, the way out."""


def readings_of(form: ReadingsForm, series: Filled, tell: Tell) -> Readings:
    """The mapping as the domain knows it; whatever does not fit the series is told."""
    if form.series not in series:
        hint = did_you_mean(form.series, series, "declare it under `series`")
        tell("series", f"No series has the id {form.series}.", hint)
    filled = series.get(form.series)
    unit, differences = form.unit, False
    if filled is not None:
        unit = _unit(form, filled, tell)
        differences = _differences(form, filled, tell)
    return Readings(
        format=form.format,
        series=form.series,
        value=form.amount,
        unit=unit,
        through=form.through,
        begins=form.begins,
        period=form.period,
        dates=form.dates,
        where=tuple(form.where.items()),
        total=form.total,
        differences=differences,
        encoding=form.encoding.value,
        delimiter=form.delimiter.sign,
        decimal={None: "", Mark.POINT: ".", Mark.COMMA: ","}[form.decimal],
        root=form.root,
        commitments=form.commitments,
    )


def _unit(form: ReadingsForm, series: Series, tell: Tell) -> str:
    if not form.unit and not series.unit:
        tell("unit", "Neither the readings nor their series have a unit.", "such as unit: t")
    elif form.unit and series.unit and not comparable(form.unit, series.unit):
        message = f"The unit does not convert to {series.unit}, the unit of {series.id}."
        tell("unit", message, "give both in units of one kind")
    return form.unit or series.unit


def _differences(form: ReadingsForm, series: Series, tell: Tell) -> bool:
    """Whether totals have to be taken apart into periods, because the series counts by them."""
    begins = "begins" if form.begins else "period" if form.period else ""
    cumulative = series.cumulative if form.cumulative is None else form.cumulative
    if series.cumulative and not cumulative:
        message = f"The series {series.id} is a total so far, and these values are not."
        tell("cumulative", message, "give the series cumulative: false")
    elif cumulative and begins:
        tell(begins, "A total so far has no first day.", "give the series cumulative: false")
    return cumulative and not series.cumulative


def silence_of(series: Series | None) -> int:
    """Days without a new reading after which the feed is at fault; 0 where nobody can say."""
    return SILENCES * series.every_days + series.lag_days if series and series.every_days else 0


def worries(declared: Declarations) -> Iterator[Worry]:
    """Readings that nobody counts by, and commitments they name in vain."""
    by_id = {commitment.id: commitment for commitment in declared.register.commitments}
    for index, feed in enumerate(declared.feeds):
        if feed.readings is not None:
            yield from _worries(f"feeds[{index}].readings", feed.readings, by_id)


def _worries(key: str, readings: Readings, by_id: Mapping[str, Commitment]) -> Iterator[Worry]:
    for number, name in enumerate(readings.commitments):
        wanted = by_id.get(name)
        if wanted is None:
            hint = did_you_mean(name, by_id, "declare it in commitments.yaml")
            yield Worry(f"{key}.for[{number}]", f"No commitment has the id {name}.", hint)
        elif readings.series not in series_of(wanted):
            message = f"{name} does not count by {readings.series}."
            yield Worry(f"{key}.for[{number}]", message, "name the series in its quantity")
    counted = {name for one in by_id.values() for name in series_of(one)}
    if not readings.commitments and readings.series not in counted:
        message = f"No commitment counts by {readings.series}: its readings are not kept."
        yield Worry(f"{key}.series", message, "name the series in a commitment's quantity")


def is_no_witness(commitment: Commitment, declared: Declarations) -> Iterator[Worry]:
    """A table of figures would not tell of a breach, so it cannot be what watches."""
    data = {feed.id for feed in declared.feeds if not brings_news(feed)}
    for number, name in enumerate(commitment.watch.feeds):
        if name in data:
            message = f"The feed {name} brings figures: it watches for no news."
            yield Worry(f"watch.feeds[{number}]", message, "name it under quantity.series instead")
