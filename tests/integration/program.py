"""The program in a folder of its own, with a small guidebook, started as an editor starts it.

Neither the real docs/, sectors/ and overlays/ nor the settings of the person who runs the tests are read.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDEBOOK = Path(__file__).with_name("guidebook")
RICH = Path(__file__).with_name("rich")
PROGRAM = ("build.py", "draaiboek", "mkdocs.yml", "requirements", ".gitignore")
CONTENT = ("docs", "sectors", "overlays")
IDENTITY = "draaiboek.yml"
ADDRESS = "https://draaiboek.voorbeeld.be/livc"
VARIANTS = {"kern": "", "onderwijs": "onderwijs/", "sport": "sport/", "alle": "alle/"}
PRINTED = ("kern", "onderwijs", "sport")
"""The variants that are also printed as a book."""
EDITION = "2026.1"
NEXT = "2026.2"
_DATE = "2026-11-20T12:00:00+01:00"
_LONGEST_BUILD = 300.0


@dataclass(frozen=True, slots=True)
class Run:
    """The exit code and the output of a program."""

    code: int
    stdout: str
    stderr: str

    @property
    def said(self) -> str:
        return self.stdout + self.stderr


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with the program and a guidebook; it becomes a git repository with the first commit."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "out" / "site"

    def build(self, *words: str, env: Mapping[str, str] | None = None) -> Run:
        """Run `build.py` with *words*, by the interpreter that runs the tests."""
        return self.run(sys.executable, "build.py", *words, env=env)

    def run(self, *command: str, env: Mapping[str, str] | None = None) -> Run:
        result = subprocess.run(
            command,
            cwd=self.root,
            env=environment(self.root, env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=_LONGEST_BUILD,
            check=False,
        )
        return Run(result.returncode, result.stdout, result.stderr)

    def git(self, *words: str) -> str:
        result = self.run("git", *words)
        assert result.code == 0, result.said
        return result.stdout.strip()

    def commit(self) -> str:
        """Commit everything, always with the same date; return the id of the commit."""
        if not (self.root / ".git").exists():
            self.git("init", "--quiet", "--initial-branch=main")
        self.git("add", "--all")
        who = ("-c", "user.name=Toets", "-c", "user.email=toets@voorbeeld.be")
        dates = {"GIT_AUTHOR_DATE": _DATE, "GIT_COMMITTER_DATE": _DATE}
        result = self.run("git", *who, "commit", "--quiet", "-m", "Tekst", env=dates)
        assert result.code == 0, result.said
        return self.git("rev-parse", "HEAD")

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace *old* by *new* in the file *name*; *old* must occur in it."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def content(self) -> Mapping[str, bytes]:
        """The contents, in bytes, of every file that editors write."""
        return {name: text for folder in CONTENT for name, text in tree(self.root / folder, self.root).items()}

    def copy(self, into: Path) -> Place:
        shutil.copytree(self.root, into, symlinks=True)
        return Place(into)


def environment(root: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a machine without any set-up: no git identity, settings, proxy or SOURCE_DATE_EPOCH."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    home = root.parent / "home"
    home.mkdir(exist_ok=True)
    own = {"HOME": str(home), "LANG": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    return {**kept, **own, **(extra or {})}


def as_nobody(patch: pytest.MonkeyPatch, root: Path, extra: Mapping[str, str] | None = None) -> None:
    """Give this process the `environment` of a program in *root*, with *extra*, until *patch* is undone."""
    for name, value in environment(root, extra).items():
        patch.setenv(name, value)


def tree(folder: Path, root: Path | None = None) -> Mapping[str, bytes]:
    """Every file below *folder* with its contents, by its path relative to *root*."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(root or folder).as_posix(): path.read_bytes() for path in sorted(found)}


def program(into: Path) -> Place:
    """Copy the program, without a guidebook."""
    into.mkdir(parents=True)
    for name in PROGRAM:
        path = ROOT / name
        (into / name).parent.mkdir(exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, into / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(path, into / name)
    return Place(into)


def guidebook(into: Path) -> Place:
    """Copy the program with the small guidebook: eight pages, two sectors, each kind of overlay once."""
    place = program(into)
    for name in CONTENT:
        shutil.copytree(GUIDEBOOK / name, into / name)
    shutil.copyfile(GUIDEBOOK / IDENTITY, into / IDENTITY)
    return place


def rich(into: Path) -> Place:
    """Copy the program with the rich guidebook: the small one with more of everything, and a demonstration.

    Tests of text, PDF, EPUB, search and demonstration use it instead of the real guidebook.
    """
    place = guidebook(into)
    for path in filter(Path.is_file, RICH.rglob("*")):
        target = into / path.relative_to(RICH)
        target.parent.mkdir(parents=True, exist_ok=True)
        # A data file that the small guidebook also has holds additional entries here.
        before = target.read_bytes() if target.exists() else b""
        assert not before or target.parent.name == "_data", target
        target.write_bytes(before + path.read_bytes())
    return place


def leaflet(into: Path) -> Place:
    """Copy the program with the small guidebook for one sector, with an approved edition, for tests of publishing."""
    place = without("sport", guidebook(into))
    approve(place, EDITION)
    return place


def approve(place: Place, edition: str) -> None:
    """Approve the text as it is, as the final editors; the caller commits this."""
    run = place.build("approve", edition, "--by", "directeur", "--for", "Voorbeeldvereniging")
    assert run.code == 0, run.said


def without(sector: str, place: Place) -> Place:
    """Remove a sector from a guidebook, so that less is built."""
    for folder in ("sectors", "overlays"):
        shutil.rmtree(place.root / folder / sector)
    (other,) = {"onderwijs", "sport"} - {sector}
    for name in ("overlays/_gedeeld/index--slot-steun.md", f"docs/edities/{EDITION}.md"):
        place.replace(name, "[onderwijs, sport]", f"[{other}]")
    for queries in (place.root / "docs/_data/zoekvragen").glob("*.yml"):
        asked = rf"^  {sector}:\n(?:    .*\n)+"
        queries.write_text(re.sub(asked, "", queries.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    return place


def next_edition(place: Place) -> None:
    """Write and commit the page of a second edition, which declares every change of the text minor."""
    text = place.read(f"docs/edities/{EDITION}.md").replace(EDITION, NEXT).replace("2026-11-20", "2026-11-21")
    text = text.replace("status:", "klein: true\nstatus:").replace("2026-12-01", "2026-12-15")
    text = re.sub(r"(?m)^goedkeuring:\n(?:[- ].*\n)*?(?=---$)", "", text)
    place.write(f"docs/edities/{NEXT}.md", text)
    approve(place, NEXT)
    place.commit()


def once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object], *, longest: float = _LONGEST_BUILD
) -> Path:
    """Return the folder that *make* fills once as *name* for all workers of pytest-xdist, within *longest* seconds."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done, failed = base / name, base / f"{name}.done", base / f"{name}.failed"
    try:
        (base / f"{name}.claimed").mkdir()
    except FileExistsError:
        _wait(done, failed, longest)
        return folder / "main"
    try:
        make(folder / "main")
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder / "main"


def _wait(done: Path, failed: Path, longest: float) -> None:
    end = time.monotonic() + longest
    while not done.exists():
        assert not failed.exists(), "another worker could not make it; its own error says why"
        assert time.monotonic() < end, "another worker takes too long to make it"
        time.sleep(0.1)
