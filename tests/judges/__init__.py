"""Third-party validators, if they are installed: `npm ci --ignore-scripts --prefix tests/judges`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
OPEN_XML = MODULES / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
ACE = HERE / "ace.js"
VERA_PDF = HERE / "verapdf"

needs_judges = pytest.mark.skipif(
    not MODULES.is_dir(), reason="the judges are missing (npm ci --ignore-scripts --prefix tests/judges)"
)

needs_open_xml = pytest.mark.skipif(
    not OPEN_XML.is_file(), reason="the judge of Word files is missing, or not for this system (npm ci, as above)"
)

needs_vera_pdf = pytest.mark.skipif(
    not (HERE / "java").is_dir() or not shutil.which("java"), reason=f"veraPDF is missing (see {VERA_PDF.name})"
)
