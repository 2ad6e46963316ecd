"""Years that do not begin in January."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.calendar.seasons import CROPS, fiscal_year, marketing_year, month_part
from tests.domain.domain_worlds import on


@pytest.mark.parametrize(
    ("country", "year", "begins", "ends"),
    [
        ("US", 2026, "2025-10-01", "2026-09-30"),
        ("CN", 2026, "2026-01-01", "2026-12-31"),
        ("JP", 2026, "2025-04-01", "2026-03-31"),
        ("GB", 2026, "2025-04-06", "2026-04-05"),
    ],
)
def test_a_fiscal_year_bears_the_year_in_which_it_ends(
    country: str, year: int, begins: str, ends: str
) -> None:
    assert fiscal_year(country, year) == (on(begins), on(ends))


def test_the_soybean_year_runs_from_september_to_august() -> None:
    assert marketing_year("soybeans", 2025) == (on("2025-09-01"), on("2026-08-31"))


@given(st.sampled_from(sorted(CROPS)), st.integers(1990, 2090))
def test_one_marketing_year_begins_where_the_last_ended(crop: str, year: int) -> None:
    assert marketing_year(crop, year)[1] + timedelta(days=1) == marketing_year(crop, year + 1)[0]


@given(st.integers(1990, 2090), st.integers(1, 12))
def test_the_parts_of_a_month_are_the_month(year: int, month: int) -> None:
    parts = [month_part(year, month, part) for part in ("early", "mid", "late")]
    whole = month_part(year, month)
    assert (parts[0][0], parts[-1][1]) == whole
    assert parts[0][1] + timedelta(days=1) == parts[1][0]
    assert parts[1][1] + timedelta(days=1) == parts[2][0]
