"""The core text that belongs to the target of an overlay or a reading, in its normal form."""

from __future__ import annotations

from pathlib import PurePosixPath

from draaiboek.compose import normal_form
from draaiboek.compose.fingerprint import LEAD
from draaiboek.compose.normal_form import Leaf
from draaiboek.compose.variants import Core


def text_under(core: Core, path: PurePosixPath, target: str) -> tuple[Leaf, ...]:
    """Return the text of *target* ('' for the page, an id, `slot:name`) on page *path*, () when it does not exist.

    Its fingerprint is the one that `core.read` gives.
    """
    page = next((page for page in core.filled if page.path == path), None)
    if page is None or not core.read.fingerprint(path, target):
        return ()
    owner = core.read.owners.get((path, target), target)
    if not owner:
        return normal_form.of_page(page)
    if owner == LEAD:
        return normal_form.of_lead(page)
    section = next(section for section in page.walk() if section.id == owner)
    return normal_form.of_section(section, path)
