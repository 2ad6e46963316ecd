"""English word forms: how a verb or a noun of the lexicon or of a watch term looks in a text.

Enough morphology for newspaper English: regular endings, the irregular verbs that matter here,
British and American spellings, hyphens.
"""

import json
import re
from functools import cache
from importlib.resources import files

_PREPOSITIONS = frozenset({"on", "of", "to", "in", "for", "from", "with", "by", "at", "that"})
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
_ENDINGS = ("isations", "izations", "isation", "ization", "ations", "ation", "ising", "izing",
            "ised", "ized", "ise", "ize", "ments", "ment", "ings", "ing", "ies", "ied", "ions",
            "ion", "als", "al", "ers", "ed", "es", "er", "s", "y", "e")  # fmt: skip


def verb_forms(phrase: str) -> dict[str, str]:
    """Form → tag (base, s, past, part, ing) for a verb, or a verb with its particle ("live up to").

    Only the first word is inflected; one spelling may be both past and participle (tag `past`).
    """
    head, _, rest = phrase.partition(" ")
    tail = f" {rest}" if rest else ""
    past, part = _irregular().get(head, f"{_past(head)} {_past(head)}").split()
    forms = {part + tail: "part", past + tail: "past", _ing(head) + tail: "ing"}
    forms[_s(head) + tail] = "s"
    forms[head + tail] = "base"
    return forms


@cache
def _irregular() -> dict[str, str]:
    text = (files("monitor.reading") / "data" / "verbs.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def invariable() -> frozenset[str]:
    """Verbs whose past looks like their base: cut, put, shut."""
    return frozenset(base for base, forms in _irregular().items() if forms.split()[0] == base)


def noun_forms(phrase: str) -> tuple[str, ...]:
    """Singular and plural of a noun phrase; its last word is inflected, or the one before `of`."""
    first, _, rest = phrase.partition(" ")
    if rest in _PREPOSITIONS:
        return tuple(dict.fromkeys((phrase, f"{plural(first)} {rest}")))
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
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (4 if len(ending) > 1 else 3):
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
    past = _irregular().get(verb, "").split(" ")[0]
    if _doubles(verb) or past == f"{verb}{verb[-1:]}ed":
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"


def _s(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh")) or verb in {"go", "do", "undergo", "forgo"}:
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in _VOWEL:
        return f"{verb[:-1]}ies"
    return "has" if verb == "have" else f"{verb}s"
