"""Where a link may lead: a page of this variant, a page of another one, or an address on the web."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from draaiboek.base import characters
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Emphasis, Image, Inline, Link, Script, Strong, deep, words

_MANY = 20_000  # addresses, more than a guidebook has; rules, composition and each site read the same ones
WEB = frozenset({"https", "http", "mailto"})
VARIANT = "variant"
_VARIANT = re.compile(r"^variant:(?P<slug>[a-z0-9-]+)/(?P<path>[a-z0-9./-]+\.md)(?:#(?P<name>[a-z0-9-]+))?$")
# Beyond the letters of French and German too many look like another letter (UTS 39), such as an i without its dot.
_LETTERS = r"A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153"
_STRANGE = re.compile(rf"[^{_LETTERS}.:-]")
_AS_AN_L = re.compile("(?<=[a-z])I")  # a capital I looks like an l, and a browser lower-cases it to an i
# A host that every browser reads alike and that is written as it is shown.
_HOST = re.compile(rf"[{_LETTERS}.-]+(?::[0-9]+)?")
_NAMED_AND_PORT = re.compile(r"(?P<name>[^:\[\]]*)(?::(?P<port>[0-9]+))?")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")  # as the last label it makes the host an IPv4 address
_LAST_PORT, _LONGEST_HOST, _LONGEST_LABEL = 65535, 253, 63  # RFC 1035
_MAILBOX = re.compile(r"[A-Za-z0-9_.+-]+@(?P<host>[^@,;:?\s]+)")
_IN_MAIL = frozenset({"subject", "body"})
LOOKS_LIKE_ANOTHER = "in de naam van de website '{}' staan letters die op andere lijken"
_ALLOWED = "Schrijf een adres met https://, http:// of mailto:, of een pagina van het draaiboek. Of haal de link weg."
_WHOLE_NAME = "Schrijf de naam van de website voluit, bijvoorbeeld https://www.vlaanderen.be."
_HINTS = {
    "http": _WHOLE_NAME,
    "https": _WHOLE_NAME,
    "mailto": "Zet na mailto: alleen het adres, zonder accenten; erachter mag ?subject=… of ?body=… staan.",
}
_CODED = "xn--"
# What a reader takes for a website or a mailbox; not an abbreviation (i.v.m.). File names are left out by `_FILES`.
_LOOKS_LIKE = re.compile(
    r"(?<![\w.@-])(?P<scheme>https?://)?(?P<box>[\w.+-]+@)?"
    r"(?P<host>(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,})(?![\w@])"
)
_FILES = frozenset(
    {"md", "yml", "svg", "png", "jpg", "jpeg", "pdf", "epub", "zip", "docx", "doc", "xlsx", "txt", "html"}
)
# Characters that look like a dot and are used as one; a word followed by spaces and a dot reads as one word with it.
_DOTS = str.maketrans(dict.fromkeys("\u00b7\u0589\u06d4\u2027\u2219\u22c5\u3002\u30fb", "."))
_BEFORE_DOT = re.compile(r"\s+(?=\.\w)")
# The text just before the address of a link or the value of a key.
_BEFORE_TARGET = re.compile(r"(?:\]\(\s*<?|<)(?:mailto:|https?://)?$|^\s*[\w-]+:\s+[\"']?https?://$")
_FILLED_LATER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_VARIABLE = re.compile(r"^\{\{\s*(?P<name>[\w.]+)\s*\}\}$")


@dataclass(frozen=True, slots=True)
class Inside:
    """A *page*, as a link on another page writes it ('' for that page itself), and an id on it or ''."""

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


@lru_cache(maxsize=_MANY)
def read(href: str) -> Address | None:
    """Return where *href* leads, or None when a text may not contain it."""
    if match := _VARIANT.match(href):
        return Elsewhere(match["slug"], PurePosixPath(match["path"]), match["name"] or "")
    parts = split(href)
    scheme = parts.scheme.lower()
    if href.startswith(("//", "\\")) or "@" in parts.netloc or (parts.netloc and not scheme):
        return None
    if scheme in WEB:
        return Web(href) if (_is_mail(parts) if scheme == "mailto" else _is_host(parts.netloc)) else None
    # A page of ours takes no query string.
    return None if scheme or (parts.path and parts.query) else Inside(unquote(parts.path), unquote(parts.fragment))


@lru_cache(maxsize=_MANY)
def beside(page: PurePosixPath, way: str) -> PurePosixPath:
    """Return the path in the variant of the relative link *way* on *page*: `../delen.md` on `a/b.md` is `delen.md`."""
    return PurePosixPath(posixpath.normpath(page.parent / way))


def from_root(content: Sequence[Inline], page: PurePosixPath) -> Iterator[Inline]:
    """Yield *content* of a data file, whose links are relative to the root, with links relative to *page*."""
    for inline in content:
        match inline:
            case Link(href=href) if not variable(href) and isinstance(found := read(href), Inside) and found.page:
                way, mark, name = href.partition("#")
                way = "" if found.page == str(page) and name else posixpath.relpath(way, page.parent)
                yield replace(inline, href=f"{way}{mark}{name}")
            case Emphasis() | Strong() | Script():
                yield replace(inline, content=tuple(from_root(inline.content, page)))
            case _:
                yield inline


def variable(href: str) -> str:
    """Return the name of the variable that holds the address *href*, '' when it is an address itself."""
    match = _VARIABLE.match(href)
    return match["name"] if match else ""


def link_problems(link: Link) -> Iterator[Diagnostic]:
    """Yield why a text may not contain *link*; the value of a variable is judged when it is filled in."""
    address = None if variable(link.href) else read(link.href)
    straight = link.href.strip(characters.CURLY)
    if straight != link.href and ":" in straight:
        hint = f"Haal het weg, of typ rechte aanhalingstekens om een titel: [tekst]({straight})."
        yield Diagnostic("HT002", link.origin, f"in het adres '{link.href}' staat een krom aanhalingsteken", hint)
        return
    if isinstance(address, Web) and (host := next(filter(_misleads, _hosts(address)), "")):
        hint = "Typ het adres opnieuw. Is het juist, schrijf dan zonder link welke website je bedoelt."
        text = LOOKS_LIKE_ANOTHER.format(_shown(host) or link.href)
        yield Diagnostic("HT005", link.origin, text, hint)
    elif address is not None:
        yield from _names_another(link, address)
    if variable(link.href) or address is not None:
        return
    if split(link.href).scheme == VARIANT:
        hint = "Schrijf [tekst](variant:sector/pagina.md) of [tekst](variant:sector/pagina.md#id)."
        yield Diagnostic("PG007", link.origin, "deze link naar een andere variant is niet te lezen", hint)
    else:
        hint = _HINTS.get(split(link.href).scheme.lower(), _ALLOWED)
        yield Diagnostic("HT002", link.origin, f"het adres '{link.href}' is niet toegelaten", hint)


def look_alikes(line: str) -> Iterator[tuple[int, str]]:
    """Yield the index in *line* and the name of each website or mailbox that mixes letters of two alphabets.

    The address of a link or of a key is judged elsewhere, and left out.
    """
    for match in _LOOKS_LIKE.finditer(line):
        host = match["host"]
        mixed = _STRANGE.search(host) and re.search("[A-Za-z]", host)
        before = line[: match.start()] + (match["scheme"] or "")
        if mixed and not _BEFORE_TARGET.search(before):
            yield match.start("host"), host


def _is_mail(parts: SplitResult) -> bool:
    """Return whether a mail goes only to visible mailboxes: none hidden in a copy, and no header or line unseen."""
    boxes = [_MAILBOX.fullmatch(each) for each in _recipients(parts)]
    fields = parse_qsl(parts.query, keep_blank_values=True)
    told = f"{unquote(parts.path)}{''.join(name for name, _ in fields)}{''.join(_in_a_line(fields))}"
    whole = "".join(value for _, value in fields)
    return (
        all(box and _is_host(box["host"]) for box in boxes)
        and {name.lower() for name, _ in fields} <= _IN_MAIL
        and told.isprintable()
        and not characters.HIDDEN.search(re.sub(r"\r?\n", "", whole))
    )


def _in_a_line(fields: list[tuple[str, str]]) -> Iterator[str]:
    yield from (value for name, value in fields if name.lower() != "body")


def _recipients(parts: SplitResult) -> list[str]:
    return [each.strip() for each in unquote(parts.path).split(",")]


def _is_host(netloc: str) -> bool:
    """Return whether *netloc* is a host that a browser goes to by that name: not a number that stands for another."""
    match = _NAMED_AND_PORT.fullmatch(netloc)
    if not match:
        return bool(netloc)  # `_misleads` says what is wrong with it
    labels = match["name"].removesuffix(".").split(".")
    return (
        all(each and not each.startswith("-") and not each.endswith("-") for each in labels)
        and all(len(each) <= _LONGEST_LABEL for each in labels)
        and len(match["name"]) <= _LONGEST_HOST
        and not _NUMBER.fullmatch(labels[-1])
        and 0 < int((match["port"] or "443")[:6]) <= _LAST_PORT
    )


def _misleads(host: str) -> bool:
    """Return whether *host* is not what it looks like: with foreign letters (also coded as `xn--…`) or other signs."""
    strange = _STRANGE.search(_shown(host)) or _AS_AN_L.search(host)
    return bool(host) and (not _HOST.fullmatch(host) or bool(strange))


def _shown(host: str) -> str:
    """Return *host* with the letters that `xn--…` stands for, or U+FFFD when one cannot be decoded."""
    try:
        return ".".join(
            label[len(_CODED) :].encode().decode("punycode") if label.lower().startswith(_CODED) else label
            for label in host.split(".")
        )
    except UnicodeError:
        return "\ufffd"


def _names_another(link: Link, address: Address) -> Iterator[Diagnostic]:
    """Yield an error when the words of *link* name another website or mailbox than its address, or only some."""
    places, said = _places(address), [*_said(link)]
    wrong = [each[0] for each in said if not any(_is_in(place, each) for place in places)]
    unsaid = [place for place in places if "@" in place and not any(_is_in(place, each) for each in said)]
    for named in wrong or ([each[0] for each in said][:1] if unsaid else []):
        text = f"in de woorden van deze link staat '{named}', maar ze leidt naar '{link.href}'"
        hint = "Schrijf in de link waar ze naartoe leidt, of een gewoon woord."
        yield Diagnostic("HT012", link.origin, text, hint)


def _said(link: Link) -> Iterator[re.Match[str]]:
    """Yield each website and mailbox that the words of *link* name, even in characters that only look like ours."""
    heard = " ".join(node.text for node in deep(link.content) if isinstance(node, Image))
    shown = unicodedata.normalize("NFKC", f"{words(link.content)} {heard} {link.title}").translate(_DOTS)
    for match in _LOOKS_LIKE.finditer(_BEFORE_DOT.sub("", _FILLED_LATER.sub(" ", shown))):
        if match["scheme"] or match["host"].lower().rpartition(".")[2] not in _FILES:
            yield match


def _is_in(place: str, said: re.Match[str]) -> bool:
    """Return whether *place*, a host or a mailbox, is what is *said*, or a subdomain of it."""
    named, host = _bare(said["host"]), place.rpartition("@")[2]
    if said["box"] and "@" in place:
        return place == f"{said['box'].lower()}{said['host'].lower()}"
    return host == named or host.endswith(f".{named}")


def _places(address: Address) -> list[str]:
    """Return the host, without `www.`, or the mailboxes that *address* leads to; none for a page of ours."""
    if not isinstance(address, Web):
        return []
    parts = split(address.url)
    if parts.scheme.lower() == "mailto":
        return [each.lower() for each in _recipients(parts)]
    return [_bare(parts.netloc.partition(":")[0])]


def _hosts(address: Web) -> list[str]:
    """Return each host of *address* as it is written: of a website with its port, or of each mailbox."""
    parts = split(address.url)
    is_mail = parts.scheme.lower() == "mailto"
    return [box.rpartition("@")[2] for box in _recipients(parts)] if is_mail else [parts.netloc]


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.").rstrip(".")


def is_foreign(image: Image) -> bool:
    """Return whether the address of *image* is none within the guidebook: of another website, or of a whole machine."""
    return bool(split(image.href).scheme) or image.href.startswith(("/", "\\"))


def image_problems(image: Image) -> Iterator[Diagnostic]:
    """Yield why a text may not contain *image*."""
    if is_foreign(image):
        hint = "Zet het beeld in docs/media/, en schrijf media/naam.png, of ../media/naam.png op een pagina in een map."
        yield Diagnostic("HT002", image.origin, f"het beeld '{image.href}' komt van buiten het draaiboek", hint)
    if not image.text.strip():
        hint = "Zeg tussen de vierkante haken wat er op het beeld staat."
        yield Diagnostic("HT007", image.origin, f"het beeld '{image.href}' heeft geen vervangtekst", hint)


def split(href: str) -> SplitResult:
    """Split *href* as urlsplit does; what it cannot parse gets the scheme '?', which nothing allows."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("?", "", href, "", "")
