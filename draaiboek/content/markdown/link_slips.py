"""How to write a link or a picture that is not one, from what an editor wrote."""

from __future__ import annotations

import re

from draaiboek.base.characters import CURLY
from draaiboek.content import file_names

_CITED = re.compile(r"\[[^\[\]]*(?:\[@[^\[\]]*\][^\[\]]*)+$")
_CURLY_TITLE = re.compile(rf"\]\((?P<address>[^\s()]+)\s+[{CURLY}](?P<title>[^{CURLY}\"\n]*)[{CURLY}]\)")
_SPACED_PICTURE = re.compile(r"\]\(([^()\n]*\.(?:png|jpe?g|svg))\)", re.IGNORECASE)
_NEAR = 300  # characters before the end of a link's text in which a citation is looked for


def remedy(src: str, at: int) -> str:
    """Return how to write the link whose words end at index *at* of *src*."""
    if match := _CURLY_TITLE.match(src, at):
        return f'Typ rechte aanhalingstekens: [tekst]({match["address"]} "{match["title"]}").'
    if match := _SPACED_PICTURE.match(src, at):
        return f"Een adres heeft geen spaties of hoofdletters. Schrijf:\n![wat er te zien is]({_allowed(match[1])})"
    if _CITED.search(src[max(at - _NEAR, 0) : at]):
        return "Zet het citaat achter de link: [tekst](adres) [@wet-2018]."
    return "Schrijf [tekst](adres), of ![wat er te zien is](adres), zonder spaties in het adres en zonder \\ ervoor."


def _allowed(address: str) -> str:
    """Return *address* of a picture with a file name as it is allowed."""
    folder, slash, name = address.rpartition("/")
    return f"{folder}{slash}{file_names.nearest(name)}"
