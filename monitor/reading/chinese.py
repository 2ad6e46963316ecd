"""Speakers in Chinese text: `商务部新闻发言人表示`, `中方指出`, `美方指责`.

The words of keeping and breaking are in `data/chinese.json` and go through the same frames as
English; only the speaker stands differently: right before the verb, without a boundary.
"""

import re

_NAME = r"[\u4e00-\u9fff·]{2,24}?"
_SPEAKER = re.compile(
    rf"(?:^|[，。；：！？“”,;:!?\s]|(?<=日)|(?<=日，))({_NAME})"
    r"(?:\d{1,2}日|当天|近日|今天|今日|昨日)?(?:在[^，。]{2,14}(?:上|时|中))?"
    r"(?:进一步|明确|郑重|再次|曾)?(表示|指出|强调|宣布|认为|介绍说|介绍|回应称|回应|称|说|否认|指责|指控|谴责|敦促|重申)"
)
_TRAIL = re.compile(
    r"(?:\d{1,2}月)?\d{1,2}日$|(?:近日|今天|今日|昨日|当天|再次|已经|已|也|还|均|则|曾)$"
)
_DATE_LEAD = re.compile(r"^(?:据[^，]{0,12}报道)?(?:\d{1,4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?")
ACCUSING = frozenset({"指责", "指控", "谴责"})
DENYING = frozenset({"否认"})


def chinese_speakers(text: str) -> list[tuple[str, int, int, int, str]]:
    """(name, its start, start and end of the verb, the verb) of each reporting phrase."""
    found: list[tuple[str, int, int, int, str]] = []
    if not has_chinese(text):
        return found
    for match in _SPEAKER.finditer(text):
        name = _TRAIL.sub("", match.group(1))
        lead = _DATE_LEAD.match(name)
        cut = lead.end() if lead else 0
        if len(name) - cut >= 2:
            start = match.start(1) + cut
            found.append((name[cut:], start, match.start(2), match.end(2), match.group(2)))
    return found


def has_chinese(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return not text.isascii() and any("\u4e00" <= char <= "\u9fff" for char in text)
