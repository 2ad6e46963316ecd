"""Canaries in every place where a secret may stand, rightly or wrongly: none is ever told."""

import traceback
from pathlib import Path

import pytest

from monitor.declared.commitments import load_register
from monitor.declared.settings import load_alerts, load_feeds

CANARY = "xoxb-4711-Canary"
ALERTS = {
    "a plain address": 'channels: [{id: a, url: "slack://CANARY/b/c"}]',
    "no address at all": "channels: [{id: a, url: CANARY}]",
    "a misspelled key": 'channels: [{id: a, ulr: "slack://CANARY"}]',
    "an address as a key": 'channels: [{id: a, "slack://CANARY": }]',
    "an address as an id": 'channels: [{id: "slack://CANARY"}]',
    "an id that is a token": "channels: [{id: a, per_hour: CANARY}]",
    "an address twice": 'channels: [{id: a, url: "json://CANARY", url: "json://CANARY"}]',
    "an address for a list": 'channels: "slack://CANARY"',
    "a list for an address": 'channels: [{id: a, url: ["slack://CANARY"]}]',
    "a mapping for an address": 'channels: [{id: a, url: {CANARY: "CANARY"}}]',
    "a broken reference": 'channels: [{id: a, url: "${CANARY"}]',
    "a token for a name": 'channels: [{id: a, url: "slack://${CANARY-x}/CANARY"}]',
    "the value of a variable": 'channels: [{id: a, url: "${TOKEN}"}]',
    "a variable in bad company": 'channels: [{id: a, url: "${TOKEN}"}, {id: a, url: "${NONE}"}]',
    "the content of a file": "channels: [{id: a, url: 'file:secret.txt'}]",
    "a file of many lines": "channels: [{id: a, url: 'file:lines.txt'}]",
    "a heartbeat": "heartbeat: https://e.org/CANARY\nheartbeats: CANARY",
    "a tag": "channels: [{id: a, url: !CANARY x}]",
    "an alias": "channels: [{id: a, url: *CANARY}]",
    "an anchor twice": "a: &CANARY x\nb: &CANARY y\nc: *CANARY",
    "a merge": "a: &CANARY {x: y}\nb: {<<: *CANARY}",
    "text that is no YAML": "channels: [{id: a, url: slack: //CANARY}",
    "a quote not closed": 'channels: [{id: a, url: "slack://CANARY}]',
    "an escape": 'channels: [{id: a, url: "\\CANARY"}]',
    "a tab": "channels:\n\t- CANARY",
    "a directive": "%CANARY x\n---\nchannels: []",
    "a route's channel": "routes: [{id: r, channels: [CANARY]}]",
    "an escalation": "routes: [{id: r, channels: [terminal], escalate: {to: CANARY, after: 1h}}]",
    "a cause": "severity: {CANARY: critical}",
    "a severity": "severity: {overdue: CANARY}",
    "a zone": "reader_zone: CANARY",
    "a digest": "routes: [{id: r, channels: [terminal], digest: CANARY}]",
    "a network": "allow_private: [CANARY]",
    "the triage": "triage: CANARY",
    "a version": "version: CANARY",
    "a key of the file": "CANARY: 1",
    "the file itself": "CANARY",
}
FEEDS = {
    "a password": "feeds: [{id: a, address: 'https://u:CANARY@e.org/x', tier: x}]",
    "a password without a host": "feeds: [{id: a, address: 'https://u:CANARY@'}]",
    "a password before a bad port": "feeds: [{id: a, address: 'https://u:CANARY@e.org:x/'}]",
    "a password with spaces": "feeds: [{id: a, address: 'https://u:CANARY @e.org/'}]",
    "a password in a file": "feeds: [{id: a, address: 'ftp://u:CANARY@e.org/'}]",
    "a variable's value": "feeds: [{id: a, address: 'https://u:${TOKEN}@e.org:x/'}]",
    "a header": "feeds: [{id: a, address: https://e.org, headers: {X-Key: CANARY}, tier: x}]",
    "a header's bad value": "feeds: [{id: a, address: https://e.org, headers: {X: ${LINES}}}]",
    "a header for a name": "feeds: [{id: a, address: https://e.org, headers: {'X CANARY': x}}]",
    "a header as a text": "feeds: [{id: a, address: https://e.org, headers: CANARY}]",
    "a family": "feeds: [{id: a, address: https://e.org, family: CANARY}]",
    "an interval": "feeds: [{id: a, address: https://e.org, interval: CANARY}]",
    "an unknown key": "feeds: [{id: a, address: https://e.org, CANARY: x}]",
}


@pytest.fixture
def world(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    (tmp_path / "secret.txt").write_text(CANARY)
    (tmp_path / "lines.txt").write_text(f"{CANARY}\n{CANARY}\n")
    return tmp_path, {"TOKEN": CANARY, "LINES": f"{CANARY}\n{CANARY}ü"}


@pytest.mark.parametrize("text", ALERTS.values(), ids=ALERTS)
def test_nothing_told_about_alerts_holds_a_secret(
    world: tuple[Path, dict[str, str]], text: str
) -> None:
    directory, environment = world
    path = directory / "alerts.yaml"
    path.write_text(text.replace("CANARY", CANARY))

    loaded = load_alerts(path, environment)

    assert CANARY.casefold() not in f"{loaded} {[str(p) for p in loaded.problems]}".casefold()


@pytest.mark.parametrize("text", FEEDS.values(), ids=FEEDS)
def test_nothing_told_about_feeds_holds_a_secret(
    world: tuple[Path, dict[str, str]], text: str
) -> None:
    directory, environment = world
    path = directory / "feeds.yaml"
    path.write_text(text.replace("CANARY", CANARY))

    loaded = load_feeds(path, environment)

    assert CANARY.casefold() not in f"{loaded} {[str(p) for p in loaded.problems]}".casefold()


@pytest.mark.parametrize("text", [*ALERTS.values(), *FEEDS.values()], ids=[*ALERTS, *FEEDS])
def test_settings_in_the_wrong_file_are_not_told_either(tmp_path: Path, text: str) -> None:
    path = tmp_path / "commitments.yaml"
    path.write_text(text.replace("CANARY", CANARY))

    problems = load_register(path).problems

    assert CANARY.casefold() not in " ".join(str(p) for p in problems).casefold()
    assert problems


def test_the_secrets_themselves_are_there_where_they_are_used(
    world: tuple[Path, dict[str, str]],
) -> None:
    directory, environment = world
    alerts = directory / "alerts.yaml"
    alerts.write_text('channels: [{id: a, url: "json://${TOKEN}"}]\nheartbeat: "file:secret.txt"\n')
    feeds = directory / "feeds.yaml"
    feeds.write_text(
        'feeds: [{id: a, address: "https://u:${TOKEN}@e.org", headers: {X: "${TOKEN}"}}]'
    )

    policy = load_alerts(alerts, environment).value
    found = load_feeds(feeds, environment).value

    assert policy is not None
    assert found is not None
    assert policy.channels[0].address.reveal() == f"json://{CANARY}"
    assert policy.heartbeat.reveal() == CANARY
    assert found.feeds[0].address == "https://e.org"
    assert dict(found.feeds[0].headers)["X"].reveal() == CANARY


def test_no_traceback_of_a_bad_form_shows_its_input(tmp_path: Path) -> None:
    from monitor.declared.alerts_form import ChannelForm

    with pytest.raises(ValueError, match="validation error") as failure:
        ChannelForm.model_validate({"id": "a", "per_hour": CANARY, CANARY: "x"})

    told = "".join(traceback.format_exception(failure.value))
    assert f"input_value={CANARY!r}" not in told
    assert "per_hour" in told
