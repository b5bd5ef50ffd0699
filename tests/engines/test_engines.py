"""Other engines put the same shell around our pages: ProperDocs byte for byte, Zensical in all that a reader meets."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from lxml import html
from lxml.html import HtmlElement

from draaiboek.pipeline.examine import examine
from draaiboek.render import appearance, policy, site_settings, stage
from tests import fuzz
from tests.engines.environment import PYTHON, ROOT, STAMP
from tests.guidebook import DEFAULTS, TO_DO, guidebook, page

pytestmark = pytest.mark.skipif(
    not STAMP.exists(), reason="no environment with other engines: python -m tests.engines.environment"
)
ADDRESS = "https://draaiboek.example/livc-r"
EPOCH = "1796083200"
VARIANTS = ("kern", "onderwijs")
LANGUAGES = dict(zip(VARIANTS, ("nl-BE", "nl-NL"), strict=True))
OF_PROGRAM = {
    "draaiboek.yml": DEFAULTS["draaiboek.yml"]
    .replace("https://draaiboek.voorbeeld.be", ADDRESS)
    .replace("Tafel", "LIVC-R"),  # a name that must not break at its hyphen
    "docs/edities/2026.1.md": DEFAULTS["docs/edities/2026.1.md"].replace("concept", "goedgekeurd") + TO_DO,
    "docs/downloads.md": page("Neem mee.\n", title="Downloads"),
    "docs/over-dit-draaiboek.md": page(
        "Over LIVC-R.\n\n## Een {#een}\n\nA.\n\n## Twee {#twee}\n\nB.\n", title="Over LIVC-R"
    ),
    "docs/toegankelijkheid.md": page("Voor iedereen.\n", title="Toegankelijkheid"),
    "docs/veelgestelde-vragen.md": page("Vragen.\n", title="Vragen"),
    "sectors/jeugd/fiche.md": page("Bel.\n", title="Fiche LIVC-R", more="na: index.md\n"),
}


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The input of an engine, for the core and for a sector, with the theme beside it."""
    root = tmp_path_factory.mktemp("engines")
    kept = next(entry for entry in fuzz.kept() if entry.name == "rich-all-kinds")
    menu = "".join(f"- pagina: {Path(name).name}\n" for name in OF_PROGRAM if name.count("/") == 1)
    files = {**fuzz.numbered(kept.files), **OF_PROGRAM}
    project = guidebook({**files, "docs/_data/inhoud.yml": files["docs/_data/inhoud.yml"] + menu}, root)
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "draaiboek" / "theme", project.theme)
    checked = examine(project)
    assert not checked.failed, checked.problems
    wanted = [variant for variant in checked.variants if variant.slug in VARIANTS]
    shown = "https://git.example/draaiboek"
    choices = tuple(map(site_settings.choice, checked.variants))
    staged = stage.Stage(project, project.stage, choices, shown, appearance.read(project))
    return {each.slug: stage.write(each, staged).parent for each in wanted}


@pytest.fixture(scope="module")
def sites(stages: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Path]:
    """The site that each engine makes of each variant."""
    into = tmp_path_factory.mktemp("sites")
    made = {}
    for slug, folder in stages.items():
        for engine in ("mkdocs", "properdocs"):
            made[engine, slug] = into / engine / slug
            _run(engine, "build", "--strict", "-f", folder / "mkdocs.yml", "-d", made[engine, slug])
        _run("zensical", "build", "--clean", "--strict", "-f", folder / "mkdocs.yml")
        made["zensical", slug] = folder / "site"
    return made


def _run(engine: str, *words: str | Path) -> None:
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**known, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        [PYTHON, "-m", engine, *words], cwd=ROOT, env=environment, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


# --- ProperDocs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", VARIANTS)
def test_properdocs_makes_the_same_bytes(slug: str, sites: Mapping[tuple[str, str], Path]) -> None:
    ours, theirs = sites["mkdocs", slug], sites["properdocs", slug]
    files = _files(ours)
    assert _files(theirs) == files
    same, other, unread = filecmp.cmpfiles(ours, theirs, files, shallow=False)
    assert (other, unread) == ([], [])
    assert len(same) == len(files)


# --- Zensical ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", VARIANTS)
def test_zensical_shows_the_same_pages(slug: str, sites: Mapping[tuple[str, str], Path]) -> None:
    ours, theirs = (Site(sites[engine, slug], slug) for engine in ("mkdocs", "zensical"))
    assert theirs.pages.keys() == ours.pages.keys()
    assert "404.html" in ours.pages
    for name, expected in ours.pages.items():
        found = theirs.pages[name]
        for part in ("article", "facts", "landmarks", "links", "words"):
            assert getattr(found, part) == getattr(expected, part), f"{name}: {part}"


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
@pytest.mark.parametrize("slug", VARIANTS)
def test_what_a_page_must_have(engine: str, slug: str, sites: Mapping[tuple[str, str], Path]) -> None:
    """What engines once lost silently: the current page, the 404's title and noindex, the skip link."""
    site = Site(sites[engine, slug], slug)
    for name, each in site.pages.items():
        root = each.root
        assert each.facts["policy"] == [policy.as_meta()]
        assert each.facts["robots"] == (["noindex"] if name == "404.html" else [])
        (skip,) = root.xpath("//a[@class='md-skip'][not(ancestor::*[@data-md-component='skip'])]")
        assert root.xpath("//*[@id=$id]", id=skip.get("href").removeprefix("#")), name
        current = {each.resolve(link.get("href")) for link in root.xpath("//*[@aria-current='page']")}
        listed = root.xpath("//nav[@aria-label='Alle pagina’s']//a")
        assert listed
        if name == "404.html":
            assert each.facts["title"].startswith("Pagina niet gevonden – ")
            assert current == set()
        elif name.removesuffix("index.html") in {each.below(link.get("href")) for link in listed}:
            assert current == {each.address}, name
        assert "Pagina niet gevonden" not in each.facts["title"] or name == "404.html"


@pytest.mark.parametrize("slug", VARIANTS)
def test_zensical_has_our_sheets_and_scripts(slug: str, sites: Mapping[tuple[str, str], Path]) -> None:
    ours, theirs = sites["mkdocs", slug], sites["zensical", slug]
    names = [name for name in _files(ours) if re.match(r"assets/(css|js|fonts)/", name) or name.startswith("media/")]
    assert set(stage.JOINED) <= set(names)
    _, other, unread = filecmp.cmpfiles(ours, theirs, names, shallow=False)
    assert (other, unread) == ([], [])
    # The engine's own skip link, which leads to the text in its own frame, is hidden in favour of ours.
    assert '[data-md-component="skip"] {\n  display: none;' in (theirs / "assets/css/draaiboek.css").read_text("utf-8")


class Site:
    """The pages of a site, by their path in it."""

    def __init__(self, folder: Path, slug: str) -> None:
        start = f"{ADDRESS}/actueel/{'' if slug == 'kern' else f'{slug}/'}"
        self.pages = {name: Shown(folder / name, start, name) for name in _files(folder) if name.endswith(".html")}


class Shown:
    """What a reader meets on a page, whichever engine made it."""

    def __init__(self, path: Path, start: str, name: str) -> None:
        self.root: HtmlElement = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        self.start, self.address = start, urljoin(start, name.removesuffix("index.html"))

    def resolve(self, href: str) -> str:
        address = urljoin(self.address, href)
        return address.removesuffix("/.") + "/" if address.endswith("/.") else address

    def below(self, href: str) -> str:
        return self.resolve(href).removeprefix(self.start)

    @property
    def article(self) -> list[str]:
        """The title and the text, as exact HTML."""
        return [
            html.tostring(each, encoding="unicode") for each in self.root.xpath("//*[@data-artikel or @data-titel]")
        ]

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "language": self.root.get("lang"),
            "title": self.root.findtext(".//title"),
            "robots": self.root.xpath("//meta[@name='robots']/@content"),
            "description": self.root.xpath("//meta[@name='description']/@content"),
            "policy": self.root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content"),
            "canonical": self.root.xpath("//link[@rel='canonical']/@href"),
            "data": [
                dict(each.attrib) for each in self.root.xpath("//*[@data-pagina or @data-edition or @data-offline]")
            ],
        }

    @property
    def landmarks(self) -> list[tuple[str, str | None]]:
        found = self.root.xpath("//main | //nav | //header | //footer | //aside | //*[@role='search'] | //h1")
        return [(str(each.tag), each.get("aria-label")) for each in found]

    @property
    def links(self) -> list[tuple[str, str, str | None]]:
        """Every link with the address that it resolves to; the engine's own skip link is hidden and left out."""
        found = self.root.xpath("//a[@href][not(ancestor::*[@data-md-component='skip'])]")
        return [(self.resolve(each.get("href")), _squeezed(each), each.get("aria-current")) for each in found]

    @property
    def words(self) -> list[str]:
        parts = self.root.xpath("//header | //nav | //aside | //footer | //*[@id='__tekst']")
        return [_squeezed(each) for each in parts]


def _squeezed(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# --- MiniJinja --------------------------------------------------------------------------------------------------------


def test_jinja_and_minijinja_make_the_same_of_every_template(stages: Mapping[str, Path]) -> None:
    contexts = []
    for slug, folder in stages.items():
        config = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
        config |= {"theme": {"favicon": "a.svg", "language": LANGUAGES[slug]}, "copyright": "Niemand & iedereen."}
        shared = {"config": config, "nav": {"homepage": {"url": "."}}, "base_url": "..", "features": []}
        contexts.append({**shared, "page": None})
        for path in sorted((folder / "docs").rglob("*.md")):
            front = yaml.safe_load(path.read_text(encoding="utf-8").removesuffix("---\n"))
            where = f"{ADDRESS}/actueel/{'' if slug == 'kern' else f'{slug}/'}{front['adres']}"
            contexts.append({**shared, "page": {"meta": front, "canonical_url": where}})
    asked = {"theme": str(ROOT / "draaiboek" / "theme"), "words": contexts}
    done = subprocess.run(
        [PYTHON, "-I", Path(__file__).with_name("render_both.py")],
        input=json.dumps(asked),
        capture_output=True,
        check=True,
        text=True,
    )
    rendered = json.loads(done.stdout)
    assert len(rendered) == len(contexts)
    for each in rendered:
        for name, (one, other) in each.items():
            assert _tree(one) == _tree(other), name


def _tree(text: str) -> list[object]:
    """Return the elements, attributes and words of a page, with both ways to escape a quotation mark made equal."""
    return [
        (str(each.tag), sorted(each.attrib.items()), _said(each), " ".join((each.tail or "").split()))
        for each in html.document_fromstring(text).iter()
    ]


def _said(element: HtmlElement) -> object:
    words = element.text or ""
    return json.loads(words) if element.get("type") == "application/json" else " ".join(words.split())
