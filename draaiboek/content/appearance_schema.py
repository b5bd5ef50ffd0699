"""The keys of mkdocs.yml, as `schema` has those of the other files: those that run nothing and load nothing.

What is left out is as the websites need it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from draaiboek.content.lines import Line
from draaiboek.content.schema import Strict, Truth

WORD = r"^[a-z]+(-[a-z]+)*$"
IMAGE = r"^assets(/[a-z0-9-]+)+\.(svg|png)$"
# Not those of search and of content: they put the query into the address, or a second tooltip on a term.
FEATURE = r"^(announce|header|navigation|toc)(\.[a-z]+)+$"
Level = Literal["warn", "info", "ignore"]
Nothing = Annotated[tuple[Line, ...], Field(max_length=0)]
Word = Annotated[str, Field(pattern=WORD)]


class MenuEntry(Strict):
    """What MkDocs says of the menu."""

    omitted_files: Level = "warn"
    not_found: Level = "warn"
    absolute_links: Level = "warn"


class LinksEntry(Strict):
    """What MkDocs says of links, which are checked before."""

    not_found: Level = "ignore"
    anchors: Level = "ignore"


class ValidationEntry(Strict):
    """What MkDocs says of a website."""

    nav: MenuEntry = Field(default_factory=MenuEntry)
    links: LinksEntry = Field(default_factory=LinksEntry)


class PaletteEntry(Strict):
    """The names of the colours."""

    scheme: Word = "default"
    primary: Word = "custom"
    accent: Word = "custom"


class ThemeEntry(Strict):
    """The theme, which may load nothing from elsewhere; its features are those of Material."""

    name: Literal["material"]
    font: Literal[False] = False
    favicon: Annotated[str, Field(pattern=IMAGE)] = "assets/images/favicon.svg"
    palette: PaletteEntry = Field(default_factory=PaletteEntry)
    features: tuple[Annotated[str, Field(pattern=FEATURE)], ...] = ()


class ExtraEntry(Strict):
    """What else the theme is told."""

    generator: Truth = False


class AppearanceFile(Strict):
    """mkdocs.yml."""

    site_name: Line
    use_directory_urls: Literal[True] = True
    strict: Literal[True] = True
    validation: ValidationEntry = Field(default_factory=ValidationEntry)
    theme: ThemeEntry
    plugins: Nothing = ()
    markdown_extensions: Nothing = ()
    extra: ExtraEntry = Field(default_factory=ExtraEntry)
