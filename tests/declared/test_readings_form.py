"""The `readings` of a data feed: whole values, what its series adds, what is said of mistakes."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from monitor.declared.lint import lint
from monitor.declared.schema import json_schema
from monitor.declared.settings import load_feeds
from monitor.domain.calendar import Offset, Unit
from monitor.domain.commitment import Commitment, Kind, Quantity, Register, Watch
from monitor.domain.evidence import Feed, Tier
from monitor.domain.readings import Format, Readings

DOCS = Path(__file__).resolve().parents[2] / "docs" / "series.md"
TEXT = DOCS.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, flags=re.DOTALL)

WEEKLY = (
    "{id: weekly, unit: Mt, cumulative: false, every: 7d, lag: 4d, family: usda, party: US, "
    "tier: official}"
)
TOTAL = "{id: total, unit: Mt}"
FULL = """\
format: csv
series: weekly
value: Metric Ton
unit: t
through: Thursday
dates: YYYYMMDD
period: 7d
where: {Grain: SOYBEANS, Destination: [CHINA MAIN, HONG KONG]}
sum: true
encoding: latin-1
delimiter: tab
decimal: point
for: [soybeans-2026]
"""
LEAST = "format: csv\nseries: weekly\nvalue: a\nthrough: b\n"

Load = Callable[[str], tuple[list[Feed], list[str]]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads a file with one data feed; its feeds, and what is said."""

    def feeds_of(readings: str) -> tuple[list[Feed], list[str]]:
        path = tmp_path / "feeds.yaml"
        path.write_text(
            "version: 1\nfeeds:\n  - id: data\n    address: https://data.example/a.csv\n"
            f"    readings:\n{indent(readings, '      ')}\n"
            f"series:\n  - {WEEKLY}\n  - {TOTAL}\n  - {{id: bare, cumulative: false}}\n",
            encoding="utf-8",
        )
        loaded = load_feeds(path, {})
        said = [str(p).replace(f"{tmp_path}/", "") for p in loaded.problems]
        return list(loaded.value.feeds) if loaded.value else [], said

    return feeds_of


def test_a_mapping_says_all_it_says(load: Load) -> None:
    feeds, said = load(FULL)

    assert said == []
    assert feeds[0].readings == Readings(
        format=Format.CSV,
        series="weekly",
        value="Metric Ton",
        unit="t",
        through="Thursday",
        period=Offset(7, Unit.DAYS),
        dates="YYYYMMDD",
        where=(("Grain", ("SOYBEANS",)), ("Destination", ("CHINA MAIN", "HONG KONG"))),
        total=True,
        encoding="latin-1",
        delimiter="\t",
        decimal=".",
        commitments=("soybeans-2026",),
    )


def test_what_a_data_feed_does_not_say_its_series_says(load: Load) -> None:
    (feed,), _ = load(LEAST)

    assert feed.readings is not None
    assert feed.readings.unit == "Mt"
    assert (feed.family, feed.tier, feed.party) == ("usda", Tier.OFFICIAL, "US")
    assert (feed.interval_minutes, feed.max_silence_days) == (60, 25)


def test_totals_are_taken_apart_for_a_series_that_counts_by_period(load: Load) -> None:
    (apart,), _ = load(LEAST + "cumulative: true\n")
    (whole,), _ = load(LEAST.replace("weekly", "total"))

    assert apart.readings is not None
    assert whole.readings is not None
    assert (apart.readings.differences, whole.readings.differences) == (True, False)


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        (LEAST.replace("weekly", "weekyl"), "No series has the id weekyl. (did you mean weekly?)"),
        (LEAST.replace("weekly", "bare"), "Neither the readings nor their series have a unit."),
        (LEAST + "unit: USD\n", "The unit does not convert to Mt, the unit of weekly."),
        (
            LEAST.replace("weekly", "total") + "cumulative: false\n",
            "The series total is a total so far, and these values are not.",
        ),
        (LEAST.replace("weekly", "total") + "period: 7d\n", "A total so far has no first day."),
        (LEAST + "cumulative: true\nbegins: c\n", "A total so far has no first day."),
        (LEAST + "begins: c\nperiod: 7d\n", "`begins` and `period` both say when a period begins."),
        (LEAST + "period: 5wd\n", "A period is counted in days, weeks, months or years."),
        (LEAST + "period: 0d\n", "A period has at least one day."),
        (LEAST + "root: data\n", "`root` is a path in JSON."),
        (LEAST.replace("csv", "json") + "delimiter: tab\n", "JSON has no delimiter."),
        (LEAST.replace("csv", "xlsx"), "is not known here. (one of csv, json)"),
        (LEAST + "dates: '%m/%d/%Y'\n", "A way to write days is made of YYYY, MM (or MMM), DD"),
        (LEAST + "encoding: rot13\n", "This word is not known here."),
        (LEAST + "columns: x\n", "The key `columns` is not known here."),
        ("format: csv\nseries: weekly\n", "A mapping of readings needs `value` and `through`."),
    ],
)
def test_a_mistake_is_told_with_its_line(load: Load, readings: str, said: str) -> None:
    feeds, problems = load(readings)

    assert feeds == []
    assert len(problems) == 1, problems
    assert said in problems[0]
    assert re.match(r"feeds\.yaml:\d+: error: feeds\[0\]\.readings", problems[0])


def test_what_is_wrong_with_a_series_is_not_held_against_its_readings(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(
        "version: 1\nfeeds:\n  - {id: d, address: https://d.example/a, readings: "
        "{format: csv, series: weekly, value: a, through: b}}\n"
        "series:\n  - {id: weekly, every: often}\n",
        encoding="utf-8",
    )

    problems = load_feeds(path, {}).problems

    assert [p.path for p in problems] == ["series[0].every"]


# ------------------------------------------------------------------ across the files


def _counted(name: str, *series: str, **fields: Any) -> Commitment:
    return Commitment(
        id=name,
        kind=Kind.QUANTITY,
        obligor=("CN",),
        obligee=("US",),
        statement="s",
        made=date(2026, 1, 1),
        quantity=Quantity(target=Decimal(1), unit="Mt", series=series),
        **fields,
    )


def _warnings(load: Load, readings: str, *commitments: Commitment) -> list[str]:
    feeds, _ = load(readings)
    found = lint(Register(commitments=commitments), feeds, ())
    about = ("readings", "watch.feeds", "].watch")
    return [f"{p.path}: {p.message}" for p in found if any(word in p.path for word in about)]


def test_readings_that_nobody_wants_are_a_warning(load: Load) -> None:
    found = _warnings(load, LEAST, _counted("soybeans-2026", "other"))

    nobody = "No declared feed of tier outlet or better watches it: no news of it will count."
    uncounted = "No commitment counts by weekly: its readings are not kept."
    assert f"commitments[0].watch: {nobody}" in found
    assert f"feeds[0].readings.series: {uncounted}" in found


def test_a_commitment_named_in_vain_is_a_warning(load: Load) -> None:
    readings = LEAST + "for: [soybeans-2062, other]\n"
    wanted = (_counted("soybeans-2026", "weekly"), _counted("other", "else"))

    assert [w for w in _warnings(load, readings, *wanted) if w.startswith("feeds")] == [
        "feeds[0].readings.for[0]: No commitment has the id soybeans-2062.",
        "feeds[0].readings.for[1]: other does not count by weekly.",
    ]


def test_a_table_cannot_be_what_watches(load: Load) -> None:
    watched = _counted("soybeans-2026", "weekly", watch=Watch(feeds=("data",)))

    assert (
        "commitments[0].watch.feeds[0]: The feed data brings figures: it watches for no news."
        in _warnings(load, LEAST, watched)
    )


# ------------------------------------------------------------------ the page about it


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_page_is_a_file_without_a_problem(
    example: str, tmp_path: Path
) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(example, encoding="utf-8")

    assert load_feeds(path, {"FAS_KEY": "k"}).problems == ()


def _with_key(schema: Any, key: str) -> Iterator[dict[str, Any]]:
    """The properties of each form in a schema that has this key."""
    if isinstance(schema, dict):
        if key in schema.get("properties", {}):
            yield schema["properties"]
        for part in schema.values():
            yield from _with_key(part, key)
    elif isinstance(schema, list):
        for part in schema:
            yield from _with_key(part, key)


def test_the_page_explains_every_key_and_the_schema_describes_it() -> None:
    (form,) = _with_key(json_schema("feeds"), "through")

    assert set(form) - set(re.findall(r"\| `([a-z]+)` \|", TEXT)) == set()
    assert [name for name, value in form.items() if not value.get("description")] == []
