from datetime import datetime

import pytest

from monitor.views.rows import Around, StatusRow
from monitor.views.status import status_table


@pytest.mark.parametrize("width", [60, 75, 76, 80, 95, 96, 100, 120, 139, 140, 160, 200])
def test_no_line_of_the_table_exceeds_its_width(
    rows: list[StatusRow], around: Around, now: datetime, width: int
) -> None:
    table = status_table(rows, now=now, width=width, around=around)
    assert [line.plain for line in table.lines if line.cell_len > width] == []
