"""The environment of the engines that ours is compared with; `python -m tests.engines.environment` creates it, once.

It is in out/engines/ and has the packages of requirements/engines.txt; no build and no other test uses it.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from draaiboek.bootstrap import INSTALL

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements/engines.txt"
FOLDER = ROOT / "out" / "engines"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / f"lock-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]}"
"""Exists only when the environment has all packages of the present lock."""


def main() -> None:
    """Create the environment, unless it exists already."""
    if not STAMP.exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
        subprocess.run([PYTHON, "-I", *INSTALL, "--quiet", "-r", LOCK], check=True)
        STAMP.touch()


if __name__ == "__main__":
    main()
