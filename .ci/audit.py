"""Are there known vulnerabilities in the packages that we pin? `python3 .ci/audit.py` asks pip-audit, every night.

pip-audit is installed from its own lock (requirements/audit.txt, with hashes) in a temporary environment, and asks PyPI
about every line of the locks. Exit code 0: none is known; 1: some are, and they are named; 3: it could not be
determined, for all or for some packages (no network, a source without advisories), which never counts as good news.
Standard library only.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "requirements" / "audit.txt"
KNOWN, UNKNOWN = 1, 3
SECONDS = 900
INSTALL = ("-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "-r", str(OWN))
ASK = (
    "-m",
    "pip_audit",
    "--disable-pip",
    "--require-hashes",
    "--progress-spinner=off",
    "--format=json",
    "--timeout=30",
)


def main(locks: Sequence[str]) -> int:
    """Ask about *locks*, or about all of ours when none is named; return the exit code."""
    paths = [Path(each) for each in locks] or sorted(OWN.parent.glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        try:
            subprocess.run([python, *INSTALL], check=True, timeout=SECONDS)  # noqa: S603
            return max(said(path, ask(python, path)) for path in paths)
        except (subprocess.SubprocessError, OSError) as error:
            _say(f"it could not be known: {error}")
            return UNKNOWN


def ask(python: Path, lock: Path) -> str:
    """Return what pip-audit prints about *lock*: one JSON object, or '' when it could not ask."""
    words = [python, *ASK, "-r", lock]
    return subprocess.run(words, stdout=subprocess.PIPE, text=True, timeout=SECONDS, check=False).stdout  # noqa: S603


def said(lock: Path, answer: str) -> int:
    """Print what the *answer* about *lock* amounts to; return the exit code."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        _say(f"{lock.name}: it could not be known")
        return UNKNOWN
    holes = [(each, hole) for each in packages for hole in each.get("vulns", ())]
    for each, hole in holes:
        better = ", ".join(hole["fix_versions"]) or "no version"
        _say(f"{lock.name}: {each['name']} {each['version']}: {hole['id']}, repaired in {better}")
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    if skipped:
        _say(f"{lock.name}: it could not be known of {', '.join(skipped)}")
    _say(f"{lock.name}: {len(packages)} packages, {len(holes)} known holes, {len(skipped)} not known")
    return KNOWN if holes else UNKNOWN if skipped or not packages else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
