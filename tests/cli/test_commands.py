"""What a person types and what comes back: output, exit codes, sentences."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.conftest import Place

BRIDGE = """version: 1
commitments:
  - id: bridge
    kind: do-by
    obligor: Ruritania
    obligee: Graustark
    statement: Ruritania opens the bridge at Strelsau.
    made: 2026-01-05
    due: 2026-03-01
    watch: {terms: [bridge at Strelsau]}
  - id: grain-2026
    kind: quantity
    obligor: Graustark
    obligee: Ruritania
    statement: Graustark buys 12 million tonnes of grain in 2026.
    made: 2026-01-05
    due: 2026-12-31
    quantity: {target: 12, unit: Mt, from: 2026-01-01, series: [sold]}
    watch: {terms: [grain]}
"""
FEEDS = """version: 1
feeds:
  - {id: post, address: "https://post.invalid/feed", family: post}
series:
  - {id: sold, unit: Mt, every: 7d, lag: 5d, family: post, tier: official}
"""


@pytest.fixture
def desk(place: Place) -> Place:
    """Two commitments and one feed that cannot be reached."""
    place.write("commitments.yaml", BRIDGE)
    place.write("config/feeds.yaml", FEEDS)
    return place


SOLD = ["--series", "sold", "--value", "1", "--unit", "Mt", "--through", "2026-01-31"]


def by_id(place: Place, *args: str) -> dict[str, dict[str, object]]:
    """The table as JSON, by commitment."""
    rows = json.loads(place.run("status", "--json", *args).stdout)["commitments"]
    return {row["id"]: row for row in rows}


def test_check_says_that_nothing_is_wrong_and_ends_with_nought(desk: Place) -> None:
    done = desk.run("check")
    assert "error" not in done.stdout


def test_check_lists_every_mistake_with_its_line_and_ends_with_one(desk: Place) -> None:
    broken = BRIDGE.replace("kind: do-by", "kind: do-bye").replace("2026-03-01", "2026-02-30")
    desk.write("commitments.yaml", broken)
    done = desk.run("check", "--json", code=1)
    problems = json.loads(done.stdout)["problems"]
    places = [(p["line"], p["path"]) for p in problems if p["grade"] == "error"]
    assert places == [(4, "commitments[0].kind"), (9, "commitments[0].due")]


def test_commands_that_need_the_files_name_the_mistakes_too(desk: Place) -> None:
    desk.write("commitments.yaml", BRIDGE.replace("kind: do-by", "kind: do-bye"))
    done = desk.run("status", code=1)
    assert "commitments.yaml:4: error: commitments[0].kind" in done.stderr
    assert done.stdout == ""


def test_a_table_without_a_database_is_judged_by_the_calendar(desk: Place) -> None:
    rows = by_id(desk, "--at", "2026-02-28")
    assert (rows["bridge"]["due"], rows["bridge"]["days_left"]) == ("2026-03-01", 1)
    assert not (desk.folder / "monitor.db").exists()


def test_a_commitment_that_is_not_declared_is_answered_with_the_nearest(desk: Place) -> None:
    done = desk.run("show", "brigde", code=2)
    assert done.stderr == "monitor: no commitment 'brigde' is declared. Did you mean bridge?\n"


def test_a_reading_and_a_ruling_change_the_standing_and_stand_in_the_story(desk: Place) -> None:
    desk.run("record", "grain-2026", "--series", "sold", "--value", "12.5", "--unit", "Mt",
             "--through", "2026-11-20", "--by", "Ada")  # fmt: skip
    desk.run("ruling", "bridge", "met", "--on", "2026-02-20", "--because", "I crossed it.",
             "--by", "Ada")  # fmt: skip
    rows = by_id(desk)
    story = json.loads(desk.run("show", "bridge", "--json").stdout)
    assert rows["bridge"]["word"] == "met"
    assert [
        m["value"]
        for m in json.loads(desk.run("show", "grain-2026", "--json").stdout)["measurements"]
    ] == ["12.5"]
    assert [(r["verdict"], r["by"], r["because"]) for r in story["rulings"]] == [
        ("met", "Ada", "I crossed it.")
    ]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["record", "bridge", *SOLD], "bridge is no quantity"),
        (["record", "grain-2026", *SOLD, "--unit", "USD"], "'USD' cannot be turned into 'Mt'"),
        (["record", "grain-2026", *SOLD, "--value", "NaN"], "--value takes a number"),
        (["ruling", "bridge", "override", "--because", "so", "--word", "met"],
         "an override needs --until"),
        (["silence", "colour=red", "--until", "2026-12-01", "--because", "so"], "is no matcher"),
        (["status", "--at", "yesterday"], "--at takes a day or a moment"),
        (["replay", "nowhere"], "built-in archives: soybeans-2025"),
        (["schema", "nothing"], "there is no schema 'nothing'"),
    ],
)  # fmt: skip
def test_wrong_usage_is_answered_with_a_sentence_and_two(
    desk: Place, args: list[str], says: str
) -> None:
    done = desk.run(*args, code=2)
    assert says in done.stderr


def test_the_commands_that_look_import_no_database_library_and_no_yaml(desk: Place) -> None:
    desk.run("once")
    code = (
        "import sys; sys.argv = ['monitor', 'status']\n"
        "from monitor.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'ruamel', 'aiohttp', 'apprise', 'apscheduler'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=desk.folder, env=desk.environment(), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_pipe_that_closes_early_is_no_error(desk: Place) -> None:
    done = subprocess.run(
        f"{sys.executable} -m monitor schema | head -c 10",
        shell=True, cwd=desk.folder, env=desk.environment(), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stderr == b""


def test_reading_prints_one_object_for_each_piece_of_evidence(desk: Place) -> None:
    item = {"id": "1", "title": "Ruritania fails to open the bridge at Strelsau by the deadline"}
    done = desk.run("read", "--json", stdin=json.dumps(item) + "\n")
    (said,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (said["item"], said["commitment"], said["signal"]) == ("1", "bridge", "breach")
    assert said["quote"] in item["title"]


def test_a_silence_holds_what_would_be_told_and_a_lift_ends_it(desk: Place) -> None:
    desk.run("once")
    done = desk.run("silence", "commitment=bridge", "--until", "2030-01-01", "--because", "moving")
    silence = done.stdout.rsplit("silence ", 1)[1].strip(").\n")
    desk.run("lift", silence)
    assert done.stdout.startswith("Silenced commitment=bridge until 2030-01-01")


@pytest.fixture
def told(desk: Place) -> Callable[[], list[dict[str, object]]]:
    """The alerts that went out, newest first."""
    return lambda: json.loads(desk.run("alerts", "--json").stdout)["alerts"]


def test_a_first_round_sends_one_summary_and_a_second_nothing(
    desk: Place, told: Callable[[], list[dict[str, object]]]
) -> None:
    desk.run("once")
    desk.run("once")
    assert [alert["cause"] for alert in told()] == ["summary"]


def test_an_alert_can_be_acknowledged_by_name(
    desk: Place, told: Callable[[], list[dict[str, object]]]
) -> None:
    desk.run("once")
    (summary,) = told()
    done = desk.run("ack", str(summary["id"]), "--by", "Ada", "--because", "seen")
    assert done.stdout == f"Acknowledged {summary['id']}, by Ada.\n"
    assert "Ada" in desk.run("alerts").stdout
    assert "there is no alert 'nonsense'" in desk.run("ack", "nonsense", code=2).stderr
