"""Deadlines as the user writes them: a day alone, or everything that is known of it."""

from dataclasses import replace
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from monitor.declared.fields import (
    Countries,
    Day,
    Days,
    Flag,
    Length,
    OneOrMany,
    Text,
    TimeOfDay,
    UtcOffset,
    Zone,
    as_texts,
    one_of,
)
from monitor.declared.form import Form, refuse, shown_by
from monitor.domain.calendar import Due, Ends, Offset, Relative

_OF_THE_CLOCK = {"zone", "ends", "grace", "remind", "firm"}


class RelativeForm(Form):
    """A deadline counted from an event or from another commitment."""

    thing: ClassVar[str] = "A counted deadline"

    offset: Length = Field(description="How long after it: 90d, 45wd (working days), 6mo.")
    event: Text = Field(
        description="The id of an event of this file, or of a commitment that must be met first."
    )
    working_calendars: Countries = Field(
        default=(), description="Countries (ISO codes) whose holidays are no working days."
    )

    def value(self) -> Relative:
        """The domain's value."""
        return Relative(
            offset=self.offset, after=self.event, working_calendars=self.working_calendars
        )


class DueForm(Form):
    """A deadline. A day alone stands for {on: that day}."""

    model_config = shown_by({"on": "2025-12-31", "at": "12:01", "zone": "America/New_York"})
    short: ClassVar[str] = "on"
    thing: ClassVar[str] = "A deadline"

    on: Day | None = Field(
        default=None, description="The last day; the latest possible one where it is fuzzy."
    )
    earliest: Day | None = Field(
        default=None,
        description="The first possible day of a fuzzy deadline, such as 'early June'.",
    )
    at: TimeOfDay | None = Field(
        default=None, description="The time on that day, 24-hour clock; without it `ends` decides."
    )
    zone: Zone = Field(default="UTC", description="The clock that ends the day, an IANA name.")
    utc_offset: UtcOffset | None = Field(
        default=None,
        description="The distance from UTC as literally written, where it contradicts the season.",
    )
    ends: Annotated[Ends, one_of(Ends)] = Field(
        default=Ends.END_OF_DAY,
        description="end-of-day: the day still counts. start-of-day: it no longer does.",
    )
    firm: Flag = Field(default=True, description="false for an aim rather than a duty.")
    grace: Length = Field(
        default=Offset(0), description="How long after the deadline it is not yet overdue: 0d, 5wd."
    )
    remind: Annotated[tuple[Days, ...], as_texts(), OneOrMany()] = Field(
        default=(30, 14, 7, 3, 1), description="When to remind before it: [30d, 14d, 7d]."
    )
    written: Text = Field(default="", description="The deadline in the text's own words.")
    after: RelativeForm | None = Field(
        default=None, description="A deadline counted from an event, in place of `on`."
    )

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if (self.on is None) == (self.after is None):
            raise refuse("A deadline needs either `on` or `after`.", "on: 2025-12-31")
        if self.earliest is not None and self.on is not None and self.earliest > self.on:
            raise refuse("`earliest` lies after `on`.", "`on` is the latest possible day")
        return self

    def value(self, like: Due | None = None) -> Due:
        """The domain's value. What it leaves open of its clock is as in `like`, if that is given.

        So the new day of an amendment ends where and how the old one did.
        """
        due = self._alone()
        if like is None:
            return due
        open_keys = _OF_THE_CLOCK - self.model_fields_set
        return replace(due, **{key: getattr(like, key) for key in open_keys})

    def _alone(self) -> Due:
        return Due(
            on=self.on,
            earliest=self.earliest,
            at=self.at,
            zone=self.zone,
            utc_offset=self.utc_offset,
            ends=self.ends,
            firm=self.firm,
            relative=self.after.value() if self.after else None,
            grace=self.grace,
            remind=tuple(sorted(set(self.remind), reverse=True)),
            written=self.written,
        )
