"""The constants that the scripts in the browser share with the program, in one list made of the program's own.

The websites get it as part of their scripts (theme/assets/js/parts/shared.js, which a test keeps equal to this list);
the scripts at the root of a publication are prefixed with it.
"""

from __future__ import annotations

import json

from draaiboek.base import dutch
from draaiboek.base.model import ALL, CORE
from draaiboek.content import schema
from draaiboek.editions import manifest, version_list
from draaiboek.editions.publish.allowed_names import ALIAS, PATHS, SUMS
from draaiboek.render.layout import CHANGES

_HEAD = """\
// Made of draaiboek/editions/publish/shared_constants.py: change that, and then
// python3 build.py test tests/unit/test_shared_constants.py --update-cases
"""


def as_script() -> str:
    """Return the list as a script that makes `draaiboekShared`."""
    constants = {
        "alias": ALIAS,  # the folder that is a copy of the edition in force
        "core": CORE,  # the variant without a sector
        "all": ALL,  # the variant with the text of every sector
        "edition": schema.EDITION_NUMBER,
        "withdrawn": str(version_list.Status.WITHDRAWN),
        "versions": version_list.NAME,
        "paths": PATHS,
        "sums": SUMS,
        "changes": CHANGES,
        "manifest": manifest.NAME,
        "months": dutch.MONTHS,
    }
    lines = "".join(f"  {name}: {json.dumps(value, ensure_ascii=False)},\n" for name, value in constants.items())
    return f"{_HEAD}var draaiboekShared = Object.freeze({{\n{lines}}});\n"
