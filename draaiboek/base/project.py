"""The root of the project and every path derived from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything is; *root* is the folder that holds build.py."""

    root: Path

    @property
    def docs(self) -> Path:
        """The core text."""
        return self.root / "docs"

    @property
    def sectors(self) -> Path:
        """The sectors and their own pages."""
        return self.root / "sectors"

    @property
    def overlays(self) -> Path:
        """What sectors change in the core."""
        return self.root / "overlays"

    @property
    def identity(self) -> Path:
        """The identity of the guidebook: its name, addresses and licence."""
        return self.root / "draaiboek.yml"

    @property
    def demonstration(self) -> Path:
        """The story that `build.py demo --real` shows: made-up editions of this guidebook."""
        return self.root / "demonstratie"

    @property
    def config(self) -> Path:
        """The MkDocs settings, read by MkDocs only."""
        return self.root / "mkdocs.yml"

    @property
    def out(self) -> Path:
        """All output."""
        return self.root / "out"

    @property
    def stage(self) -> Path:
        """The input of the site engine, one folder for each variant."""
        return self.out / "stage"

    @property
    def site(self) -> Path:
        """One edition as the web server will see it."""
        return self.out / "site"

    @property
    def work(self) -> Path:
        """Where an edition is put together before it becomes `site` in one exchange; the old `site` then comes here."""
        return self.out / "work"

    @property
    def cache(self) -> Path:
        """Results by content; may be deleted at any time."""
        return self.out / "cache"

    @property
    def report(self) -> Path:
        """Diagnostics, timings and counted work of the last run."""
        return self.out / "report.json"

    @property
    def package(self) -> Path:
        """The program itself."""
        return self.root / "draaiboek"

    @property
    def theme(self) -> Path:
        """Our templates and style sheets for Material."""
        return self.package / "theme"

    @property
    def fonts(self) -> Path:
        """The fonts of the PDFs."""
        return self.package / "fonts"

    @property
    def search(self) -> Path:
        """The program that searches a site in the reader's browser."""
        return self.package / "search"
