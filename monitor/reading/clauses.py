"""Clauses: the pieces of a sentence in which somebody does something.

Boundaries are marks (colon, semicolon, dash) and conjunctions. A headline is cut the same way; its
own grammar (`to` as future, colon and dash as attribution) is read later from the pieces.
"""

import re
from dataclasses import dataclass

from monitor.reading.page import Page

CLAUSE_CAP = 40

_CUT = re.compile(
    r"(?:(?<=[,;:])(?=[\u4e00-\u9fff])|(?<=[;:]) | - | -- |-{2,}|"
    r", (?=(?:and|but|while|which|who|although|though|because|despite|"
    r"with|saying|adding|amid|yet|so|where|when|if|unless|whereas|prompting|leading|leaving|"
    r"raising|setting|even|only|after|before|as|since|until|not|including|accusing|claiming|"
    r"calling|arguing|insisting|warning|denying|citing|following|pending|in)\b)"
    r"| (?=(?:but|while|although|though|because|despite|unless|whereas|amid|even as|even though|"
    r"so that|in response to|in retaliation|on condition|as if|just as)\b)"
    r"| (?=(?:after|before|when|as|if|until|since|and) (?:the |a |an |it |its |he |she |they |"
    r"his |her |their |mr |president |both |no |not |more |some |most |all |many |will |would |"
    r"has |have |had |did |was |were |said |says |accus|warn|den|reject|threat|call|fail|remain)))"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: offsets in `flat`; `sentence` is the index of the sentence it belongs to."""

    start: int
    end: int
    sentence: int
    title: bool
    question: bool


def _shortest(first: str) -> int:
    """A Chinese clause says in five characters what an English one says in twelve."""
    return 5 if first >= "\u4e00" else 12


def clauses(page: Page) -> list[Clause]:
    """The clauses of a page in reading order."""
    found: list[Clause] = []
    for index, sentence in enumerate(page.sentences):
        start = sentence.start
        cuts = [m.end() for m in _CUT.finditer(page.flat, sentence.start, sentence.end)]
        for cut in [*cuts[:CLAUSE_CAP], sentence.end]:
            if cut - start < _shortest(page.flat[start]) and cut != sentence.end:
                continue
            piece = Clause(start, cut, index, sentence.title, sentence.question)
            if cut > start:
                found.append(piece)
            start = cut
    return found
