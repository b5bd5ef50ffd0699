"""Where a link may lead: a page of this variant, a page of another one, or an address on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Image, Link, words

WEB = frozenset({"https", "http", "mailto"})
VARIANT = "variant"
_VARIANT = re.compile(r"^variant:(?P<slug>[a-z0-9-]+)/(?P<path>[a-z0-9./-]+\.md)(?:#(?P<name>[a-z0-9-]+))?$")
# Beyond the letters of western Europe there are too many that look like another one (UTS 39).
_STRANGE = re.compile(r"[^\x00-\u017f]")
# What every browser reads as one and the same host, written as it is shown.
_HOST = re.compile(r"[a-z0-9\u00c0-\u017f.-]+(?::[0-9]+)?", re.IGNORECASE)
_CODED = "xn--"
# What a reader takes for a website or a mailbox; not an abbreviation (i.v.m.) and not a file.
_LOOKS_LIKE = re.compile(
    r"(?<![\w.@-])(?P<scheme>https?://)?(?:[\w.+-]+@)?(?P<host>(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,})(?![\w@])"
)
_FILES = frozenset(
    {"md", "yml", "svg", "png", "jpg", "jpeg", "pdf", "epub", "zip", "docx", "doc", "xlsx", "txt", "html"}
)
_FILLED_LATER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
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
    if isinstance(address, Web) and _misleads(host := split(link.href).netloc):
        hint = "Typ het adres opnieuw. Is het juist, schrijf dan zonder link welke website je bedoelt."
        text = f"in de naam van de website '{_shown(host) or link.href}' staan letters die op andere lijken"
        yield Diagnostic("HT005", link.origin, text, hint)
    elif address is not None:
        yield from _names_another(link, address)
    if variable(link.href) or address is not None:
        return
    if split(link.href).scheme == VARIANT:
        hint = "Schrijf [tekst](variant:sector/pagina.md) of [tekst](variant:sector/pagina.md#id)."
        yield Diagnostic("PG007", link.origin, "deze link naar een andere variant is niet te lezen", hint)
    else:
        hint = "Toegelaten zijn https://, http://, mailto: en pagina's van het draaiboek."
        yield Diagnostic("HT002", link.origin, f"het adres '{link.href}' is niet toegelaten", hint)


def _misleads(host: str) -> bool:
    """Tell whether *host* is not what it looks like: letters of another alphabet, also coded as `xn--…`, or signs."""
    return bool(host) and (not _HOST.fullmatch(host) or bool(_STRANGE.search(_shown(host))))


def _shown(host: str) -> str:
    """Return *host* with the letters that `xn--…` stands for; what cannot be read stays."""
    try:
        return ".".join(
            label[len(_CODED) :].encode().decode("punycode") if label.lower().startswith(_CODED) else label
            for label in host.split(".")
        )
    except UnicodeError:
        return "\ufffd"


def _names_another(link: Link, address: Address) -> Iterator[Diagnostic]:
    """Yield that the words of *link* name a website or mailbox, and that it leads to another one."""
    for match in _LOOKS_LIKE.finditer(_FILLED_LATER.sub(" ", f"{words(link.content)} {link.title}")):
        named = match["host"].lower()
        if named.rpartition(".")[2] in _FILES and not match["scheme"]:
            continue
        if not any(host == _bare(named) or host.endswith(f".{_bare(named)}") for host in _hosts(address)):
            text = f"in de woorden van deze link staat '{match[0]}', maar ze leidt naar '{link.href}'"
            hint = "Schrijf in de link waar ze naartoe leidt, of een gewoon woord."
            yield Diagnostic("HT012", link.origin, text, hint)


def _hosts(address: Address) -> list[str]:
    """Return the hosts that *address* leads to, without `www.`; none for a page of ours."""
    if not isinstance(address, Web):
        return []
    parts = split(address.url)
    if parts.scheme.lower() == "mailto":
        return [_bare(each.rpartition("@")[2]) for each in unquote(parts.path).split(",")]
    return [_bare(parts.netloc.partition(":")[0])]


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.").rstrip(".")


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
