"""Short forms and long forms of `commitments.yaml`, whole values compared."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from monitor.declared.commitments import load_register
from monitor.declared.loaded import Loaded
from monitor.domain.calendar import Due, Ends, Offset, Relative, Unit
from monitor.domain.commitment import (
    LONG_AGO,
    Agreement,
    AlertWishes,
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    Commitment,
    Condition,
    ConditionKind,
    Direction,
    Event,
    Kind,
    Proof,
    Proration,
    Quantity,
    Reading,
    Register,
    ServiceLevel,
    Step,
    Text,
    Watch,
)

First = Callable[[str], Commitment]
Read = Callable[[str], Loaded[Register]]
Write = Callable[[str], Path]


def test_eight_keys_make_a_working_commitment(first: First) -> None:
    commitment = first("""\
        commitments:
          - id: soybeans-2025
            kind: do-by
            obligor: China
            obligee: United States
            statement: China buys 12 million tonnes of soybeans.
            made: 2025-10-30
            due: 2025-12-31
            watch: {terms: [soybeans]}
        """)

    assert commitment == Commitment(
        id="soybeans-2025",
        kind=Kind.DO_BY,
        obligor=("CN",),
        obligee=("US",),
        statement="China buys 12 million tonnes of soybeans.",
        made=date(2025, 10, 30),
        due=Due(on=date(2025, 12, 31)),
        watch=Watch(terms=("soybeans",)),
        line=2,
    )


def test_the_example_of_the_format_says_all_it_says(first: First) -> None:
    commitment = first("""\
        version: 1
        agreements:
          - {id: busan-2025, name: Busan arrangement, parties: [US, CN], made: 2025-10-30}
        commitments:
          - id: soybeans-2025
            agreement: busan-2025
            kind: quantity
            obligor: China
            obligee: United States
            statement: China buys at least 12 million tonnes of US soybeans.
            text: {by: United States, url: https://example.org/a}
            confirmed_by: []
            made: 2025-10-30
            due: {on: 2025-12-31, zone: America/New_York, grace: 5wd, remind: [3d, 14d]}
            amendments:
              - on: 2025-12-03
                kind: extend
                due: 2026-02-28
                by: Washington
                status: claimed
                source: https://example.org/b
            quantity:
              target: 12
              unit: Mt
              from: 2025-11-01
              series: [usda-sold, usda-shipped]
              at_risk_below: 0.9
            watch:
              terms: [soybean, agricultural purchases]
              exclude: soybean oil futures
              feeds: [usda]
              tier: official
              within: 3d
            alerts: {severity: {overdue: critical}, route: ag-desk, muted: progress}
            tags: agriculture
            proof: official
            verified_on: 2025-11-05
            note: |
              Two lines
              of text.
        """)

    assert commitment == Commitment(
        id="soybeans-2025",
        agreement="busan-2025",
        kind=Kind.QUANTITY,
        obligor=("CN",),
        obligee=("US",),
        statement="China buys at least 12 million tonnes of US soybeans.",
        text=Text(by="US", url="https://example.org/a"),
        made=date(2025, 10, 30),
        due=Due(
            on=date(2025, 12, 31),
            zone="America/New_York",
            grace=Offset(5, Unit.WORKING_DAYS),
            remind=(14, 3),
        ),
        amendments=(
            Amendment(
                on=date(2025, 12, 3),
                kind=AmendmentKind.EXTEND,
                due=Due(
                    on=date(2026, 2, 28),
                    zone="America/New_York",
                    grace=Offset(5, Unit.WORKING_DAYS),
                    remind=(14, 3),
                ),
                by="US",
                status=AmendmentStatus.CLAIMED,
                source="https://example.org/b",
            ),
        ),
        quantity=Quantity(
            target=Decimal(12),
            unit="Mt",
            begins=date(2025, 11, 1),
            series=("usda-sold", "usda-shipped"),
            at_risk_below=Decimal("0.9"),
        ),
        watch=Watch(
            terms=("soybean", "agricultural purchases"),
            exclude=("soybean oil futures",),
            feeds=("usda",),
            tier="official",
            within_hours=72,
        ),
        alerts=AlertWishes(
            severity=(("overdue", "critical"),), route="ag-desk", muted=("progress",)
        ),
        tags=("agriculture",),
        proof=Proof.OFFICIAL,
        verified_on=date(2025, 11, 5),
        note="Two lines\nof text.",
        line=5,
    )


def test_every_other_key_has_its_place(first: First) -> None:
    commitment = first("""\
        events: [{id: ratified, on: 2025-06-01, text: Both have ratified it.}]
        commitments:
          - id: reviews
            kind: service-level
            obligor: [US, Japan]
            obligee: [European Union]
            statement: They answer each request.
            made: 2025-05-12
            text: https://example.org/c
            draft: true
            survives: true
            supersedes: older
            due:
              earliest: 2025-09-01
              on: 2025-09-30
              at: "12:01"
              utc_offset: "-04:00"
              ends: start-of-day
              firm: false
              written: in early autumn
            readings:
              - {by: CN, due: {after: {offset: 90d, event: ratified}}, text: counted otherwise}
            service_level:
              {within: 45wd, asked: a, answered: b, granted: c, share: 0.9, working_calendars: US}
            conditions: [{kind: antecedent, on: ratified, text: once ratified}]
          - id: older
            kind: recurring
            obligor: US
            obligee: JP
            statement: It reports each year.
            made: 2020-03-31
            recurrence: freq=yearly;bymonth=3
        """)

    assert commitment == Commitment(
        id="reviews",
        kind=Kind.SERVICE_LEVEL,
        obligor=("US", "JP"),
        obligee=("EU",),
        statement="They answer each request.",
        made=date(2025, 5, 12),
        text=Text(url="https://example.org/c"),
        draft=True,
        survives=True,
        supersedes=("older",),
        due=Due(
            earliest=date(2025, 9, 1),
            on=date(2025, 9, 30),
            at=time(12, 1),
            utc_offset=-240,
            ends=Ends.START_OF_DAY,
            firm=False,
            written="in early autumn",
        ),
        readings=(
            Reading(
                by="CN",
                due=Due(
                    relative=Relative(offset=Offset(90), after="ratified"),
                    ends=Ends.START_OF_DAY,
                    firm=False,
                ),
                text="counted otherwise",
            ),
        ),
        service_level=ServiceLevel(
            within=Offset(45, Unit.WORKING_DAYS),
            asked="a",
            answered="b",
            granted="c",
            share=Decimal("0.9"),
            working_calendars=("US",),
        ),
        conditions=(Condition(kind=ConditionKind.ANTECEDENT, on="ratified", text="once ratified"),),
        line=3,
    )


def test_a_quantity_may_come_in_steps_or_by_season(read: Read) -> None:
    loaded = read("""\
        commitments:
          - id: steps
            kind: quantity
            obligor: US
            obligee: CN
            statement: By steps.
            made: 2025-01-01
            quantity:
              target: 10
              unit: Mt
              direction: at-most
              to: 2025-12-31
              proration: stepped
              steps: [{on: 2025-12-31, amount: 10}, {on: 2025-06-30, amount: 4.5}]
          - id: seasons
            kind: quantity
            obligor: US
            obligee: CN
            statement: By season.
            made: 2025-01-01
            due: 2025-12-31
            quantity:
              target: 10
              unit: Mt
              proration: seasonal
              weights: [1, 1, 1, 1, 0, 0, 0, 0, 0.5, 2, 2, 2]
              tolerance: 0.05
        """)

    assert loaded.value is not None
    assert [c.quantity for c in loaded.value.commitments] == [
        Quantity(
            target=Decimal(10),
            unit="Mt",
            direction=Direction.AT_MOST,
            ends=date(2025, 12, 31),
            proration=Proration.STEPPED,
            steps=(
                Step(on=date(2025, 6, 30), amount=Decimal("4.5")),
                Step(on=date(2025, 12, 31), amount=Decimal(10)),
            ),
        ),
        Quantity(
            target=Decimal(10),
            unit="Mt",
            proration=Proration.SEASONAL,
            weights=tuple(
                Decimal(w) for w in ["1", "1", "1", "1", "0", "0", "0", "0", "0.5", "2", "2", "2"]
            ),
            tolerance=Decimal("0.05"),
        ),
    ]


def test_an_amended_day_keeps_the_old_clock_unless_it_has_its_own(
    first: First,
) -> None:
    commitment = first("""\
        commitments:
          - id: a
            kind: do-by
            obligor: US
            obligee: CN
            statement: It acts.
            made: 2025-01-01
            due: {on: 2025-07-01, at: "12:01", zone: America/New_York, grace: 1d, remind: []}
            amendments:
              - {on: 2025-06-01, kind: extend, due: 2025-08-01}
              - {on: 2025-07-01, kind: extend, due: {on: 2025-09-01, zone: UTC, grace: 0d}}
        """)

    assert [amendment.due for amendment in commitment.amendments] == [
        Due(on=date(2025, 8, 1), zone="America/New_York", grace=Offset(1), remind=()),
        Due(on=date(2025, 9, 1), zone="UTC", grace=Offset(0), remind=()),
    ]


def test_a_quantity_without_a_deadline_is_owed_by_its_last_day(first: First) -> None:
    commitment = first("""\
        commitments:
          - id: a
            kind: quantity
            obligor: US
            obligee: CN
            statement: It buys.
            made: 2025-01-01
            quantity: {target: 1, unit: Mt, to: 2025-12-31}
        """)

    assert commitment.due == Due(on=date(2025, 12, 31))


def test_agreements_and_events_are_kept_with_party_ids(read: Read) -> None:
    loaded = read("""\
        agreements:
          - {id: geneva, name: Geneva statement, parties: [Washington, Beijing], source: https://e.org}
          - {id: london, name: London, aliases: London deal, parent: geneva, made: 2025-06-10}
        events:
          - {id: ruling, on: 2026-02-20, text: A court rules., learned_on: 2026-02-21}
        commitments: []
        """)

    assert loaded.problems == ()
    assert loaded.value is not None
    assert loaded.value.agreements == (
        Agreement(
            id="geneva",
            name="Geneva statement",
            parties=("US", "CN"),
            source="https://e.org",
        ),
        Agreement(
            id="london",
            name="London",
            aliases=("London deal",),
            parent="geneva",
            made=date(2025, 6, 10),
        ),
    )
    assert loaded.value.events == (
        Event(
            id="ruling",
            on=date(2026, 2, 20),
            text="A court rules.",
            learned_on=date(2026, 2, 21),
        ),
    )


def test_what_was_made_on_no_known_day_takes_its_agreements_day(read: Read) -> None:
    loaded = read("""\
        agreements: [{id: geneva, name: Geneva, made: 2025-05-12}]
        commitments:
          - {id: a, kind: never, obligor: US, obligee: CN, statement: Never., agreement: geneva}
          - {id: b, kind: never, obligor: US, obligee: CN, statement: Never.}
        """)

    assert loaded.value is not None
    assert [c.made for c in loaded.value.commitments] == [date(2025, 5, 12), LONG_AGO]
    assert [(p.line, p.message) for p in loaded.problems] == [
        (4, "Nothing says when this was made.")
    ]


def test_keys_with_nothing_behind_them_count_as_left_out(first: First) -> None:
    commitment = first("""\
        commitments:
          - id: a
            kind: never
            obligor: US
            obligee: CN
            statement: Never.
            made: 2025-01-01
            due:
            note: ~
            agreement: null
            tags: []
        """)

    assert (commitment.due, commitment.note, commitment.agreement, commitment.tags) == (
        None,
        "",
        "",
        (),
    )


def test_words_that_look_like_other_types_stay_words(first: First) -> None:
    commitment = first("""\
        commitments:
          - id: "2025"
            kind: never
            obligor: NO
            obligee: "null"
            statement: 12:30
            made: "2025-01-01"
            watch: {terms: [145%, 30%, on, 1e3, 0x1F, 010, true]}
        """)

    assert (commitment.id, commitment.obligor, commitment.obligee, commitment.statement) == (
        "2025",
        ("NO",),
        ("null",),
        "12:30",
    )
    assert commitment.watch.terms == ("145%", "30%", "on", "1e3", "0x1F", "010", "true")


def test_the_digest_is_of_the_bytes_of_the_file(write: Write) -> None:
    path = write("commitments: []\n")

    assert load_register(path).digest == sha256(b"commitments: []\n").hexdigest()
    assert load_register(path.with_name("absent.yaml")).digest == ""


def test_an_empty_register_is_a_register_and_an_empty_file_is_not(read: Read) -> None:
    assert read("commitments: []").problems == ()
    assert [p.message for p in read("# nothing yet\n").problems] == ["The file is empty."]
