"""Set-up on a machine with nothing but Python: a .venv with exactly the pinned packages, made once.

Standard library only. An interpreter that already has the pinned packages (a CI image, a container) is used as it is;
otherwise the program starts itself again inside .venv.

A new .venv is made beside the old one and renamed into place, so that a failure leaves the old one as it was. What only
the tests need is added to the .venv of the build, and changes nothing that a build uses.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from draaiboek.base import process
from draaiboek.base.errors import ToolError

if sys.platform == "win32":
    import msvcrt

    _TAKEN = PermissionError
else:
    import fcntl

    _TAKEN = BlockingIOError

FAILED = 3
RUN, TEST, BENCH = (Path("requirements", f"{name}.txt") for name in ("build", "test", "bench"))  # below the root
# A lock file lists all dependencies of its packages, so that pip resolves nothing and new releases change nothing.
INSTALL = (
    "-m",
    "pip",
    "--disable-pip-version-check",
    "install",
    "--no-deps",
    "--require-hashes",
    "--only-binary=:all:",
)
_QUIETLY = ("--no-input", "--no-warn-script-location", "--progress-bar=off")
_SETTINGS = {"PIP_DEFAULT_TIMEOUT": "15", "PIP_RETRIES": "2"}  # unless the machine sets others
_PIN = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[^]]*])?==(?P<version>[^\s;\\]+)[ ]*(?P<marker>;)?.*\n(?:[ ].*\n)*",
    re.MULTILINE | re.ASCII,
)
_INSIDE = "DRAAIBOEK_IN_VENV"
_ASIDE = ".venv.new-"  # and the process id, because what another process started may still be writing
_MOMENT = 0.2  # seconds between two attempts to take the lock
_LITTLE = 1_000_000  # bytes: with less free space, a disk counts as full
_OFTEN = 10  # packages for each line of progress
_PIP_SAID = "Wat pip zei staat in .venv.log."
_NO_VENV = (
    "De module 'venv' van Python werkt niet op deze machine. Installeer ze (Debian en Ubuntu: apt install python3-venv)"
)
_NOT_INSTALLED = f"De pakketten zijn niet te installeren. {_PIP_SAID} Lees dat"
_MEANINGS = {
    "no space left|disk quota|not enough space": "De schijf is vol: .venv kan er niet bij. Maak plaats",
    "read-only file system|permission denied|access is denied": (
        "Je mag hier niet schrijven: .venv kan er niet komen. Zet het draaiboek in een map van jezelf"
    ),
    "do not match the hashes": (
        "Een pakket van de pakketbron is niet wat werd vastgelegd (een andere hash), en is geweigerd. "
        f"{_PIP_SAID} Kies een andere pakketbron"
    ),
    "connection|resolve|network|timed? ?out|max retries": (
        f"Er is geen verbinding met de pakketbron (PyPI). {_PIP_SAID} Zorg voor internet"
    ),
    "no matching distribution": (
        "De pakketbron (PyPI) is niet te bereiken, of heeft een pakket niet voor deze Python op dit systeem. "
        f"{_PIP_SAID} Los dat op"
    ),
}


def enter(root: Path, *, test: bool) -> int | None:
    """Return None when this interpreter can run the program; else run the program in .venv and return its exit code.

    *test* says that the packages for the tests are needed too. Returns FAILED when .venv cannot be made.
    """
    if os.environ.get(_INSIDE) or _suits(root / (TEST if test else RUN)):
        return None
    folder = root / ".venv"
    marks = _marks(root)[: 2 if test else 1]
    if not _has(folder, marks) or _before(folder).exists():
        try:
            with _held(root / ".venv.lock"):
                _set_up(folder, marks)
        except (ToolError, OSError) as error:
            print(f"{_sentence(error)} en begin opnieuw.", file=sys.stderr)
            return FAILED
    return _start_again(_python(folder))


def _suits(lock: Path) -> bool:
    there = _packages()
    return all(pin["marker"] or there.get(_normalised(pin["name"])) == pin["version"] for pin in _pins(lock))


def _packages() -> dict[str, str]:
    """Return the version of each package that this interpreter has.

    It goes by the names of their folders, as `importlib.metadata` does; but that parses each of them as an e-mail
    message, which takes longer than seeing that nothing changed.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):  # a zip, or a folder that does not exist
            for info in os.listdir(folder or "."):  # noqa: PTH208  # a Path for each name takes longer than the listing
                name, _, version = info.removesuffix(".dist-info").partition("-")
                if info.endswith(".dist-info"):
                    found.setdefault(_normalised(name), version)
    return found


def _normalised(name: str) -> str:
    """Return *name*, of a package, in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(lock: Path) -> Iterator[re.Match[str]]:
    """Yield the entry of each package in *lock*; one that differs by system has more than one."""
    return _PIN.finditer(lock.read_text(encoding="utf-8"))


def _marks(root: Path) -> tuple[str, str]:
    """Return the names of the marker files that say that a .venv has all packages of a build, and of the tests."""
    pins = [(root / lock).read_bytes() + sys.version.encode() for lock in (RUN, TEST)]
    run, test = (hashlib.sha256(text).hexdigest()[:16] for text in (pins[0], b"".join(pins)))
    return f"draaiboek-run-{run}", f"draaiboek-test-{test}"


def _has(folder: Path, marks: Sequence[str]) -> bool:
    return _python(folder).exists() and all((folder / mark).exists() for mark in marks)


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _start_again(python: Path) -> int:
    environment = {**os.environ, _INSIDE: "1"}
    command = [str(python), *sys.argv]
    if os.name != "nt":
        return os.execve(python, command, environment)  # noqa: S606  # the program itself, without a shell
    with subprocess.Popen(command, env=environment) as program:
        while True:
            with suppress(KeyboardInterrupt):  # the program got it too, and reports it
                return program.wait()


# --- one at a time ----------------------------------------------------------------------------------------------------


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold the lock on set-up while the body runs; the system releases it when this process is killed."""
    with path.open("a", encoding="utf-8") as file:  # the file is kept: a lock on a deleted name keeps nobody out
        waiting = False
        while not _is_ours(file.fileno()):
            if not waiting:
                _say("een andere opstart is hiermee bezig, deze wacht erop")
            waiting = True
            time.sleep(_MOMENT)
        yield


def _is_ours(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except _TAKEN:
        return False
    return True


# --- making it --------------------------------------------------------------------------------------------------------


def _set_up(folder: Path, marks: Sequence[str]) -> None:
    """Make *folder* have everything that *marks* stand for. Raises ToolError, and then leaves it as it was."""
    before = _before(folder)
    _put_back(folder, before)  # a process may have been killed between its two renames
    shutil.rmtree(before, ignore_errors=True)  # or just after them
    if _has(folder, marks):
        return
    if _has(folder, marks[:1]) and not _has_other_tests(folder, marks[-1]):
        _say("de pakketten voor de tests komen erbij (eenmalig)")
        _install(folder, TEST, marks[1], but=RUN)
        return
    _say("eerste gebruik, de pakketten worden klaargezet (eenmalig, een halve minuut of meer)")
    for left in folder.parent.glob(f"{_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
    new = folder.with_name(f"{_ASIDE}{os.getpid()}")
    try:
        _make(new)
        for lock, mark, but in zip((RUN, TEST), marks, (None, RUN), strict=False):
            _install(new, lock, mark, but=but)
        _relocate(folder, new)
        if folder.exists():
            folder.rename(before)
        new.rename(folder)
    finally:
        _put_back(folder, before)
        for each in (new, before):
            shutil.rmtree(each, ignore_errors=True)


def _before(folder: Path) -> Path:
    """Return where the old .venv is while another takes its place."""
    return folder.with_name(".venv.old")


def _put_back(folder: Path, before: Path) -> None:
    if before.exists() and not folder.exists():
        before.rename(folder)


def _has_other_tests(folder: Path, mark: str) -> bool:
    """Return whether *folder* has packages for the tests, or some of them, that do not belong to *mark*."""
    return any(not path.name.startswith(mark) for path in folder.glob("draaiboek-test-*"))


def _make(folder: Path) -> None:
    code, said = _run([sys.executable, "-I", "-m", "venv", "--prompt=.venv", str(folder)], folder.parent)
    if code:
        full = shutil.disk_usage(folder.parent).free < _LITTLE  # which 'venv' does not report
        raise ToolError(_meaning("no space left" if full else said) or _NO_VENV)


def _install(folder: Path, lock: Path, mark: str, *, but: Path | None) -> None:
    """Install in *folder* the packages of *lock*, except those that *but* has too, and then *mark* it."""
    root = folder.parent
    there = {pin["name"] for pin in _pins(root / but)} if but else set()
    entries = [pin[0] for pin in _pins(root / lock) if pin["name"] not in there]
    begun = folder / f"{mark}.begun"
    begun.write_text("".join(entries), encoding="utf-8")
    # An earlier process may have been killed while installing these: then they are incomplete, whatever they look like.
    words = [*INSTALL, *_QUIETLY, "--ignore-installed", "-r", str(begun)]
    code, said = _run([str(_python(folder)), "-I", *words], root, said=_progress(len(entries)))
    if code:
        raise ToolError(_meaning(said) or _NOT_INSTALLED)
    begun.rename(folder / mark)


def _run(command: Sequence[str], root: Path, *, said: Callable[[str], None] = lambda _line: None) -> tuple[int, str]:
    """Run *command*, pass each line to *said* and write all to .venv.log; return its exit code and what it printed."""
    lines: list[str] = []

    def hear(line: str) -> None:
        lines.append(line)
        said(line)

    code = process.run_line_by_line(command, cwd=root, env={**_SETTINGS, **os.environ, "PIP_USER": "0"}, said=hear)
    text = "\n".join(lines)
    with suppress(OSError):  # on a full disk, what it printed is enough
        (root / ".venv.log").write_text(f"{text}\n", encoding="utf-8")
    return code, text


def _relocate(name: Path, folder: Path) -> None:
    """Replace the path of *folder* by *name* in the files that contain it: scripts have the absolute path of Python."""
    for path in [folder / "pyvenv.cfg", *_python(folder).parent.iterdir()]:
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            path.write_bytes(content.replace(os.fsencode(folder), os.fsencode(name)))


# --- what it says -----------------------------------------------------------------------------------------------------


def _say(what: str) -> None:
    print(f".venv: {what}", file=sys.stderr, flush=True)


def _progress(total: int) -> Callable[[str], None]:
    """Return a function that reports, from the lines that pip prints, how many of *total* packages it has fetched."""
    count = 0

    def hear(line: str) -> None:
        nonlocal count, total
        count += line.startswith("Collecting ")
        total -= line.startswith("Ignoring ")  # the package is for another system
        if line.startswith("Installing "):
            _say(f"{count} pakketten installeren")
        elif count and count % _OFTEN == 0 and line.startswith("Collecting "):
            _say(f"{count} van {total} pakketten opgehaald")

    return hear


def _sentence(error: ToolError | OSError) -> str:
    if isinstance(error, ToolError):
        return str(error)
    return _meaning(str(error)) or f"Het klaarzetten van .venv mislukt ({error}). Los dat op"


def _meaning(said: str) -> str:
    """Return in Dutch what went wrong and what to do, from a message of pip, Python or the system; '' if not known."""
    for words, sentence in _MEANINGS.items():
        if re.search(words, said, re.IGNORECASE):
            return sentence
    return ""
