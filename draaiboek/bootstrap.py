"""Set-up on a machine with nothing but Python: a .venv with exactly the pinned packages, made once.

Standard library only. An interpreter that already has the pinned packages (a CI image, a container) is used as it is;
otherwise the program starts itself again inside .venv.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FAILED = 3
RUN = "requirements.txt"
TEST = "requirements-dev.txt"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)\s*(?P<marker>;)?", re.MULTILINE)
_NO_NETWORK = re.compile(r"connection|resolve|network|timed? ?out|max retries|no matching distribution", re.IGNORECASE)
_INSIDE = "DRAAIBOEK_IN_VENV"


def enter(root: Path, *, test: bool) -> int | None:
    """Return None when this interpreter can run the program; else run it in .venv and return its exit code.

    *test* says that the tools of the tests are needed too.
    """
    wanted = root / (TEST if test else RUN)
    if os.environ.get(_INSIDE) or _suits(wanted):
        return None
    folder = root / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = _stamp(root, RUN)
    test_stamp = _stamp(root, TEST)
    ready = python.exists() and ((folder / test_stamp).exists() or (not test and (folder / stamp).exists()))
    if not ready:
        problem = _make(folder, python, wanted, folder / (test_stamp if test else stamp))
        if problem:
            print(problem, file=sys.stderr)
            return FAILED
    environment = {**os.environ, _INSIDE: "1"}
    command = [str(python), *sys.argv]
    if os.name == "nt":
        return subprocess.call(command, env=environment)
    return os.execve(python, command, environment)  # noqa: S606  # the program itself, without a shell


def _suits(requirements: Path) -> bool:
    for match in _PIN.finditer(requirements.read_text(encoding="utf-8")):
        if match["marker"]:
            continue
        try:
            if version(match["name"]) != match["version"]:
                return False
        except PackageNotFoundError:
            return False
    return True


def _stamp(root: Path, name: str) -> str:
    pins = (root / name).read_bytes() + sys.version.encode()
    return f"draaiboek-{Path(name).stem}-{hashlib.sha256(pins).hexdigest()[:16]}"


def _make(folder: Path, python: Path, requirements: Path, stamp: Path) -> str:
    """Make the environment; return '' or one sentence that says what is wrong."""
    print("Eerste gebruik: de pakketten worden klaargezet in .venv (eenmalig).", file=sys.stderr)
    try:
        import venv  # noqa: PLC0415  # Debian ships it apart, and who has all packages does not need it

        venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(folder)
    except (subprocess.CalledProcessError, ImportError, OSError, SystemExit):
        return (
            "De module 'venv' van Python werkt niet op deze machine; installeer ze "
            "(Debian en Ubuntu: apt install python3-venv) en begin opnieuw."
        )
    pip = [str(python), "-I", "-m", "pip", "--disable-pip-version-check", "--retries", "2", "--timeout", "15"]
    result = subprocess.run(
        [*pip, "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(requirements)],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        (folder / "pip.log").write_text(result.stdout + result.stderr, encoding="utf-8")
        if _NO_NETWORK.search(result.stderr):
            return (
                "De pakketten zijn niet te halen: er is geen verbinding met de pakketbron (PyPI). "
                "Zorg voor internet en begin opnieuw; wat pip zei staat in .venv/pip.log."
            )
        return "De pakketten konden niet worden geïnstalleerd; wat pip zei staat in .venv/pip.log."
    stamp.touch()
    return ""
