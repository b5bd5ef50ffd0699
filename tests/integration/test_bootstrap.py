"""The first start on a machine with nothing but Python, and everything that can be missing or go wrong there.

Where packages have to be installed, a folder with packages of our own stands in for PyPI, so no test needs the network.
"""

from __future__ import annotations

import ast
import hashlib
import shutil
import signal
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from draaiboek.bootstrap import RUN, TEST
from tests.integration import program
from tests.integration.program import ROOT, Place, Run

pytestmark = pytest.mark.slow

START = "import runpy, sys; sys.argv = ['build.py', *sys.argv[1:]]; {}; runpy.run_path('build.py', run_name='__main__')"
NO_NETWORK = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_RETRIES": "1",
    "PIP_CONFIG_FILE": "/dev/null",
}
# Stands in for the program, so that only the bootstrap is tested: it needs one package and prints its arguments.
MAIN = """
def main(arguments, root):
    import os, sys, proef
    print(proef.WORD, root.name, *arguments, "DRAAIBOEK_IN_VENV" in os.environ, sys.prefix != sys.base_prefix)
    return len(arguments)
"""
FIRST = ".venv: eerste gebruik"
MORE = ".venv: de pakketten voor de tests"


def python(folder: Path) -> Path:
    return next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists())


def bare_python(folder: Path, *, line: str = "") -> str:
    """Create a Python of the same version without any package, not even pip, that runs *line* whenever it starts."""
    venv.EnvBuilder(symlinks=sys.platform != "win32").create(folder)
    packages = next(folder.rglob("site-packages"))
    (packages / "start.pth").write_text(f"import sys; {line}\n", encoding="utf-8")
    return str(python(folder))


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> str:
    return bare_python(tmp_path_factory.mktemp("bare") / "python")


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A bare Python that copies pip into the environments it creates, which saves minutes over all these tests."""
    folder = tmp_path_factory.mktemp("quick")
    venv.EnvBuilder(symlinks=sys.platform != "win32", with_pip=True).create(folder / "with pip")
    pip = next((folder / "with pip").rglob("site-packages/pip"))
    copy = f"copy({str(pip)!r}, next(path(made.env_dir).rglob('site-packages')) / 'pip')"
    setting = f"lambda _, made, copy=shutil.copytree, path=pathlib.Path: {copy}"
    line = f"import pathlib, shutil, venv; venv.EnvBuilder._setup_pip = {setting}"
    return bare_python(folder / "python", line=line)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return program.guidebook(tmp_path / "main")


def one_sentence(run: Run) -> str:
    """Return the error output, asserting exit code 3 and a single line after any lines about progress."""
    assert run.code == 3, run.said
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    lines = [line for line in run.stderr.splitlines() if not line.startswith(".venv: ")]
    assert len(lines) == 1, run.stderr
    return lines[0]


def environments(place: Place) -> list[str]:
    """The environments beside the program, finished or not; the lock and the log do not count."""
    return sorted(path.name for path in place.root.glob(".venv*") if path.is_dir())


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


def test_without_venv_it_says_what_to_install(place: Place, tmp_path: Path) -> None:
    run = place.run(bare_python(tmp_path / "python", line="sys.modules['venv'] = None"), "build.py")
    assert "apt install python3-venv" in one_sentence(run)
    assert environments(place) == []


def test_without_ensurepip_it_says_what_to_install(place: Place, tmp_path: Path) -> None:
    line = "import venv; venv.EnvBuilder._setup_pip = lambda *_: sys.exit('ensurepip is not available')"
    run = place.run(bare_python(tmp_path / "python", line=line), "build.py")
    assert "apt install python3-venv" in one_sentence(run)
    assert environments(place) == []


def test_an_interpreter_that_has_the_packages_needs_no_venv(place: Place) -> None:
    run = place.run(sys.executable, "-c", START.format("sys.modules['venv'] = None"), "check", "--codes")
    assert run.code == 0, run.said
    assert not (place.root / ".venv").exists()


@pytest.mark.parametrize("words", [["--help"], ["publish", "-h"], ["test", "--help"]], ids=" ".join)
def test_the_explanation_needs_no_package(place: Place, bare: str, words: list[str]) -> None:
    run = place.run(bare, "build.py", *words, env=NO_NETWORK)
    assert (run.code, run.stderr) == (0, "")
    assert run.stdout.startswith("gebruik: build.py")
    assert environments(place) == []


def test_without_network_it_says_so(place: Place, bare: str) -> None:
    run = place.run(bare, "build.py", env=NO_NETWORK)
    said = one_sentence(run)
    assert "geen verbinding" in said
    assert ".venv.log" in said
    assert run.stderr.startswith(FIRST)
    assert "No matching distribution" in place.read(".venv.log")
    assert environments(place) == []
    assert not (place.root / "out").exists()


# --- packages of our own ----------------------------------------------------------------------------------------------


def wheel(place: Place, name: str, version: str, *, needs: str = "", locked: str = "") -> str:
    """Put a package in the local index of *place*; return the lock's line that asks for it, under the name *locked*."""
    folder = place.root.parent / "wheels"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: toml\n"
    files = {
        f"{name}.py": f"WORD = '{name} {version}'\ndef main(): print(WORD)\n",
        f"{info}/METADATA": metadata + (f"Requires-Dist: {needs}\n" if needs else ""),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(zipfile.ZipInfo(file), text)  # a fixed time: the same package has the same hash
        record = "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"])
        archive.writestr(zipfile.ZipInfo(f"{info}/RECORD"), record)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{locked or name}=={version} \\\n    --hash=sha256:{digest}\n    # via us\n"


@pytest.fixture
def small(tmp_path: Path) -> Place:
    """The real launcher and bootstrap, with a program that needs only the package `proef`."""
    place = program.program(tmp_path / "het draaiboek")
    place.write("draaiboek/cli/__init__.py", MAIN)
    lock(place, "1.0", "1.0")
    return place


def lock(place: Place, run: str, test: str) -> None:
    """Lock version *run* of `proef`, and for the tests version *test* of `toets` as well."""
    build = wheel(place, "proef", run)
    place.write(str(RUN), build)
    place.write(str(TEST), build + wheel(place, "toets", test))


def shop(place: Place) -> Mapping[str, str]:
    """Settings that make pip look in our folder and nowhere else."""
    return {**NO_NETWORK, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (place.root.parent / "wheels").as_uri()}


def works(place: Place, quick: str, word: str = "proef 1.0") -> None:
    """Assert that the program starts without setting anything up, and that what is installed in .venv starts too."""
    run = place.run(quick, "build.py", env=NO_NETWORK)
    assert (run.code, run.stdout, run.stderr) == (0, f"{word} {place.root.name} False True\n", "")
    assert environments(place) == [".venv"]
    scripts = python(place.root / ".venv").parent
    assert place.run(str(scripts / "proef")).stdout == f"{word}\n"
    assert ".venv.new" not in place.run(str(scripts / "python"), "-c", "import sys, proef; print(sys.path)").stdout


# --- the first use and the next ---------------------------------------------------------------------------------------


def test_the_first_use_sets_up_and_the_next_does_not(small: Place, bare: str) -> None:
    run = small.run(bare, "build.py", "check", "--codes", env=shop(small))
    assert (run.code, run.stdout) == (2, "proef 1.0 het draaiboek check --codes False True\n"), run.said
    assert run.stderr.startswith(FIRST)
    works(small, bare)
    run = Place(small.root.parent).run(bare, str(small.root / "build.py"), "x", env=NO_NETWORK)
    assert (run.code, run.stdout, run.stderr) == (1, "proef 1.0 het draaiboek x False True\n", "")


def test_other_pins_make_another_and_a_failure_keeps_the_old_one(small: Place, quick: str) -> None:
    assert small.run(quick, "build.py", env=shop(small)).code == 0
    lock(small, "1.1", "1.0")
    assert "geen verbinding" in one_sentence(small.run(quick, "build.py", env=NO_NETWORK))
    lock(small, "1.0", "1.0")
    works(small, quick)
    lock(small, "1.1", "1.0")
    run = small.run(quick, "build.py", env=shop(small))
    assert run.stderr.startswith(FIRST)
    works(small, quick, "proef 1.1")


def test_a_package_with_another_hash_is_refused(small: Place, quick: str) -> None:
    small.replace(str(RUN), "sha256:", "sha256:00")
    small.replace(str(RUN), "\n    # via us\n", "x")
    small.write(str(RUN), small.read(str(RUN))[:-3] + "\n")
    run = small.run(quick, "build.py", env=shop(small))
    assert "andere hash" in one_sentence(run)
    assert "do not match the hashes" in small.read(".venv.log").lower()
    assert environments(small) == []


def test_a_package_that_is_nowhere_is_said_to_be(small: Place, quick: str) -> None:
    small.replace(str(RUN), "proef==1.0", "proef==9.9")
    run = small.run(quick, "build.py", env={**shop(small), "PIP_NO_INDEX": "1"})
    assert "of heeft een pakket niet" in one_sentence(run)


# --- the packages of the tests ----------------------------------------------------------------------------------------


def test_the_tests_add_to_what_builds(small: Place, quick: str) -> None:
    assert small.run(quick, "build.py", env=shop(small)).code == 0
    (small.root / ".venv" / "of-mij").write_text("blijft", encoding="utf-8")
    assert "geen verbinding" in one_sentence(small.run(quick, "build.py", "test", env=NO_NETWORK))
    works(small, quick)
    run = small.run(quick, "build.py", "test", env=shop(small))
    assert run.code == 1, run.said
    assert run.stderr.startswith(MORE)
    assert small.read(".venv/of-mij") == "blijft"
    assert small.run(str(python(small.root / ".venv").with_name("toets"))).stdout == "toets 1.0\n"
    assert small.run(quick, "build.py", "test", env=NO_NETWORK).stderr == ""
    works(small, quick)


def test_the_tests_alone_set_up_everything(small: Place, quick: str) -> None:
    run = small.run(quick, "build.py", "test", env=shop(small))
    assert (run.code, run.stdout) == (1, "proef 1.0 het draaiboek test False True\n"), run.said
    assert small.run(str(python(small.root / ".venv").with_name("toets"))).stdout == "toets 1.0\n"
    works(small, quick)


def test_what_was_half_added_is_added_again(small: Place, quick: str) -> None:
    """pip considers a package installed once its metadata is there, even when the installation was killed half-way."""
    assert small.run(quick, "build.py", "test", env=shop(small)).code == 1
    mark = next((small.root / ".venv").glob("draaiboek-test-*"))
    mark.rename(f"{mark}.begun")
    next((small.root / ".venv").rglob("toets.py")).unlink()
    next((small.root / ".venv").rglob("toets-1.0.dist-info/RECORD")).unlink()
    run = small.run(quick, "build.py", "test", env=shop(small))
    assert run.stderr.startswith(MORE)
    assert small.run(str(python(small.root / ".venv").with_name("toets"))).stdout == "toets 1.0\n"


def test_other_packages_for_the_tests_make_another(small: Place, quick: str) -> None:
    assert small.run(quick, "build.py", "test", env=shop(small)).code == 1
    lock(small, "1.0", "1.1")
    works(small, quick)
    run = small.run(quick, "build.py", "test", env=shop(small))
    assert run.stderr.startswith(FIRST)
    assert sorted(path.name for path in (small.root / ".venv").rglob("toets-*.dist-info")) == ["toets-1.1.dist-info"]
    works(small, quick)


# --- several at once, and none to the end -----------------------------------------------------------------------------


def test_several_first_uses_at_once_make_one(small: Place, quick: str) -> None:
    environment = program.environment(small.root, shop(small))
    words = (["build.py"], ["build.py", "test"], ["build.py"])
    started = [
        subprocess.Popen(
            [quick, *each], cwd=small.root, env=environment, stdout=-1, stderr=-1, stdin=subprocess.DEVNULL, text=True
        )
        for each in words
    ]
    said = [each.communicate(timeout=300) for each in started]
    assert [each.returncode for each in started] == [0, 1, 0], said
    assert [stdout.split()[0] for stdout, _ in said] == ["proef"] * 3
    assert sum(stderr.count(FIRST) for _, stderr in said) == 1, said
    works(small, quick)


# The program kills itself at a numbered moment: before or after each rename, and when it starts a program.
KILLED = """
import os, signal, subprocess
def killing(function, left=[{moment}]):
    def moment():
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    def around(*words, **named):
        moment()
        result = function(*words, **named)
        moment()
        return result
    return around
os.rename = killing(os.rename)
start = subprocess.Popen.__init__
subprocess.Popen.__init__ = killing(start)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_first_use_that_is_killed_anywhere_is_made_good(small: Place, quick: str) -> None:
    assert small.run(quick, "build.py", env=shop(small)).code == 0
    versions = ["1.0", "1.1"]
    for moment in range(1, 100):
        version = versions[moment % 2]
        lock(small, version, "1.0")
        (small.root.parent / "killed.py").write_text(KILLED.format(moment=moment), encoding="utf-8")
        code = START.format("sys.path.insert(0, '..'); import killed; sys.path.pop(0)")
        run = small.run(quick, "-c", code, env=shop(small))
        if run.code == 0:
            break
        assert run.code == -signal.SIGKILL, run.said
        again = small.run(quick, "build.py", env=shop(small))
        assert again.code == 0, again.said
        works(small, quick, f"proef {version}")
    assert moment > 8


@pytest.mark.skipif(not Path("/proc").exists(), reason="what still runs is read from /proc")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_first_use_that_is_interrupted_says_so(small: Place, quick: str, number: signal.Signals, code: int) -> None:
    environment = program.environment(small.root, shop(small))
    with subprocess.Popen(
        [quick, "build.py"], cwd=small.root, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
    ) as run:
        assert run.stderr
        assert run.stderr.readline().startswith(FIRST)
        while not list(small.root.glob(".venv.new-*")):
            pass
        run.send_signal(number)
        assert run.stderr.read() == "build.py: onderbroken\n"
    assert run.returncode == code
    assert environments(small) == []
    assert small.run(quick, "build.py", env=shop(small)).code == 0
    works(small, quick)


# --- folders in which nothing can be made -----------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk, which only root can mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only an administrator makes a disk of its own")
    (folder / "home").mkdir()
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("free", [0, 200_000, 4_000_000, 15_000_000])
def test_a_full_disk_is_said_to_be_full(small: Place, quick: str, disk: Path, free: int) -> None:
    there = small.copy(disk / "main")
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - free))
    run = there.run(quick, "build.py", env=shop(small))
    assert "De schijf is vol" in one_sentence(run)
    assert environments(there) == []
    (disk / "filler").unlink()
    assert there.run(quick, "build.py", env=shop(small)).code == 0
    works(there, quick)


def test_a_folder_that_cannot_be_written_is_said_to_be(small: Place, quick: str, disk: Path) -> None:
    there = small.copy(disk / "main")
    mount = ["mount", "-o", "remount,{}", str(disk)]
    subprocess.run([each.format("ro") for each in mount], check=True)
    assert "Je mag hier niet schrijven" in one_sentence(there.run(quick, "build.py", env=shop(small)))
    subprocess.run([each.format("rw") for each in mount], check=True)
    assert there.run(quick, "build.py", env=shop(small)).code == 0
    subprocess.run([each.format("ro") for each in mount], check=True)
    works(there, quick)
