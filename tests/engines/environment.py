"""The environment of the engines that ours is compared with: `python -m tests.engines.environment` makes it, once.

It stands in out/engines/ and has the packages of requirements/engines.txt; no build and no other test knows it.
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
"""Only there when the environment has all packages of the present lock."""


def main() -> None:
    """Make the environment, when it is not there."""
    if not STAMP.exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
        subprocess.run([PYTHON, "-I", *INSTALL, "--quiet", "-r", LOCK], check=True)
        STAMP.touch()


if __name__ == "__main__":
    main()
