"""Where other people's judges are, when they are installed: `npm ci --ignore-scripts --prefix tests/judges`."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
OPEN_XML = MODULES / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
ACE = HERE / "ace.js"

needs_judges = pytest.mark.skipif(
    not MODULES.is_dir(), reason="the judges are missing (npm ci --ignore-scripts --prefix tests/judges)"
)
