from datetime import timedelta

from monitor.domain.standing import Word
from monitor.views.plain import status_json, status_tsv
from monitor.views.rows import StatusRow, grouped, in_order, select


def ids(rows: list[StatusRow]) -> list[str]:
    return [row.commitment.id for row in rows]


def test_agreements_come_by_their_most_urgent_commitment(rows: list[StatusRow]) -> None:
    assert [(name, ids(members)[0]) for name, members in grouped(rows)] == [
        ("Northern truce", "truce"),
        ("Busan arrangement", "rare-earth-general-licences-for-us-end-users"),
        ("Farm council pledges", "storage-report"),
        ("", "a"),
    ]


def test_the_order_does_not_depend_on_the_order_given(rows: list[StatusRow]) -> None:
    assert in_order(rows) == in_order(rows[::-1])


def test_the_objects_for_machines_come_in_the_order_of_the_table(rows: list[StatusRow]) -> None:
    order = ids(in_order(rows))
    assert [each["id"] for each in status_json(rows)["commitments"]] == order
    assert [line.split("\t")[0] for line in status_tsv(rows).splitlines()[1:]] == order


def test_wishes_narrow_the_rows(rows: list[StatusRow]) -> None:
    assert [
        ids(select(rows, words=[Word.BREACH, Word.OVERDUE])),
        ids(select(rows, agreements=["northern-truce"], parties=["Council"])),
        ids(select(rows, parties=["Mills"], open_only=True)),
        ids(select(rows, tags=["none"])),
        len(select(rows)),
    ] == [["truce", "prisoner-lists"], ["inspectors", "mandate-review"], ["a"], [], len(rows)]


def test_the_status_of_a_commitment_opens_with_the_keys_everyone_reads(
    rows: list[StatusRow],
) -> None:
    beans = status_json(rows[:1])["commitments"][0]
    opening = dict(list(beans.items())[:8])
    since = (rows[0].standing.at - timedelta(days=9)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert opening == {
        "id": "soybeans-2025",
        "word": "at risk",
        "suffixes": ["conflicting", "stale"],
        "since": since,
        "due": "2026-02-28",
        "original_due": "2025-12-31",
        "days_left": 70,
        "reasons": [],
    }
