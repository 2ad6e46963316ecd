"""Names of speakers, found beside a reporting verb, in a transcript, in a title."""

import re

NAME_CAP = 70
PRONOUNS = frozenset({"he", "she", "they", "it", "who", "we", "i", "you", "both", "which", "one"})

_EDGE = re.compile(
    r"[,;:\"“”()\[\]…?!]|\. |\s[-–]+\s|—|"
    r"\b(?:that|but|while|after|before|which|because|"
    r"although|though|if|when|where|since|amid|as|and(?= (?:he|she|it|they|has|have|said|was|will|"
    r"would|also|then|is)\b))\b"
)
_TAIL = re.compile(
    r"\s+(?:has|have|had|also|then|later|earlier|previously|repeatedly|again|is|was|are|were|be|"
    r"been|on \w+day|\w+day|still|now|would|will|did|not|never|further|publicly|promptly|quickly|"
    r"once|reportedly|recently|already|separately|who|often|just|only|first|so|far|long|to|and|swiftly|"
    r"this week|last week|last month|this month|angrily|flatly|strongly|does|do|could|may|can)$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:on|in|at|for|by|during|earlier|later|meanwhile|yet|still|and|but|so|then|however|"
    r"this|last|next|also|instead|today|yesterday|breaking|latest|update|big news|watch|even|of|"
    r"with|from|is|was|to|new york|washington|london|moscow)\b\s*)+"
    r"(?:(?:\w+day|week|month|year|morning|evening|afternoon|night|response|turn|return|"
    r"(?:a|the) (?:separate |joint )?(?:statement|interview|letter|tweet|post|report)|jan\w*|"
    r"feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|\d{1,4})\b\s*)*",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"^(?:it's|there|here|what|how|why|has|have|had|is|was|are|not|no|being|been|to|of|the|a|an|or|"
    r"and|with|his|her|its|their|only|then|so|same|way|talks?|deal|moves?|this|that|these|those)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s((?:(?:the|a|an|one|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sen\.|Rep\.|Gen\.|Gov\.) )?"
    r"(?:[a-z]+ ){0,3}[A-Z][\w'’.-]*(?:\s(?:[A-Z][\w'’.-]*|of|the|for|bin|al|de|van|von)){0,6}|"
    r"(?:the|a|an|one|some|several|multiple) [\w' -]{3,45}?)"
    r"(?=[,.;:\"”]|\s(?:in|on|at|who|as|after|during|told|to|and)\b|$)"
)
_NAMED = r"[A-Z][\w'’.-]{0,30}"
_SHOUTED = r"[A-Z][A-Z.'-]{1,30}"
_TURN = re.compile(rf"(?:^|(?<=[\s.?!\n]))({_SHOUTED}(?: {_SHOUTED}){{0,4}}):\s")
_ASKED = re.compile(r"(?:^|(?<=[.?!—\n] )|(?<=\n))Q\s+")
_HEADED = re.compile(
    r"\b(?:Remarks|Press Briefing|Press Gaggle|Statement|Gaggle|Press Call|Interview)\b[^|]{0,200}?"
    rf"\b(?:by|from|with)\s+((?:a |the )?{_NAMED}(?:\s(?:{_NAMED}|and|of|the|for)){{0,9}}?)"
    r"(?=\s+(?:on|at|in|to|before|during|after|regarding|welcoming|"
    r"and (?:Prime|President|Chancellor|National))\b|[,|;]|$)"
)
_COLON = re.compile(rf"^({_NAMED}(?:\s{_NAMED}){{0,3}}):\s")
_PERSON = re.compile(
    r"(?:(?:President|Prime Minister|Mr\.?|Mrs\.?|Ms\.?|Senator|Sen\.|Rep\.|Gen\.|Secretary|"
    r"Minister|Judge|Chancellor|Ambassador|Director|Attorney General|Dr\.)\s)?"
    r"[A-Z][a-zé'’-]+(?:\s(?:[A-Z]\.\s)?(?:al-|bin\s|de\s|van\s|von\s)?[A-Z][a-zé'’-]+){1,3}"
    r"|(?:Mr\.?|Mrs\.?|Ms\.?|President|Senator)\s[A-Z][a-z'’-]+"
)
_BODY = re.compile(
    r"\b(?:States|House|Korea|Ministry|Department|Union|Council|Committee|Nations|Party|Street|"
    r"Times|Post|News|Court|Congress|Agreement|Accord|Bank|Sea|Strip|East|West|Kingdom|Act|Office|Street|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Program|Group|Deal|Journal|"
    r"Foundation)\b"
)
_LAST_NAMED = re.compile(rf"{_NAMED}(?:\s{_NAMED}){{0,4}}$")
_LAST_TITLED = re.compile(
    rf"(?:\b(?:the|a|an)\s)?\b{_NAMED}(?:\s{_NAMED}){{0,4}}(?:\s[a-z]{{1,30}}){{0,2}}$"
)
_VERBISH = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|to|says|said)\b")


def name_before(raw: str, base: int) -> tuple[str, int] | None:
    """The noun phrase that ends at a reporting verb, and where; `base` is where `raw` starts."""
    pieces: list[tuple[int, str]] = []
    last = 0
    for match in _EDGE.finditer(raw):
        pieces.append((last, raw[last : match.start()]))
        last = match.end()
    pieces.append((last, raw[last:]))
    at, text = pieces[-1]
    if not text.strip():
        if raw.rstrip().endswith(("”", '"', ",”", ',"')) or len(pieces) < 3:
            return None
        at, text = _apposition(pieces)
    return _trimmed(text, base + at)


def _apposition(pieces: list[tuple[int, str]]) -> tuple[int, str]:
    """`Chuck Hagel, the defence secretary, said`: the name stands before the first comma."""
    first, second = pieces[-3], pieces[-2]
    named = _LAST_NAMED.search(first[1].rstrip())
    if named and named.group().strip() and not second[1].strip()[:1].isupper():
        return first[0] + named.start(), named.group()
    return second


def _trimmed(text: str, at: int) -> tuple[str, int] | None:
    previous = None
    while previous != text:
        previous = text
        text = _TAIL.sub("", text.rstrip())
    pad = len(text) - len(text.lstrip())
    lead = _LEAD.match(text[pad:])
    if lead and lead.end() < len(text) - pad:
        pad += lead.end()
    name = text[pad:].rstrip()
    words = name.split()
    if len(words) > 8 or (len(words) > 3 and _VERBISH.search(name)):
        tail = _LAST_TITLED.search(name)
        if tail is None or not tail.group().strip():
            return None
        pad += tail.start()
        name = tail.group().strip()
    if not name or len(name) > NAME_CAP or _NOT_NAMES.match(name):
        return None
    return name, at + pad


def name_after(raw: str, base: int) -> tuple[str, int] | None:
    """The noun phrase after an inverted reporting verb: `…, said Scott Bessent`."""
    match = _AFTER.match(raw)
    if match is None or match.group(1).lower() in PRONOUNS:
        return None
    name = match.group(1).strip()
    return name.rstrip(".,") or name, base + match.start(1)


def last_person(text: str, before: int) -> tuple[str, int] | None:
    """The person named last in the few hundred characters before a place."""
    begin = max(0, before - 350)
    found = [m for m in _PERSON.finditer(text, begin, before) if not _BODY.search(m.group())]
    if not found:
        return None
    return found[-1].group().strip(), found[-1].start()


def turns(text: str) -> list[tuple[str, int, int, int]]:
    """The turns of a transcript: speaker (empty for a question), start, end, where it stops."""
    found = [(m.group(1).strip(), m.start(), m.end()) for m in _TURN.finditer(text)]
    found += [("", m.start(), m.end()) for m in _ASKED.finditer(text)]
    found.sort(key=lambda turn: turn[1])
    stops = [*(start for _, start, _ in found[1:]), len(text)]
    return [(*turn, stop) for turn, stop in zip(found, stops, strict=False)]


def headed_speaker(title: str) -> tuple[str, int] | None:
    """The speaker of `Remarks by …`, `Press Briefing by …`, and where the name starts."""
    match = _HEADED.search(title)
    if match is None or not match.group(1).strip():
        return None
    return match.group(1).strip(), match.start(1)


def colon_speaker(title: str) -> tuple[str, int, int] | None:
    """The name before the colon of a headline, where it may be one."""
    match = _COLON.match(title)
    return (match.group(1).strip(), match.start(1), match.end(1)) if match else None
