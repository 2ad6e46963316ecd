"""Tables in their publishers' formats, made here, become readings or a sentence."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.calendar import Offset, Unit
from monitor.domain.readings import Format, Readings, day_form
from monitor.feeds.entry import ParseFailed, Unread
from monitor.feeds.series import Figure, Figures, read

WEEK = Offset(7, Unit.DAYS)

PLAIN = Readings(format=Format.CSV, series="landed", value="tonnes", unit="t", through="day")
SALES = Readings(
    format=Format.JSON,
    series="usda-sold",
    value="currentMYTotalCommitment",
    unit="t",
    through="weekEndingDate",
    where=(("countryCode", ("5700",)),),
)
INSPECTED = Readings(
    format=Format.CSV,
    series="fgis-inspected",
    value="Metric Ton",
    unit="t",
    through="Thursday",
    dates="YYYYMMDD",
    period=WEEK,
    where=(("Grain", ("SOYBEANS",)), ("Destination", ("CHINA MAIN", "HONG KONG"))),
    total=True,
    encoding="latin-1",
)


def sales_week(ending: str, *, country: int = 5700, **figures: Any) -> dict[str, Any]:
    """A row as the export-sales service writes it."""
    row = {
        "commodityCode": 801,
        "countryCode": country,
        "weeklyExports": 0,
        "accumulatedExports": 0,
        "outstandingSales": 0,
        "grossNewSales": 0,
        "currentMYNetSales": 0,
        "currentMYTotalCommitment": 0,
        "nextMYOutstandingSales": 0,
        "nextMYNetSales": 0,
        "unitId": 1,
        "weekEndingDate": f"{ending}T00:00:00",
    }
    return row | figures


def inspections(*rows: tuple[str, str, str, str, str]) -> bytes:
    """A year of grain inspections: 112 columns, the header in Latin-1, a line for each ship."""
    some = ["Thursday", "Serial No.", "Type Shipm", "Cert Date", "MKT YR", "Grain", "Class"]
    more = ["Destination", "Pounds", "1000 Bushels", "Metric Ton", "Temp °F"]
    names = [*some, *more, *(f"Factor {n}" for n in range(100))]
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(names)
    for thursday, grain, destination, pounds, tons in rows:
        known = [thursday, "1", "IN", thursday, "2526", grain, "YSB"]
        table.writerow([*known, destination, pounds, "", tons, "61", *[""] * 100])
    return out.getvalue().encode("latin-1")


def figures(body: bytes, mapping: Readings) -> list[tuple[date | None, date, Decimal]]:
    found = read(body, mapping)
    assert isinstance(found, Figures), found
    return [(one.begins, one.through, one.value) for one in found.figures]


def sentence(body: bytes, mapping: Readings = PLAIN) -> str:
    found = read(body, mapping)
    assert isinstance(found, ParseFailed), found
    return found.sentence


# ------------------------------------------------------------------ the three real formats


def test_export_sales_are_read_by_week_and_country_to_the_last_tonne() -> None:
    body = json.dumps(
        [
            sales_week("2026-01-08", currentMYTotalCommitment=8_061_422),
            sales_week("2026-01-01", currentMYTotalCommitment=6_912_003),
            sales_week("2026-01-08", country=2010, currentMYTotalCommitment=1_500_000),
        ]
    ).encode()

    assert figures(body, SALES) == [
        (None, date(2026, 1, 1), Decimal(6_912_003)),
        (None, date(2026, 1, 8), Decimal(8_061_422)),
    ]


def test_what_came_since_the_week_before_may_be_a_cancellation() -> None:
    body = json.dumps(
        [
            sales_week(day, currentMYTotalCommitment=total)
            for day, total in (("2026-01-01", 6_900_000), ("2026-01-08", 8_000_000))
        ]
        + [sales_week("2026-01-15", currentMYTotalCommitment=7_868_000)]
    ).encode()
    mapping = Readings(**(_fields(SALES) | {"differences": True}))

    assert figures(body, mapping) == [
        (date(2026, 1, 2), date(2026, 1, 8), Decimal(1_100_000)),
        (date(2026, 1, 9), date(2026, 1, 15), Decimal(-132_000)),
    ]


def test_net_sales_of_a_week_may_be_negative() -> None:
    body = json.dumps([sales_week("2026-01-08", currentMYNetSales=-132_000)]).encode()
    mapping = Readings(**(_fields(SALES) | {"value": "currentMYNetSales", "period": WEEK}))

    assert figures(body, mapping) == [(date(2026, 1, 2), date(2026, 1, 8), Decimal(-132_000))]


def test_inspections_are_added_up_by_week_for_the_wanted_grain_and_places() -> None:
    body = inspections(
        ("20260108", "SOYBEANS", "CHINA MAIN", "154323584", "70000.000"),
        ("20260108", "SOYBEANS", "CHINA MAIN", "152118961", "69000.125"),
        ("20260108", "SOYBEANS", "HONG KONG", "1000", "0.4535923"),
        ("20260108", "CORN", "CHINA MAIN", "154323584", "70000"),
        ("20260108", "SOYBEANS", "CHINA T", "154323584", "70000"),
        ("20260101", "SOYBEANS", "CHINA MAIN", "140000000", "63502.93"),
        ("20260115", "SOYBEANS", "CHINA MAIN", "", ""),
    )

    assert figures(body, INSPECTED) == [
        (date(2025, 12, 26), date(2026, 1, 1), Decimal("63502.93")),
        (date(2026, 1, 2), date(2026, 1, 8), Decimal("139000.5785923")),
    ]
    pounds = Readings(**(_fields(INSPECTED) | {"value": "Pounds", "unit": "lb"}))
    assert figures(body, pounds)[1][2] == Decimal(306_443_545)


def test_a_plain_table_is_read_as_it_stands() -> None:
    body = b"day,tonnes\r\n2026-01-31,1234.50\r\n2026-02-28,-2\r\n2026-03-31,\r\n2026-04-30,n/a\r\n"

    assert read(body, PLAIN) == Figures(
        figures=(
            Figure(value=Decimal("1234.50"), through=date(2026, 1, 31)),
            Figure(value=Decimal(-2), through=date(2026, 2, 28)),
        ),
        rows=4,
    )


# ------------------------------------------------------------------ how people write tables


def test_a_table_may_have_titles_above_its_header_and_a_byte_order_mark() -> None:
    body = "\ufeffSoybeans landed\n\nin tonnes;;\nDay; Tonnes ;note\n2026-01-31;5;x\n".encode()

    assert figures(body, Readings(**(_fields(PLAIN) | {"delimiter": ";"}))) == [
        (None, date(2026, 1, 31), Decimal(5))
    ]


@pytest.mark.parametrize(
    ("decimal", "written", "amount"),
    [
        (".", "1,234,567.8", "1234567.8"),
        (",", "1.234.567,8", "1234567.8"),
        (",", "1 234,8", "1234.8"),
        ("", "1.5e3", "1500"),
        ("", "−7", "-7"),
        ("", ".5", "0.5"),
    ],
)
def test_a_number_is_read_by_its_declared_marks(decimal: str, written: str, amount: str) -> None:
    mapping = Readings(**(_fields(PLAIN) | {"decimal": decimal, "delimiter": ";"}))

    body = f"day;tonnes\n2026-01-31;{written}\n".encode()

    assert figures(body, mapping)[0][2] == Decimal(amount)


def test_a_comma_nobody_explained_is_not_guessed_at() -> None:
    assert sentence(b'day,tonnes\n2026-01-31,"1,234"\n') == (
        "`1,234` in row 2 is no number; `decimal` says what its comma means."
    )


@pytest.mark.parametrize(
    ("dates", "written", "first", "last"),
    [
        ("YYYY-MM-DD", "2026-01-08T00:00:00", date(2026, 1, 8), date(2026, 1, 8)),
        ("YYYY-MM-DD", "2026-01-08 23:59:59+08:00", date(2026, 1, 8), date(2026, 1, 8)),
        ("MM/DD/YYYY", "01/08/2026", date(2026, 1, 8), date(2026, 1, 8)),
        ("MM/DD/YYYY", "1/8/2026 12:00:00 AM", date(2026, 1, 8), date(2026, 1, 8)),
        ("DD.MM.YY", "08.01.26", date(2026, 1, 8), date(2026, 1, 8)),
        ("YYYYMMDD", "20260108", date(2026, 1, 8), date(2026, 1, 8)),
        ("DD MMM YYYY", "8 January 2026", date(2026, 1, 8), date(2026, 1, 8)),
        ("DD-MMM-YYYY", "08-JAN-2026", date(2026, 1, 8), date(2026, 1, 8)),
        ("YYYY-MM", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("YYYYMM", "202612", date(2026, 12, 1), date(2026, 12, 31)),
        ("YYYY", "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_is_read_as_it_is_declared_to_be_written(
    dates: str, written: str, first: date, last: date
) -> None:
    assert day_form(dates).read(written) == (first, last)


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        ("YYYY-MM-DD", "08/01/2026"),
        ("YYYY-MM-DD", "2026-02-30"),
        ("YYYY-MM-DD", "2026-1"),
        ("YYYYMMDD", "2026118"),
        ("DD MMM YYYY", "8 Frimaire 2026"),
        ("YYYY", "٢٠٢٦"),
        ("YYYY", "0000"),
    ],
)
def test_a_day_written_otherwise_is_none(dates: str, written: str) -> None:
    assert day_form(dates).read(written) is None


@pytest.mark.parametrize("dates", ["", "MM/DD", "YYYY DD", "YYYY-MM-MM", "%Y-%m-%d", "YYYY-Www"])
def test_what_is_no_way_to_write_days_is_refused(dates: str) -> None:
    with pytest.raises(ValueError, match="way to write days"):
        day_form(dates)


def test_a_month_is_its_own_period() -> None:
    mapping = Readings(**(_fields(PLAIN) | {"dates": "YYYY-MM", "begins": "day"}))

    assert figures(b"day,tonnes\n2026-02,7\n", mapping) == [
        (date(2026, 2, 1), date(2026, 2, 28), Decimal(7))
    ]


def test_a_period_of_a_month_ends_with_the_day_it_ends_with() -> None:
    mapping = Readings(**(_fields(PLAIN) | {"period": Offset(1, Unit.MONTHS)}))

    assert figures(b"day,tonnes\n2026-02-28,7\n2026-03-31,8\n", mapping) == [
        (date(2026, 2, 1), date(2026, 2, 28), Decimal(7)),
        (date(2026, 3, 1), date(2026, 3, 31), Decimal(8)),
    ]


def test_json_rows_lie_at_a_path_and_so_do_their_values() -> None:
    body = json.dumps(
        {"data": [{}, {"rows": [{"at": {"day": "2026-01-31"}, "v": {"t.net": "12.5"}}]}]}
    ).encode()
    mapping = Readings(
        format=Format.JSON,
        series="s",
        value="v.t.net",
        unit="t",
        through="at.day",
        root="data.1.rows",
    )
    nested = Readings(**(_fields(mapping) | {"value": "v"}))

    assert sentence(body, nested) == "`v` of entry 1 is a mapping, not a value."
    assert "There is no value at `v.t.net`" in sentence(body, mapping)


def test_one_object_is_one_row_and_a_row_may_be_a_list() -> None:
    one = b'{"day": "2026-01-31", "tonnes": 12.50}'
    lists = b'{"rows": [["2026-01-31", 12.50], ["2026-02-28", null]]}'
    by_place = {"format": Format.JSON, "value": "1", "through": "0", "root": "rows"}

    as_object = figures(one, Readings(**(_fields(PLAIN) | {"format": Format.JSON})))
    as_lists = figures(lists, Readings(**(_fields(PLAIN) | by_place)))

    assert as_object == as_lists == [(None, date(2026, 1, 31), Decimal("12.50"))]


def test_no_digit_of_a_json_number_is_lost() -> None:
    body = b'[{"day": "2026-01-31", "tonnes": 12345678901234567890.123456789}]'

    found = figures(body, Readings(**(_fields(PLAIN) | {"format": Format.JSON})))

    assert found[0][2] == Decimal("12345678901234567890.123456789")


def test_rows_are_chosen_by_number_or_word_whatever_their_spelling() -> None:
    body = b"day,tonnes,code,grain\n2026-01-31,5,801.0,soybeans\n2026-02-28,6,0801,Soybeans \n"
    where = (("code", ("801",)), ("grain", ("SOYBEANS",)))

    assert figures(body, Readings(**(_fields(PLAIN) | {"where": where}))) == [
        (None, date(2026, 1, 31), Decimal(5))
    ]


def test_a_repeated_row_is_no_contradiction_and_two_different_ones_are() -> None:
    twice = b"day,tonnes\n2026-01-31,5\n2026-01-31,5.0\n"

    assert figures(twice, PLAIN) == [(None, date(2026, 1, 31), Decimal(5))]
    assert sentence(twice + b"2026-01-31,6\n") == (
        "Two rows speak of the period through 2026-01-31: "
        "`sum: true` adds them up, `where` chooses."
    )


def test_a_table_without_a_wanted_row_says_what_it_has() -> None:
    body = inspections(
        ("20260108", "SOYBEANS", "CHINA T", "1", "1"), ("20260108", "CORN", "", "1", "1")
    )

    assert read(body, INSPECTED) == Figures(
        rows=2, remark="None of 2 rows is wanted: `Destination` holds `CHINA T`."
    )


# ------------------------------------------------------------------ what is no such table


def test_a_missing_column_names_the_nearest_first() -> None:
    body = inspections(("20260108", "SOYBEANS", "CHINA MAIN", "1", "1"))
    mapping = Readings(**(_fields(INSPECTED) | {"value": "Metric Tons"}))

    assert sentence(body, mapping) == (
        "There is no column `Metric Tons`; there are `Metric Ton`, `Thursday`, `Serial No.`, "
        "`Type Shipm`, `Cert Date`, `MKT YR`, `Grain`, `Class`, `Destination`, `Pounds`, "
        "`1000 Bushels`, `Temp °F` and 100 more."
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "The answer has an empty body."),
        (b" \r\n\t", "The answer has an empty body."),
        (b"<!DOCTYPE html><html>", "The answer is a web page or XML, not CSV."),
        (b"\xef\xbb\xbf <Error/>", "The answer is a web page or XML, not CSV."),
        (b"day,tonnes\n2026-01-31,\x005\n", "The answer holds NUL bytes: it is no text."),
        (
            b"2026-01-31,5\n2026-02-28,6\n",
            "There is no column `tonnes`; there are `2026-01-31`, `5`.",
        ),
        (b"day,tonnes\n2026-01-31,NaN\n", "`NaN` in row 2 is no number."),
        (b"day,tonnes\n2026-01-31,-Infinity\n", "`-Infinity` in row 2 is no number."),
        (b"day,tonnes\n2026-01-31,1e99\n", "`1e99` in row 2 is no amount of anything."),
        (b"day,tonnes\n2026-01-31,12 t\n", "`12 t` in row 2 is no number."),
        (b"day,tonnes\n31 Jan,5\n", "`31 Jan` in row 2 is no day written YYYY-MM-DD."),
        (b"day,tonnes,Day\n2026-01-31,5,6\n", "Two columns are called `day`."),
        (b"day,tonnes\n2026-01-31,\xff5\n", "The answer is not written in utf-8."),
        (
            b"day,tonnes\n2026-01-31," + b"9" * 1_000_000 + b"\n",
            "A line is longer than 1,000,000 characters.",
        ),
        (
            b'day,tonnes\n2026-01-31,"5\n' + b"9\n" * 100_000,
            "Row 65538 is no CSV (field larger than field limit (131072)).",
        ),
    ],
)
def test_what_is_no_usable_csv_gives_a_sentence(body: bytes, said: str) -> None:
    assert sentence(body) == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"[" * 10_000 + b"]" * 10_000, "The JSON is nested too deeply."),
        (b'[{"a":' * 10_000, "The JSON is nested too deeply."),
        (b"day,tonnes\n", "The answer is no JSON."),
        (b'[{"day": "2026-01-31", "tonnes": 5}', "The answer is no JSON."),
        (b"<html>", "The answer is a web page or XML, not JSON."),
        (b'[{"day": "2026-01-31", "tonnes": NaN}]', "`NaN` in entry 1 is no number."),
        (b'[{"day": "2026-01-31", "tonnes": Infinity}]', "`Infinity` in entry 1 is no number."),
        (b'[{"day": "2026-01-31", "tonnes": true}]', "`true` in entry 1 is no number."),
        (b'[{"day": "2026-01-31", "tonnes": [5]}]', "`tonnes` of entry 1 is a list, not a value."),
        (b'"tonnes"', "The JSON holds no list of rows; `root` says where it is."),
        (b"17", "The JSON holds no list of rows; `root` says where it is."),
        (
            b'{"error": {"code": "OVER_RATE_LIMIT"}}',
            "There is no value at `tonnes`; there are `error`.",
        ),
        (b"[1, 2]", "There is no value at `tonnes`; there are none."),
        (b'[{"day": "2026-01-31", "tonnes": ' + b"9" * 5000 + b"}]", None),
    ],
)
def test_what_is_no_usable_json_gives_a_sentence(body: bytes, said: str | None) -> None:
    told = sentence(body, Readings(**(_fields(PLAIN) | {"format": Format.JSON})))

    assert told == said or (said is None and told.endswith("is no number."))
    assert len(told) < 200


def test_a_path_to_the_rows_that_leads_nowhere_is_named() -> None:
    mapping = Readings(**(_fields(PLAIN) | {"format": Format.JSON, "root": "data.items"}))

    assert sentence(b'{"data": {"rows": []}}', mapping) == (
        "There is no list of rows at `data.items`; there are `data`."
    )


def test_an_endless_table_is_given_up() -> None:
    head = b"day,tonnes\n"
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(5_001)]

    too_long = read(head + b"2026-01-31,5\n" * 200_001, PLAIN)
    too_many = read(head + "".join(f"{day},5\n" for day in days).encode(), PLAIN)

    assert too_long == ParseFailed(
        kind=Unread.TOO_COSTLY, sentence="The table has more than 200,000 rows."
    )
    assert too_many == ParseFailed(
        kind=Unread.TOO_COSTLY, sentence="The table tells of more than 5,000 periods."
    )


def test_a_foreign_word_in_a_sentence_steers_no_terminal() -> None:
    told = sentence("day,tonnes\n2026-01-31,\x1b[31m\u202e5\n".encode())

    assert told == "`[31m5` in row 2 is no number."


# ------------------------------------------------------------------ laws


def _fields(mapping: Readings) -> dict[str, Any]:
    return {name: getattr(mapping, name) for name in Readings.__dataclass_fields__}


@given(st.binary(max_size=400), st.sampled_from([PLAIN, SALES, INSPECTED]))
def test_any_bytes_give_figures_or_a_sentence(body: bytes, mapping: Readings) -> None:
    found = read(body, mapping)

    assert isinstance(found, Figures) or found.sentence.endswith((".", "?"))


_AMOUNTS = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4
)


@given(st.dictionaries(st.dates(), st.lists(_AMOUNTS, min_size=1, max_size=4), max_size=8))
def test_sums_are_exact_and_do_not_depend_on_the_order_of_rows(
    amounts: dict[date, list[Decimal]],
) -> None:
    lines = [f"{day.isoformat()},{one:f}\n" for day, many in amounts.items() for one in many]
    mapping = Readings(**(_fields(PLAIN) | {"total": True}))
    head = "day,tonnes\n"

    found = figures((head + "".join(lines)).encode(), mapping)

    assert found == [(None, day, sum(amounts[day], Decimal(0))) for day in sorted(amounts)]
    assert figures((head + "".join(reversed(lines))).encode(), mapping) == found


@given(st.dictionaries(st.dates(), _AMOUNTS, min_size=2, max_size=8))
def test_differences_add_up_to_the_way_from_the_first_total_to_the_last(
    totals: dict[date, Decimal],
) -> None:
    body = "day,tonnes\n" + "".join(f"{d.isoformat()},{v:f}\n" for d, v in totals.items())
    mapping = Readings(**(_fields(PLAIN) | {"differences": True}))

    found = figures(body.encode(), mapping)

    assert sum((value for *_, value in found), Decimal(0)) == (
        totals[max(totals)] - totals[min(totals)]
    )
    assert all(begins and begins <= through for begins, through, _ in found)
