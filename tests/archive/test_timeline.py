"""The story as `monitor replay soybeans-2025` prints it, word for word."""

import os
import subprocess
import sys
from pathlib import Path

KEPT = Path(__file__).parent / "timeline.txt"
ROOT = Path(__file__).resolve().parents[2]


def test_the_timeline_reads_as_it_was_last_looked_at(tmp_path: Path) -> None:
    """WRITE_SNAPSHOTS=1 writes it anew, to be read before it is committed."""
    printed = subprocess.run(
        [sys.executable, "-m", "monitor", "replay", "soybeans-2025"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if os.environ.get("WRITE_SNAPSHOTS"):
        KEPT.write_text(printed, "utf-8")
    assert printed == KEPT.read_text("utf-8")
