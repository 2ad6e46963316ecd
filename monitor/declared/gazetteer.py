"""The built-in parties: states, capitals, leaders, offices, as shipped beside this file."""

import json
from functools import cache
from importlib.resources import files

from monitor.domain.commitment import Party


@cache
def built_in_parties() -> tuple[Party, ...]:
    """Every shipped party, in the order of the file; none if it is absent or empty."""
    shipped = files("monitor.declared").joinpath("gazetteer.json")
    if not shipped.is_file():
        return ()
    text = shipped.read_text(encoding="utf-8")
    return tuple(
        Party(
            id=entry["id"],
            name=entry["name"],
            aliases=tuple(entry.get("aliases", ())),
            organs=tuple(entry.get("organs", ())),
        )
        for entry in (json.loads(text) if text.strip() else ())
    )
