"""`feeds.yaml` and `alerts.yaml`: whole values, and what is said of mistakes."""

from collections.abc import Callable
from datetime import time
from pathlib import Path
from textwrap import dedent

import pytest

from monitor.declared.feeds_file import FeedsFile
from monitor.declared.settings import load_alerts, load_feeds
from monitor.domain.alert import Cause, Channel, Policy, QuietHours, Route, Severity
from monitor.domain.evidence import Feed, Series, Tier
from monitor.secret import Secret

Sentences = Callable[[str], list[str]]
ENVIRONMENT = {"KEY": "k-1", "SLACK_URL": "slack://a/b/c", "USER": "u", "PASSWORD": "p"}


def _write(directory: Path, name: str, text: str) -> Path:
    path = directory / name
    path.write_text(dedent(text), encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def feeds_told(tmp_path: Path) -> Sentences:
    def sentences(text: str) -> list[str]:
        loaded = load_feeds(_write(tmp_path, "feeds.yaml", text), ENVIRONMENT)
        return [str(p).replace(f"{tmp_path}/", "") for p in loaded.problems]

    return sentences


@pytest.fixture
def alerts_told(tmp_path: Path) -> Sentences:
    def sentences(text: str) -> list[str]:
        loaded = load_alerts(_write(tmp_path, "alerts.yaml", text), ENVIRONMENT)
        return [str(p).replace(f"{tmp_path}/", "") for p in loaded.problems]

    return sentences


def test_feeds_and_series_say_all_they_say(tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    (tmp_path / "one.xml").write_text("<rss/>")
    (tmp_path / "ca.pem").write_text("-")
    path = _write(
        tmp_path,
        "feeds.yaml",
        """\
        version: 1
        families:
          - {id: bbc, owner: bbc-trust, party: United Kingdom}
        feeds:
          - id: bbc-world
            address: https://feeds.bbc.co.uk/world.xml
          - id: members
            address: https://name:${PASSWORD}@members.example.org:8443/feed?x=1
            name: Members
            family: example
            owner: somebody
            tier: wire
            party: Beijing
            country: cn
            language: zh-Hans
            interval: 2h
            max_silence: 2w
            allow_private: 10.0.0.0/8
            headers: {X-Api-Key: "${KEY}"}
            ca_file: ca.pem
          - {id: saved, address: saved}
          - {id: one, address: "file:one.xml"}
        series:
          - {id: usda, unit: Mt, every: 7d, lag: 5d, party: America, tier: official}
          - {id: cn, name: Customs, cumulative: false, family: customs, source: https://e.org}
        """,
    )

    loaded = load_feeds(path, ENVIRONMENT)

    assert loaded.problems == ()
    assert loaded.value == FeedsFile(
        feeds=(
            Feed(
                id="bbc-world",
                address="https://feeds.bbc.co.uk/world.xml",
                name="bbc-world",
                family="bbc",
                owner="bbc-trust",
                party="GB",
            ),
            Feed(
                id="members",
                address="https://members.example.org:8443/feed?x=1",
                name="Members",
                family="example",
                owner="somebody",
                tier=Tier.WIRE,
                party="CN",
                country="CN",
                language="zh-Hans",
                interval_minutes=120,
                max_silence_days=14,
                allow_private=("10.0.0.0/8",),
                headers=(
                    ("X-Api-Key", Secret("k-1")),
                    ("Authorization", Secret("Basic bmFtZTpw")),
                ),
                ca_file=str(tmp_path / "ca.pem"),
            ),
            Feed(id="saved", address=str(tmp_path / "saved"), name="saved", family="saved"),
            Feed(id="one", address=f"file:{tmp_path / 'one.xml'}", name="one", family="one"),
        ),
        series=(
            Series(id="usda", name="usda", unit="Mt", every_days=7, lag_days=5, party="America"),
            Series(
                id="cn",
                name="Customs",
                cumulative=False,
                family="customs",
                source="https://e.org",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("address", "family"),
    [
        ("https://www.reuters.com/a", "reuters"),
        ("https://feeds.bbci.co.uk/a", "bbci"),
        ("https://rss.nytimes.com/a", "nytimes"),
        ("https://www.mofcom.gov.cn/a", "mofcom"),
        ("https://ustr.gov/a", "ustr"),
        ("https://news.google.com/a", "google"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("http://localhost/a", "localhost"),
    ],
)
def test_a_feed_without_a_family_is_its_hosts(tmp_path: Path, address: str, family: str) -> None:
    path = _write(tmp_path, "feeds.yaml", f"feeds: [{{id: a, address: '{address}'}}]\n")

    loaded = load_feeds(path, {})

    assert loaded.value is not None
    assert loaded.value.feeds[0].family == family


def test_mistakes_in_feeds_are_told_at_once(feeds_told: Sentences) -> None:
    text = """\
        families: [{id: bbc}, {id: bbc}]
        feeds:
          - {id: a, address: htps://example.org/feed}
          - {id: a, address: "https:///feed"}
          - {id: b, address: "https://example.org/feed?key=${KEY}"}
          - {id: c, address: "https://${NOPE}:x@example.org/feed"}
          - {id: d, address: https://example.org/d, headers: {X-Key: "${KEY"}, ca_file: ca.pem}
          - {id: e, address: https://example.org/d, headers: {"X Key": a}}
          - {id: f, adress: https://example.org/f, tier: newspaper, interval: 30, country: USA}
          - {id: g, address: https://example.org/g, allow_private: [10.0.0.1/8], max_silence: 1mo}
        series:
          - {id: usda, every: weekly}
        """

    assert feeds_told(text) == [
        (
            "feeds.yaml:1: error: families[1].id: This id stands already on line 1. (give "
            "each entry its own id)"
        ),
        (
            "feeds.yaml:3: error: feeds[0].address: No feed is found here. (an address "
            "begins with https://, or names a file or directory that exists)"
        ),
        (
            "feeds.yaml:4: error: feeds[1].address: This address names no host. (such as "
            "https://example.org/feed)"
        ),
        (
            "feeds.yaml:4: error: feeds[1].id: This id stands already on line 3. (give each "
            "entry its own id)"
        ),
        (
            "feeds.yaml:5: error: feeds[2].address: An address is shown in tables, so it "
            "holds no secret. (put the secret into `headers`, or before @ as name:password)"
        ),
        ("feeds.yaml:6: error: feeds[3].address: The environment has no variable NOPE. (set NOPE)"),
        (
            "feeds.yaml:7: error: feeds[4].ca_file: There is no such file of certificates. "
            "(looked for ca.pem)"
        ),
        (
            "feeds.yaml:7: error: feeds[4].headers.X-Key: A reference to a variable cannot "
            "be read. (write ${NAME}, of letters, digits and underscores)"
        ),
        (
            "feeds.yaml:8: error: feeds[5].headers: No header can have this name. (such as "
            "X-Api-Key)"
        ),
        (
            "feeds.yaml:9: error: feeds[6].adress: The key `adress` is not known here. (did "
            "you mean address?)"
        ),
        (
            "feeds.yaml:9: error: feeds[6].country: A country is written with two letters. "
            "(such as US or CN)"
        ),
        (
            "feeds.yaml:9: error: feeds[6].interval: A number of minutes is needed here. "
            "(write 30m for 30 minutes)"
        ),
        (
            "feeds.yaml:9: error: feeds[6].tier: The word `newspaper` is not known here. "
            "(one of official, wire, outlet, state-media, aggregator)"
        ),
        (
            "feeds.yaml:10: error: feeds[7].allow_private[0]: A network is needed here, in "
            "CIDR form. (write 10.0.0.0/8)"
        ),
        (
            "feeds.yaml:10: error: feeds[7].max_silence: A number of days is needed here. "
            "(such as 14d)"
        ),
        ("feeds.yaml:12: error: series[0].every: A number of days is needed here. (such as 14d)"),
    ]


def test_without_feeds_there_are_none_and_a_warning(tmp_path: Path) -> None:
    loaded = load_feeds(tmp_path / "feeds.yaml")

    assert loaded.value == FeedsFile()
    assert [(p.grade.value, p.message) for p in loaded.problems] == [
        ("warning", "There is no such file: no feed is watched.")
    ]


def test_without_alerts_everything_goes_to_the_terminal(tmp_path: Path) -> None:
    loaded = load_alerts(tmp_path / "alerts.yaml")

    assert (loaded.value, loaded.problems) == (Policy(), ())


def test_an_empty_file_of_settings_is_the_default(tmp_path: Path) -> None:
    assert load_alerts(_write(tmp_path, "alerts.yaml", "# later\n")).value == Policy()
    assert load_feeds(_write(tmp_path, "feeds.yaml", "version: 1\n")).value == FeedsFile()


def test_a_policy_says_all_it_says(tmp_path: Path) -> None:
    (tmp_path / "pager.txt").write_text("json://pager.example.org/secret\n")
    path = _write(
        tmp_path,
        "alerts.yaml",
        """\
        version: 1
        channels:
          - {id: slack, url: "${SLACK_URL}", per_hour: 5}
          - {id: mail, url: "mailto://${USER}:${PASSWORD}@example.org"}
          - {id: pager, url: file:pager.txt}
        routes:
          - id: desk
            channels: [slack, mail]
            agreements: busan-2025
            commitments: [soybeans-2025]
            parties: [China]
            tags: agriculture
            causes: [overdue, breach-confirmed]
            at_least: warning
            quiet: {from: "22:00", to: 7:00}
            zone: America/Chicago
            digest: "0 8 * * 1-5"
            group: 10m
            repeat: 1d
            escalate: {to: boss, after: 4h}
            proceed: true
          - {id: boss, channels: pager}
        triage: mail
        severity: {shortfall: critical}
        reader_zone: Europe/Berlin
        heartbeat: "https://example.org/${KEY}"
        allow_private: [192.168.0.0/16]
        """,
    )

    loaded = load_alerts(path, ENVIRONMENT)

    assert loaded.problems == ()
    assert loaded.value == Policy(
        channels=(
            Channel(id="slack", address=Secret("slack://a/b/c"), per_hour=5),
            Channel(id="mail", address=Secret("mailto://u:p@example.org")),
            Channel(id="pager", address=Secret("json://pager.example.org/secret")),
            Channel(id="terminal"),
        ),
        routes=(
            Route(
                id="desk",
                channels=("slack", "mail"),
                agreements=("busan-2025",),
                commitments=("soybeans-2025",),
                parties=("CN",),
                tags=("agriculture",),
                causes=(Cause.OVERDUE, Cause.BREACH_CONFIRMED),
                at_least=Severity.WARNING,
                quiet=QuietHours(begins=time(22), ends=time(7), zone="America/Chicago"),
                zone="America/Chicago",
                digest="0 8 * * mon,tue,wed,thu,fri",
                group_minutes=10,
                repeat_hours=24,
                escalate_to="boss",
                escalate_after_hours=4,
                proceed=True,
            ),
            Route(id="boss", channels=("pager",), zone="Europe/Berlin"),
        ),
        triage="mail",
        severity=((Cause.SHORTFALL, Severity.CRITICAL),),
        reader_zone="Europe/Berlin",
        heartbeat=Secret("https://example.org/k-1"),
        allow_private=("192.168.0.0/16",),
    )


def test_channels_without_routes_get_everything(tmp_path: Path) -> None:
    path = _write(tmp_path, "alerts.yaml", 'channels: [{id: slack, url: "${SLACK_URL}"}]\n')

    loaded = load_alerts(path, ENVIRONMENT)

    assert loaded.problems == ()
    assert loaded.value is not None
    assert loaded.value.routes == (Route(id="everything", channels=("slack",)),)


def test_mistakes_in_alerts_are_told_at_once(alerts_told: Sentences) -> None:
    text = """\
        channels:
          - {id: slack, url: "${SLAK_URL}"}
          - {id: slack, url: hooks.example.org/x}
          - {id: unused, url: "${SLACK_URL}"}
          - {id: gone, url: "file:gone.txt"}
        routes:
          - {id: a, channels: [slak], escalate: {to: b, after: 4h}}
          - {id: c, channels: [slack], escalate: {to: c, after: 90m}}
        triage: terminall
        """

    assert alerts_told(text) == [
        (
            "alerts.yaml:2: error: channels[0].url: The environment has no variable "
            "SLAK_URL. (set SLAK_URL)"
        ),
        (
            "alerts.yaml:3: error: channels[1].id: This id stands already on line 2. "
            "(give each entry its own id)"
        ),
        (
            "alerts.yaml:3: error: channels[1].url: This is no address of a service. (such "
            "as slack://… or mailto://…, best as ${NAME} or file:path)"
        ),
        (
            "alerts.yaml:5: error: channels[3].url: The file of this reference does not "
            "exist. (looked for gone.txt)"
        ),
        (
            "alerts.yaml:7: error: routes[0].channels[0]: No channel of this id is declared. "
            "(did you mean slack?)"
        ),
        (
            "alerts.yaml:7: error: routes[0].escalate.to: No route of this id is declared. "
            "(declared: a, c)"
        ),
        ("alerts.yaml:8: error: routes[1].escalate.after: A whole number of hours is needed here."),
        (
            "alerts.yaml:9: error: triage: No channel or route of this id is declared. (did "
            "you mean terminal?)"
        ),
    ]


def test_a_secret_in_the_clear_in_a_file_others_can_read_is_a_warning(tmp_path: Path) -> None:
    path = _write(tmp_path, "alerts.yaml", "channels: [{id: a, url: 'json://e.org/x'}]\n")
    path.chmod(0o644)

    open_to_all = load_alerts(path, {})
    path.chmod(0o600)

    assert [(p.grade.value, p.message) for p in open_to_all.problems] == [
        (
            "warning",
            "The file holds a secret in the clear and others on this machine can read it.",
        )
    ]
    assert load_alerts(path, {}).problems == ()
