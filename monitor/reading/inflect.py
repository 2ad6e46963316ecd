"""English word forms: how a verb or a noun of the lexicon or of a watch term looks in a text.

Enough morphology for newspaper English: regular endings, the irregular verbs that matter here,
British and American spellings, hyphens.
"""

import re

_IRREGULAR = {
    "break": "broke broken", "keep": "kept kept", "hold": "held held", "meet": "met met",
    "send": "sent sent", "pay": "paid paid", "give": "gave given", "take": "took taken",
    "withdraw": "withdrew withdrawn", "withhold": "withheld withheld", "leave": "left left",
    "let": "let let", "cut": "cut cut", "put": "put put", "hit": "hit hit", "shut": "shut shut",
    "build": "built built", "buy": "bought bought", "sell": "sold sold", "bring": "brought brought",
    "go": "went gone", "begin": "began begun", "fall": "fell fallen", "rise": "rose risen",
    "drop": "dropped dropped", "stop": "stopped stopped", "ship": "shipped shipped",
    "say": "said said", "tell": "told told", "make": "made made", "do": "did done",
    "get": "got got", "set": "set set", "quit": "quit quit", "split": "split split",
    "drag": "dragged dragged", "step": "stepped stepped", "slip": "slipped slipped",
    "scrap": "scrapped scrapped", "slap": "slapped slapped", "ban": "banned banned",
    "bar": "barred barred", "stall": "stalled stalled", "commit": "committed committed",
    "submit": "submitted submitted", "permit": "permitted permitted", "admit": "admitted admitted",
    "transfer": "transferred transferred", "defer": "deferred deferred", "lead": "led led",
    "lag": "lagged lagged", "trim": "trimmed trimmed", "fire": "fired fired", "lend": "lent lent",
    "shoot": "shot shot", "spend": "spent spent", "fight": "fought fought", "tear": "tore torn",
    "throw": "threw thrown", "walk": "walked walked", "back": "backed backed",
    "find": "found found",
    "think": "thought thought", "write": "wrote written", "see": "saw seen", "stick": "stuck stuck",
    "stand": "stood stood", "lose": "lost lost", "flout": "flouted flouted", "run": "ran run",
    "overrun": "overran overrun", "undo": "undid undone", "hand": "handed handed",
    "freeze": "froze frozen", "shrink": "shrank shrunk", "swap": "swapped swapped",
    "free": "freed freed", "agree": "agreed agreed",
    "flee": "fled fled", "forget": "forgot forgotten",
    "backtrack": "backtracked backtracked", "cap": "capped capped", "slow": "slowed slowed",
    "show": "showed shown", "draw": "drew drawn", "seek": "sought sought", "dig": "dug dug",
    "grow": "grew grown", "know": "knew known", "plan": "planned planned", "bomb": "bombed bombed",
    "rein": "reined reined", "refer": "referred referred", "repay": "repaid repaid",
    "rebuild": "rebuilt rebuilt", "resell": "resold resold", "uphold": "upheld upheld",
    "overthrow": "overthrew overthrown", "come": "came come", "have": "had had", "be": "was been",
    "fly": "flew flown", "strike": "struck struck", "raise": "raised raised", "sink": "sank sunk",
    "mislead": "misled misled", "shelter": "sheltered sheltered", "abet": "abetted abetted",
    "chip": "chipped chipped", "rip": "ripped ripped", "stem": "stemmed stemmed",
    "beat": "beat beaten", "win": "won won", "spread": "spread spread", "shed": "shed shed",
    "axe": "axed axed", "top": "topped topped", "grab": "grabbed grabbed", "swear": "swore sworn",
    "catch": "caught caught", "sit": "sat sat", "speak": "spoke spoken", "hide": "hid hidden",
    "override": "overrode overridden", "undertake": "undertook undertaken",
    "overstep": "overstepped overstepped", "forgo": "forwent forgone",
    "rewrite": "rewrote rewritten",
    "deter": "deterred deterred", "equip": "equipped equipped", "rebut": "rebutted rebutted",
    "skip": "skipped skipped", "sidestep": "sidestepped sidestepped", "snub": "snubbed snubbed",
    "nod": "nodded nodded", "dodge": "dodged dodged", "feed": "fed fed", "wind": "wound wound",
    "offset": "offset offset", "upset": "upset upset", "reset": "reset reset", "slide": "slid slid",
}  # fmt: skip
_NOUN_PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet",
    "crisis": "crises", "tonne": "tonnes", "criterion": "criteria", "body": "bodies",
}  # fmt: skip
_SPELLINGS = (
    ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"),
    ("defence", "defense"), ("licence", "license"), ("offence", "offense"), ("honour", "honor"),
    ("labour", "labor"), ("favour", "favor"), ("behaviour", "behavior"), ("harbour", "harbor"),
    ("programme", "program"), ("centre", "center"), ("cheque", "check"), ("fulfil ", "fulfill "),
    ("per cent", "percent"), ("per cent", "%"), ("percent", "%"), (" per cent", "%"),
    (" percent", "%"), ("tonne", "ton"), ("ceasefire", "cease-fire"), ("aluminium", "aluminum"),
    ("sulphur", "sulfur"), ("grey", "gray"), ("soybean", "soyabean"), ("soybean", "soya bean"),
    ("al-qaeda", "al qaeda"), ("al-qaeda", "al-qaida"), ("centimetre", "centimeter"),
    ("kilometre", "kilometer"), ("metre", "meter"), ("litre", "liter"), ("storey", "story"),
)  # fmt: skip
_VOWEL = "aeiou"


def verb_forms(phrase: str) -> dict[str, str]:
    """Form → tag (base, s, past, part, ing) for a verb, or a verb with its particle ("live up to").

    Only the first word is inflected; one spelling may be both past and participle (tag `past`).
    """
    head, _, rest = phrase.partition(" ")
    tail = f" {rest}" if rest else ""
    past, part = _IRREGULAR.get(head, f"{_past(head)} {_past(head)}").split()
    forms = {part + tail: "part", past + tail: "past", _ing(head) + tail: "ing"}
    forms[_s(head) + tail] = "s"
    forms.setdefault(head + tail, "base")
    return forms


def noun_forms(phrase: str) -> tuple[str, ...]:
    """Singular and plural of a noun phrase, whose last word is inflected."""
    lead, _, last = phrase.rpartition(" ")
    lead = f"{lead} " if lead else ""
    return tuple(dict.fromkeys((phrase, lead + plural(last), lead + singular(last))))


def plural(noun: str) -> str:
    """The plural of a word; a word that looks plural comes back as it is."""
    if noun in _NOUN_PLURALS:
        return _NOUN_PLURALS[noun]
    if not noun or not noun[-1].isalpha() or (noun.endswith("s") and not noun.endswith("ss")):
        return noun
    return _s(noun)


def singular(noun: str) -> str:
    """The singular of a regular plural; anything else comes back as it is."""
    for one, many in _NOUN_PLURALS.items():
        if noun == many:
            return one
    if len(noun) < 4 or not noun.endswith("s") or noun.endswith(("ss", "us", "is", "ws")):
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zes")):
        return noun[:-2]
    return noun[:-1]


def spellings(phrase: str) -> tuple[str, ...]:
    """The phrase and its other spellings: British, American, with and without hyphens."""
    found = {phrase: None}
    for british, american in _SPELLINGS:
        for known in list(found):
            if british in known:
                found.setdefault(known.replace(british, american))
            elif american in known:
                found.setdefault(known.replace(american, british))
    for known in list(found):
        if "-" in known:
            found.setdefault(known.replace("-", " "))
        elif " " in known and known.count(" ") == 1:
            found.setdefault(known.replace(" ", "-"))
    return tuple(found)


def stem(word: str) -> str:
    """A crude common stem, so that `purchases`, `purchasing` and `purchase` meet."""
    for ending in ("isation", "ization", "ations", "ation", "ments", "ment", "ings", "ing", "ies",
                   "ied", "ers", "ed", "es", "er", "s", "y", "e"):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return _undouble(word[: -len(ending)])
    return word


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lse" else word


def _doubles(verb: str) -> bool:
    return bool(re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb))


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWEL:
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if _doubles(verb) else f"{verb}ed"


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) and verb != "be":
        return f"{verb[:-1]}ing"
    past = _IRREGULAR.get(verb, "").split(" ")[0]
    if _doubles(verb) or past == f"{verb}{verb[-1:]}ed":
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"


def _s(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh")) or verb in {"go", "do", "undergo", "forgo"}:
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in _VOWEL:
        return f"{verb[:-1]}ies"
    return "has" if verb == "have" else f"{verb}s"
