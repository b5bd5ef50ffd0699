"""The locks contain everything that their packages need, so that they can be installed without resolving anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from draaiboek.bootstrap import BENCH, RUN, TEST

ROOT = Path(__file__).parents[2]
FUZZ = Path("requirements/fuzz.txt")
LOCKS = (RUN, TEST, BENCH, Path("requirements/engines.txt"), Path("requirements/audit.txt"), FUZZ)
MACHINES = [
    {
        "sys_platform": system,
        "os_name": name,
        "platform_system": called,
        "python_version": version.rpartition(".")[0],
        "python_full_version": version,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    for system, name, called in (("linux", "posix", "Linux"), ("darwin", "posix", "Darwin"), ("win32", "nt", "Windows"))
    for version in ("3.11.2", "3.11.7", "3.12.1", "3.13.0", "3.14.0")
]


def lock(path: Path) -> list[Requirement]:
    """The pinned packages of the lock *path*."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix("\\")) for line in lines if re.match(r"[A-Za-z0-9]", line)]


def names(requirements: Iterable[Requirement]) -> set[str]:
    return {canonicalize_name(each.name) for each in requirements}


def pinned(requirements: Iterable[Requirement]) -> set[str]:
    return {f"{each.name}{each.specifier}" for each in requirements}


def on(machine: Mapping[str, str], marker: Marker | None, extra: str = "") -> bool:
    return marker is None or marker.evaluate({**machine, "extra": extra})


def asked(package: Requirement, machine: Mapping[str, str]) -> Iterator[Requirement]:
    """What *package*, with its extras, requires on *machine*; nothing when this very version is not installed here."""
    found, needs = installed(package.name)
    if package.specifier.contains(found, prereleases=True):
        for each in needs:
            if any(on(machine, each.marker, extra) for extra in ("", *package.extras)):
                yield each


@cache
def installed(name: str) -> tuple[str, list[Requirement]]:
    """The version of a package that is installed here ('0' when none is), and what it requires."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return "0", []
    return found.version, [Requirement(each) for each in found.requires or []]


@pytest.mark.parametrize("path", LOCKS, ids=str)
def test_a_lock_has_all_that_its_packages_ask_for(path: Path) -> None:
    seen = 0
    for machine in MACHINES:
        locked = {canonicalize_name(each.name): each for each in lock(path) if on(machine, each.marker)}
        for package in locked.values():
            for need in asked(package, machine):
                where = f"{package.name} asks for {need} on {machine}"
                found = locked.get(canonicalize_name(need.name))
                assert found is not None, where
                assert need.extras <= found.extras, where
                assert need.specifier.contains(str(found.specifier).removeprefix("=="), prereleases=True), where
                seen += 1
    assert seen > 100 or path == FUZZ  # a single package without requirements


def test_the_tests_run_with_the_packages_of_the_build() -> None:
    assert pinned(lock(RUN)) <= pinned(lock(TEST))


@pytest.mark.parametrize("path", LOCKS, ids=str)
def test_a_lock_has_what_we_ask_for_and_says_how_it_is_made(path: Path) -> None:
    source = path.with_suffix(".in")
    lines = (ROOT / source).read_text(encoding="utf-8").splitlines()
    assert names(Requirement(line) for line in lines if line and line[0] not in "#-") <= names(lock(path))
    command = (ROOT / path).read_text(encoding="utf-8").splitlines()[1]
    assert command.endswith(f" {source.name} -o {path.name}")
    assert {"--universal", "--generate-hashes", "--no-strip-extras"} <= set(command.split())
