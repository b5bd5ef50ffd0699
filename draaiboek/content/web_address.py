"""Where the editions stand on the web: `draaiboek.adres` in variabelen.yml. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

NAME = "draaiboek.adres"
NONE = "https://draaiboek-livc-r.example"
"""What a build takes as long as nobody chose an address."""
_WRITTEN = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]+)?(/[A-Za-z0-9._~-]+)*/?")
# Names that lead nowhere, for ever (RFC 2606).
_NOWHERE = re.compile(r"(^|\.)(example|invalid|test|example\.(com|net|org))$")


def of(variables: Mapping[str, str]) -> str:
    """Return the address, without a slash at its end."""
    return variables.get(NAME, NONE).rstrip("/")


def wrong(variables: Mapping[str, str]) -> str:
    """Return why nothing may be published under the address, or ''."""
    address = variables.get(NAME, "")
    if not address:
        return f"er is nog geen adres gekozen waar de edities komen ('{NAME}')"
    if not _WRITTEN.fullmatch(address):
        return f"het adres '{address}' ('{NAME}') is geen adres van een website"
    if _NOWHERE.search(urlsplit(address).hostname or ""):
        return f"het adres '{address}' ('{NAME}') is maar een voorlopige waarde: het leidt nergens heen"
    return ""
