"""Each law of the register broken once; what is said of it, whole."""

from collections.abc import Callable

import pytest

Told = Callable[[str], list[str]]

PLAIN = "kind: never, obligor: US, obligee: CN, statement: Never., made: 2025-01-01"


def _commitments(*entries: str, before: str = "") -> str:
    return f"{before}commitments:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def test_ids_stand_once(told: Told) -> None:
    text = _commitments(
        f"id: a, {PLAIN}",
        f"id: a, {PLAIN}",
        f"id: e, {PLAIN}",
        before="events:\n  - {id: e, on: 2025-01-01}\n  - {id: e, on: 2025-01-02}\n",
    )

    assert told(text) == [
        "commitments.yaml:2: error: events[0].id: A commitment has this id already.",
        "commitments.yaml:3: error: events[1].id: A commitment has this id already.",
        (
            "commitments.yaml:3: error: events[1].id: This id stands already on line 2. "
            "(give each entry its own id)"
        ),
        (
            "commitments.yaml:6: error: commitments[1].id: This id stands already on line 5. "
            "(give each entry its own id)"
        ),
    ]


def test_party_ids_stand_once_whatever_their_case(told: Told) -> None:
    assert told("parties: [{id: ACME},\n  {id: acme}]\ncommitments: []\n") == [
        (
            "commitments.yaml:2: error: parties[1].id: This id stands already on line 1. "
            "(give each entry its own id)"
        )
    ]


def test_agreements_are_declared(told: Told) -> None:
    text = _commitments(
        f"id: a, {PLAIN}, agreement: geneva",
        f"id: b, {PLAIN}, agreement: busan",
        before="agreements:\n  - {id: geneva-2025, name: G, parent: london-2025}\n",
    )

    assert told(text) == [
        (
            "commitments.yaml:2: error: agreements[0].parent: No agreement has the id london-2025. "
            "(declared: geneva-2025)"
        ),
        (
            "commitments.yaml:4: error: commitments[0].agreement: No agreement has the id geneva. "
            "(did you mean geneva-2025?)"
        ),
        (
            "commitments.yaml:5: error: commitments[1].agreement: No agreement has the id busan. "
            "(declared: geneva-2025)"
        ),
    ]


def test_no_agreement_is_its_own_ancestor(told: Told) -> None:
    before = "agreements:\n  - {id: a, name: A, parent: b}\n  - {id: b, name: B, parent: a}\n"

    assert told(_commitments(f"id: x, {PLAIN}", before=before)) == [
        (
            "commitments.yaml:2: error: agreements[0].parent: "
            "This agreement is its own parent, by way of its parents."
        ),
        (
            "commitments.yaml:3: error: agreements[1].parent: "
            "This agreement is its own parent, by way of its parents."
        ),
    ]


def test_ties_lead_to_what_is_declared(told: Told) -> None:
    text = _commitments(
        f"id: a, {PLAIN}, conditions: [{{kind: trigger, on: ratifid}}], supersedes: [old-deal]",
        f"id: b, {PLAIN}, due: {{after: {{offset: 30d, event: court}}}}",
        before="events:\n  - {id: ratified, on: 2025-06-01}\n",
    )

    assert told(text) == [
        (
            "commitments.yaml:4: error: commitments[0].conditions[0].on: "
            "No event or commitment has the id ratifid. (did you mean ratified?)"
        ),
        (
            "commitments.yaml:4: error: commitments[0].supersedes[0]: "
            "No commitment has the id old-deal. (declared: a, b)"
        ),
        (
            "commitments.yaml:5: error: commitments[1].due.after.event: "
            "No event or commitment has the id court. (declared: a, b, ratified)"
        ),
    ]


def test_nothing_supersedes_or_waits_for_itself(told: Told) -> None:
    text = _commitments(
        f"id: a, {PLAIN}, supersedes: b",
        f"id: b, {PLAIN}, supersedes: a, conditions: [{{kind: antecedent, on: c}}]",
        f"id: c, {PLAIN}, due: {{after: {{offset: 1mo, event: b}}}}",
    )

    assert told(text) == [
        (
            "commitments.yaml:2: error: commitments[0].supersedes: "
            "This commitment supersedes itself, by way of those it supersedes."
        ),
        (
            "commitments.yaml:3: error: commitments[1].conditions: "
            "This commitment waits for itself, by way of those it waits for."
        ),
        (
            "commitments.yaml:3: error: commitments[1].supersedes: "
            "This commitment supersedes itself, by way of those it supersedes."
        ),
        (
            "commitments.yaml:4: error: commitments[2].due: "
            "This commitment waits for itself, by way of those it waits for."
        ),
    ]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            "quantity",
            ("A commitment of kind quantity needs `quantity`. (quantity: {target: 12, unit: Mt})"),
        ),
        (
            "recurring",
            "A commitment of kind recurring needs `recurrence`. (recurrence: FREQ=YEARLY)",
        ),
        (
            "service-level",
            (
                "A commitment of kind service-level needs `service_level`. "
                "(service_level: {within: 45wd})"
            ),
        ),
        (
            "sunset",
            (
                "A commitment of kind sunset needs `due`. "
                "(the day on which it ends unless it is extended)"
            ),
        ),
    ],
)
def test_a_kind_has_what_it_is_judged_by(told: Told, kind: str, sentence: str) -> None:
    text = _commitments(f"id: a, {PLAIN}".replace("never", kind))

    assert told(text) == [f"commitments.yaml:2: error: commitments[0].kind: {sentence}"]


def test_a_quantity_is_owed_over_known_days(told: Told) -> None:
    quantity = f"{PLAIN}, quantity".replace("never", "quantity")
    text = _commitments(
        f"id: a, {quantity}: {{target: 1, unit: Mt}}",
        f"id: b, {quantity}: {{target: 1, unit: Mt, from: 2026-01-01}}, due: 2025-12-31",
        f"id: c, {quantity}: {{target: 1, unit: Mt, from: 2026-01-01, to: 2025-12-31}}",
        f"id: d, {quantity}: {{target: 1, unit: Mt, to: 2025-12-31}}",
    )

    assert told(text) == [
        (
            "commitments.yaml:2: error: commitments[0].quantity: "
            "A quantity needs the day by which it is owed. (give `due`, or `to` in it)"
        ),
        (
            "commitments.yaml:3: error: commitments[1].quantity.from: "
            "`from` lies after the last day, 2025-12-31."
        ),
        "commitments.yaml:4: error: commitments[2].quantity: `from` lies after `to`.",
    ]


def test_days_are_in_order(told: Told) -> None:
    text = _commitments(
        f"id: a, {PLAIN}, due: 2024-12-31",
        f"id: b, {PLAIN}, amendments: [{{on: 2024-06-01, kind: extend, due: 2024-07-01}}]",
    )

    assert told(text) == [
        (
            "commitments.yaml:2: error: commitments[0].due: "
            "It is due before it was made (2025-01-01). (is a year mistyped?)"
        ),
        (
            "commitments.yaml:3: error: commitments[1].amendments[0].due: "
            "The new deadline lies before it was made (2025-01-01). (is a year mistyped?)"
        ),
        (
            "commitments.yaml:3: error: commitments[1].amendments[0].on: "
            "It is amended before it was made (2025-01-01). (is a year mistyped?)"
        ),
    ]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "This recurrence never falls on a day."),
        ("FREQ=YEARLY;UNTIL=20251399", "This recurrence never falls on a day."),
        (
            "EVERY=YEAR",
            (
                "A part of this recurrence is not known. "
                "(such as FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31)"
            ),
        ),
        (
            "FREQ=YERLY",
            "The part FREQ of this recurrence cannot be read. (DAILY, WEEKLY, MONTHLY or YEARLY)",
        ),
        (
            "FREQ=MONTHLY;BYMONTDAY=1",
            "A part of this recurrence is not known. (did you mean BYMONTHDAY?)",
        ),
        ("INTERVAL=2", "This recurrence does not say how often. (begin with FREQ=YEARLY)"),
        ("FREQ=YEARLY;BYMONTH=13", "The part BYMONTH of this recurrence cannot be read."),
        ("FREQ=YEARLY;FREQ=DAILY", "This recurrence says the same thing twice."),
        (
            "FREQ=YEARLY;COUNT=1;UNTIL=20300101",
            "A recurrence ends by COUNT or by UNTIL, not by both.",
        ),
    ],
)
def test_a_recurrence_falls_on_days(told: Told, rule: str, sentence: str) -> None:
    text = _commitments(f"id: a, {PLAIN}, recurrence: {rule}".replace("never", "recurring"))

    assert told(text) == [f"commitments.yaml:2: error: commitments[0].recurrence: {sentence}"]


def test_working_days_are_counted_by_a_calendar_that_is_known(told: Told) -> None:
    text = _commitments(
        f"id: a, {PLAIN}, service_level: {{within: 45wd, working_calendars: [US, XX]}}",
    )

    assert told(text) == [
        (
            "commitments.yaml:2: error: commitments[0].service_level.working_calendars[1]: "
            "No working calendar is known for XX. (ISO codes: US, CN, DE)"
        )
    ]


def test_all_errors_of_a_file_are_told_at_once_in_the_order_of_its_lines(told: Told) -> None:
    text = """\
        version: 1
        commitments:
          - id: Soy Beans
            kind: quantty
            obligr: China
            obligee: United States
            statement: Buys.
            made: 2025-02-30
            due: {on: 2025-12-31, zone: New York, grace: 3, remind: 14d}
            watch: {term: [soy]}
            quantity: {target: 1_000, unit: Mt, from: soon}
            alerts: {severity: {overdu: critical, due: loud}}
          - statement: no more than this
          - {id: sound, kind: never, obligor: US, obligee: CN, statement: S., agreement: lost}
        """

    assert told(text) == ALL_AT_ONCE


ALL_AT_ONCE = [
    (
        "commitments.yaml:3: error: commitments[0].id: An id has up to 64 lower-case "
        "letters, digits and single hyphens. (such as soybeans-2025)"
    ),
    (
        "commitments.yaml:4: error: commitments[0].kind: The word `quantty` is not known "
        "here. (did you mean quantity?)"
    ),
    (
        "commitments.yaml:5: error: commitments[0].obligr: The key `obligr` is not known "
        "here. (did you mean obligor?)"
    ),
    (
        "commitments.yaml:8: error: commitments[0].made: There is no such day: February 2025 "
        "has 28 days."
    ),
    (
        "commitments.yaml:9: error: commitments[0].due.grace: A length of time is needed "
        "here: a whole number and h, d, wd (working days), w, mo or y. (write 3d for 3 days)"
    ),
    (
        "commitments.yaml:9: error: commitments[0].due.zone: No time zone has this name. "
        "(write America/New_York)"
    ),
    (
        "commitments.yaml:10: error: commitments[0].watch.term: The key `term` is not known "
        "here. (did you mean terms?)"
    ),
    (
        "commitments.yaml:11: error: commitments[0].quantity.from: A day is needed here. "
        "(write year-month-day, such as 2025-12-31)"
    ),
    (
        "commitments.yaml:11: error: commitments[0].quantity.target: A number is needed "
        "here. (write 1000)"
    ),
    (
        "commitments.yaml:12: error: commitments[0].alerts.severity.due: The word `loud` is "
        "not known here. (one of info, notice, warning, critical)"
    ),
    (
        "commitments.yaml:12: error: commitments[0].alerts.severity.overdu: The word "
        "`overdu` is not known here. (did you mean overdue?)"
    ),
    (
        "commitments.yaml:13: error: commitments[1]: "
        "A commitment needs `id`, `kind`, `obligor` and `obligee`."
    ),
    (
        "commitments.yaml:14: error: commitments[2].agreement: No agreement has the id lost. "
        "(none is declared)"
    ),
]


def test_the_file_is_a_mapping(told: Told) -> None:
    assert told("- a\n- b\n") == [
        (
            "commitments.yaml:1: error: The file is written as a mapping of keys to values. "
            "(such as commitments: …)"
        )
    ]


def test_of_very_many_problems_the_first_are_told(told: Told) -> None:
    unknown = "".join(f"key{number}: x\n" for number in range(3_000))
    alike = _commitments(*([f"id: a, {PLAIN}, agreement: x"] * 300))

    assert len(told(f"commitments: []\n{unknown}")) == 200
    assert len(told(alike)) == 200
