"""Names that files of the text may have, on every machine and in every address."""

from __future__ import annotations

import re

from draaiboek.base.characters import in_ascii

ALLOWED = re.compile(r"^[a-z0-9_][a-z0-9._-]*$")


def nearest(name: str) -> str:
    """Return the allowed name that is nearest to *name*; '' when nothing of it is left."""
    return re.sub(r"-+(?=\.|$)", "", re.sub("[^a-z0-9._-]+", "-", in_ascii(name))).strip(".-")
