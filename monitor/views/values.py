"""Values of the domain as JSON objects, with a stable order of keys. No rich here.

Instants are ISO 8601 in UTC with a Z, days `YYYY-MM-DD`, amounts strings (they are decimal),
what is unknown is null.
"""

from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from monitor.domain.alert import Alert, Delivery, Response
from monitor.domain.calendar import Deadline
from monitor.domain.evidence import Evidence, Feed, FeedHealth, Measurement, Ruling
from monitor.domain.standing import (
    Claim,
    Instance,
    Pace,
    Reason,
    SeriesReading,
    Standing,
    Transition,
)
from monitor.errors import Problem
from monitor.views.ages import stamp

Json: TypeAlias = dict[str, Any]


def standing_json(standing: Standing) -> Json:
    """The standing at its moment."""
    return {
        "word": standing.word.value,
        "suffixes": [suffix.value for suffix in standing.suffixes],
        "since": stamp(standing.since),
        "due": day_of(standing.due),
        "original_due": day_of(standing.original_due),
        "days_left": standing.days_left,
        "reasons": [reason_json(reason) for reason in standing.reasons],
        "at": stamp(standing.at),
        "machine_word": standing.machine_word.value,
        "due_at": stamp(standing.due.instant) if standing.due else None,
        "moved_days": standing.moved_days,
        "binding": standing.binding.value,
        "performance": standing.performance.value if standing.performance else None,
        "knowledge": standing.knowledge.value,
        "claims": [claim_json(claim) for claim in standing.claims],
        "pace": pace_json(standing.pace) if standing.pace else None,
        "override": _override(standing),
        "claimed_due": day_of(standing.claimed_due),
        "completed_on": day_json(standing.completed_on),
        "days_late": standing.days_late,
        "days_late_original": standing.days_late_original,
        "instances": [instance_json(instance) for instance in standing.instances],
        "next_look": stamp(standing.next_look),
    }


def instance_json(instance: Instance) -> Json:
    """One occurrence of a recurring commitment."""
    return {
        "due": day_of(instance.due),
        "performance": instance.performance.value,
        "completed_on": day_json(instance.completed_on),
        "rests_on": list(instance.rests_on),
    }


def day_of(deadline: Deadline | None) -> str | None:
    """The day of a deadline in its own zone."""
    return deadline.day.isoformat() if deadline else None


def _override(standing: Standing) -> Json | None:
    if not standing.override_by:
        return None
    return {"by": standing.override_by, "until": day_json(standing.override_until)}


def day_json(day: date | None) -> str | None:
    """A day, or null."""
    return day.isoformat() if day else None


def amount_json(value: Decimal | None) -> str | None:
    """A decimal as written, or null."""
    return None if value is None else f"{value:f}"


def reason_json(reason: Reason) -> Json:
    """Why, with the ids of what it rests on."""
    return {
        "code": reason.code,
        "sentence": reason.sentence,
        "rests_on": list(reason.rests_on),
        "since": stamp(reason.since),
    }


def claim_json(claim: Claim) -> Json:
    """One claim of breach."""
    return {
        "story": claim.story,
        "state": claim.state.value,
        "since": stamp(claim.since),
        "claimant": claim.claimant,
        "families": list(claim.families),
        "evidence": list(claim.evidence),
        "disputed_by": list(claim.disputed_by),
        "reason": claim.reason,
    }


def pace_json(pace: Pace) -> Json:
    """The pace of a quantity, every series beside the others."""
    return {
        "unit": pace.unit,
        "target": amount_json(pace.target),
        "at_most": pace.at_most,
        "reported": amount_json(pace.reported),
        "expected": amount_json(pace.expected),
        "ratio": amount_json(pace.ratio),
        "through": day_json(pace.through),
        "series": pace.series or None,
        "projected": amount_json(pace.projected),
        "projected_low": amount_json(pace.projected_low),
        "projected_high": amount_json(pace.projected_high),
        "needed_per_day": amount_json(pace.needed_per_day),
        "chance": pace.chance,
        "readings": [reading_json(reading) for reading in pace.readings],
    }


def reading_json(reading: SeriesReading) -> Json:
    """The newest reading of one series."""
    return {
        "series": reading.series,
        "total": amount_json(reading.total),
        "through": day_json(reading.through),
        "stale": reading.stale,
        "next_release": day_json(reading.next_release),
    }


def measurement_json(measurement: Measurement) -> Json:
    """One measurement as it was recorded."""
    return {
        "id": measurement.id,
        "series": measurement.series,
        "value": amount_json(measurement.value),
        "unit": measurement.unit,
        "begins": day_json(measurement.begins),
        "through": day_json(measurement.through),
        "learned_at": stamp(measurement.learned_at),
        "by": measurement.by or None,
        "source": measurement.source or None,
        "retracted": measurement.retracted,
        "note": measurement.note or None,
    }


def ruling_json(ruling: Ruling) -> Json:
    """One person's decision."""
    return {
        "id": ruling.id,
        "at": stamp(ruling.learned_at),
        "verdict": ruling.verdict.value,
        "by": ruling.by,
        "because": ruling.because,
        "until": day_json(ruling.until),
        "target": ruling.target or None,
        "word": ruling.word or None,
    }


def evidence_json(evidence: Evidence) -> Json:
    """One piece of evidence, with its source and both its times."""
    return {
        **read_json(evidence),
        "id": evidence.id,
        "side": evidence.side.value,
        "family": evidence.witness.family,
        "tier": evidence.witness.tier.value,
        "story": evidence.story or None,
        "title": evidence.title,
        "link": evidence.link or None,
        "published": stamp(evidence.published),
        "happened_on": day_json(evidence.happened_on),
        "learned_at": stamp(evidence.learned_at),
    }


def read_json(evidence: Evidence) -> Json:
    """One line of `monitor read --json`."""
    return {
        "item": evidence.item,
        "commitment": evidence.commitment,
        "signal": evidence.signal.value,
        "act": evidence.act.value,
        "party": evidence.party,
        "claimant": evidence.claimant,
        "quote": evidence.quote,
        "confidence": evidence.confidence,
        "because": evidence.because,
    }


def transition_json(transition: Transition) -> Json:
    """One change of standing."""
    return {
        "at": stamp(transition.at),
        "commitment": transition.commitment,
        "from": transition.before.value if transition.before else None,
        "to": transition.after.value,
        "suffixes": [suffix.value for suffix in transition.suffixes_after],
        "reasons": [reason_json(reason) for reason in transition.reasons],
    }


def feed_json(feed: Feed, health: FeedHealth | None) -> Json:
    """One feed and how it does; state is `new` before its first look."""
    return {
        "id": feed.id,
        "name": feed.name or None,
        "family": feed.family or None,
        "tier": feed.tier.value,
        "state": health.state.value if health else "new",
        "since": stamp(health.since) if health else None,
        "last_look": stamp(health.last_look) if health else None,
        "last_ok": stamp(health.last_ok) if health else None,
        "last_new": stamp(health.last_new) if health else None,
        "next_poll": stamp(health.next_poll) if health else None,
        "entries": health.entries if health else 0,
        "series": feed.readings.series if feed.readings else None,
        "newest": health.newest.isoformat() if health and health.newest else None,
        "failures": health.failures if health else 0,
        "detail": health.detail if health else "",
    }


def alert_json(alert: Alert) -> Json:
    """One alert."""
    return {
        "id": alert.id,
        "at": stamp(alert.at),
        "cause": alert.cause.value,
        "severity": alert.severity.value,
        "commitment": alert.commitment or None,
        "agreement": alert.agreement or None,
        "feed": alert.feed or None,
        "from": alert.before.value if alert.before else None,
        "to": alert.after.value if alert.after else None,
        "headline": alert.headline,
        "because": alert.because,
        "sure": alert.sure or None,
        "resolves": [cause.value for cause in alert.resolves],
        "detail": list(alert.detail),
        "rests_on": list(alert.rests_on),
        "late": alert.late,
    }


def delivery_json(delivery: Delivery) -> Json:
    """What became of an alert on one channel."""
    return {
        "channel": delivery.channel,
        "recipient": delivery.recipient or None,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "not_before": stamp(delivery.not_before),
        "sent_at": stamp(delivery.sent_at),
        "last_error": delivery.last_error or None,
    }


def problem_json(problem: Problem) -> Json:
    """One problem of a declared file; line is null for the file as a whole."""
    return {
        "file": problem.file,
        "line": problem.line or None,
        "path": problem.path or None,
        "grade": problem.grade.value,
        "message": problem.message,
        "hint": problem.hint or None,
    }


def response_json(response: Response) -> Json:
    """What a person did about an alert."""
    return {
        "id": response.id,
        "at": stamp(response.at),
        "kind": response.kind.value,
        "by": response.by,
        "because": response.because or None,
        "until": stamp(response.until),
        "alert": response.alert or None,
        "commitment": response.commitment or None,
        "matchers": [list(pair) for pair in response.matchers],
        "target": response.target or None,
    }
