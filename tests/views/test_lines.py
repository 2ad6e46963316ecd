import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from monitor.domain.text import clean
from monitor.views.lines import beside, fitted, hanging, middle, pad, say, short, wrap

WORDS = st.text("ab中é👩-. \u0301", max_size=80)
WIDTH = st.integers(4, 60)


@given(text=WORDS, width=WIDTH)
@settings(deadline=None)
def test_wrapping_loses_no_letter_and_exceeds_no_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    assert [line for line in lines if cell_len(line) > width or line != line.strip()] == []


@given(text=WORDS, width=WIDTH)
@settings(deadline=None)
def test_a_cut_text_fits_and_a_text_that_fits_is_not_cut(text: str, width: int) -> None:
    whole = clean(text)
    for cut in (middle(text, width), short(text, width)):
        assert cell_len(cut) <= width
        assert cut == whole if cell_len(whole) <= width else "…" in cut


@given(text=WORDS, width=WIDTH)
@settings(deadline=None)
def test_a_padded_line_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    assert cell_len(pad(say(text), width).plain) == width


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("soybeans-2025", 13, "soybeans-2025"),
        ("soybeans-2025", 9, "soyb…2025"),
        ("中文字符", 6, "中…符"),
    ],
)
def test_a_name_is_cut_in_its_middle(text: str, width: int, cut: str) -> None:
    assert middle(text, width) == cut


def test_a_long_line_is_wrapped_beneath_its_indent_with_its_styles() -> None:
    lines = fitted(say("  ", ("red words here", "red"), " and plain ones"), 14)
    assert [line.plain for line in lines] == ["  red words", "  here and", "  plain ones"]
    assert [[str(span.style) for span in line.spans] for line in lines] == [["red"], ["red"], []]


def test_a_hanging_paragraph_stands_beneath_itself() -> None:
    lines = hanging("  ▸ ", say("one two three four"), 12)
    assert [line.plain for line in lines] == ["  ▸ one two", "    three", "    four"]


def test_cells_of_unequal_height_keep_their_columns() -> None:
    lines = beside([[say("a")], [say("b"), say("c")], []], [3, 2, 4], 1)
    assert [line.plain for line in lines] == ["a   b", "    c"]


def test_markup_in_a_text_is_only_text() -> None:
    assert say("[red]x[/red] [/] :warning:") == Text("[red]x[/red] [/] :warning:", end="")
