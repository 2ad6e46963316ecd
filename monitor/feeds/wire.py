"""How a result travels from a parser process to its parent: lengths, then JSON.

Not pickled: what a hostile body might do to the child must not reach the parent.
"""

import struct
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from monitor.feeds.entry import Entry, Parsed, ParseFailed, Unread

HEAD = struct.Struct("!II")  # of a request: length of the JSON head, length of the body
LENGTH = struct.Struct("!I")  # of an answer


def to_wire(result: Parsed | ParseFailed) -> dict[str, Any]:
    """The result as JSON can carry it from a worker to its parent."""
    if isinstance(result, ParseFailed):
        return {"kind": result.kind.value, "sentence": result.sentence}
    wire = asdict(result)
    for entry in wire["entries"]:
        for name in ("published", "updated"):
            entry[name] = entry[name].isoformat() if entry[name] else None
    return wire


def from_wire(wire: Mapping[str, Any]) -> Parsed | ParseFailed:
    """The reverse of `to_wire`."""
    if "kind" in wire:
        return ParseFailed(kind=Unread(wire["kind"]), sentence=wire["sentence"])
    return Parsed(**{**wire, "entries": tuple(_entry(entry) for entry in wire["entries"])})


def _entry(wire: Mapping[str, Any]) -> Entry:
    dates = {
        name: datetime.fromisoformat(wire[name]) if wire[name] else None
        for name in ("published", "updated")
    }
    return Entry(**{**wire, **dates})
