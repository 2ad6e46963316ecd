"""Draw the pictures of the docs from the soybean story: ./dev python docs/make_pictures.py.

Nothing in them is made up for the picture: the story is replayed and the commands' own views are
drawn.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.cycle import archive
from monitor.cycle.status import around, known_at, status_rows, told
from monitor.declared.files import Declared
from monitor.store.glance import glance
from monitor.views.status import status_table
from monitor.views.story import story
from monitor.views.svg import svg
from monitor.wiring import load_or_raise, replay_in

PICTURES = Path(__file__).parent / "pictures"
STORY = Path("soybeans-2025")
TABLE_DAYS = {"status-80": (2025, 12, 17, 80), "status-120": (2026, 1, 2, 120)}
STORY_DAYS = ((2025, 11, 15), (2025, 12, 4), (2025, 12, 31), (2026, 1, 2), (2026, 1, 21))


def draw(folder: Path) -> None:
    """Write every picture into the folder."""
    path = archive.find(STORY)
    declared = load_or_raise(path / "commitments.yaml", path)
    plot = archive.plot_of_archive(path)
    with TemporaryDirectory() as scratch:
        database = Path(scratch) / "story.db"
        with replay_in(declared, plot.begins, database) as replay:
            replay.run(plot.happenings, plot.ends)
        for name, (year, month, day, width) in TABLE_DAYS.items():
            moment = datetime(year, month, day, 12, tzinfo=UTC)
            (folder / f"{name}.svg").write_text(_table(database, declared, moment, width), "utf-8")
        for year, month, day in STORY_DAYS:
            moment = datetime(year, month, day, 12, tzinfo=UTC)
            name = f"show-{moment:%Y-%m-%d}.svg"
            (folder / name).write_text(_story(database, declared, moment), "utf-8")


def _table(database: Path, declared: Declared, moment: datetime, width: int) -> str:
    with glance(f"sqlite:///{database}") as source:
        known = known_at(source, declared, moment)
        surroundings = around(source, known, None, past=True)
    table = status_table(status_rows(known), now=moment, width=width, around=surroundings)
    title = f"monitor status --at {moment:%Y-%m-%dT%H:%MZ}"
    return svg(table, title=title, width=width, unique_id=f"status-{width}")


def _story(database: Path, declared: Declared, moment: datetime) -> str:
    commitment = declared.register.commitments[0]
    with glance(f"sqlite:///{database}") as source:
        tale = told(source, known_at(source, declared, moment), commitment)
    title = f"monitor show {commitment.id} --at {moment:%Y-%m-%dT%H:%MZ}"
    lines = story(tale, now=moment, width=96)
    return svg(lines, title=title, width=96, unique_id=f"show-{moment:%Y-%m-%d}")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
