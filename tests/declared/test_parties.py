"""Names of parties → ids."""

from collections.abc import Callable

import pytest

from monitor.declared import gazetteer
from monitor.declared.loaded import Loaded
from monitor.declared.parties import Parties, gather_parties
from monitor.domain.commitment import Party, Register

Read = Callable[[str], Loaded[Register]]
Told = Callable[[str], list[str]]

SHIPPED = (
    Party(id="US", name="United States", aliases=("America", "White House"), organs=("voa",)),
    Party(id="CN", name="China", aliases=("Beijing", "the PRC")),
    Party(id="BA", name="Bosnia and Herzegovina"),
    Party(id="GE", name="Georgia", aliases=("Tbilisi",)),
)


@pytest.fixture(autouse=True)
def few_parties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.declared.parties.built_in_parties", lambda: SHIPPED)


def _parties(*declared: Party) -> Parties:
    return gather_parties(declared)


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("CN", ("CN",)),
        ("cn", ("CN",)),
        ("China", ("CN",)),
        ("CHINA", ("CN",)),
        ("the White  House", ("US",)),
        ("PRC", ("CN",)),
        ("P.R.C.", ("CN",)),
        ("Bosnia and Herzegovina", ("BA",)),
        ("China and the United States", ("CN", "US")),
        ("China, America", ("CN", "US")),
        ("Beijing and China", ("CN",)),
        ("Atlantis", ("Atlantis",)),
        ("China and Atlantis", ("China and Atlantis",)),
    ],
)
def test_a_name_is_a_party(written: str, ids: tuple[str, ...]) -> None:
    assert _parties().resolve(written).ids == ids


def test_a_name_nobody_knows_is_one_party_however_it_is_written() -> None:
    parties = _parties()

    assert parties.resolve("Civil society").ids == ("Civil society",)
    assert parties.resolve("civil society").ids == ("Civil society",)
    assert parties.known["Civil society"] == Party(id="Civil society", name="Civil society")


def test_a_declared_party_extends_the_built_in_one_of_its_id() -> None:
    parties = _parties(Party(id="cn", name="", aliases=("COFCO",), organs=("xinhua",)))

    assert parties.known["CN"] == Party(
        id="CN", name="China", aliases=("Beijing", "the PRC", "COFCO", "cn"), organs=("xinhua",)
    )
    assert parties.find("cofco") == "CN"


def test_a_declared_party_extends_the_built_in_one_it_names() -> None:
    parties = _parties(Party(id="usa", name="United States", aliases=("Uncle Sam",)))

    assert parties.known["US"] == Party(
        id="US",
        name="United States",
        aliases=("America", "White House", "Uncle Sam", "usa"),
        organs=("voa",),
    )
    assert parties.find("usa") == "US"


def test_a_declared_party_of_its_own_wins_a_name_that_is_taken() -> None:
    parties = _parties(Party(id="US-GA", name="State of Georgia", aliases=("Tbilisi",)))

    assert parties.find("Tbilisi") == "US-GA"
    assert parties.find("Georgia") == "GE"


def test_every_party_is_in_the_register_with_those_known_by_name_only(read: Read) -> None:
    loaded = read("""\
        parties: [{id: ACME}]
        commitments:
          - {id: a, kind: never, obligor: Acme, obligee: Atlantis, statement: S, made: 2025-01-01}
        """)

    assert loaded.value is not None
    assert loaded.value.parties == (
        Party(id="ACME", name="ACME"),
        *SHIPPED,
        Party(id="Atlantis", name="Atlantis"),
    )
    assert loaded.value.commitments[0].obligor == ("ACME",)


def test_a_slip_in_a_known_name_is_a_warning_and_a_new_name_is_none(told: Told) -> None:
    text = """\
        commitments:
          - id: a
            kind: never
            obligor: [Untied States, Atlantis]
            obligee: China and America
            statement: S
            made: 2025-01-01
        """

    assert told(text) == [
        (
            "commitments.yaml:4: warning: commitments[0].obligor[0]: No party of this name is "
            "known. (did you mean United States? else declare it under `parties`)"
        ),
        (
            "commitments.yaml:5: warning: commitments[0].obligee: This is read as several "
            "parties. (write [CN, US])"
        ),
    ]


def test_each_other_are_the_obligors(read: Read) -> None:
    loaded = read("""\
        commitments:
          - id: a
            kind: never
            obligor: [America, China]
            obligee: each other
            statement: S
            made: 2025-01-01
        """)

    assert loaded.value is not None
    assert loaded.value.commitments[0].obligee == ("US", "CN")


@pytest.mark.parametrize("content", [None, "", "[]"])
def test_a_gazetteer_that_is_absent_or_empty_leaves_the_declared_parties(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, content: str | None
) -> None:
    directory = tmp_path_factory.mktemp("package")
    if content is not None:
        (directory / "gazetteer.json").write_text(content)
    monkeypatch.setattr(gazetteer, "files", lambda _: directory)
    gazetteer.built_in_parties.cache_clear()

    try:
        assert gazetteer.built_in_parties() == ()
    finally:
        gazetteer.built_in_parties.cache_clear()
