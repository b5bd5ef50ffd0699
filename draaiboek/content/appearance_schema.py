"""The keys of mkdocs.yml, as `schema` has those of the other files: those that we use, and no other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from draaiboek.content.lines import Line
from draaiboek.content.schema import Strict, Truth

WORD = r"^[a-z]+(-[a-z]+)*$"
IMAGE = r"^assets(/[a-z0-9-]+)+\.(svg|png)$"
Level = Literal["warn", "info", "ignore"]
Nothing = Annotated[tuple[Line, ...], Field(max_length=0)]
Word = Annotated[str, Field(pattern=WORD)]


class MenuEntry(Strict):
    """What MkDocs says of the menu."""

    omitted_files: Level
    not_found: Level
    absolute_links: Level


class LinksEntry(Strict):
    """What MkDocs says of links."""

    not_found: Level
    anchors: Level


class ValidationEntry(Strict):
    """What MkDocs says of a website."""

    nav: MenuEntry
    links: LinksEntry


class PaletteEntry(Strict):
    """The names of the colours."""

    scheme: Word
    primary: Word
    accent: Word


class ThemeEntry(Strict):
    """The theme, which may load nothing from elsewhere."""

    name: Literal["material"]
    font: Literal[False]
    favicon: Annotated[str, Field(pattern=IMAGE)]
    palette: PaletteEntry
    features: tuple[Literal["navigation.footer"], ...]


class ExtraEntry(Strict):
    """What else the theme is told."""

    generator: Truth


class AppearanceFile(Strict):
    """mkdocs.yml."""

    site_name: Line
    use_directory_urls: Literal[True]
    strict: Literal[True]
    validation: ValidationEntry
    theme: ThemeEntry
    plugins: Nothing
    markdown_extensions: Nothing
    extra: ExtraEntry
