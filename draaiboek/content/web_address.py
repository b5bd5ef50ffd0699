"""The address of the editions on the web: `adres` in draaiboek.yml. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_WRITTEN = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]+)?(/[A-Za-z0-9._~-]+)*/?")
# Names that are reserved and will never lead anywhere (RFC 2606).
_NOWHERE = re.compile(r"(^|\.)(example|invalid|test|example\.(com|net|org))$")
_LOCAL = frozenset({"127.0.0.1", "localhost"})


def is_local(address: str) -> bool:
    """Return whether *address* is on this machine, where somebody tries out a publication."""
    return bool(_WRITTEN.fullmatch(address)) and urlsplit(address).hostname in _LOCAL


def unchosen(slug: str) -> str:
    """Return the address that a build uses until one is chosen: it leads nowhere."""
    return f"https://draaiboek-{slug}.example"


def wrong(address: str) -> str:
    """Return why nothing may be published under *address*, or ''."""
    if not _WRITTEN.fullmatch(address):
        return f"het adres '{address}' is geen adres van een website"
    if _NOWHERE.search(urlsplit(address).hostname or ""):
        return f"het adres '{address}' is maar een voorlopige waarde: het leidt nergens heen"
    return ""
