"""What a single entry must be free of, key against key, and the sentence for each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.declared.settings import load_alerts, load_feeds

Told = Callable[[str], list[str]]

ENTRY = "id: a, kind: never, obligor: US, obligee: CN, statement: S, made: 2025-01-01"
WRONG = [
    ("due: {at: '12:00'}", "due", "A deadline needs either `on` or `after`. (on: 2025-12-31)"),
    (
        "due: {on: 2025-07-01, earliest: 2025-08-01}",
        "due",
        "`earliest` lies after `on`. (`on` is the latest possible day)",
    ),
    (
        "due: {on: 2025-07-01, after: {offset: 1d, event: a}}",
        "due",
        "A deadline needs either `on` or `after`. (on: 2025-12-31)",
    ),
    (
        "due: [2025-07-01]",
        "due",
        "A deadline is written as a mapping of keys to values. (such as on: …, earliest: …, at: …)",
    ),
    ("quantity: {target: 0, unit: t}", "quantity", ZERO := (
        "The `target` must be above zero. (zero goes with direction: at-most)"
    )),
    ("quantity: {target: -1, unit: t, direction: at-most}", "quantity", ZERO),
    (
        "quantity: {target: 1, unit: t, proration: seasonal, weights: [1, 2]}",
        "quantity",
        "Seasonal proration needs twelve `weights`, January first.",
    ),
    (
        "quantity: {target: 1, unit: t, proration: stepped}",
        "quantity",
        "Stepped proration needs `steps`. (steps: [{on: …, amount: …}])",
    ),
    (
        "quantity: {target: 1, unit: t, weights: [-1, 2]}",
        "quantity",
        "The `weights` must not be negative, nor all zero.",
    ),
    (
        "quantity: {target: 1, unit: t, at_risk_below: 85}",
        "quantity",
        "`at_risk_below` and `tolerance` are shares. (write 0.85 for 85 %)",
    ),
    (
        "quantity: {target: 1, unit: t, from: 2025-07-01, to: 2025-06-01}",
        "quantity",
        "`from` lies after `to`.",
    ),
    (
        "service_level: {within: 1d, share: 90}",
        "service_level",
        "`share` runs from 0 to 1. (write 0.9 for 90 %)",
    ),
    (
        "amendments: [{on: 2025-02-01, kind: extend}]",
        "amendments[0]",
        "An extension needs the new `due`. (due: 2026-02-28)",
    ),
    (
        "amendments: [{on: 2025-02-01, kind: suspend, until: 2025-01-15}]",
        "amendments[0]",
        "`until` lies before `on`.",
    ),
    (
        "amendments: {on: 2025-02-01, kind: end}",
        "amendments",
        "A list is needed here. (begin each entry with a dash)",
    ),
    (
        "rulings: [{verdict: override, on: 2025-02-01, by: me, because: x, word: holding}]",
        "rulings[0]",
        (
            "An override needs the `word` to print and its end, `until`. "
            "(word: on track, until: 2026-03-31)"
        ),
    ),
    (
        "rulings: [{verdict: met, on: 2025-02-01, by: me, because: x, word: holding}]",
        "rulings[0]",
        "Only an override prints a `word` of its own. (verdict: override)",
    ),
    (
        "rulings: [{verdict: met, on: 2025-02-01, by: me, because: x, until: 2025-02-01}]",
        "rulings[0]",
        "`until` must lie after `on`. (the day on which it no longer holds)",
    ),
    (
        "measurements: [{series: s, value: 1, unit: t, from: 2025-03-01, through: 2025-02-01}]",
        "measurements[0]",
        "`from` lies after `through`.",
    ),
    ("watch: {terms: {a: b}}", "watch.terms", ("A list of texts is needed here, not a mapping. "
                                              "(write [one, two])")),
    ("watch: {terms: [a, [b]]}", "watch.terms[1]", "One value is needed here, not a list."),
    ("watch: {terms: [~]}", "watch.terms[0]", ("Nothing stands here. "
                                              "(give a value or remove the line)")),
    ("note: {a: b}", "note", "One value is needed here, not a mapping."),
    ("note: ' '", "note", "The text is empty. (remove the key if it has no value)"),
    ("text: [a]", "text", ("The source of the text is written as a mapping of keys to values. "
                          "(such as by: …, url: …, instrument: …)")),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "path", "sentence"), WRONG)
def test_an_entry_hangs_together(told: Told, keys: str, path: str, sentence: str) -> None:
    assert told(f"commitments: [{{{ENTRY}, {keys}}}]\n") == [
        f"commitments.yaml:1: error: commitments[0].{path}: {sentence}"
    ]


def test_an_override_with_its_word_and_end_is_read(told: Told) -> None:
    ruling = (
        "{verdict: override, on: 2025-02-01, by: me, because: x, word: on track, until: 2026-01-01}"
    )

    assert told(f"commitments: [{{{ENTRY}, rulings: [{ruling}]}}]\n") == []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://e.org/a b", "An address holds no spaces and no backslashes."),
        ("https://e.org:99999/", "This address cannot be read."),
        ("https://[::1/", "This address cannot be read."),
        ("https://", "This address names no host."),
        ("nowhere", "No feed is found here."),
    ],
)
def test_an_address_leads_somewhere(tmp_path: Path, address: str, sentence: str) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(f"feeds: [{{id: a, address: '{address}'}}]\n")

    assert [p.message for p in load_feeds(path, {}).problems] == [sentence]


def test_doubtful_feeds_are_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(
        "feeds:\n"
        "  - {id: a, address: https://e.org/feed?api_key=123}\n"
        "  - {id: b, address: https://e.org/feed}\n"
        "  - {id: c, address: https://e.org/feed}\n"
    )

    loaded = load_feeds(path, {})

    assert loaded.value is not None
    assert [(p.line, p.path, p.message) for p in loaded.problems] == [
        (
            2,
            "feeds[0].address",
            "The address seems to hold a secret, and addresses are shown in tables.",
        ),
        (4, "feeds[2].address", "The feed b has the same address."),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"one\ntwo\n", "The file of this reference must hold one line."),
        (b"\n", "The file of this reference must hold one line."),
        (b"json://" + b"x" * 70_000, "The file of this reference must hold one line."),
        (b"\xff\xfe", "The file of this reference cannot be read as text."),
    ],
)
def test_a_file_of_a_secret_holds_one_line(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "secret.txt").write_bytes(content)
    path = tmp_path / "alerts.yaml"
    path.write_text("channels: [{id: a, url: file:secret.txt}]\n")

    assert [p.message for p in load_alerts(path, {}).problems] == [sentence]


def test_a_secret_may_stand_anywhere_on_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere" / "secret"
    secret.parent.mkdir()
    secret.write_text("json://e.org/x\r\n")
    path = tmp_path / "alerts.yaml"
    path.write_text(
        f"channels: [{{id: a, url: 'file:{secret}'}}, {{id: b, url: 'file://{secret}'}}]\n"
    )

    policy = load_alerts(path, {}).value

    assert policy is not None
    assert [c.address.reveal() for c in policy.channels[:2]] == ["json://e.org/x"] * 2


def test_an_empty_variable_is_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "alerts.yaml"
    path.write_text('channels: [{id: a, url: "${EMPTY}"}]\n')

    assert [
        str(p).partition(": error: ")[2] for p in load_alerts(path, {"EMPTY": " "}).problems
    ] == ["channels[0].url: The variable EMPTY is empty. (set EMPTY)"]
