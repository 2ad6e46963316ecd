"""The table for spreadsheets (RFC 4180), for `monitor export csv`. No rich here."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

from monitor.views.plain import STATUS_COLUMNS, status_rows
from monitor.views.rows import StatusRow

_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def status_csv(rows: Iterable[StatusRow]) -> str:
    """A header and one record a commitment, lines ended by CR LF.

    A text that a spreadsheet would run as a formula is opened by an apostrophe.
    """
    out = StringIO()
    writer = csv.DictWriter(out, STATUS_COLUMNS)
    writer.writeheader()
    for row in status_rows(rows):
        writer.writerow({column: _inert(cell) for column, cell in row.items()})
    return out.getvalue()


def _inert(cell: str) -> str:
    if not cell.startswith(STARTS_A_FORMULA) or _is_number(cell):
        return cell
    return f"'{cell}"


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell))
