"""The pages at the root of the publication: where a reader lands without an edition in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

_STATIC = Path(__file__).with_name("static")
_TEMPLATES = ("index.html", "404.html", "robots.txt", "sitemap.xml")


def files(versions: Sequence[Mapping[str, Any]], *, address: str, sitemaps: Sequence[str]) -> Mapping[str, str]:
    """Return the text of each file at the root, by name.

    *versions* is what versions.json lists, newest first; *address* is where the root stands on the web; *sitemaps*
    are the places of the sites' own sitemaps below an edition.
    """
    environment = Environment(
        loader=PackageLoader("draaiboek.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    words = {"versions": versions, "address": address, "path": urlsplit(address).path, "sitemaps": sitemaps}
    static = {each.name: each.read_text(encoding="utf-8") for each in sorted(_STATIC.iterdir())}
    return static | {name: environment.get_template(name).render(words) for name in _TEMPLATES}
