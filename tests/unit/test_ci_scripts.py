"""The scripts that workflows run beside the program: who must review a proposal, and known flaws in the packages."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.web_api import Request, served

CI = Path(__file__).parents[2] / ".ci"
HEAD, OLD = "a" * 40, "b" * 40
OWNERS = "* @ons/redactie @An-Redactie\n/sectors/sport/ @an-sport\n"


@dataclass
class Host:
    """A Git host with one pull request, opened by a stranger unless a test says otherwise."""

    address: str
    files: list[str] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    author: str = "vreemde"
    association: str = "NONE"
    more: int = 0
    """How many more files it changes that the host does not list."""

    def answer(self, path: str) -> object:
        if path.endswith("/files"):
            return [{"filename": name} for name in self.files]
        if path.endswith("/reviews"):
            return self.reviews
        user = {"user": {"login": self.author}, "author_association": self.association}
        return {**user, "head": {"sha": HEAD}, "changed_files": len(self.files) + self.more}

    def review(self, who: str, state: str, commit: str = HEAD, association: str = "NONE") -> None:
        user = {"user": {"login": who}, "author_association": association}
        self.reviews.append({**user, "state": state, "commit_id": commit})


@pytest.fixture
def host() -> Iterator[Host]:
    def answer(asked: Request) -> object:
        assert asked.path.startswith("/repos/ons/draaiboek/pulls/7")
        is_first = not asked.query or asked.query.get("page") == ["1"]
        return known.answer(asked.path) if is_first else []

    with served(answer) as address:
        known = Host(address)
        yield known


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the script and nothing else, with an owner for everything."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "owner.py").write_bytes((CI / "owner.py").read_bytes())
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "CODEOWNERS").write_text(OWNERS, encoding="utf-8")
    return tmp_path


def code(host: Host, root: Path) -> int:
    return run(host, root).returncode


def run(host: Host, root: Path) -> subprocess.CompletedProcess[bytes]:
    event = root / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7}}), encoding="utf-8")
    known = {"GITHUB_EVENT_PATH": str(event), "GITHUB_API_URL": host.address, "GITHUB_REPOSITORY": "ons/draaiboek"}
    env = {"PATH": os.environ["PATH"], "GH_TOKEN": "sleutel", **known}
    script = [sys.executable, str(root / ".ci" / "owner.py")]
    return subprocess.run(script, env=env, capture_output=True, check=False)


def test_a_text_needs_no_owner_of_the_program(host: Host, root: Path) -> None:
    host.files = ["docs/index.md", "sectors/sport/hoofdstuk.md", "overlays/sport/x.md"]
    assert code(host, root) == 0
    host.more = 1  # a file that the host does not list may be anything
    assert code(host, root) == 1


@pytest.mark.parametrize(
    "name",
    [
        *(".github/workflows/x.yml", "requirements/build.txt", "draaiboek/theme/main.html", "build.py", "x"),
        "sectors/sport/sector.yml",  # it says who may sign
    ],
)
def test_program_theme_pins_and_workflows_wait_for_an_owner(host: Host, root: Path, name: str) -> None:
    host.files = ["docs/index.md", name]
    assert code(host, root) == 1
    for who, state, commit in (
        ("an-redactie", "COMMENTED", HEAD),
        ("an-redactie", "APPROVED", OLD),
        ("an-sport", "APPROVED", HEAD),
        ("vreemde", "APPROVED", HEAD),
    ):
        host.reviews.clear()
        host.review(who, state, commit, "MEMBER")
        assert code(host, root) == 1, (who, state)
    host.review("an-redactie", "APPROVED")
    assert code(host, root) == 0
    host.review("an-redactie", "COMMENTED")  # a comment is no verdict
    assert code(host, root) == 0
    host.review("an-redactie", "DISMISSED")
    assert code(host, root) == 1
    host.reviews.clear()
    host.author = "An-Redactie"
    assert code(host, root) == 0


def test_a_name_of_a_file_is_obeyed_by_no_machine(host: Host, root: Path) -> None:
    host.files = ["a\n::add-mask::e", "##[stop-commands]x", "build.py"]
    said = run(host, root).stdout.decode()
    assert "%23%23%5Bstop-commands%5Dx, a%0A%3A%3Aadd-mask%3A%3Ae, build.py" in said


def test_as_long_as_no_account_is_named_it_is_who_belongs_to_the_repository(host: Host, root: Path) -> None:
    host.files = ["build.py"]
    (root / ".github" / "CODEOWNERS").unlink()
    host.review("iemand", "APPROVED", association="CONTRIBUTOR")
    assert code(host, root) == 1
    host.review("iemand", "APPROVED", association="COLLABORATOR")
    assert code(host, root) == 0


# --- commands at the same time ----------------------------------------------------------------------------------------


def test_what_runs_together_is_said_apart_and_fails_when_one_fails(tmp_path: Path) -> None:
    """The first waits for what the second does, so they really run at the same time."""
    waits = f"until [ -e {tmp_path}/done ]; do sleep 0.01; done; echo waited"
    fails = f"echo begun; touch {tmp_path}/done; false; echo never"

    def together(*commands: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["bash", CI / "together", *commands], capture_output=True, text=True, check=False)

    both = together(waits, fails)
    assert (both.returncode, both.stdout, both.stderr) == (1, "waited\nbegun\n", f"failed: {fails}\n")
    good = together("echo one", "echo two")
    assert (good.returncode, good.stdout, good.stderr) == (0, "one\ntwo\n", "")


# --- known vulnerabilities --------------------------------------------------------------------------------------------


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", CI / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


HOLE = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
GOOD, BAD = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "version": "1", "vulns": [HOLE]}
UNASKED = {"name": "c", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "expected"),
    [([GOOD], 0), ([GOOD, BAD], 1), ([GOOD, UNASKED], 3), ([BAD, UNASKED], 1), ([], 3), (None, 3)],
)
def test_what_could_not_be_known_is_never_good_news(
    audit: ModuleType, packages: object, expected: int, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = "" if packages is None else json.dumps({"dependencies": packages})
    assert audit.said(Path("build.txt"), answer) == expected
    told = capsys.readouterr().out
    assert ("b 1: PYSEC-1, repaired in 2.0" in told) == (expected == 1)
    assert expected != 3 or "not known" in told or "could not be known" in told
