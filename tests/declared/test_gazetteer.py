import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

GAZETTEER = Path(__file__).resolve().parents[2] / "monitor" / "declared" / "gazetteer.json"


def codes(written: str) -> list[str]:
    return written.split()


G20 = codes("AR AU BR CA CN DE EU FR GB ID IN IT JP KR MX RU SA TR US ZA")
UN_MEMBERS = codes(
    "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF "
    "CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD "
    "GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP "
    "KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY "
    "MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC SD SE SG "
    "SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VC VE "
    "VN VU WS YE ZA ZM ZW"
)
OTHERS = ["HK", "MO", "PS", "TW", "VA", "XK"]

# Names that two parties share on purpose. None so far: a name that two could claim is left out.
SHARED: frozenset[str] = frozenset()

# Aliases that would also be found in news about something else entirely.
TOO_COMMON = {
    "america", "council", "commission", "foreign ministry", "government", "korea", "male", "may",
    "minister", "parliament", "president", "prime minister", "sofia", "supreme court", "treasury",
    "victoria",
}  # fmt: skip


def gazetteer() -> list[dict[str, Any]]:
    parties: list[dict[str, Any]] = json.loads(GAZETTEER.read_text(encoding="utf-8"))
    return parties


def names(party: dict[str, Any]) -> list[str]:
    return [party["name"], *party["aliases"]]


def owners_of_names() -> dict[str, set[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for party in gazetteer():
        for name in names(party):
            owners[name.casefold()].add(party["id"])
    return owners


def test_every_party_has_exactly_the_four_fields() -> None:
    shapes = {tuple(party) for party in gazetteer()}
    assert shapes == {("id", "name", "aliases", "organs")}


def test_one_party_a_line_sorted_by_id_and_no_id_twice() -> None:
    lines = GAZETTEER.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "["
    assert lines[-1] == "]"
    ids = [json.loads(line.rstrip(","))["id"] for line in lines[1:-1]]
    assert ids == sorted(set(ids))


def test_all_members_of_the_united_nations_are_there() -> None:
    ids = {party["id"] for party in gazetteer()}
    assert len(UN_MEMBERS) == 193
    assert set(UN_MEMBERS + OTHERS) - ids == set()


def test_a_two_letter_id_is_a_state_or_the_union_or_the_united_nations() -> None:
    two_letters = {party["id"] for party in gazetteer() if re.fullmatch("[A-Z]{2}", party["id"])}
    assert two_letters == {*UN_MEMBERS, *OTHERS, "EU", "UN"}


@pytest.mark.parametrize("party_id", G20)
def test_a_member_of_the_g20_has_names_a_seat_and_leaders(party_id: str) -> None:
    party = next(each for each in gazetteer() if each["id"] == party_id)
    assert len(party["aliases"]) >= 12
    assert party["organs"]


def test_a_name_belongs_to_one_party_unless_shared_on_purpose() -> None:
    shared = {name: ids for name, ids in owners_of_names().items() if len(ids) > 1}
    assert set(shared) == SHARED


def test_an_organ_speaks_for_one_party() -> None:
    speakers: dict[str, set[str]] = defaultdict(set)
    for party in gazetteer():
        for organ in party["organs"]:
            speakers[organ].add(party["id"])
    assert {organ: ids for organ, ids in speakers.items() if len(ids) > 1} == {}


def test_organs_are_written_as_publisher_families_are() -> None:
    odd = [
        organ
        for party in gazetteer()
        for organ in party["organs"]
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", organ)
    ]
    assert odd == []


def test_no_name_is_repeated_padded_or_denormalised() -> None:
    odd = [
        (party["id"], name)
        for party in gazetteer()
        for name in names(party)
        if name != unicodedata.normalize("NFC", " ".join(name.split()))
        or names(party).count(name) > 1
    ]
    assert odd == []


def test_short_latin_names_are_capitals_or_the_name_of_a_person() -> None:
    """Short names are matched by case, so a small-letter one would be found in plain words."""
    people = {"Xi", "Kim"}
    odd = [
        name
        for party in gazetteer()
        for name in party["aliases"]
        if name.isascii() and len(name) <= 3 and name != name.upper() and name not in people
    ]
    assert odd == []


def test_every_latin_name_has_a_capital_so_that_case_can_tell_it_from_a_word() -> None:
    """A name given in small letters is a description: it has more than one word."""
    odd = [
        name
        for party in gazetteer()
        for name in names(party)
        if name.isascii() and name == name.lower() and " " not in name
    ]
    assert odd == []


def test_words_that_name_nobody_in_particular_are_left_out() -> None:
    assert TOO_COMMON & set(owners_of_names()) == set()


@pytest.mark.parametrize(
    ("name", "party_id"),
    [
        ("Zhongnanhai", "CN"),
        ("商务部", "CN"),
        ("美国", "US"),
        ("White House", "US"),
        ("Kremlin", "RU"),
        ("Downing Street", "GB"),
        ("Élysée", "FR"),
        ("Blue House", "KR"),
        ("European Commission", "EU"),
        ("Security Council", "UN"),
        ("OPEC+", "OPEC-PLUS"),
        ("Hezbollah", "HEZBOLLAH"),
        ("Democratic Republic of Congo", "CD"),
        ("Georgia", "GE"),
    ],
)
def test_a_name_leads_to_its_party(name: str, party_id: str) -> None:
    assert owners_of_names()[name.casefold()] == {party_id}
