"""The tree of `config/feeds.yaml` → feeds and series."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from monitor.declared.addresses import Address, family_of, local_address, web_address
from monitor.declared.data_feeds import HOURLY, Filled, readings_of, silence_of
from monitor.declared.feeds_file import FeedsFile
from monitor.declared.feeds_form import FamilyForm, FeedForm, FeedsForm, SeriesForm
from monitor.declared.form_problems import Source, fill, sound_entries
from monitor.declared.node import Node, Step
from monitor.declared.parties import gather_parties
from monitor.declared.readings_form import ReadingsForm
from monitor.declared.references import References
from monitor.declared.repeats import repeats
from monitor.declared.scalars import Unreadable
from monitor.domain.evidence import Feed, Series
from monitor.errors import Grade, Problem
from monitor.secret import Secret

_LOOKS_SECRET = re.compile(r"(?i)[?&;](api[_-]?key|key|token|access_token|secret|password|auth)=")


def build_feeds(
    path: Path, tree: Node, environment: Mapping[str, str]
) -> tuple[FeedsFile | None, list[Problem]]:
    """The file's feeds with warnings, or None with every objection, all of them at once."""
    source = Source(str(path), tree)
    form, problems = fill(FeedsForm, source)
    families = sound_entries(FamilyForm, source, "families", form).values()
    builder = _Builder(source, path.parent, environment, families)
    counts = sound_entries(SeriesForm, source, "series", form).values()
    series = tuple(map(builder.series, counts))
    builder.filled = dict.fromkeys(source.texts("series", "id")) | {one.id: one for one in series}
    entries = sound_entries(FeedForm, source, "feeds", form)
    feeds = {index: builder.feed(index, entry) for index, entry in entries.items()}
    found = FeedsFile(feeds=tuple(feeds.values()), series=series)
    problems.extend(builder.problems)
    for name in ("families", "feeds", "series"):
        problems.extend(repeats(source, (name,), source.texts(name, "id")))
    problems.extend(_same_address(source, feeds))
    return found if form is not None else None, problems


class _Builder:
    """Turns entries into values; collects problems on the way."""

    def __init__(
        self,
        source: Source,
        base: Path,
        environment: Mapping[str, str],
        families: Iterable[FamilyForm],
    ) -> None:
        self._source = source
        self._base = base
        self._references = References(source, base, environment)
        self._families = {family.id: family for family in families}
        self._parties = gather_parties(())
        self.filled: Filled = {}
        self.problems = self._references.problems

    def feed(self, index: int, form: FeedForm) -> Feed:
        """One feed; where its address is no address, an empty one and a problem."""
        steps: tuple[Step, ...] = ("feeds", index)
        address = self._address(form.address, (*steps, "address"))
        family = form.family or (family_of(address.host) if address.host else form.id)
        declared = self._families.get(family)
        feed = Feed(
            id=form.id,
            address=address.shown,
            name=form.name or form.id,
            family=family,
            owner=form.owner or (declared.owner if declared else ""),
            tier=form.tier,
            party=self._party(form.party or (declared.party if declared else "")),
            country=form.country,
            language=form.language,
            interval_minutes=max(form.interval, 1),
            max_silence_days=form.max_silence,
            allow_private=form.allow_private,
            headers=tuple(self._headers(form, address, steps)),
            ca_file=self._ca_file(form.ca_file, (*steps, "ca_file")),
        )
        return self._data_feed(feed, form, form.readings, steps) if form.readings else feed

    def _data_feed(
        self, feed: Feed, form: FeedForm, readings: ReadingsForm, steps: tuple[Step, ...]
    ) -> Feed:
        """What the feed of a series does not say of itself, its series says."""

        def tell(key: str, message: str, hint: str) -> None:
            place = (*steps, "readings", key)
            self.problems.append(self._source.problem(place, message, hint))

        said, filled = form.model_fields_set, self.filled.get(readings.series)
        return replace(
            feed,
            readings=readings_of(readings, self.filled, tell),
            family=form.family or (filled.family if filled else "") or feed.family,
            tier=filled.tier if filled and "tier" not in said else feed.tier,
            party=feed.party or (filled.party if filled else ""),
            interval_minutes=feed.interval_minutes if "interval" in said else HOURLY,
            max_silence_days=form.max_silence or silence_of(filled),
        )

    def series(self, form: SeriesForm) -> Series:
        """One series, its party by id."""
        value = form.value()
        return replace(value, party=self._party(value.party))

    def _party(self, written: str) -> str:
        return self._parties.find(written) or written

    def _address(self, written: str, steps: tuple[Step, ...]) -> Address:
        try:
            if re.match(r"(?i)https?://", written):
                found = web_address(self._opened(written, steps))
                self._warn_of_key(found, steps)
                return found
            local = local_address(written, self._base)
        except Unreadable as error:
            self.problems.append(self._source.problem(steps, error.message, error.hint))
            return Address("")
        if local is None:
            hint = "an address begins with https://, or names a file or directory that exists"
            self.problems.append(self._source.problem(steps, "No feed is found here.", hint))
        return local or Address("")

    def _warn_of_key(self, address: Address, steps: tuple[Step, ...]) -> None:
        if _LOOKS_SECRET.search(address.shown):
            message = "The address seems to hold a secret, and addresses are shown in tables."
            problem = self._source.problem(steps, message, "put it into `headers` if that works")
            self.problems.append(replace(problem, grade=Grade.WARNING))

    def _opened(self, written: str, steps: tuple[Step, ...]) -> str:
        """The address with the references in its user name and password resolved."""
        user, at, _ = written.partition("@")
        hidden = user if at else ""
        if "${" in written.removeprefix(hidden):
            hint = "put the secret into `headers`, or before @ as name:password"
            raise Unreadable("An address is shown in tables, so it holds no secret.", hint)
        return self._references.secret(hidden, steps).reveal() + written.removeprefix(hidden)

    def _headers(
        self, form: FeedForm, address: Address, steps: tuple[Step, ...]
    ) -> Iterator[tuple[str, Secret]]:
        for name, written in form.headers.items():
            place = (*steps, "headers", name)
            secret = self._references.secret(written, place)
            if re.search(r"[\x00-\x1f\x7f]", secret.reveal()) or not secret.reveal().isascii():
                message = "A header's value is one line of plain letters and signs."
                self.problems.append(self._source.problem(place, message))
            yield name, secret
        if address.authorization and "authorization" not in {n.casefold() for n in form.headers}:
            yield "Authorization", Secret(address.authorization)

    def _ca_file(self, written: str, steps: tuple[Step, ...]) -> str:
        if not written:
            return ""
        path = (self._base / Path(written).expanduser()).absolute()
        if not path.is_file():
            message = "There is no such file of certificates."
            self.problems.append(self._source.problem(steps, message, f"looked for {path}"))
        return str(path)


def _same_address(source: Source, feeds: Mapping[int, Feed]) -> Iterator[Problem]:
    first: dict[str, Feed] = {}
    for index, feed in feeds.items():
        earlier = first.setdefault(feed.address, feed)
        if earlier is not feed and feed.address:
            message = f"The feed {earlier.id} has the same address."
            problem = source.problem(("feeds", index, "address"), message, "keep one of them")
            yield replace(problem, grade=Grade.WARNING)
