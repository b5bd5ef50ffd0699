"""The locks as several versions of pip read them; the only tests that use a package index, skipped without one.

The pip of a new environment is the one bundled with its Python: 23.0 with 3.11.2 (Debian 12), 23.2.1 with 3.11.7.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from draaiboek.bootstrap import BENCH, INSTALL, TEST

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PIPS = ["pip==23.0", "pip==23.2.1", "pip"]


@pytest.fixture(scope="session", params=PIPS)
def pip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python with nothing but one version of pip, which comes from this machine's package index."""
    folder = tmp_path_factory.mktemp("pip")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = str(next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists()))
    command = [python, "-m", "pip", "install", "--quiet", "--retries=0", "--timeout=15", "--upgrade", request.param]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if result.returncode:
        pytest.skip(f"{request.param} is not to be had: {result.stderr.strip().splitlines()[-1]}")
    return python


def wheel(folder: Path, name: str, version: str, needs: str = "") -> str:
    """Write a package in *folder* and return its digest."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: toml\n{needs}"
        archive.writestr(f"{info}/METADATA", metadata)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_newer_release_on_the_index_changes_nothing(pip: str, tmp_path: Path) -> None:
    """A package requires an extra of another, of which the index got a newer release after the lock was made."""
    one = wheel(tmp_path, "proef", "1.0", "Requires-Dist: toets[toml]>=1.0\n")
    other = wheel(tmp_path, "toets", "1.0")
    wheel(tmp_path, "toets", "1.1")
    lines = f"proef==1.0 --hash=sha256:{one}\ntoets[toml]==1.0 --hash=sha256:{other}\n"
    lock = tmp_path / "lock.txt"
    lock.write_text(lines, encoding="utf-8")
    only_here = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": tmp_path.as_uri(), "PIP_CONFIG_FILE": os.devnull}
    result = subprocess.run(
        [pip, "-I", *INSTALL, "-r", str(lock)], env=only_here, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    assert "Successfully installed proef-1.0 toets-1.0" in result.stdout


@pytest.mark.parametrize("path", [TEST, BENCH], ids=str)
def test_a_lock_can_be_installed_and_has_all_that_its_packages_ask_for(pip: str, tmp_path: Path, path: Path) -> None:
    report = tmp_path / "report.json"
    words = ["--quiet", "--dry-run", "--ignore-installed", f"--report={report}"]
    result = subprocess.run(
        [pip, "-I", *INSTALL, *words, "-r", str(ROOT / path)], capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    found = json.loads(report.read_text(encoding="utf-8"))["install"]
    versions = {canonicalize_name(each["metadata"]["name"]): each["metadata"]["version"] for each in found}
    for each in found:
        for need in map(Requirement, each["metadata"].get("requires_dist", [])):
            extras = ("", *each.get("requested_extras", []))
            if any(need.marker is None or need.marker.evaluate({"extra": extra}) for extra in extras):
                version = versions.get(canonicalize_name(need.name), "")
                assert need.specifier.contains(version, prereleases=True), f"{each['metadata']['name']} asks for {need}"
