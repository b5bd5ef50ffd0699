"""Where a link may lead: a page of this variant, a page of another one, or an address on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Image, Link

WEB = frozenset({"https", "http", "mailto"})
VARIANT = "variant"
_VARIANT = re.compile(r"^variant:(?P<slug>[a-z0-9-]+)/(?P<path>[a-z0-9./-]+\.md)(?:#(?P<name>[a-z0-9-]+))?$")
# Beyond the letters of western Europe there are too many that look like another one (UTS 39).
_STRANGE = re.compile(r"[^\x00-\u017f]")
_VARIABLE = re.compile(r"^\{\{\s*(?P<name>[\w.]+)\s*\}\}$")


@dataclass(frozen=True, slots=True)
class Inside:
    """A *page* as a link on another page calls it ('' for that page itself), and an id on it or ''."""

    page: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page of the variant *slug*, and an id on it or ''."""

    slug: str
    page: PurePosixPath
    name: str = ""


@dataclass(frozen=True, slots=True)
class Web:
    """An address on the web, or a mailbox."""

    url: str


Address = Inside | Elsewhere | Web


def read(href: str) -> Address | None:
    """Return where *href* leads, None when it may not stand in a text."""
    if match := _VARIANT.match(href):
        return Elsewhere(match["slug"], PurePosixPath(match["path"]), match["name"] or "")
    parts = split(href)
    scheme = parts.scheme.lower()
    if href.startswith(("//", "\\")) or "@" in parts.netloc or (parts.netloc and not scheme):
        return None
    if scheme in WEB:
        return Web(href) if parts.netloc or (scheme == "mailto" and "@" in parts.path) else None
    # A page of ours answers no question.
    return None if scheme or (parts.path and parts.query) else Inside(unquote(parts.path), unquote(parts.fragment))


def variable(href: str) -> str:
    """Return the name of the variable that holds the address *href*, '' when it is an address itself."""
    match = _VARIABLE.match(href)
    return match["name"] if match else ""


def link_problems(link: Link) -> Iterator[Diagnostic]:
    """Yield why *link* may not stand in a text; the value of a variable is judged when it is filled in."""
    address = None if variable(link.href) else read(link.href)
    if isinstance(address, Web) and _STRANGE.search(split(link.href).netloc):
        hint = "Typ het adres opnieuw. Is het juist, schrijf het dan zoals de browser het kopieert (xn--…)."
        text = f"in de naam van de website '{link.href}' staan letters die op andere lijken"
        yield Diagnostic("HT005", link.origin, text, hint)
    if variable(link.href) or address is not None:
        return
    if split(link.href).scheme == VARIANT:
        hint = "Schrijf [tekst](variant:sector/pagina.md) of [tekst](variant:sector/pagina.md#id)."
        yield Diagnostic("PG007", link.origin, "deze link naar een andere variant is niet te lezen", hint)
    else:
        hint = "Toegelaten zijn https://, http://, mailto: en pagina's van het draaiboek."
        yield Diagnostic("HT002", link.origin, f"het adres '{link.href}' is niet toegelaten", hint)


def image_problems(image: Image) -> Iterator[Diagnostic]:
    """Yield why *image* may not stand in a text."""
    if split(image.href).scheme or image.href.startswith(("/", "\\")):
        hint = "Zet het beeld in de map media en verwijs ernaar met een kort pad."
        yield Diagnostic("HT002", image.origin, f"het beeld '{image.href}' komt van buiten het draaiboek", hint)
    if not image.text.strip():
        hint = "Zeg tussen de vierkante haken wat er op het beeld staat."
        yield Diagnostic("HT007", image.origin, f"het beeld '{image.href}' heeft geen vervangtekst", hint)


def split(href: str) -> SplitResult:
    """Split *href* as urlsplit does; what that cannot read gets the scheme '?', which nothing allows."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("?", "", href, "", "")
