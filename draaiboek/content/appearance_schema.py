"""The keys of mkdocs.yml, in the same way as `schema`: only those that run nothing and load nothing.

The default of each key is what the websites need.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from draaiboek.content.lines import Line
from draaiboek.content.schema import Strict, Truth

WORD = r"^[a-z]+(-[a-z]+)*$"
IMAGE = r"^assets(/[a-z0-9-]+)+\.(svg|png)$"
# Not those of search and content: they put the query into the address, or a second tooltip on a term.
FEATURE = r"^(announce|header|navigation|toc)(\.[a-z]+)+$"
Level = Literal["warn", "info", "ignore"]
Nothing = Annotated[tuple[Line, ...], Field(max_length=0)]
Word = Annotated[str, Field(pattern=WORD)]


class MenuEntry(Strict):
    """How severe MkDocs considers problems in the menu."""

    omitted_files: Level = "warn"
    not_found: Level = "warn"
    absolute_links: Level = "warn"


class LinksEntry(Strict):
    """How severe MkDocs considers problems with links, which we have already checked."""

    not_found: Level = "ignore"
    anchors: Level = "ignore"


class ValidationEntry(Strict):
    """How severe MkDocs considers problems in a website."""

    nav: MenuEntry = Field(default_factory=MenuEntry)
    links: LinksEntry = Field(default_factory=LinksEntry)


class PaletteEntry(Strict):
    """The names of the colours."""

    scheme: Word = "default"
    primary: Word = "custom"
    accent: Word = "custom"


class ThemeEntry(Strict):
    """The theme, which may load nothing from third parties; its features are those of Material."""

    name: Literal["material"]
    font: Literal[False] = False
    favicon: Annotated[str, Field(pattern=IMAGE)] = "assets/images/favicon.svg"
    palette: PaletteEntry = Field(default_factory=PaletteEntry)
    features: tuple[Annotated[str, Field(pattern=FEATURE)], ...] = ()


class ExtraEntry(Strict):
    """The theme's other settings."""

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
