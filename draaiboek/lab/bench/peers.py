"""Other programs, given the text of each variant as ordinary Markdown: their own environment, and their projects.

Each project is what somebody would have who writes a site with that text: the same theme, search, contents, footnotes,
tables, abbreviations, boxes and tasks, and nothing of ours.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from draaiboek.base import process
from draaiboek.base.errors import ToolError
from draaiboek.base.model import MenuItem, Variant
from draaiboek.base.project import Project
from draaiboek.bootstrap import BENCH, INSTALL
from draaiboek.lab.bench.markdown import EXTENSIONS, markdown

PDF = "mkdocs-pdf.yml"
BOOK = "book.pdf"
INDEX = "index.md"
HUGO_TEXT, HUGO_INDEX = "hugo/content", "_index.md"  # with an index.md, Hugo takes all other pages for its attachments
_MKDOCS = "mkdocs.yml"
_PANGO = "Installeer Pango (Debian en Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)."
Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that builds or serves the site of a project; `{programs}`, `{folder}` and `{port}` are filled in."""

    name: str
    build: Command
    serve: Command

    def building(self, programs: Path, folder: Path) -> Command:
        """Return the command that builds the project in *folder*; *programs* is the folder with the programs."""
        return _filled(self.build, programs, folder, 0)

    def serving(self, programs: Path, folder: Path, port: int) -> Command:
        """Return the command that serves the project in *folder*."""
        return _filled(self.serve, programs, folder, port)


def _like_mkdocs(name: str, module: str) -> Peer:
    settings = ("-f", f"{{folder}}/{_MKDOCS}")
    serve = ("{programs}/" + module, "serve", *settings, "-a", "127.0.0.1:{port}")
    return Peer(name, ("{programs}/" + module, "build", *settings), serve)


MKDOCS = _like_mkdocs("MkDocs with Material", "mkdocs")
HUGO = Peer(
    "Hugo, a small theme, no search",
    ("{programs}/hugo", "--quiet", "--source", "{folder}/hugo", "--destination", "{folder}/hugo-site"),
    ("{programs}/hugo", "server", "--source", "{folder}/hugo", "--port", "{port}", "--bind", "127.0.0.1"),
)
PEERS = (
    MKDOCS,
    _like_mkdocs("ProperDocs", "properdocs"),
    _like_mkdocs("Zensical", "zensical"),
    HUGO,
)
TO_PDF = Peer("mkdocs-to-pdf", ("{programs}/mkdocs", "build", "-f", f"{{folder}}/{PDF}"), ())


def _filled(command: Command, programs: Path, folder: Path, port: int) -> Command:
    return tuple(word.format(programs=programs, folder=folder, port=port) for word in command)


def environment(project: Project, *, pdf: bool = False) -> Path:
    """Return the folder with the programs of the lock file `BENCH`, installed once, in out/bench/.

    Raises ToolError when *pdf* is set and mkdocs-to-pdf cannot run here.
    """
    pins, into = project.root / BENCH, project.out / "bench" / "programs"
    python = into / "bin" / "python"
    stamp = into / hashlib.sha256(pins.read_bytes()).hexdigest()[:16]
    if not stamp.exists():
        shutil.rmtree(into, ignore_errors=True)
        process.run([sys.executable, "-m", "venv", into], cwd=project.root)
        process.run([python, "-I", *INSTALL, "--quiet", "-r", pins], cwd=project.root)
        stamp.touch()
    try:
        if pdf:
            process.run([python, "-I", "-c", "import weasyprint"], cwd=project.root)
    except ToolError as error:
        message = "mkdocs-to-pdf kan niet starten: het systeem heeft de bibliotheek Pango niet"
        raise ToolError(message, hint=_PANGO, output=error.output) from error
    return python.parent


def write(variants: Sequence[Variant], project: Project, into: Path) -> Mapping[str, Path]:
    """Write the project of each of *variants* to *into*, and return their folders by the slugs of the variants."""
    shutil.rmtree(into, ignore_errors=True)
    for variant in variants:
        folder = into / variant.slug
        _write_text(variant, project, folder / "docs", INDEX)
        _write_text(variant, project, folder / HUGO_TEXT, HUGO_INDEX)
        _write_settings(variant, folder)
        for name, text in _HUGO.items():
            _write(folder / "hugo" / name, text)
    return {variant.slug: into / variant.slug for variant in variants}


def _write_text(variant: Variant, project: Project, into: Path, index: str) -> None:
    for page in variant.pages:
        _write(into / page.path.parent / named(page.path, index), markdown(page))
    for media in variant.media:
        target = into / media.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / media.origin.path, target)


def named(path: PurePosixPath, index: str) -> str:
    """Return the file name of page *path* for a program that calls the first page of a folder *index*."""
    return index if path.name == INDEX else path.name


def _write_settings(variant: Variant, folder: Path) -> None:
    search: dict[str, object] = {"search": {"lang": "nl"}}
    settings: dict[str, object] = {
        "site_name": variant.title,
        "theme": {"name": "material", "language": "nl", "font": False},
        "plugins": [search],
        "markdown_extensions": [{"toc": {"permalink": True}}, *EXTENSIONS],
        "nav": [_entry(item) for item in variant.menu],
    }
    _write(folder / _MKDOCS, yaml.safe_dump(settings, sort_keys=False, allow_unicode=True))
    to_pdf = {"to-pdf": {"author": "-", "copyright": "-", "output_path": BOOK}}
    settings |= {"plugins": [search, to_pdf], "site_dir": "site-pdf"}
    _write(folder / PDF, yaml.safe_dump(settings, sort_keys=False, allow_unicode=True))


def _entry(item: MenuItem) -> Mapping[str, object]:
    return {item.title: [_entry(child) for child in item.children] if item.page is None else str(item.page)}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


_HUGO = {
    "hugo.json": json.dumps(
        {
            "baseURL": "/",
            "title": "Meting",
            "languageCode": "nl",
            "disableKinds": ["taxonomy", "term", "RSS"],
            "markup": {"goldmark": {"renderer": {"unsafe": True}}},
        }
    ),
    **{
        f"layouts/_default/{name}.html": (
            "<!doctype html><html lang=nl><title>{{ .Title }}</title><body>"
            "<nav>{{ range .Site.RegularPages }}<a href={{ .RelPermalink }}>{{ .Title }}</a> {{ end }}</nav>"
            "{{ .TableOfContents }}<main>{{ .Content }}</main></body></html>"
        )
        for name in ("single", "list")
    },
}
