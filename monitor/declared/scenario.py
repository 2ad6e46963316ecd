"""Scenario files: unit tests for commitments, written by whoever writes the commitments."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path

from monitor.declared.feed_sources import build_feeds
from monitor.declared.feeds_file import FeedsFile
from monitor.declared.files import Declared
from monitor.declared.form_problems import Source, fill
from monitor.declared.loaded import Loaded, loaded
from monitor.declared.node import Mapping, Node
from monitor.declared.register import build
from monitor.declared.scenario_form import (
    DecisionForm,
    EvidenceForm,
    NewsForm,
    ReadingForm,
    ScenarioForm,
)
from monitor.declared.text_file import read_bytes
from monitor.declared.yaml_file import parse_yaml
from monitor.domain.evidence import Evidence, Feed, Item, Measurement, Ruling, Tier, Witness
from monitor.domain.standing import Suffix, Word
from monitor.errors import Problem

DEFAULT_FEED = Feed(id="press", address="file:press", family="press", tier=Tier.OUTLET)
"""The one feed of a scenario that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must stand at a moment. suffixes is None where any will do."""

    at: datetime
    commitment: str
    word: Word
    suffixes: tuple[Suffix, ...] | None = None
    says: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An alert that must have been told on a day (UTC)."""

    on: date
    cause: str
    commitment: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is declared, what happens, what must stand then.

    news and said: items, the second with what they say. dead: ids of feeds that never answer;
    blackout: from and until when none does.
    """

    name: str
    declared: Declared
    news: tuple[Item, ...] = ()
    said: tuple[tuple[Item, Evidence], ...] = ()
    measurements: tuple[Measurement, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    dead: tuple[str, ...] = ()
    blackout: tuple[datetime, datetime] | None = None
    expect: tuple[Expectation, ...] = ()
    told: tuple[Telling, ...] = ()
    never_told: tuple[str, ...] = ()


def load_scenario(path: Path) -> Loaded[Scenario]:
    """The scenario, or every problem of its file."""
    data, problems = read_bytes(path)
    tree, more = parse_yaml(path, data) if not problems else (None, [])
    if tree is None:
        return loaded(None, [*problems, *more], "")
    source = Source(str(path), tree)
    form, problems = fill(ScenarioForm, source)
    declared, more = _declared(path, tree)
    problems += more
    scenario = _Maker(source, form, declared).scenario() if form and declared else None
    return loaded(scenario, problems, blake2b(data, digest_size=16).hexdigest())


def _declared(path: Path, tree: Node) -> tuple[Declared | None, list[Problem]]:
    """The parts written as in the declared files, with the places they have in this one."""
    content = tree.get("declares") if isinstance(tree, Mapping) else None
    if content is None:
        return None, []
    register, problems = build(str(path), content)
    sources = tree.get("sources") if isinstance(tree, Mapping) else None
    found, more = build_feeds(path, sources, {}) if sources else (FeedsFile(), [])
    if register is None or found is None:
        return None, [*problems, *more]
    feeds = found.feeds or (DEFAULT_FEED,)
    return Declared(register=register, feeds=feeds, all_series=found.series), [*problems, *more]


class _Maker:
    """Turns the form into the domain's values."""

    def __init__(self, source: Source, form: ScenarioForm, declared: Declared) -> None:
        self._source = source
        self._form = form
        self._declared = declared
        only = declared.register.commitments
        self._only = only[0].id if len(only) == 1 else ""

    def scenario(self) -> Scenario:
        """The whole."""
        form = self._form
        blackout = [datetime.fromisoformat(t).astimezone() for t in form.blackout]
        return Scenario(
            name=form.scenario,
            declared=self._declared,
            news=tuple(self._item(n, i) for i, n in enumerate(form.news)),
            said=tuple(self._said(e, i) for i, e in enumerate(form.evidence)),
            measurements=tuple(_measurement(m, i) for i, m in enumerate(form.measurements)),
            rulings=tuple(_ruling(r, i) for i, r in enumerate(form.rulings)),
            dead=form.dead,
            blackout=(blackout[0], blackout[1]) if len(blackout) == 2 else None,
            expect=self._expectations(),
            told=self._tellings(),
            never_told=form.never_told,
        )

    def _expectations(self) -> tuple[Expectation, ...]:
        return tuple(
            Expectation(
                at=e.at,
                commitment=e.commitment or self._only,
                word=e.word,
                suffixes=e.suffixes,
                says=e.says,
                line=self._source.line(("expect", i)),
            )
            for i, e in enumerate(self._form.expect)
        )

    def _tellings(self) -> tuple[Telling, ...]:
        return tuple(
            Telling(
                on=t.on,
                cause=t.cause,
                commitment=t.commitment or self._only,
                line=self._source.line(("told", i)),
            )
            for i, t in enumerate(self._form.told)
        )

    def _item(self, news: NewsForm, index: int) -> Item:
        return Item(
            id=f"news-{index}",
            key=f"news-{index}",
            feed=news.feed,
            title=news.title,
            summary=news.summary,
            published=news.at,
            first_seen=news.at,
        )

    def _said(self, form: EvidenceForm, index: int) -> tuple[Item, Evidence]:
        feed = self._declared.feed.get(form.feed, replace(DEFAULT_FEED, id=form.feed))
        quote = form.quote or f"{form.signal.value} reported"
        item = Item(
            id=f"said-{index}",
            key=f"said-{index}",
            feed=form.feed,
            title=quote,
            published=form.at,
            first_seen=form.at,
            story=form.story or f"said-{index}",
        )
        return item, _evidence(form, item, feed)


def _evidence(form: EvidenceForm, item: Item, feed: Feed) -> Evidence:
    return Evidence(
        id=f"evidence-{item.id}",
        item=item.id,
        commitment=form.commitment,
        signal=form.signal,
        act=form.act,
        claimant=form.claimant or None,
        side=form.side,
        quote=item.title,
        end=len(item.title),
        happened_on=form.happened_on,
        learned_at=form.at,
        because="given in the scenario",
        witness=Witness(
            family=feed.family or feed.id, tier=feed.tier, owner=feed.owner, party=feed.party
        ),
        story=item.story,
        title=item.title,
        published=form.at,
        amount=form.amount,
        unit=form.unit,
        new_due=form.new_due,
    )


def _measurement(form: ReadingForm, index: int) -> Measurement:
    return Measurement(
        id=f"reading-{index}",
        commitment=form.commitment,
        series=form.series,
        value=form.amount,
        unit=form.unit,
        begins=form.begins,
        through=form.through,
        learned_at=form.at,
        retracted=form.retracted,
    )


def _ruling(form: DecisionForm, index: int) -> Ruling:
    return Ruling(
        id=f"ruling-{index}",
        commitment=form.commitment,
        verdict=form.verdict,
        by=form.by,
        because=form.because,
        learned_at=form.at,
        until=form.until,
        target=form.target,
        word=form.word,
        happened_on=form.on,
    )
