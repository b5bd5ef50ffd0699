"""An editor's copy of the repository, a server, and the machine on which the workflows run: all of it here.

A proposal goes through the workflows with their own scripts: what proposal.yml runs on a copy of the protected branch,
then what proposal-comment.yml runs on the output of that. The tests look at the comment as a person reads it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from tests.integration import private_server, program
from tests.integration.git_host import Host, environment_of, playing, workflow
from tests.integration.program import ROOT, Place

AT = "https://github.com/ons/draaiboek"
COPY = "https://github.com/redacteur/draaiboek"
PAGE = "docs/delen.md"
RUN = "uitgevoerd"
KEEPER = "beheer:\n  - account: '@an-sport'\n    functie: contactpersoon sport\nactoren: []"
KEPT = frozenset(
    {"h3", "p", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "blockquote", "details", "summary", "del", "ins"}
    | {"table", "thead", "tbody", "tr", "th", "td", "sub", "br"}
)
"""The HTML elements that a comment may contain."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a proposal: *source* as it was posted, and what a person sees of it."""

    source: str

    @property
    def html(self) -> str:
        return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(self.source))

    @property
    def text(self) -> str:
        return _Reader.of(self.html).text

    @property
    def elements(self) -> set[str]:
        return _Reader.of(self.html).elements

    @property
    def links(self) -> list[str]:
        return _Reader.of(self.html).links

    @property
    def in_sight(self) -> list[str]:
        """The lines that are not folded away."""
        open_part = re.sub(r"<details>.*?</details>", "", self.html, flags=re.DOTALL)
        return [line for line in _Reader.of(open_part).text.splitlines() if line.strip()]


class _Reader(HTMLParser):
    """Collects the visible text, the elements and the links of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.elements: set[str] = set()
        self.links: list[str] = []

    @classmethod
    def of(cls, source: str) -> _Reader:
        reader = cls()
        reader.feed(source)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.text += "\n" if tag in {"p", "li", "tr", "br", "summary", "blockquote", "h3", "pre"} else " "

    def handle_data(self, data: str) -> None:
        self.text += data


@dataclass(frozen=True, slots=True)
class Desk:
    """An editor's copy of the repository, the server, and the machine on which the workflows run."""

    place: Place
    server: Path
    tools: Path
    host: Host

    def propose(self, change: Callable[[Place], None], branch: str = "voorstel") -> Comment:
        """Push *change* as *branch* as an editor would, run the workflows, and return the comment that results."""
        place = self.place
        place.git("checkout", "--quiet", "-B", "werk", "main")
        change(place)
        self.host.head, self.host.branch = place.commit(), branch
        self.host.files = place.git("diff", "--name-only", "main", "werk").splitlines()
        place.git("push", "--quiet", "--force", "origin", "werk:refs/pull/7/head", f"werk:refs/heads/{branch}")
        place.git("checkout", "--quiet", "--force", "main")
        place.git("clean", "-fdq", "-e", "out")
        report = self.looked_at()
        run = workflow(place, self.host, self.host.after_run(), str(report))
        assert run.code == 0, run.said
        return Comment(self.host.said)

    @property
    def repaired(self) -> Path:
        """The folder of the files that the program repaired, inside what people download to walk through."""
        return self.tools.parent / "machine/out/voorstel/hersteld"

    def looked_at(self, address: str = "") -> Path:
        """Run the scripts of proposal.yml as its job does, on a copy of the protected branch; return the report file.

        *address* is that of the server, when it is not a folder. As after actions/checkout without credentials, the job
        knows the address and has no token except the one that a step is given.
        """
        runner = Place(self.tools.parent / "machine")
        shutil.rmtree(runner.root, ignore_errors=True)
        runner.root.mkdir()
        runner.git("clone", "--quiet", str(self.server), ".")
        runner.git("remote", "set-url", "origin", address or str(self.server))
        values = {
            "TOKEN": private_server.TOKEN,
            "NUMBER": "7",
            "BASE": runner.git("rev-parse", "origin/main"),
            "HEAD": self.host.head,
            "AT": AT if self.host.owner == "ons" else COPY,
            "BRANCH": self.host.branch,
            "HOME_AT": AT,
        }
        own = {
            **environment_of(self.place, self.host, {}),
            "PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}",
            "GIT_TERMINAL_PROMPT": "0",
            "GITHUB_STEP_SUMMARY": str(self.tools.parent / "samenvatting.md"),
        }
        job = yaml.safe_load((ROOT / ".github/workflows/proposal.yml").read_text(encoding="utf-8"))["jobs"]["report"]
        for step in [each for each in job["steps"] if "run" in each]:
            env = {**own, **{name: values[name] for name in step["env"]}}
            run = runner.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], env=env)
            assert run.code == 0, run.said
        return runner.root / "voorstel.json"


TRAM = (PAGE, "in de trein", "in de tram")


def tram(place: Place) -> None:
    """Change one word, which gives a sector something to read."""
    place.replace(*TRAM)


@pytest.fixture(scope="session")
def desk_as_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk to which nobody has proposed anything yet. Must not be changed."""
    return program.once(tmp_path_factory, "desk", _make).parent


@pytest.fixture(scope="session")
def tram_as_proposed(desk_as_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that desk after `tram` was proposed and the workflows commented on it. Must not be changed."""

    def make(into: Path) -> None:
        with playing() as host:
            _desk(shutil.copytree(desk_as_made, into.parent), host).propose(tram)
            (into.parent / _TOLD).write_text(json.dumps([host.head, [*host.files], host.comments]), encoding="utf-8")

    return program.once(tmp_path_factory, "tram", make).parent


@pytest.fixture
def desk(desk_as_made: Path, host: Host, tmp_path: Path) -> Desk:
    return _desk(shutil.copytree(desk_as_made, tmp_path / "desk"), host)


@pytest.fixture
def proposed(tram_as_proposed: Path, host: Host, tmp_path: Path) -> Desk:
    """A desk at which `tram` was proposed and commented on."""
    folder = shutil.copytree(tram_as_proposed, tmp_path / "desk")
    host.head, host.files, host.comments = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
    return _desk(folder, host)


_TOLD = "gezegd.json"


def _make(into: Path) -> None:
    place = program.guidebook(into)
    place.replace("sectors/sport/sector.yml", "actoren: []", KEEPER)
    place.replace("draaiboek.yml", "slug: livc-r", f'slug: livc-r\nbewerken: "{AT}"')
    place.write(".ci/comment.py", (ROOT / ".ci" / "comment.py").read_text(encoding="utf-8"))
    place.commit()
    folder = into.parent
    place.git("init", "--quiet", "--bare", "--initial-branch=main", str(folder / "server.git"))
    place.git("remote", "add", "origin", "../server.git")
    place.git("push", "--quiet", "origin", "main")
    tools = folder / "tools"
    tools.mkdir()
    (tools / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    (tools / "python3").chmod(0o755)


def _desk(folder: Path, host: Host) -> Desk:
    return Desk(Place(folder / "main"), folder / "server.git", folder / "tools", host)


def harmless(comment: Comment) -> None:
    """Assert that *comment* runs nothing, mentions nobody, closes no issue, links only to us, names no other commit."""
    assert comment.elements <= KEPT
    assert all(link.startswith((f"{AT}/", "https://git.voorbeeld.be/run/")) for link in comment.links)
    source = re.sub(r"<code>.*?</code>|`[^`]*`", "", comment.source)
    assert not re.search(r"(?<![\w&])@\w|(?<![\w&])#\d|\w#\d", source)
    assert source.count("<!--") == 2, "ours"
    assert comment.source.count("<details") == comment.source.count("</details>")
