"""Serves a finished site on this machine below the path that it has on the web, as the edition in force."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html
from lxml.html import HtmlElement

from draaiboek.base import web_server
from draaiboek.base.errors import ToolError
from draaiboek.base.model import ALIAS
from draaiboek.editions import version_list
from draaiboek.editions.publish.allowed_names import PATHS


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve folder *site* while the body runs; yield the address of its first page.

    404.html, which is served at any depth, refers to its files by absolute path; so the path has to be the real one.
    Beside the site are the two files at the root of a publication that its pages request, with one older edition.
    """
    first = html.document_fromstring((site / "index.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    prefix = _prefix(first)
    root = {f"{prefix.rpartition(f'{ALIAS}/')[0]}{name}": text for name, text in _root(first).items()}

    class Handler(web_server.Handler):
        def do_GET(self) -> None:  # noqa: N802  # the name is the base class's
            if self.path not in root:
                super().do_GET()
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(root[self.path].encode())

    with web_server.serving(site, prefix.removesuffix("/"), handler=Handler) as address:
        yield f"{address}/"


def _prefix(page: HtmlElement) -> str:
    """Return the path of the canonical address of the first page ('/actueel/')."""
    for link in page.iter("link"):
        if link.get("rel") == "canonical":
            return str(urlsplit(link.get("href", "")).path)
    message = "de eerste pagina zegt niet waar ze op het web staat"
    raise ToolError(message, hint="Kijk naar 'link rel=canonical' in draaiboek/theme/main.html.")


def _root(page: HtmlElement) -> dict[str, str]:
    edition = next((each.get("data-edition", "") for each in page.iter("div") if "data-edition" in each.attrib), "")
    versions = [
        {"version": edition, "aliases": [ALIAS], "properties": {"geldig_van": "2020-01-01"}},
        {"version": "2019.1", "aliases": [], "properties": {"geldig_van": "2019-01-01", "geldig_tot": "2020-01-01"}},
    ]
    return {
        version_list.NAME: json.dumps(versions),
        PATHS: json.dumps({"editie": edition, "paginas": [""], "verhuisd": {}}),
    }
