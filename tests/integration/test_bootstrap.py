"""The first start on a machine with nothing but Python, and everything that can be missing there.

Where packages have to be installed, a package of our own in a folder stands in for PyPI, so nothing needs the network.
"""

from __future__ import annotations

import ast
import hashlib
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.integration import program
from tests.integration.program import ROOT, Place, Run

pytestmark = pytest.mark.slow

START = "import runpy, sys; sys.argv = ['build.py', *sys.argv[1:]]; {}; runpy.run_path('build.py', run_name='__main__')"
NO_NETWORK = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_RETRIES": "0",
    "PIP_CONFIG_FILE": "/dev/null",
}
# Stands in for the program, so that only the bootstrap is tested: it needs one package and shows what it was given.
MAIN = """
def main(arguments, root):
    import os, sys, proef
    print(proef.WORD, root.name, *arguments, "DRAAIBOEK_IN_VENV" in os.environ, sys.prefix != sys.base_prefix)
    return len(arguments)
"""


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python of the same version, without any package, not even pip."""
    folder = tmp_path_factory.mktemp("bare") / "python"
    venv.EnvBuilder(symlinks=sys.platform != "win32").create(folder)
    return str(next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists()))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return program.guidebook(tmp_path / "main")


def one_sentence(run: Run) -> str:
    """Return what was said, when that is one sentence and exit code 3; what comes before it may say what is done."""
    assert run.code == 3, run.said
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    lines = [line for line in run.stderr.splitlines() if not line.startswith("Eerste gebruik: ")]
    assert len(lines) == 1, run.stderr
    return lines[0]


def stamps(place: Place) -> list[str]:
    return sorted(path.name for path in (place.root / ".venv").glob("draaiboek-*"))


# --- what can be missing ----------------------------------------------------------------------------------------------


def test_an_old_python_is_told_which_one_it_takes(place: Place) -> None:
    code = "import sys; sys.version_info = (3, 10, 0); exec(open('build.py').read())"
    run = place.run(sys.executable, "-c", code)
    assert one_sentence(run) == "Dit programma heeft Python 3.11 of nieuwer nodig; dit is Python 3.10."


def test_an_old_python_can_read_the_launcher() -> None:
    text = (ROOT / "build.py").read_text(encoding="ascii")
    tree = ast.parse(text, feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.NamedExpr)]
    assert "from __future__ import annotations" not in text


def test_without_venv_it_says_what_to_install(place: Place, bare: str) -> None:
    run = place.run(bare, "-c", START.format("sys.modules['venv'] = None"))
    said = one_sentence(run)
    assert "venv" in said
    assert "apt install python3-venv" in said
    assert not (place.root / ".venv").exists()


def test_without_ensurepip_it_says_what_to_install(place: Place, bare: str) -> None:
    fail = (
        "import subprocess, venv; "
        "venv.EnvBuilder._setup_pip = lambda *_: (_ for _ in ()).throw(subprocess.CalledProcessError(1, 'ensurepip'))"
    )
    run = place.run(bare, "-c", START.format(fail))
    assert "apt install python3-venv" in one_sentence(run)
    assert stamps(place) == []


def test_an_interpreter_that_has_the_packages_needs_no_venv(place: Place) -> None:
    run = place.run(sys.executable, "-c", START.format("sys.modules['venv'] = None"), "check", "--codes")
    assert run.code == 0, run.said
    assert not (place.root / ".venv").exists()


def test_without_network_it_says_so(place: Place, bare: str) -> None:
    run = place.run(bare, "build.py", env=NO_NETWORK)
    said = one_sentence(run)
    assert "geen verbinding" in said
    assert ".venv/pip.log" in said
    assert run.stderr.startswith("Eerste gebruik: ")
    assert "No matching distribution" in place.read(".venv/pip.log")
    assert stamps(place) == []
    assert not (place.root / "out").exists()


# --- the first use and the next ---------------------------------------------------------------------------------------


def wheel(folder: Path, version: str) -> str:
    """Write the package `proef` and return the line of requirements that asks for it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"proef-{version}-py3-none-any.whl"
    info = f"proef-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("proef.py", f"WORD = 'proef {version}'\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: proef\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"proef.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return f"proef=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def small(tmp_path: Path) -> Place:
    """The launcher and the bootstrap as they are, with a program that needs only the package `proef`."""
    place = program.program(tmp_path / "main")
    place.write("draaiboek/cli/__init__.py", MAIN)
    for name in ("requirements.txt", "requirements-dev.txt"):
        place.write(name, wheel(tmp_path / "wheels", "1.0"))
    return place


def shop(place: Place) -> Mapping[str, str]:
    """Settings with which pip looks in our folder and nowhere else."""
    return {**NO_NETWORK, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(place.root.parent / "wheels")}


def test_the_first_use_sets_up_and_the_next_does_not(small: Place, bare: str) -> None:
    assert "geen verbinding" in one_sentence(small.run(bare, "build.py", env=NO_NETWORK))
    run = small.run(bare, "build.py", "check", "--codes", env=shop(small))
    assert (run.code, run.stdout) == (2, "proef 1.0 main check --codes False True\n"), run.said
    assert run.stderr.startswith("Eerste gebruik: ")
    assert len(stamps(small)) == 1
    elsewhere = Place(small.root.parent)
    run = elsewhere.run(bare, str(small.root / "build.py"), "x", env=NO_NETWORK)
    assert (run.code, run.stdout, run.stderr) == (1, "proef 1.0 main x False True\n", "")
    small.write("requirements.txt", wheel(small.root.parent / "wheels", "1.1"))
    run = small.run(bare, "build.py", env=shop(small))
    assert (run.code, run.stdout) == (0, "proef 1.1 main False True\n"), run.said
    assert run.stderr.startswith("Eerste gebruik: ")


def test_a_package_with_another_hash_is_refused(small: Place, bare: str) -> None:
    small.replace("requirements.txt", "sha256:", "sha256:00")
    small.write("requirements.txt", small.read("requirements.txt")[:-3] + "\n")
    run = small.run(bare, "build.py", env=shop(small))
    assert ".venv/pip.log" in one_sentence(run)
    assert stamps(small) == []
