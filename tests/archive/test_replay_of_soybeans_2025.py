"""The shipped story through the whole program: store, reader, rules and alerts together."""

import json
import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE = ROOT / "monitor" / "archive" / "soybeans-2025"


@pytest.fixture(scope="module")
def replayed() -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-m", "monitor", "replay", "soybeans-2025", "--json"],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    story: dict[str, Any] = json.loads(run.stdout)
    return story


def expected() -> dict[str, tuple[str, list[str]]]:
    read = YAML(typ="safe", pure=True).load(ARCHIVE / "expected.yaml")
    return {str(e["on"]): (e["word"], e["suffixes"]) for e in read["standings"]}


def test_each_day_the_story_names_ends_as_it_says(replayed: dict[str, Any]) -> None:
    days = replayed["standings"]
    stood = {day: days[day]["soybeans-2025"] for day in expected()}
    assert {day: (s["word"], s["suffixes"]) for day, s in stood.items()} == expected()


def test_between_those_days_no_other_word_is_printed(replayed: dict[str, Any]) -> None:
    told = [day["soybeans-2025"]["word"] for _, day in sorted(replayed["standings"].items())]
    words = [word for word, _ in expected().values()]
    assert [word for word, _ in groupby(told)] == [word for word, _ in groupby(words)]


def test_every_item_is_seen_once(replayed: dict[str, Any]) -> None:
    lines = (ARCHIVE / "items.jsonl").read_text(encoding="utf-8").splitlines()
    assert (replayed["items"], replayed["revisions"]) == (len(lines), 0)


def test_only_the_missed_date_is_critical(replayed: dict[str, Any]) -> None:
    loud = [(a["cause"], a["at"]) for a in replayed["alerts"] if a["severity"] == "critical"]
    assert loud == [("overdue", "2026-01-01T05:00:00Z")]


def test_nothing_is_told_twice(replayed: dict[str, Any]) -> None:
    ids = [alert["id"] for alert in replayed["alerts"]]
    assert len(set(ids)) == len(ids)


def test_a_copy_of_a_wire_story_raises_no_alert_of_its_own(replayed: dict[str, Any]) -> None:
    rests_on = {fact for alert in replayed["alerts"] for fact in alert["rests_on"]}
    told = {fact.split(":")[0] for fact in rests_on}
    assert told & {"farm-1115", "press-0121"} == set()
