"""Every scenario of this folder comes out as it says: the program's own `monitor test`."""

from pathlib import Path

import pytest

from monitor.wiring import play_scenario

FILES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_it_comes_out_as_it_says(path: Path) -> None:
    _, failures = play_scenario(path)
    assert failures == []
