"""The version of the program, the CHANGELOG and the tags agree."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.version import Version

import draaiboek
from draaiboek.cli import main

ROOT = Path(__file__).parent.parent
COMING = "Unreleased"
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
RELEASE = re.compile(r"(?P<version>\d+\.\d+\.\d+) \((?P<day>\d{4}-\d{2}-\d{2})\)")


def disagreements(version: str, sections: Sequence[str], tags: Sequence[str]) -> list[str]:
    """Return where *version*, the *sections* of the CHANGELOG and the *tags* of git contradict each other."""
    found = [RELEASE.fullmatch(each) for each in sections if each != COMING]
    if not all(found):
        return [f"a section is called neither '{COMING}' nor '1.2.3 (2026-12-31)'"]
    released = [Version(match["version"]) for match in found if match]
    said = Version(version)
    newest = max(released, default=Version("0"))
    rules = {
        f"{version} is on its way, and '{COMING}' is not the first section": (
            said.is_devrelease and sections[:1] != [COMING]
        ),
        f"{version} is on its way, and {newest} was released before": said.is_devrelease and newest >= said,
        f"{version} is released, and its section is not the first": (
            not said.is_devrelease and (sections[:1] == [COMING] or newest != said)
        ),
        "the sections are not in order": any(one <= other for one, other in pairwise(released)),
        "a tag has no section": bool({Version(tag) for tag in tags} - set(released)),
    }
    return [rule for rule, broken in rules.items() if broken]


def tags() -> list[str]:
    """The release tags of this clone; none in a shallow clone, or when the program came without its history."""
    command = ["git", "tag", "--list", "v*.*.*"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return [tag for tag in result.stdout.split() if re.fullmatch(r"v\d+\.\d+\.\d+", tag)]


def test_version_changelog_and_tags_agree() -> None:
    sections = SECTION.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert disagreements(draaiboek.__version__, sections, tags()) == []


@pytest.mark.parametrize(
    ("version", "sections", "tagged", "wrong"),
    [
        ("1.0.0.dev0", [COMING], [], ""),
        ("1.0.0", ["1.0.0 (2026-12-01)"], ["v1.0.0"], ""),
        ("1.1.0.dev0", [COMING, "1.0.0 (2026-12-01)"], ["v1.0.0"], ""),
        ("1.1.0", [COMING, "1.0.0 (2026-12-01)"], [], "its section is not the first"),
        ("1.0.0.dev0", [COMING, "1.0.0 (2026-12-01)"], [], "was released before"),
        ("1.1.0.dev0", ["1.0.0 (2026-12-01)"], [], "is not the first section"),
        ("1.1.0", ["1.1.0"], [], "is called neither"),
        ("1.1.0", ["1.0.0 (2026-12-01)", "1.1.0 (2026-12-02)"], [], "not in order"),
        ("1.1.0.dev0", [COMING], ["v1.0.0"], "a tag has no section"),
    ],
)
def test_what_does_not_agree_is_named(version: str, sections: list[str], tagged: list[str], wrong: str) -> None:
    found = "; ".join(disagreements(version, sections, tagged))
    assert wrong in found
    assert bool(wrong) == bool(found)


def test_a_version_never_looks_like_an_edition() -> None:
    """Tags of editions are numbered by year (v2026.1), and bear witness to what was published."""
    assert Version(draaiboek.__version__).major < 2000


def test_the_command_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"], ROOT)
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"draaiboek {draaiboek.__version__} (Python 3.")
