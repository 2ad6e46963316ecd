"""Every command in the README is run, and what it says of the program's files is true."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, Place

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.split("   #")[0].strip()
    for kind, block in BLOCKS
    if kind == "sh"
    for line in block.splitlines()
    if line.strip()
]
ENDLESS = {"monitor run", "./dev run", "./dev test"}


@pytest.fixture
def shell(place: Place) -> Place:
    """A folder made by `monitor init`, with `monitor` and `./dev` on hand."""
    place.run("init", ".")
    wrapper = place.write("bin/monitor", f'#!/bin/sh\nexec {sys.executable} -m monitor "$@"\n')
    wrapper.chmod(0o755)
    place.write("dev", (ROOT / "dev").read_text("utf-8")).chmod(0o755)
    for name in ("requirements.lock", "pyproject.toml"):
        place.write(name, (ROOT / name).read_text("utf-8"))
    pretend_set_up(place)
    return place


def pretend_set_up(place: Place) -> None:
    """Let `./dev` find an environment that is there already: this one."""
    names = ("requirements.lock", "pyproject.toml", "dev")
    content = b"".join((place.folder / name).read_bytes() for name in names)
    stamp = subprocess.run(["cksum"], input=content, capture_output=True, check=True).stdout
    place.write(".dev/stamp", stamp.decode())
    place.write(".dev/bin/monitor", (place.folder / "bin/monitor").read_text()).chmod(0o755)


def environment(place: Place) -> dict[str, str]:
    """The test's environment with the folder's own `monitor` first on the path."""
    found = place.environment()
    return found | {"PATH": f"{place.folder / 'bin'}{os.pathsep}{found['PATH']}"}


def test_every_command_that_ends_ends_well(shell: Place) -> None:
    ran = []
    folder = shell.folder
    subprocess.run(["monitor", "once"], cwd=folder, env=environment(shell), check=True)
    for command in (c for c in COMMANDS if c not in ENDLESS):
        if command.startswith("cd "):
            folder = folder / command.removeprefix("cd ")
            subprocess.run(["monitor", "once"], cwd=folder, env=environment(shell), check=True)
            continue
        done = subprocess.run(
            command,
            shell=True,
            cwd=folder,
            env=environment(shell),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        ran.append(command)
    assert ran == [c for c in COMMANDS if c not in ENDLESS and not c.startswith("cd ")]


@pytest.mark.parametrize("command", ["monitor run", "./dev run"])
def test_a_command_that_does_not_end_runs_until_it_is_stopped(
    shell: Place, command: str, tmp_path: Path
) -> None:
    assert command in COMMANDS
    with (tmp_path / "out").open("w") as out:
        running = subprocess.Popen(
            command.split(), cwd=shell.folder, env=environment(shell), stdout=out, stderr=out
        )
    end = time.monotonic() + 60
    while "delivered" not in (tmp_path / "out").read_text():
        assert time.monotonic() < end, (tmp_path / "out").read_text()
        time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=20) == 0


def test_its_yaml_is_taken_by_the_program(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    commitments, alerts = (block for kind, block in BLOCKS if kind == "yaml")
    place.run("init", ".")
    place.write("commitments.yaml", commitments)
    place.write("config/alerts.yaml", alerts)
    monkeypatch.setenv("SLACK_URL", "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    monkeypatch.setenv("MAIL_URL", "mailtos://user:password@smtp.example.org?to=desk@example.org")
    assert place.run("check").returncode == 0


def test_every_picture_and_page_it_shows_is_there() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    missing = [t for t in targets if "://" not in t and not (ROOT / t).exists()]
    assert missing == []


def test_its_pictures_are_what_the_program_draws_today(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "docs/make_pictures.py"), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
    )
    drawn = {p.name: p.read_text("utf-8") for p in tmp_path.iterdir()}
    kept = {p.name: p.read_text("utf-8") for p in (ROOT / "docs/pictures").glob("*.svg")}
    assert set(drawn) <= set(kept)
    assert {name: drawn[name] == kept[name] for name in drawn} == dict.fromkeys(drawn, True)
