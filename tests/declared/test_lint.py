"""Each disappointment foreseen once, and its absence."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from monitor.declared.lint import lint
from monitor.declared.loaded import Loaded
from monitor.domain.alert import Policy, Route
from monitor.domain.commitment import Register
from monitor.domain.evidence import Feed, Series, Tier

Read = Callable[[str], Loaded[Register]]
Warned = Callable[..., list[str]]

OUTLET = Feed(id="paper", address="https://e.org", tier=Tier.OUTLET)
RECORD = Feed(id="gazette", address="https://e.gov", tier=Tier.OFFICIAL)


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.partition(": ")
    return key, value


@pytest.fixture
def warned(read: Read) -> Warned:
    """Lints one commitment: a sound one, changed by the keys given."""

    def of(
        keys: str,
        feeds: tuple[Feed, ...] = (),
        series: tuple[Series, ...] = (),
        policy: Policy | None = None,
    ) -> list[str]:
        sound = {
            "id": "a",
            "kind": "do-by",
            "obligor": "US",
            "obligee": "CN",
            "statement": "It lifts the tariff.",
            "made": "2025-01-01",
            "due": "2025-07-01",
            "watch": "{terms: [tariff relief]}",
        }
        sound.update(_pair(line) for line in keys.splitlines())
        text = "commitments:\n  - " + "\n    ".join(f"{k}: {v}" for k, v in sound.items()) + "\n"
        loaded = read(text)
        assert loaded.value is not None, loaded.problems
        found = lint(loaded.value, feeds, series, policy)
        return [f"{p.path.removeprefix('commitments[0].')}: {p.message} ({p.hint})" for p in found]

    return of


def test_a_sound_commitment_gives_no_warning(warned: Warned) -> None:
    assert warned("", (OUTLET, RECORD)) == []


def test_an_act_without_a_day_is_never_late(warned: Warned) -> None:
    assert warned("due: ~") == [
        (
            "due: Nothing says by when: it can never be overdue. "
            "(add `due`; what must simply go on is of kind hold-until)"
        )
    ]
    assert warned("due: ~\nkind: hold-until") == []
    assert warned("due: ~\nkind: consult") == []
    assert warned("due: ~\ndraft: true") == []


@pytest.mark.parametrize(
    "wording",
    [
        "substantial",
        "Significantly",
        "reasonable",
        "as soon as possible",
        "best efforts",
        "in good faith",
        "seeks to",
    ],
)
def test_wording_that_nobody_can_rate(warned: Warned, wording: str) -> None:
    vague = f"statement: It makes {wording} purchases."

    assert warned(vague) == [
        (
            f"statement: Nobody can rate the word “{wording.lower()}”. "
            "(say how it will be judged: a quantity, a plainer statement, or proof: person)"
        )
    ]
    assert warned(f"{vague}\nproof: person") == []
    assert warned(f"{vague}\nkind: quantity\nquantity: {{target: 1, unit: t}}") == []


@pytest.mark.parametrize("wording", ["substance", "the reasoning", "seek shelter", "a bestseller"])
def test_words_that_only_look_vague(warned: Warned, wording: str) -> None:
    assert warned(f"statement: It deals with {wording}.") == []


def test_nothing_to_recognise_news_by(warned: Warned) -> None:
    assert warned("watch: {exclude: [x-ray]}") == [
        (
            "watch.terms: There is nothing to recognise news of it by. "
            "(add the subject in plain words: terms: [soybeans, farm purchases])"
        )
    ]


@pytest.mark.parametrize("term", ["of", "EU", "deal", "Trade", "2%"])
def test_a_term_that_matches_everything(warned: Warned, term: str) -> None:
    assert warned(f"watch: {{terms: [soybeans, {term}]}}") == [
        (
            f"watch.terms[1]: The term “{term}” stands in news about anything. "
            "(name the subject more closely)"
        )
    ]


def test_two_signs_may_be_a_whole_word_in_other_scripts(warned: Warned) -> None:
    assert warned("watch: {terms: [大豆]}") == []


def test_terms_that_only_name_the_parties(warned: Warned) -> None:
    assert warned("watch: {terms: [United States, Beijing]}") == [
        (
            "watch.terms: All terms are names of its parties: any news of them will match. "
            "(add the subject itself)"
        )
    ]
    assert warned("watch: {terms: [United States, soybeans]}") == []


NEXT_DAY = "(if the next working day will do, add grace: 2d; if not, quote the text in `written`)"


@pytest.mark.parametrize(
    ("due", "message"),
    [
        ("2025-07-05", "The deadline, 2025-07-05, is a Saturday."),
        ("2025-07-06", "The deadline, 2025-07-06, is a Sunday."),
        ("2025-07-04", "The deadline, 2025-07-04, is a holiday where it is owed."),
    ],
)
def test_a_deadline_on_a_day_off(warned: Warned, due: str, message: str) -> None:
    assert warned(f"due: {due}") == [f"due: {message} {NEXT_DAY}"]


@pytest.mark.parametrize(
    "due",
    [
        "2025-07-07",
        "2028-12-31",
        "{on: 2025-07-05, grace: 2d}",
        '{on: 2025-07-05, at: "12:00"}',
        "{on: 2025-07-05, written: by Saturday}",
        "{on: 2025-07-05, firm: false}",
    ],
)
def test_a_deadline_whose_day_is_no_surprise(warned: Warned, due: str) -> None:
    assert warned(f"due: {due}") == []


def test_an_extension_that_shortens(warned: Warned) -> None:
    assert warned("amendments: [{on: 2025-05-01, kind: extend, due: 2025-06-02}]") == [
        (
            "amendments[0].due: The extension ends on 2025-06-02, before the deadline it moves, "
            "2025-07-01. (is a year mistyped?)"
        )
    ]
    assert warned("amendments: [{on: 2025-05-01, kind: extend, due: 2025-09-01}]") == []


def test_a_commitment_that_no_feed_covers(warned: Warned) -> None:
    official = "watch: {terms: [tariff relief], tier: official}"

    assert warned(official, (OUTLET,)) == [
        (
            "watch: No declared feed of tier official or better watches it: "
            "no news of it will count. "
            "(add such a feed, or lower `watch.tier`)"
        )
    ]
    assert warned(f"{official}\nkind: hold-until", (OUTLET,)) == [
        (
            "watch: No declared feed of tier official or better watches it: it will stay blind. "
            "(add such a feed, or lower `watch.tier`)"
        )
    ]
    assert warned(official, (OUTLET, RECORD)) == []
    assert warned(official, ()) == []


def test_a_feed_that_is_not_declared(warned: Warned) -> None:
    assert warned("watch: {terms: [tariff relief], feeds: [papers]}", (OUTLET,)) == [
        (
            "watch: No declared feed of tier outlet or better watches it: "
            "no news of it will count. "
            "(add such a feed, or lower `watch.tier`)"
        ),
        "watch.feeds[0]: No feed has the id papers. (did you mean paper?)",
    ]


def test_proof_that_nobody_can_bring(warned: Warned) -> None:
    assert warned("proof: official", (OUTLET,)) == [
        (
            "proof: No official feed watches it: only a person's ruling can call it met. "
            "(add an official feed, or proof: corroborated)"
        )
    ]
    assert warned("proof: official", (OUTLET,), (Series(id="customs"),)) == []


QUANTITY = "kind: quantity\nquantity: {target: 12, unit: Mt, series: [shipped]}"


def test_a_series_nobody_declared(warned: Warned) -> None:
    assert warned(QUANTITY, (), (Series(id="shipments", unit="t"),)) == [
        "quantity.series[0]: No series has the id shipped. (declare it in feeds.yaml)"
    ]
    assert warned(QUANTITY, (), (Series(id="shipped", unit="t"),)) == []
    assert warned("service_level: {within: 45wd, asked: askd}", (), (Series(id="asked"),)) == [
        "service_level.asked: No series has the id askd. (did you mean asked?)"
    ]


def test_units_that_do_not_convert(warned: Warned) -> None:
    money = (Series(id="shipped", unit="USD bn"),)

    assert warned(QUANTITY, (), money) == [
        (
            "quantity.unit: USD bn, the unit of shipped, does not convert to Mt. "
            "(give both in units of one kind)"
        )
    ]
    measured = "measurements: [{series: shipped, value: 1, unit: Mt, through: 2025-03-01}]"
    assert warned(measured, (), money) == [
        (
            "measurements[0].unit: Mt does not convert to USD bn, the unit of its series. "
            "(give both in units of one kind)"
        )
    ]


def test_a_route_that_is_not_declared(warned: Warned) -> None:
    policy = Policy(routes=(Route(id="ag-desk", channels=("terminal",)),))

    assert warned("alerts: {route: agdesk}", policy=policy) == [
        "alerts.route: No route has the id agdesk. (did you mean ag-desk?)"
    ]
    assert warned("alerts: {route: ag-desk}", policy=policy) == []


def test_what_the_settings_name_is_declared(warned: Warned) -> None:
    organ = Feed(id="organ", address="https://e.org", party="CHN")
    policy = Policy(
        routes=(
            Route(id="r", channels=("terminal",), commitments=("b",), parties=("US",)),
            Route(id="s", channels=("terminal",), tags=("tarifs",), agreements=("geneva",)),
        )
    )

    assert warned("tags: [tariffs]", (organ,), (Series(id="s", party="CN"),), policy) == [
        "feeds[0].party: No party has the id CHN. (did you mean CN?)",
        (
            "routes[0].commitments[0]: Nothing is declared under this name among the commitments. "
            "(declared: a)"
        ),
        (
            "routes[1].agreements[0]: Nothing is declared under this name among the agreements. "
            "(none is declared)"
        ),
        (
            "routes[1].tags[0]: Nothing is declared under this name among the tags. "
            "(did you mean tariffs?)"
        ),
    ]


def test_warnings_stand_on_the_line_of_their_commitment(read: Read) -> None:
    loaded = read("""\
        commitments:

          - id: a
            kind: do-by
            obligor: US
            obligee: CN
            statement: It acts.
            made: 2025-01-01
        """)
    assert loaded.value is not None

    problems = lint(loaded.value, (), (), file="mine.yaml")

    assert [(p.file, p.line, p.path, p.grade.value) for p in problems] == [
        ("mine.yaml", 3, "commitments[0].due", "warning"),
        ("mine.yaml", 3, "commitments[0].watch.terms", "warning"),
    ]


def test_amounts_of_the_example_are_exact(read: Read) -> None:
    loaded = read("""\
        commitments:
          - id: a
            kind: quantity
            obligor: US
            obligee: CN
            statement: It buys.
            made: 2025-01-01
            measurements: [{series: s, value: 0.332, unit: Mt, through: 2025-11-14}]
            quantity: {target: 0.1, unit: Mt, to: 2025-12-31}
        """)

    assert loaded.value is not None
    commitment = loaded.value.commitments[0]
    assert commitment.quantity is not None
    assert (commitment.quantity.target, commitment.quantity.ends) == (
        Decimal("0.1"),
        date(2025, 12, 31),
    )
    assert commitment.measurements[0].value == Decimal("0.332")
