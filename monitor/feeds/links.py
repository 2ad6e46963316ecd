"""One name for one page: the canonical form of a link, for comparing only, never for opening."""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

# Parameters that say how a reader came, not what is read.
_TRACKING = frozenset(
    [
        "at_campaign", "at_medium", "cmp", "cmpid", "cid_rss", "dclid", "fbclid", "feature",
        "feedname", "feedtype", "ftcamp", "gclid", "guccounter", "icid", "igshid", "mbid",
        "mc_cid", "mc_eid", "mod", "msclkid", "ncid", "ns_campaign", "ns_mchannel", "ns_source",
        "ocid", "oc", "origin_feed", "partner", "partnerid", "ref", "ref_src", "rss", "smid",
        "smtyp", "spm", "src", "taid", "traffic_source", "via", "wt.mc_id", "xtor", "yclid",
    ]
)  # fmt: skip
_TRACKING_FAMILIES = ("utm_", "at_", "pk_", "mtm_", "hsa_", "_hs", "ns_", "wt.")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=1024)
def canonical(link: str) -> str:
    """The link without scheme, fragment, tracking parameters, default port and final slash.

    Without a scheme, so that a feed that turns from http to https shows nothing new. What is no
    http link comes back as it is.
    """
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return link
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return link
    where = host.rstrip(".")
    if port and port != _DEFAULT_PORTS[parts.scheme.lower()]:
        where = f"{where}:{port}"
    query = urlencode([pair for pair in _pairs(parts.query) if not _tracks(pair[0])])
    return f"//{where}{parts.path.rstrip('/')}{'?' + query if query else ''}"


def bare(link: str) -> str:
    """The link as written, but for its scheme."""
    scheme, colon, rest = link.partition(":")
    return rest if colon and scheme.lower() in _DEFAULT_PORTS and rest.startswith("//") else link


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, max_num_fields=None)


def _tracks(name: str) -> bool:
    name = name.lower()
    return name in _TRACKING or name.startswith(_TRACKING_FAMILIES)
