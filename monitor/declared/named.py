"""What feeds.yaml and alerts.yaml name of commitments.yaml must stand there."""

from collections.abc import Iterator, Sequence

from monitor.declared.nearby import did_you_mean, listed
from monitor.declared.worry import Declarations, Worry
from monitor.domain.alert import Route


def parties_of_feeds(declared: Declarations) -> Iterator[Worry]:
    """An organ of an unknown party would count as a witness of its own."""
    known = {party.id for party in declared.register.parties}
    owners = [(f"feeds[{n}].party", feed.party) for n, feed in enumerate(declared.feeds)]
    owners += [(f"series[{n}].party", series.party) for n, series in enumerate(declared.series)]
    for key, party in owners:
        if party and party not in known:
            hint = did_you_mean(party, known, "give the id of a party of commitments.yaml")
            yield Worry(key, f"No party has the id {party}.", hint)


def subjects_of_routes(declared: Declarations) -> Iterator[Worry]:
    """A route that waits for what does not exist takes nothing."""
    register = declared.register
    known: dict[str, list[str]] = {
        "agreements": [agreement.id for agreement in register.agreements],
        "commitments": [commitment.id for commitment in register.commitments],
        "parties": [party.id for party in register.parties],
        "tags": sorted({tag for commitment in register.commitments for tag in commitment.tags}),
    }
    for index, route in enumerate(declared.policy.routes if declared.policy else ()):
        for key, wanted in _matchers(route):
            for number, name in enumerate(wanted):
                if name not in known[key]:
                    message = f"Nothing is declared under this name among the {key}."
                    hint = did_you_mean(name, known[key], _declared(known[key]))
                    yield Worry(f"routes[{index}].{key}[{number}]", message, hint)


def _declared(known: Sequence[str]) -> str:
    return f"declared: {listed(known)}" if known else "none is declared"


def _matchers(route: Route) -> Iterator[tuple[str, Sequence[str]]]:
    yield "agreements", route.agreements
    yield "commitments", route.commitments
    yield "parties", route.parties
    yield "tags", route.tags
