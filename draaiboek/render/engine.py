"""MkDocs as the page shell: settings, navigation, templates and the theme's files around finished articles.

An article is in the front matter of its page, and the page has no text (`stage`). So of `mkdocs build` only the shell
remains to be done, and one process does it for several sites, reading the theme once. MkDocs's own functions do each
part; a test compares the output with that of `mkdocs build` on the same stage, byte for byte (decisions/0014).
"""

from __future__ import annotations

import gzip
import io
import json
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, wraps
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import yaml

from draaiboek.base.errors import ToolError

if TYPE_CHECKING:  # only the processes that build a site load MkDocs
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

_PASSED_ON = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")
_SITEMAP = "sitemap.xml"
_HOLE = "<!-- het artikel -->"
"""Placeholder for the article: no editor's text can contain it, because there the character < is always escaped."""
_UNKNOWN_DAY = re.compile(rb"<!-- dag van (.*?) -->")
# Material's scripts and style sheets, which ours replace, and the parts of which three files of ours are assembled.
_UNUSED = re.compile(r"assets/((javascripts|stylesheets)/|(css|js)/parts/)")


@dataclass(frozen=True, slots=True)
class Shell:
    """The settings of one site, its files, its pages among those, its menu, and the templates of its theme."""

    config: MkDocsConfig
    files: Files
    texts: Sequence[File]
    nav: Navigation
    environment: jinja2.Environment


@contextmanager
def at_work(root: Path, *, epoch: int) -> Iterator[None]:
    """Let this process build sites of the project in folder *root*, with *epoch* as the date of the build.

    In the body it has another environment and another working directory.
    """
    before, kept = dict(os.environ), {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    os.environ.clear()
    os.environ.update({**kept, "SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"})
    try:
        with chdir(root):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def load(config: Path) -> Shell:
    """Return the shell of the site of settings file *config*, with its pages in docs/ beside it; raises ToolError."""
    from mkdocs.structure.files import get_files  # noqa: PLC0415
    from mkdocs.structure.nav import get_navigation  # noqa: PLC0415

    with _strict():
        settings = _settings(config)
        files = get_files(settings)
        nav = get_navigation(files, settings)
        texts = files.documentation_pages()  # once: MkDocs would look through all files for each page
        return Shell(settings, files, texts, nav, _theme(settings).environment)


def _settings(config: Path) -> MkDocsConfig:
    """Return the settings in the file *config*: like `mkdocs.config.load_config`, but parsed by libyaml.

    They contain the menu and the switch, which PyYAML's own parser takes as long to read as eight pages take to render.
    """
    from mkdocs.config.defaults import MkDocsConfig  # noqa: PLC0415
    from mkdocs.exceptions import ConfigurationError  # noqa: PLC0415
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load  # noqa: PLC0415

    settings = MkDocsConfig(config_file_path=str(config))
    with config.open("rb") as file:
        settings.load_dict(yaml_load(file, get_yaml_loader(getattr(yaml, "CLoader", yaml.Loader), settings)))
    errors, warnings = settings.validate()
    if errors or warnings:
        raise ConfigurationError("\n".join(f"Config value '{name}': {said}" for name, said in (*errors, *warnings)))
    return settings


def pages(shell: Shell) -> Mapping[str, str]:
    """Return the pages of the site: their places in the output (`delen/index.html`), and in docs/ (`delen.md`)."""
    return {file.dest_uri: file.src_uri for file in shell.texts}


def page(shell: Shell, place: str) -> bytes:
    """Return the page at *place*, relative to docs/, with the theme around it; raises ToolError."""
    front = json.loads(shell.files.src_uris[place].content_string.removeprefix("---\n").removesuffix("\n---\n"))
    return filled(frame(shell, place, front), str(front["artikel"]))


def filled(frame: bytes, article: str) -> bytes:
    """Return the page with the *frame* that the theme made and *article* filled in."""
    return frame.replace(_encoded(_HOLE), _encoded(article))


def frame(shell: Shell, place: str, front: Mapping[str, object]) -> bytes:
    """Return the page at *place*, relative to docs/, without its article; *front* is what the theme knows of it.

    So what the frame is made of excludes the article, which changes most often. Raises ToolError.
    """
    from mkdocs.commands.build import get_context  # noqa: PLC0415
    from mkdocs.structure.toc import TableOfContents  # noqa: PLC0415

    made = shell.files.src_uris[place].page
    if made is None:
        message = f"'{place}' staat niet in het menu van de website"
        raise ToolError(message)
    made.meta = {**front, "artikel": _HOLE}
    made.content = ""
    made.toc = TableOfContents([])  # the template gets our own table of contents
    made.active = True
    try:
        with _strict():
            around = _rendered(shell, "main.html", get_context(shell.nav, shell.texts, shell.config, made))
    finally:
        made.active = False
    if around.count(_HOLE) != 1:
        raise _misplaced()
    return _encoded(around)


def _misplaced() -> ToolError:
    message = "de sjablonen zetten het artikel niet precies één keer op een pagina, zoals het is"
    return ToolError(message, hint="Een pagina heeft één keer: {{ here.artikel | safe }}")


def _not_of_the_article(change: Callable[..., object]) -> Callable[..., object]:
    """Return the filter *change* of a template, which refuses the article: it would get the placeholder instead."""

    @wraps(change)
    def filtered(*values: object, **more: object) -> object:
        if any(isinstance(value, str) and _HOLE in value for value in values):
            raise _misplaced()
        return change(*values, **more)

    return filtered


def templates(shell: Shell, dates: Mapping[str, str] = MappingProxyType({})) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file that the theme makes once per site; raises ToolError.

    *dates* maps each page, by its place in docs/, to the day of its last change, or to its `unknown_day`.
    """
    from mkdocs.commands.build import get_context  # noqa: PLC0415
    from mkdocs.utils import get_relative_url, is_error_template  # noqa: PLC0415

    for file in shell.texts:
        if file.page and file.src_uri in dates:
            file.page.update_date = dates[file.src_uri]
    for name in sorted(shell.config.theme.static_templates):
        # An error page may be shown at any address.
        base = urlsplit(shell.config.site_url or "/").path if is_error_template(name) else get_relative_url(".", name)
        with _strict():
            made = _rendered(shell, name, get_context(shell.nav, shell.texts, shell.config, base_url=base))
        yield name, _encoded(made)


def unknown_day(place: str) -> str:
    """Return the placeholder in a sitemap for the day of the page at *place* in docs/, until it is `dated`."""
    return f"<!-- dag van {place} -->"


def dated(files: Mapping[str, bytes], days: Mapping[str, str]) -> Mapping[str, bytes]:
    """Return *files* of a site with the *days* of its pages filled in in the sitemap and its gzipped copy.

    So when only the day of a page changes, the theme need not run.
    """
    found = _UNKNOWN_DAY.sub(lambda each: days[each[1].decode()].encode(), files[_SITEMAP])
    latest = datetime.fromisoformat(max(days.values())).replace(tzinfo=UTC)
    return {**files, _SITEMAP: found, f"{_SITEMAP}.gz": _zipped(_SITEMAP, found, int(latest.timestamp()))}


def assets(shell: Shell) -> Mapping[str, Path]:
    """Return the files of the theme and of docs/ that are neither templates nor pages, by their place on the site."""
    own = {file.dest_uri: Path(str(file.abs_src_path)) for file in shell.files.media_files()}
    return {**_theme(shell.config).assets, **own}


def _rendered(shell: Shell, template: str, context: Any) -> str:  # MkDocs's own kind of mapping
    from jinja2 import TemplateError  # noqa: PLC0415

    try:
        return shell.environment.get_template(template).render(context)
    except TemplateError as error:
        message = f"het sjabloon '{template}' klopt niet"
        raise ToolError(message, output=f"{getattr(error, 'filename', None) or template}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of the files of a theme in *folders*, for MkDocs.

    Hidden folders are skipped, because MkDocs takes nothing from them: one has the ten thousand icons of Material.
    """

    folders: Sequence[str]

    def list_templates(self, filter_func: Callable[[str], bool]) -> list[str]:
        return sorted({name for folder in self.folders for name in _names_in(folder) if filter_func(name)})


def _names_in(folder: str) -> Iterator[str]:
    for place, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        yield from (Path(place, name).relative_to(folder).as_posix() for name in names)


@dataclass(frozen=True, slots=True)
class _Theme:
    environment: jinja2.Environment
    assets: Mapping[str, Path]


def _theme(settings: MkDocsConfig) -> _Theme:
    """Return the theme of *settings*; sites with the same theme share it, so that each template is read once."""
    from mkdocs.structure.files import Files  # noqa: PLC0415

    # Resolved: `stage/kern/../../theme` no longer exists once the stage of the first site is removed.
    settings.theme.dirs = [str(Path(folder).resolve()) for folder in settings.theme.dirs]
    key = (tuple(settings.theme.dirs), str(settings.theme.locale))
    if key not in _themes():
        environment = settings.theme.get_env()
        as_it_is = environment.filters["safe"]
        environment.filters = {name: _not_of_the_article(each) for name, each in environment.filters.items()}
        environment.filters["safe"] = as_it_is
        files = Files([])
        files.add_files_from_theme(cast("jinja2.Environment", _Names(settings.theme.dirs)), settings)
        assets = {file.dest_uri: Path(str(file.abs_src_path)) for file in files if not _UNUSED.match(file.dest_uri)}
        _themes()[key] = _Theme(environment, assets)
    return _themes()[key]


def forget_theme() -> None:
    """Forget the theme, so that sites loaded from now on read its templates and files again."""
    _themes().clear()


@cache
def _themes() -> dict[tuple[tuple[str, ...], str], _Theme]:
    return {}


@contextmanager
def _strict() -> Iterator[None]:
    """Raise ToolError, with MkDocs's own words, when MkDocs warns in the body or rejects its settings."""
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield
    except MkDocsException as error:
        said.write(str(error))
    finally:
        logger.removeHandler(handler)
    if said.getvalue():
        message = "MkDocs kan de website niet maken"
        raise ToolError(message, output=said.getvalue().strip())


def _encoded(text: str) -> bytes:
    return text.encode(errors="xmlcharrefreplace")


def _zipped(name: str, data: bytes, seconds: int) -> bytes:
    result = io.BytesIO()
    with gzip.GzipFile(fileobj=result, filename=name, mode="wb", mtime=seconds) as stream:
        stream.write(data)
    return result.getvalue()
