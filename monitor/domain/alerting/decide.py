"""What is due to be told about one commitment, and why. Pure."""

from collections.abc import Collection, Mapping

from monitor.domain.alert import Alert, Policy
from monitor.domain.alerting.case import Case, Occasion
from monitor.domain.alerting.causes import LABELS, severity_of, short_id
from monitor.domain.alerting.claims import claims
from monitor.domain.alerting.knowledge import knowledge
from monitor.domain.alerting.ladder import ladder
from monitor.domain.alerting.news import news
from monitor.domain.alerting.performance import performance
from monitor.domain.alerting.phrases import sides
from monitor.domain.alerting.terms import terms
from monitor.domain.commitment import Commitment
from monitor.domain.evidence import Facts
from monitor.domain.standing import Binding, Standing, Word
from monitor.domain.text import clean

NO_NAMES: Mapping[str, str] = {}
_ORDER = (terms, ladder, claims, performance, knowledge, news)


def decide(
    before: Standing | None,
    after: Standing,
    commitment: Commitment,
    facts: Facts,
    policy: Policy,
    told: Collection[str],
    *,
    names: Mapping[str, str] = NO_NAMES,
) -> tuple[Alert, ...]:
    """Everything that is due to be told now and has not been, the most severe first.

    told: the keys of every alert ever recorded about this commitment. names: party id → name.
    Deciding again with the new keys in `told` gives nothing. At the first look (`before` is None)
    it gives all that is the case: who primes silently records these alerts without deliveries.
    A draft has nothing to tell.
    """
    if after.binding is Binding.DRAFT or after.word is Word.DRAFT:
        return ()
    case = Case(
        before=before,
        after=after,
        commitment=commitment,
        facts=facts,
        told=frozenset(told),
        names=names,
    )
    occasions = [occasion for look in _ORDER for occasion in look(case)]
    alerts = {alert.key: alert for alert in (_alert(case, one, policy) for one in occasions)}
    return tuple(sorted(alerts.values(), key=lambda alert: (-alert.severity.rank, alert.key)))


def _alert(case: Case, occasion: Occasion, policy: Policy) -> Alert:
    key = case.key(occasion.cause, *occasion.level)
    return Alert(
        id=short_id(key),
        key=key,
        cause=occasion.cause,
        severity=severity_of(occasion.cause, case.commitment, policy, occasion.severity),
        at=case.after.at,
        headline=headline(case, occasion),
        because=clean(occasion.because),
        commitment=case.commitment.id,
        agreement=case.commitment.agreement,
        before=case.before.word if case.before else None,
        after=case.after.word,
        suffixes=case.after.suffixes,
        rests_on=occasion.rests_on,
        late=occasion.late,
        detail=tuple(clean(line) for line in occasion.detail),
        sure=clean(occasion.sure),
        resolves=occasion.resolves,
    )


def headline(case: Case, occasion: Occasion) -> str:
    """One line: what, who owes whom, which commitment, since or until when, how sure."""
    label = occasion.label or LABELS[occasion.cause]
    who = sides(case.commitment, case.names)
    link = ": " if occasion.says else " "
    return clean(f"{label} — {who}: {case.commitment.id}{link}{occasion.phrase}")
