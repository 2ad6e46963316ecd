"""The mistakes people make when they edit the files, and the sentences they get for them."""

from collections.abc import Callable
from textwrap import dedent

import pytest

Told = Callable[[str], list[str]]

SOUND = dedent("""\
    version: 1
    agreements:
      - {id: busan-2025, name: Busan arrangement, parties: [US, CN], made: 2025-10-30}
    commitments:
      - id: soybeans-2025
        agreement: busan-2025
        kind: quantity
        obligor: China
        obligee: [United States]
        statement: China buys soybeans.
        made: 2025-10-30
        due: {on: 2025-12-31, zone: America/New_York, grace: 5wd}
        quantity: {target: 12, unit: Mt, series: [usda-sold]}
        watch:
          terms: [soybeans, farm purchases]
        alerts: {severity: {overdue: critical}}
        draft: false
        verified_on: 2025-11-05
      - id: hold
        kind: hold-until
        obligor: US
        obligee: CN
        statement: It holds.
        made: 2025-10-30
    """)
MISTAKES: list[tuple[str, str, str, list[str]]] = [
    ("nothing", "version: 1", "version: 1", []),
    (
        "a misspelled word",
        "kind: quantity",
        "kind: quantty",
        [
            (
                "7: error: commitments[0].kind: The word `quantty` is not known here. (did you "
                "mean quantity?)"
            ),
        ],
    ),
    (
        "an underscore",
        "kind: hold-until",
        "kind: hold_until",
        [
            (
                "20: error: commitments[1].kind: The word `hold_until` is not known here. (did "
                "you mean hold-until?)"
            ),
        ],
    ),
    (
        "a plural",
        "kind: quantity",
        "kind: quantities",
        [
            (
                "7: error: commitments[0].kind: The word `quantities` is not known here. (did "
                "you mean quantity?)"
            ),
        ],
    ),
    (
        "a misspelled key",
        "obligee: [",
        "oblige: [",
        [
            (
                "9: error: commitments[0].oblige: The key `oblige` is not known here. (did you "
                "mean obligee?)"
            ),
        ],
    ),
    (
        "a singular",
        "terms:",
        "term:",
        [
            (
                "15: error: commitments[0].watch.term: The key `term` is not known here. (did "
                "you mean terms?)"
            ),
        ],
    ),
    (
        "a shortened key",
        "verified_on:",
        "verified:",
        [
            (
                "18: error: commitments[0].verified: The key `verified` is not known here. "
                "(did you mean verified_on?)"
            ),
        ],
    ),
    (
        "a day that does not exist",
        "made: 2025-10-30\n    due",
        "made: 2025-10-32\n    due",
        [
            ("11: error: commitments[0].made: There is no such day: October 2025 has 31 days."),
        ],
    ),
    (
        "a day in words",
        "made: 2025-10-30\n    due",
        "made: 30 October 2025\n    due",
        [
            "11: error: commitments[0].made: A day is needed here. (write 2025-10-30)",
        ],
    ),
    (
        "a day of another century",
        "{on: 2025-12-31",
        "{on: 2015-12-31",
        [
            (
                "12: error: commitments[0].due: It is due before it was made (2025-10-30). (is "
                "a year mistyped?)"
            ),
        ],
    ),
    (
        "a month",
        "{on: 2025-12-31",
        "{on: 2025-12",
        [
            (
                "12: error: commitments[0].due.on: A day is needed here. (write its last day, "
                "2025-12-31, or its first)"
            ),
        ],
    ),
    (
        "a city",
        "America/New_York",
        "New York",
        [
            (
                "12: error: commitments[0].due.zone: No time zone has this name. (write "
                "America/New_York)"
            ),
        ],
    ),
    (
        "a short name of a clock",
        "America/New_York",
        "EST",
        [
            (
                "12: error: commitments[0].due.zone: No time zone has this name. (write "
                "America/New_York)"
            ),
        ],
    ),
    (
        "a number without its unit",
        "grace: 5wd",
        "grace: 5",
        [
            (
                "12: error: commitments[0].due.grace: A length of time is needed here: a whole "
                "number and h, d, wd (working days), w, mo or y. (write 5d for 5 days)"
            ),
        ],
    ),
    (
        "a length in words",
        "grace: 5wd",
        "grace: 5 days",
        [
            (
                "12: error: commitments[0].due.grace: A length of time is needed here: a whole "
                "number and h, d, wd (working days), w, mo or y. (write 5d)"
            ),
        ],
    ),
    (
        "an amount with its unit",
        "target: 12,",
        "target: 12 Mt,",
        [
            (
                "13: error: commitments[0].quantity.target: A number is needed here. (write "
                "the number alone; its unit has a key of its own)"
            ),
        ],
    ),
    (
        "thousands",
        "target: 12,",
        "target: 12_000,",
        [
            ("13: error: commitments[0].quantity.target: A number is needed here. (write 12000)"),
        ],
    ),
    (
        "a swapped letter",
        "obligor: China",
        "obligor: Chian",
        [
            (
                "8: warning: commitments[0].obligor: No party of this name is known. (did you "
                "mean China? else declare it under `parties`)"
            ),
        ],
    ),
    (
        "a lost letter",
        "[United States]",
        "[United Sates]",
        [
            (
                "9: warning: commitments[0].obligee[0]: No party of this name is known. (did "
                "you mean United States? else declare it under `parties`)"
            ),
        ],
    ),
    (
        "another agreement",
        "agreement: busan-2025",
        "agreement: busan-2052",
        [
            (
                "6: error: commitments[0].agreement: No agreement has the id busan-2052. (did "
                "you mean busan-2025?)"
            ),
        ],
    ),
    (
        "a severity of another program",
        "{overdue: critical}",
        "{overdue: high}",
        [
            (
                "16: error: commitments[0].alerts.severity.overdue: The word `high` is not "
                "known here. (one of info, notice, warning, critical)"
            ),
        ],
    ),
    (
        "half a cause",
        "{overdue: critical}",
        "{breach: critical}",
        [
            (
                "16: error: commitments[0].alerts.severity.breach: The word `breach` is not "
                "known here. (did you mean breach-reported or breach-corroborated or "
                "breach-confirmed?)"
            ),
        ],
    ),
    (
        "yes and no",
        "draft: false",
        "draft: no",
        [
            ("17: error: commitments[0].draft: `true` or `false` is needed here. (write false)"),
        ],
    ),
    (
        "a text for a list",
        "[soybeans, farm purchases]",
        "soybeans, farm purchases",
        [
            (
                "15: error: commitments[0].watch.terms: Several values stand in one text. "
                "(write [one, two])"
            ),
        ],
    ),
    (
        "an entry twice",
        "- id: hold",
        "- id: soybeans-2025",
        [
            (
                "19: error: commitments[1].id: This id stands already on line 5. (give each "
                "entry its own id)"
            ),
        ],
    ),
    (
        "capitals in an id",
        "- id: hold",
        "- id: Hold_It",
        [
            (
                "19: error: commitments[1].id: An id has up to 64 lower-case letters, digits "
                "and single hyphens. (such as soybeans-2025)"
            ),
        ],
    ),
    (
        "a colon in a text",
        "statement: It holds",
        "statement: Promise: it holds",
        [
            (
                "23: error: commitments[1]: A colon is not expected here. (put text that holds "
                "a colon into quotes; check the indentation and the line above)"
            ),
        ],
    ),
    (
        "a lost colon",
        "kind: quantity",
        "kind quantity",
        [
            (
                "7: error: commitments[0]: A key without its colon stands here. (write `key: "
                "value`, with a space after the colon)"
            ),
        ],
    ),
    (
        "a lost space",
        "kind: quantity",
        "kind:quantity",
        [
            (
                "7: error: commitments[0]: A key without its colon stands here. (write `key: "
                "value`, with a space after the colon)"
            ),
        ],
    ),
    (
        "a line too far in",
        "    kind: quantity",
        "     kind: quantity",
        [
            (
                "7: error: commitments[0]: A colon is not expected here. (put text that holds "
                "a colon into quotes; check the indentation and the line above)"
            ),
        ],
    ),
    (
        "a line too far out",
        "    kind: quantity",
        "   kind: quantity",
        [
            (
                "7: error: commitments: This line does not line up with the lines above it. "
                "(give keys of one mapping, and entries of one list, the same indentation)"
            ),
        ],
    ),
    (
        "a tab",
        "    kind: quantity",
        "\tkind: quantity",
        [
            "7: error: The line begins with a tab. (indent with spaces)",
        ],
    ),
    (
        "a lost dash",
        "  - id: hold",
        "    id: hold",
        [
            (
                "19: error: commitments[0].id: The same key stands already on line 5. (keep "
                "one of them, or begin a new entry with a dash)"
            ),
            (
                "20: error: commitments[0].kind: The same key stands already on line 7. (keep "
                "one of them, or begin a new entry with a dash)"
            ),
            (
                "21: error: commitments[0].obligor: The same key stands already on line 8. "
                "(keep one of them, or begin a new entry with a dash)"
            ),
            (
                "22: error: commitments[0].obligee: The same key stands already on line 9. "
                "(keep one of them, or begin a new entry with a dash)"
            ),
            (
                "23: error: commitments[0].statement: The same key stands already on line 10. "
                "(keep one of them, or begin a new entry with a dash)"
            ),
            (
                "24: error: commitments[0].made: The same key stands already on line 11. (keep "
                "one of them, or begin a new entry with a dash)"
            ),
        ],
    ),
    (
        "a lost bracket",
        "[United States]",
        "[United States",
        [
            (
                "9: error: commitments[0].obligee: The list that opens here with [ is not "
                "closed, or lacks a comma. (write [one, two])"
            ),
        ],
    ),
    (
        "a lost quote",
        "statement: It holds.",
        'statement: "It holds.',
        [
            (
                "23: error: commitments[1].statement: A quote opens here and is never closed. "
                "(close it, or double a quote that belongs to the text)"
            ),
        ],
    ),
    (
        "an apostrophe",
        "statement: It holds.",
        "statement: 'It' holds.",
        [
            (
                "23: error: commitments[1]: Text goes on here after a closing quote. (double a "
                "quote that belongs to the text; is a quote missing above?)"
            ),
        ],
    ),
    (
        "no value",
        "statement: It holds.",
        "statement:",
        [
            "19: error: commitments[1]: A commitment needs `statement`.",
        ],
    ),
]


@pytest.mark.parametrize(
    ("right", "wrong", "sentences"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_a_mistake_is_told_in_a_sentence_that_mends_it(
    told: Told, right: str, wrong: str, sentences: list[str]
) -> None:
    assert right in SOUND
    said = told(SOUND.replace(right, wrong, 1))
    assert [sentence.removeprefix("commitments.yaml:") for sentence in said] == sentences
