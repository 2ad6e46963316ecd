"""The `readings` of a feed as the user writes them: which columns of a table say what."""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from monitor.declared.fields import Flag, Id, Length, Text, Texts, one_of
from monitor.declared.form import Form, refuse, shown_by
from monitor.domain.calendar import Unit
from monitor.domain.readings import ISO_DAYS, Format, day_form


class Encoding(StrEnum):
    """How a table's letters are stored."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    LATIN_1 = "latin-1"
    WINDOWS = "cp1252"
    CHINESE = "gb18030"
    JAPANESE = "shift-jis"
    KOREAN = "euc-kr"


class Delimiter(StrEnum):
    """What parts the cells of a row."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    BAR = "bar"

    @property
    def sign(self) -> str:
        """The sign itself."""
        return {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}[self.value]


class Mark(StrEnum):
    """What parts a number's whole from its fraction."""

    POINT = "point"
    COMMA = "comma"


def _day_form(written: str) -> str:
    try:
        day_form(written)
    except ValueError as error:
        raise refuse(str(error), "such as MM/DD/YYYY, YYYYMMDD or DD MMM YYYY") from None
    return written


DayForm = Annotated[Text, AfterValidator(_day_form)]
_CALENDAR = frozenset({Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS})


class ReadingsForm(Form):
    """What makes a feed a data feed: where its table keeps the readings of a series."""

    model_config = shown_by(
        {
            "format": "csv",
            "series": "fgis-weekly",
            "value": "Metric Ton",
            "unit": "t",
            "through": "Thursday",
            "dates": "YYYYMMDD",
            "period": "7d",
            "where": {"Grain": "SOYBEANS", "Destination": "CHINA MAIN"},
            "sum": True,
            "encoding": "latin-1",
        }
    )
    thing: ClassVar[str] = "A mapping of readings"

    format: Annotated[Format, one_of(Format)] = Field(description="csv or json.")
    series: Id = Field(description="The id of the series it fills, declared under `series`.")
    amount: Text = Field(
        alias="value", description="The column that says how much; in JSON a path: figures.total."
    )
    unit: Text = Field(
        default="", description="What the column counts, where not the series' unit: lb."
    )
    through: Text = Field(description="The column with the last day that a row speaks of.")
    begins: Text = Field(default="", description="The column with the first day of the period.")
    period: Length | None = Field(
        default=None, description="Without such a column: how long each period is. 7d, 1mo."
    )
    dates: DayForm = Field(
        default=ISO_DAYS,
        description="How days are written: MM/DD/YYYY, YYYYMMDD, DD MMM YYYY. Without DD it is "
        "the whole month. A time of day behind it is passed over.",
    )
    where: dict[Text, Texts] = Field(
        default_factory=dict,
        description="Which rows count: {column: word} or {column: [word, word]}, all of them.",
    )
    total: Flag = Field(
        default=False, alias="sum", description="true: the rows of one period are added up."
    )
    cumulative: Flag | None = Field(
        default=None,
        description="true: the values are totals so far, though the series counts by period; "
        "a reading is then what came since the row before. Else as the series is.",
    )
    encoding: Annotated[Encoding, one_of(Encoding)] = Field(
        default=Encoding.UTF_8,
        description="utf-8, utf-16, latin-1, cp1252, gb18030, shift-jis or euc-kr.",
    )
    delimiter: Annotated[Delimiter, one_of(Delimiter)] = Field(
        default=Delimiter.COMMA, description="comma, semicolon, tab or bar."
    )
    decimal: Annotated[Mark, one_of(Mark)] | None = Field(
        default=None,
        description="point: 1,234.5; comma: 1.234,5. Without it nothing may part thousands.",
    )
    root: Text = Field(default="", description="In JSON, the path of the list of rows: data.items.")
    commitments: Texts = Field(
        default=(),
        alias="for",
        description="Ids of the commitments they are for; else all that count by the series, "
        "as far as their period goes.",
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.begins and self.period is not None:
            raise refuse("`begins` and `period` both say when a period begins.", "keep one")
        if self.period is not None and self.period.unit not in _CALENDAR:
            raise refuse("A period is counted in days, weeks, months or years.", "such as 7d")
        if self.period is not None and not self.period.amount:
            raise refuse("A period has at least one day.", "such as 7d")
        if self.format is Format.CSV and self.root:
            raise refuse("`root` is a path in JSON.", "remove it, or write format: json")
        if self.format is Format.JSON and self.delimiter is not Delimiter.COMMA:
            raise refuse("JSON has no delimiter.", "remove it, or write format: csv")
        return self
