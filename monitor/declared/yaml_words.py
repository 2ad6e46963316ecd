"""What the YAML scanner complains of, in words for the person who edits the file.

No text of the file is repeated: it may hold a secret in the wrong place.
"""

from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError


class _Saying(NamedTuple):
    """`at_start`: the place to show is where the construct began, not where it failed."""

    fragment: str
    message: str
    hint: str = ""
    at_start: bool = False


_SAYINGS = (
    _Saying(
        "mapping values are not allowed here",
        "A colon is not expected here.",
        "put text that holds a colon into quotes; check the indentation and the line above",
    ),
    _Saying(
        "could not find expected ':'",
        "A key without its colon stands here.",
        "write `key: value`, with a space after the colon",
        at_start=True,
    ),
    _Saying(
        "found unexpected end of stream",
        "A quote opens here and is never closed.",
        "close it, or double a quote that belongs to the text",
        at_start=True,
    ),
    _Saying(
        "found unexpected document separator",
        "A quote opens here and is not closed before the `---` or `...` line.",
        at_start=True,
    ),
    _Saying(
        "expected ',' or ']'",
        "The list that opens here with [ is not closed, or lacks a comma.",
        "write [one, two]",
        at_start=True,
    ),
    _Saying(
        "expected ',' or '}'",
        "The mapping that opens here with { is not closed, or lacks a comma.",
        "write {key: value, key: value}",
        at_start=True,
    ),
    _Saying(
        "expected <block end>, but found '<scalar>'",
        "Text goes on here after a closing quote.",
        "double a quote that belongs to the text; is a quote missing above?",
    ),
    _Saying(
        "expected <block end>",
        "This line does not line up with the lines above it.",
        "give keys of one mapping, and entries of one list, the same indentation",
    ),
    _Saying(
        "sequence entries are not allowed here",
        "A list entry (-) is not expected here.",
        "begin the list on the line after its key",
    ),
    _Saying(
        "expected the node content",
        "A value is expected here.",
        "put text that begins with one of , ] } % @ ` into quotes",
    ),
    _Saying(
        "cannot start any token",
        "Text cannot begin with this sign.",
        "put it into quotes; indent with spaces, not with tabs",
    ),
    _Saying(
        "unknown escape character",
        "A backslash inside double quotes begins an escape that YAML does not know.",
        "write \\\\ for a backslash, or use single quotes",
    ),
    _Saying(
        "hexdecimal numbers",
        "An escape inside double quotes is not complete.",
        "write \\\\ for a backslash, or use single quotes",
    ),
    _Saying(
        "undefined alias",
        "This alias (*) names nothing that was anchored (&) before it.",
        "put text that begins with * into quotes",
    ),
    _Saying(
        "duplicate anchor", "An anchor (&) of this name stands already further up.", "rename it"
    ),
    _Saying(
        "undefined tag handle",
        "Tags are not read.",
        "remove the word that begins with !, or put the text into quotes",
    ),
    _Saying(
        "found unexpected ':'",
        "A colon inside [ ] or { } needs quotes around its text.",
    ),
    _Saying(
        "more indented follow up line",
        "The first line of this text block is indented less than the next.",
        at_start=True,
    ),
    _Saying(
        "block scalar",
        "After | or > only a line break may follow.",
        "put text that begins with | or > into quotes",
    ),
    _Saying(
        "<document start>",
        "Something stands here that belongs to no key.",
        "check the indentation, and closing quotes and brackets above",
    ),
    _Saying(
        "directive",
        "Lines that begin with % are not read.",
        "remove the line",
    ),
)
_BY_CONTEXT = (
    _Saying(
        "tag",
        "Tags are not read.",
        "remove the word that begins with !, or put the text into quotes",
    ),
    _Saying("anchor", "Text cannot begin with &.", "put it into quotes"),
    _Saying("alias", "Text cannot begin with *.", "put it into quotes"),
    _Saying("block scalar", "After | or > only a line break may follow."),
)
_UNKNOWN = _Saying("", "The YAML cannot be understood here.")


class Explained(NamedTuple):
    """The character at which to show the sentence, and the sentence."""

    position: int
    message: str
    hint: str


def explain(error: MarkedYAMLError, text: str) -> Explained:
    """The place, the sentence and the way out for one complaint about `text`."""
    saying = _saying(error)
    mark = error.problem_mark or error.context_mark
    if saying.at_start and error.context_mark is not None:
        mark = error.context_mark
    index = mark.index if mark is not None else 0
    if saying.at_start and _names_variable(text, index):
        return Explained(index, saying.message, 'put "${NAME}" into quotes')
    return Explained(index, saying.message, saying.hint)


def _names_variable(text: str, index: int) -> bool:
    """Whether the line has a reference whose brace was taken for a mapping's."""
    begins = text.rfind("\n", 0, index) + 1
    return "${" in text[begins:].partition("\n")[0]


def _saying(error: MarkedYAMLError) -> _Saying:
    problem, context = str(error.problem or ""), str(error.context or "")
    for saying in _SAYINGS:
        if saying.fragment in problem:
            return saying
    for saying in (*_BY_CONTEXT, *_SAYINGS):
        if saying.fragment in context:
            return saying
    return _UNKNOWN
