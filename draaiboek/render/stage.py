"""A variant as articles of HTML with a small MkDocs configuration, in out/stage/<variant>/."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath

import yaml

from draaiboek.base import dutch, up_to_date
from draaiboek.base.model import MediaFile, Page, Variant
from draaiboek.base.project import Project
from draaiboek.content import content_paths, files
from draaiboek.render.appearance import Appearance
from draaiboek.render.around import Around, all_around
from draaiboek.render.article import Articles
from draaiboek.render.chapters import chapters
from draaiboek.render.html import typeset
from draaiboek.render.layout import folder_of, page_url
from draaiboek.render.letters import letters
from draaiboek.render.long_list import long_list
from draaiboek.render.menus import for_engine, on_page, step
from draaiboek.render.page_contents import contents, names_below, title_id
from draaiboek.render.related import LinkMap
from draaiboek.render.road import roads
from draaiboek.render.site_settings import Choices, menu_of, settings

DOCS = "docs"
JOINED = tuple(f"assets/{name}" for name in ("css/draaiboek.css", "js/draaiboek.js", "js/first.js", "js/search-box.js"))
"""The files of the theme that are assembled from parts, here and not by the engine: not every engine can do it."""
# They use Jinja's syntax, but Jinja would read every line of the parts, only to find nothing to do.
_PART = re.compile(r'\{% include "([^"]+)" %\}')
# Comments on lines of their own, for whoever writes the scripts: a third of what a reader would download.
_COMMENTS = re.compile(r"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)[ \t]*(?:\n|\Z)", re.MULTILINE)
_ABOUT_PARTS = re.compile(r"\s*\{#-.*?-#\}\s*", re.DOTALL)
# libyaml where PyYAML has it, as in `strict_yaml`: an article is one long value.
_FAST = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where variants are written out, and what is the same for all: *folder* holds a folder for each of them.

    *choices* are the variants to which the reader can switch, *look* is what `appearance` read, *links* says which
    pages belong together.
    """

    project: Project
    folder: Path
    choices: Choices
    repository: str
    look: Appearance
    links: LinkMap = field(default_factory=LinkMap)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Everything that the text of one page for the engine is made of: nothing else can change it.

    *shown* is what it shows of its site. *steps* are the pages before and after it, *road* what the theme needs of the
    road that it is on, if any, *related* the related pages. *menu* is the site's menu as the page has it; it follows
    from the configuration and is part of neither the article nor its frame.
    """

    page: Page
    shown: Around
    steps: Mapping[str, object]
    road: Mapping[str, object] | None
    related: tuple[Mapping[str, object], ...] = ()
    menu: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A page for the engine: what the theme must know, as JSON (*front*), and pieces of HTML: *article* and *menu*."""

    front: str
    article: str
    menu: str

    @property
    def file(self) -> str:
        """The file that the engine gets.

        All of it is front matter, and there is no text: an engine would parse text again, and Zensical changes links in
        HTML inside it. The front matter is JSON, which is also YAML.
        """
        html = _json({"menu": self.menu, "artikel": self.article})
        return f"---\n{self.front.removesuffix('}')}, {html.removeprefix('{')}\n---\n"


def written(leaf: Leaf, articles: Articles | None = None) -> Written:
    """Return the page of *leaf*; *articles* are those that were written before."""
    page, shown = leaf.page, leaf.shown
    front: dict[str, object] = {
        "title": page.meta.title,
        "description": page.meta.description,
        "titel": str(typeset(page.meta.title, shown.whole)),
        "titel_id": title_id(page),
        "adres": page_url(page.path),
        "begin": page.path == content_paths.INDEX,
        "omhoog": shown.up or "./",
        "inhoud": contents(page, shown.whole),
        "inhoud_diep": names_below(page),
        **leaf.steps,
    }
    if page.meta.reviewed:
        front["nagelezen"] = page.meta.reviewed.isoformat()
        front["nagelezen_op"] = dutch.long_date(page.meta.reviewed)
    if page.sector:
        front["sector"] = page.sector
        # In the site of the sector; in `alle` the page is in a folder of its own.
        front["eigen_adres"] = page_url(page.origin.path.relative_to(content_paths.SECTORS / page.sector))
    if found := letters(page):
        front["letters"] = found
    if entries := long_list(page):
        front["lijst"] = entries
    if leaf.related:
        front["lees_ook"] = leaf.related
    if leaf.road:
        front["weg"] = leaf.road
    return Written(_json(front), str((articles or Articles()).of(page, shown)), leaf.menu)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def joined(stage: Stage) -> Mapping[str, str]:
    """Return the files of the theme that are assembled from parts, by their place on a site."""
    theme = stage.project.theme

    def part(found: re.Match[str]) -> str:
        text = (theme / found[1]).read_text(encoding="utf-8").removesuffix("\n")
        return _COMMENTS.sub("", text) if found[1].endswith(".js") else text

    wholes = {name: (theme / name).read_text(encoding="utf-8").removesuffix("\n") for name in JOINED}
    return {name: _PART.sub(part, _ABOUT_PARTS.sub("", whole)) for name, whole in wholes.items()}


def write(
    variant: Variant,
    stage: Stage,
    text_of: Callable[[Leaf], Written] = written,
    parts: Mapping[str, str] | None = None,
) -> Path:
    """Write *variant* out and return the path of its configuration.

    *text_of* returns a page, for callers that cache them; *parts* is the result of `joined`, for callers that write
    several variants.
    """
    folder, config = stage.folder / variant.slug, "mkdocs.yml"
    texts = {str(leaf.page.path): text_of(leaf).file for leaf in _leaves(variant.pages, variant, stage)}
    texts |= joined(stage) if parts is None else parts
    made = {name: text.encode() for name, text in texts.items()}
    made |= {str(media.path): _picture(media, stage) for media in variant.media}
    files = {f"{DOCS}/{name}": data for name, data in made.items()}
    up_to_date.bring(folder, {**files, config: configuration(variant, stage).encode()})
    return folder / config


def write_pages(pages: Iterable[Page], variant: Variant, stage: Stage) -> None:
    """Write *pages* of *variant* out, for the first time or again."""
    for leaf in _leaves(pages, variant, stage):
        target = stage.folder / variant.slug / DOCS / leaf.page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(written(leaf).file, encoding="utf-8", newline="\n")


def _leaves(pages: Iterable[Page], variant: Variant, stage: Stage) -> Iterator[Leaf]:
    this, steps, ways, pages = variant.identity, _steps(variant), tuple(roads(variant.menu)), tuple(pages)
    entries = menu_of(variant, stage.choices)
    named = {each.path: step(each.title, each.path, this) for each in chapters(variant)}
    for page, shown in zip(pages, all_around(pages, variant, stage.repository), strict=True):
        road = next(filter(None, (each.as_data(page.path, this.unbroken) for each in ways)), None)
        related = tuple(named[path] for path in stage.links.related(page) if path in named)
        menu = on_page(entries, page_url(page.path))
        yield Leaf(page, shown, steps.get(page.path, {}), road, related, menu)


def write_media(media: MediaFile, variant: Variant, stage: Stage) -> None:
    """Write the picture *media* of *variant* out, for the first time or again."""
    target = stage.folder / variant.slug / DOCS / media.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_picture(media, stage))


def _picture(media: MediaFile, stage: Stage) -> bytes:
    return files.read_picture(stage.project.root / media.origin.path, media.origin)[0]


def _steps(variant: Variant) -> Mapping[PurePosixPath, Mapping[str, object]]:
    """Return, for each page in the menu of *variant*, the previous and the next one."""
    found = [(each.path, step(each.title, each.path, variant.identity)) for each in chapters(variant)]
    steps: dict[PurePosixPath, dict[str, object]] = {path: {} for path, _ in found}
    for (path, this_step), (following, next_step) in pairwise(found):
        steps[path]["volgende"] = next_step
        steps[following]["vorige"] = this_step
    return steps


def configuration(variant: Variant, stage: Stage) -> str:
    """Return the configuration of the site of *variant*: its menu, and whatever all its pages show."""
    project, this = stage.project, variant.identity
    up = Path(os.path.relpath(project.root, stage.folder / variant.slug)).as_posix()
    return yaml.dump(
        {
            **stage.look,
            "site_name": this.name,
            "copyright": this.standing,
            "site_url": f"{this.address}/actueel/{folder_of(variant)}",
            "docs_dir": DOCS,
            "theme": {
                **stage.look["theme"],
                "custom_dir": f"{up}/{project.theme.relative_to(project.root).as_posix()}",
                "language": this.language,
            },
            "nav": [for_engine(item) for item in variant.menu],
            "extra": {**stage.look["extra"], "draaiboek": settings(variant, stage.choices)},
        },
        Dumper=_FAST,
        allow_unicode=True,
        sort_keys=False,
        width=1000,
    )
