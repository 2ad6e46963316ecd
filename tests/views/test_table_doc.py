from pathlib import Path

from monitor.views.words import LOOKS, SUFFIX_SAYS, Tone

DOC = Path(__file__).parents[2] / "docs" / "table.md"
COLOURS = {
    Tone.BROKEN: "red",
    Tone.LOOK: "yellow",
    Tone.UNSEEN: "magenta",
    Tone.CALENDAR: "cyan",
    Tone.KEPT: "green",
    Tone.IDLE: "dim",
}


def rows_under(title: str) -> list[str]:
    section = DOC.read_text("utf-8").split(f"## {title}\n")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("|")][2:]


def test_the_page_explains_every_word_as_the_table_prints_it() -> None:
    assert rows_under("The words") == [
        f"| `{look.sign}` | `{look.ascii}` | {word.value} | {COLOURS[look.tone]} | {look.says} |"
        for word, look in LOOKS.items()
    ]


def test_the_page_explains_every_suffix() -> None:
    assert rows_under("The suffixes") == [
        f"| {suffix.value} | {says} |" for suffix, says in SUFFIX_SAYS.items()
    ]
