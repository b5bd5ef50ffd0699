"""A fake Git host: what its API answers about one pull request, and the comments that are posted on it."""

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
    """What a Git host knows of a pull request, and the comments it received; *owner* differs from ours for a fork.

    The target branch is *into*; it changes *files*, and *unlisted* more that are not listed; *meanwhile* is called
    while the files are being requested.
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
        """The last comment."""
        return str(self.comments[-1]["body"])

    def tell(self, words: str, *, by: str = "github-actions[bot]", at: str = _ROBOT) -> None:
        """Add a comment of the robot *by*, last updated *at*."""
        kind = {"user": {"type": "Bot", "login": by}, "updated_at": at}
        self.comments.append({"id": len(self.comments), "body": words, **kind})

    def after_run(self, conclusion: str = "success") -> dict[str, Any]:
        """Return the event of a workflow that ran on the pull request as it is now."""
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
        """Return the event of *who* commenting *words*; the author of the pull request is `redacteur`."""
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
        """Handle a request as https://docs.github.com/en/rest describes, and return the JSON reply."""
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
            f"commits/{self.head}/pulls": [pull] if self.owner == "ons" else [],  # it knows no commits of a fork
            "pulls": [pull] if is_asked else [],
            f"pulls/{self.number}": pull,
        }[path]


@pytest.fixture
def host() -> Iterator[Host]:
    with playing() as played:
        yield played


@contextmanager
def playing() -> Iterator[Host]:
    """Yield a Git host that answers while the body runs."""

    def answer(asked: Request) -> object:
        start = f"/repos/{REPOSITORY}/"
        assert asked.path.startswith(start)
        assert asked.authorization == "Bearer sleutel"
        return known.answer(asked.method, asked.path.removeprefix(start), asked.query, asked.data)

    with served(answer) as address:
        known = Host(address)
        yield known


def environment_of(place: Place, host: Host, event: object) -> dict[str, str]:
    """Return the environment variables that a workflow has after *event*."""
    file = place.root.parent / "event.json"
    file.write_text(json.dumps(event), encoding="utf-8")
    return {
        "GITHUB_EVENT_PATH": str(file),
        "GITHUB_API_URL": host.address,
        "GITHUB_REPOSITORY": REPOSITORY,
        "GH_TOKEN": "sleutel",
    }


def workflow(place: Place, host: Host, event: object, *words: str) -> Run:
    """Run the script of the workflows with write access, in *place* as it is."""
    return place.run(sys.executable, ".ci/comment.py", *words, env=environment_of(place, host, event))
