"""editie.json: what an edition is made of, so that it can be verified, compared and linked to for ever."""

from __future__ import annotations

from draaiboek.editions.manifest.contents import of, of_variants, write
from draaiboek.editions.manifest.format import (
    NAME,
    SAFE_NAME,
    Entry,
    Manifest,
    as_text,
    edition_of,
    read,
    with_files,
    without_text,
)

__all__ = [
    "NAME",
    "SAFE_NAME",
    "Entry",
    "Manifest",
    "as_text",
    "edition_of",
    "of",
    "of_variants",
    "read",
    "with_files",
    "without_text",
    "write",
]
