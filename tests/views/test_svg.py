import re
from datetime import datetime

from monitor.views.rows import StatusRow
from monitor.views.status import status_table
from monitor.views.svg import svg


def picture(rows: list[StatusRow], now: datetime) -> str:
    table = status_table(rows, now=now, width=100)
    return svg(table, width=100, title="monitor status", unique_id="status")


def test_the_same_lines_give_the_same_picture(rows: list[StatusRow], now: datetime) -> None:
    assert picture(rows, now) == picture(rows, now)


def test_a_picture_loads_nothing_from_elsewhere(rows: list[StatusRow], now: datetime) -> None:
    found = re.findall(r"https?://[^\s\"<]*|@font-face|@import", picture(rows, now))
    assert set(found) == {"http://www.w3.org/2000/svg"}


def test_two_pictures_on_one_page_share_no_name(rows: list[StatusRow], now: datetime) -> None:
    table = status_table(rows[:1], now=now, width=100)
    names = [
        set(
            re.findall(r'(?:id|class)="([^"]*)"', svg(table, width=100, title="", unique_id=unique))
        )
        for unique in ("one", "two")
    ]
    assert names[0] & names[1] == {"rich-terminal"}
