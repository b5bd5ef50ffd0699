"""The files at the root of the publication: what a reader gets when the address names no edition."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files as resources
from typing import Any
from urllib.parse import urlsplit

from markupsafe import escape

from draaiboek.base import dutch, templating
from draaiboek.base.model import CORE, Identity
from draaiboek.editions import version_list
from draaiboek.editions.ledger import Entry
from draaiboek.editions.manifest import Manifest
from draaiboek.editions.publish import feeds, shared_constants
from draaiboek.editions.publish.allowed_names import ALIAS, PATHS, SUMS
from draaiboek.editions.version_list import Listed
from draaiboek.render import layout, policy

_TEMPLATES = {
    "index.html": "index.html",
    "edities.html": "edities/index.html",
    "404.html": "404.html",
    "nakijken.html": f"{layout.CHECK}index.html",
}
_TEXTS = ("robots.txt", "sitemap.xml")
_INDEX = "index.html"
_WORKER = "sw.js"


@dataclass(frozen=True, slots=True)
class State:
    """What the root shows: the editions, newest first, what was done, and the manifest of the edition in force.

    *this* identifies the guidebook, with the address of the root; *pdfs* are the names of the PDFs of each edition,
    *compared* the editions that have a page about what changed. *sums* has every downloadable file that was ever
    published: its edition and name, by its SHA-256.
    """

    listed: tuple[Listed, ...]
    entries: tuple[Entry, ...]
    manifest: Manifest
    this: Identity
    pdfs: Mapping[str, Sequence[str]]
    compared: frozenset[str]
    sums: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def current(self) -> Listed:
        """The edition of which the alias is a copy."""
        return next(each for each in self.listed if ALIAS in each.aliases)

    @property
    def address(self) -> str:
        """The address of the root on the web."""
        return self.this.address


def files(state: State) -> Mapping[str, bytes]:
    """Return the bytes of each file at the root, by name."""
    words = _words(state)
    texts = {
        target: templating.render("draaiboek.editions.publish", name, words) for name, target in _TEMPLATES.items()
    }
    texts |= {name: templating.render("draaiboek.editions.publish", name, words) for name in _TEXTS}
    texts |= feeds.feeds(state.listed, state.entries, _titles(state.manifest), this=state.this)
    texts |= {
        PATHS: _paths(state),
        SUMS: _sums(state),
        "_headers": _headers(),
        ".htaccess": _htaccess(urlsplit(state.address).path),
    }
    static = _static()
    static[_WORKER] = _named(static[_WORKER].decode(), state.this).encode()
    return {**static, **{name: text.encode() for name, text in texts.items()}}


def tombstone(edition: Listed, this: Identity, *, depth: int, instead: str) -> bytes:
    """Return the page that replaces a page of *edition* of guidebook *this*, which is withdrawn.

    *depth* is the number of folders between the root and the page, *instead* the address, relative to the root, of the
    same page in the edition in force ('' when there is none).
    """
    words = {"this": this, "edition": edition, "up": "../" * depth, "instead": instead, "policy": policy.as_meta()}
    return templating.render("draaiboek.editions.publish", "grafsteen.html", words).encode()


def pages_of(manifest: Manifest) -> list[str]:
    """Return the address of every page of the edition of *manifest*, relative to the edition."""
    return sorted(name.removesuffix(_INDEX) for name in manifest.files if f"/{name}".endswith(f"/{_INDEX}"))


def moves_of(manifest: Manifest) -> dict[str, str]:
    """Return each former address in the edition of *manifest* with the new one, for each sector too."""
    pages = frozenset(pages_of(manifest))
    folders = ["", *(f"{slug}/" for slug in dict.fromkeys((*_sectors(manifest), *manifest.titles)))]
    found = {
        f"{folder}{old}": f"{folder}{new}"
        for old, new in manifest.moved.items()
        for folder in (folders if not old.startswith(tuple(folders[1:])) else [""])
    }
    return {old: new for old, new in sorted(found.items()) if new.partition("#")[0] in pages}


def _static() -> dict[str, bytes]:
    """Return the files that are the same for every publication; scripts begin with the constants that we share."""
    shared = shared_constants.as_script().encode()
    found = resources("draaiboek.editions.publish").joinpath("static").iterdir()
    return {each.name: (shared if each.name.endswith(".js") else b"") + each.read_bytes() for each in found}


def _sectors(manifest: Manifest) -> list[str]:
    return [slug for slug in manifest.sections if slug != CORE]


def _titles(manifest: Manifest) -> dict[str, str]:
    """Return the title of each sector of the edition of *manifest*."""
    return {slug: manifest.title_of(slug) for slug in _sectors(manifest)}


def _named(worker: str, this: Identity) -> str:
    """Return the text of the *worker* with the words of guidebook *this* filled in in its strings."""
    words = {"naam": escape(this.name), "taal": this.language, "slug": this.slug}
    for key, word in words.items():
        worker = worker.replace(f"@{key}@", json.dumps(str(word), ensure_ascii=False)[1:-1])
    return worker


def _paths(state: State) -> str:
    paths = {
        "editie": state.current.id,
        "paginas": pages_of(state.manifest),
        "verhuisd": moves_of(state.manifest),
    }
    return json.dumps(paths, ensure_ascii=False, indent=1) + "\n"


def _sums(state: State) -> str:
    found = {
        "actueel": state.current.id,
        "ingetrokken": {each.id: each.why for each in state.listed if each.status is version_list.Status.WITHDRAWN},
        "bestanden": dict(sorted(state.sums.items(), key=lambda item: (item[1], item[0]))),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _words(state: State) -> Mapping[str, Any]:
    return {
        "this": state.this,
        "address": state.address,
        "sums": SUMS,
        "path": urlsplit(state.address).path,
        "policy": policy.as_meta(),
        "current": state.current,
        "since": dutch.long_date(state.current.since),
        "doubly": version_list.share_a_day(state.listed),
        "editions": [_told(each, state) for each in state.listed],
        "feeds": [(feeds.name_of(slug), title) for slug, title in _titles(state.manifest).items()],
        "sitemaps": sorted(name for name in state.manifest.files if f"/{name}".endswith("/sitemap.xml")),
    }


def _told(edition: Listed, state: State) -> Mapping[str, Any]:
    return {
        "id": edition.id,
        "date": dutch.long_date(edition.date),
        "since": dutch.long_date(edition.since),
        "until": dutch.long_date(edition.until) if edition.until else "",
        "never": edition.until is not None and edition.until <= edition.since,
        "reasons": dutch.enumeration(list(edition.reasons)),
        "summary": edition.summary,
        "withdrawn": edition.status is version_list.Status.WITHDRAWN,
        "why": edition.why,
        "current": edition is state.current,
        "compared": edition.id in state.compared,
        "pdfs": [(name, _label(name, state.manifest)) for name in state.pdfs.get(edition.id, ())],
    }


_THINNER = {layout.FICHE: "Fiche", layout.POCKET: "Zakgids"}


def _label(name: str, manifest: Manifest) -> str:
    said = layout.read_name(name)
    title = manifest.title_of(said.variant) if said and said.variant else "Kerntekst"
    return f"{_THINNER[said.kind]} {title.lower()}" if said and said.kind in _THINNER else title


def _headers() -> str:
    return "\n".join(["/*", *(f"  {name}: {value}" for name, value in policy.as_headers().items())]) + "\n"


def _htaccess(path: str) -> str:
    return "\n".join(_htaccess_lines(path)) + "\n"


def _htaccess_lines(path: str) -> Iterator[str]:
    yield f"ErrorDocument 404 {path}/404.html"
    yield "<IfModule mod_headers.c>"
    yield from (f'  Header always set {name} "{value}"' for name, value in policy.as_headers().items())
    yield "</IfModule>"
