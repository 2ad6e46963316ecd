"""Small mends for bodies that are not well-formed, before feedparser sees them.

Left alone, feedparser reads `AT&T` as `AT&T;` and gives up the whole feed over one reference to a
code point that is none.
"""

import re
from xml.parsers import expat

_CDATA, _CDATA_ENDS = b"<![CDATA[", b"]]>"
_BARE = re.compile(rb"&(?!#?[A-Za-z0-9]{1,32};)")
_NUMBER = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_REPLACEMENT = b"&#xFFFD;"


def patched(body: bytes) -> bytes:
    """The body, or where it is not well-formed, the body with its loose ampersands escaped."""
    if b"&" not in body or b"\0" in body or _well_formed(body):
        return body
    outside, *sections = body.split(_CDATA)
    parts = [_mended(outside)]
    for section in sections:
        inside, end, after = section.partition(_CDATA_ENDS)
        parts.append(inside + end + _mended(after))
    return _CDATA.join(parts)


def _well_formed(body: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _mended(markup: bytes) -> bytes:
    return _BARE.sub(b"&amp;", _NUMBER.sub(_valid, markup))


def _valid(reference: re.Match[bytes]) -> bytes:
    """The reference, or that to U+FFFD where it names no character."""
    hexadecimal, decimal = reference.groups()
    digits = (hexadecimal or decimal).lstrip(b"0")
    if not digits or len(digits) > 7:
        return _REPLACEMENT
    code = int(digits, 16 if hexadecimal else 10)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return _REPLACEMENT
    return reference.group()
