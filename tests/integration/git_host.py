"""A Git host that we play: what its API answers about one pull request, and what it was told to write under it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.integration.program import Place, Run
from tests.web_api import Request, served

REPOSITORY = "ons/draaiboek"
REPORT = "<!-- draaiboek: verslag van een voorstel -->"
_ROBOT, _LATER = "2026-11-28T10:00:00Z", "2026-11-28T11:00:00Z"


@dataclass
class Host:
    """What a Git host knows of a pull request, and what it was told; *owner* is not ours when it comes from a copy.

    It goes *into* a branch, and changes *files* and so many more that the host does not list; *meanwhile* happens while
    these are asked for.
    """

    address: str
    head: str = ""
    number: int = 7
    branch: str = "voorstel"
    owner: str = "ons"
    files: Sequence[str] = ()
    unlisted: int = 0
    into: str = "main"
    comments: list[dict[str, Any]] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    @property
    def said(self) -> str:
        """What was said last."""
        return str(self.comments[-1]["body"])

    def tell(self, words: str, *, by: str = "github-actions[bot]", at: str = _ROBOT) -> None:
        """Let a robot have said *words* under the pull request."""
        kind = {"user": {"type": "Bot", "login": by}, "updated_at": at}
        self.comments.append({"id": len(self.comments), "body": words, **kind})

    def after_run(self, conclusion: str = "success") -> dict[str, Any]:
        """Return the event of a workflow that looked at the pull request as it is."""
        run = {
            "conclusion": conclusion,
            "head_sha": self.head,
            "head_branch": self.branch,
            "head_repository": {
                "owner": {"login": self.owner},
                "html_url": f"https://github.com/{self.owner}/draaiboek",
            },
            "html_url": "https://git.voorbeeld.be/run/1",
        }
        return {"workflow_run": run, "repository": {"default_branch": "main"}}

    def after_comment(self, words: str, who: str, association: str = "NONE") -> dict[str, Any]:
        """Return the event of *who* writing *words* under the pull request; the author of that is `redacteur`."""
        return {
            "issue": {"number": self.number, "pull_request": {}},
            "comment": {
                "body": words,
                "user": {"login": who},
                "created_at": _LATER,
                "author_association": association,
            },
            "repository": {"default_branch": "main"},
        }

    def answer(self, method: str, path: str, query: Mapping[str, list[str]], data: Any) -> Any:
        """Do and answer as https://docs.github.com/en/rest says."""
        pull = {
            "number": self.number,
            "state": "open",
            "user": {"login": "redacteur"},
            "base": {"ref": self.into},
            "changed_files": len(self.files) + self.unlisted,
            "head": {"sha": self.head, "ref": self.branch, "repo": {"full_name": f"{self.owner}/draaiboek"}},
        }
        if method == "POST":
            self.tell(data["body"])
            return {}
        if method == "PATCH":
            self.comments[int(path.rpartition("/")[2])]["body"] = data["body"]
            return {}
        if path == f"pulls/{self.number}/files":
            self.meanwhile()
        asked = {"head": [f"{self.owner}:{self.branch}"], "state": ["open"], "base": [self.into]}
        is_asked = all(query.get(name) == value for name, value in asked.items())
        return {
            f"issues/{self.number}/comments": self.comments,
            f"pulls/{self.number}/files": [{"filename": name} for name in self.files],
            f"commits/{self.head}/pulls": [pull] if self.owner == "ons" else [],  # it knows no commits of a copy
            "pulls": [pull] if is_asked else [],
            f"pulls/{self.number}": pull,
        }[path]


@pytest.fixture
def host() -> Iterator[Host]:
    with playing() as played:
        yield played


@contextmanager
def playing() -> Iterator[Host]:
    """Answer as a Git host does, as long as the body runs."""

    def answer(asked: Request) -> object:
        start = f"/repos/{REPOSITORY}/"
        assert asked.path.startswith(start)
        assert asked.authorization == "Bearer sleutel"
        return known.answer(asked.method, asked.path.removeprefix(start), asked.query, asked.data)

    with served(answer) as address:
        known = Host(address)
        yield known


def environment_of(place: Place, host: Host, event: object) -> dict[str, str]:
    """Return what a workflow has in its environment after *event*."""
    file = place.root.parent / "event.json"
    file.write_text(json.dumps(event), encoding="utf-8")
    return {
        "GITHUB_EVENT_PATH": str(file),
        "GITHUB_API_URL": host.address,
        "GITHUB_REPOSITORY": REPOSITORY,
        "GH_TOKEN": "sleutel",
    }


def workflow(place: Place, host: Host, event: object, *words: str) -> Run:
    """Run the script of the workflows that may write, in *place* as it is."""
    return place.run(sys.executable, ".ci/comment.py", *words, env=environment_of(place, host, event))
