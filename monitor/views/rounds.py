"""What `monitor once` did, in one line or as JSON. No rich here."""

from collections.abc import Mapping

from monitor.views.plain import to_json

NOUNS = {
    "feeds": "feeds looked at",
    "failed": "of them failed",
    "new": "new items",
    "evidence": "pieces of evidence",
    "assessed": "commitments assessed",
    "changed": "standings changed",
    "sent": "messages sent",
    "unsent": "could not be sent",
}


def round_text(done: Mapping[str, int]) -> str:
    """One line; what is nought and only worth saying when it is not is left out."""
    quiet = {"failed", "unsent"}
    parts = [f"{done[k]} {says}" for k, says in NOUNS.items() if done[k] or k not in quiet]
    return ", ".join(parts) + "."


def round_json(done: Mapping[str, int]) -> str:
    """The same as one JSON object."""
    return to_json(dict(done))
