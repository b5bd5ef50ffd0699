"""From a changed word to a published edition by buttons: the scripts of the workflows, on a simulated server.

Git does what a person does in a browser (editing, merging); the workflows' own scripts do the rest.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from draaiboek.lab.audit.browser import executable
from tests.accessibility import STATEMENT
from tests.integration import program
from tests.integration.program import EDITION, ROOT, Place, Run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not executable(), reason="chromium is missing (apt install chromium)"),
]

PAGE = f"docs/edities/{EDITION}.md"
FIGURES = "docs/_data/toegankelijkheid.yml"
STATEMENT_PAGE = """\
---
title: Toegankelijkheid
description: Hoe toegankelijk de website is.
---
<!-- lijst: toegankelijkheidsverklaring -->

## Wat is er gemeten? {#gemeten}

<!-- lijst: toegankelijkheid -->
"""
MENU = "- pagina: index.md\n- pagina: toegankelijkheid.md\n"


class Desk:
    """An editor's copy, the server, and the machine on which a button runs its script."""

    def __init__(self, into: Path) -> None:
        self.editor = program.leaflet(into / "redactie")
        self.server = into / "server.git"
        self.machine = Place(into / "machine")
        self.summary = into / "samenvatting.md"
        tools = into / "tools"
        tools.mkdir()
        (tools / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
        (tools / "python3").chmod(0o755)
        self.path = f"{tools}{os.pathsep}{os.environ['PATH']}"
        shutil.copytree(ROOT / ".ci", self.editor.root / ".ci")
        self.editor.write("docs/_data/toegankelijkheidsverklaring.yml", STATEMENT)
        self.editor.write("docs/toegankelijkheid.md", STATEMENT_PAGE)
        self.editor.replace("docs/_data/inhoud.yml", "- pagina: index.md\n", MENU)
        self.editor.git("init", "--quiet", "--initial-branch=main")
        self.editor.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.server))
        self.editor.git("remote", "add", "origin", str(self.server))
        self.merged()

    def merged(self) -> None:
        """Put the editor's work on main, as *Merge pull request* does."""
        self.editor.commit()
        self.editor.git("push", "--quiet", "origin", "HEAD:main")

    def press(self, button: str, **values: str) -> Run:
        """Run the last step of the workflow *button* on a fresh copy of main."""
        shutil.rmtree(self.machine.root, ignore_errors=True)
        self.machine.root.mkdir()
        self.machine.git("clone", "--quiet", str(self.server), ".")
        workflow = yaml.safe_load((ROOT / f".github/workflows/{button}.yml").read_text(encoding="utf-8"))
        (job,) = workflow["jobs"].values()
        env = {
            "PATH": self.path,
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "ons/draaiboek",
            "GIT_COMMITTER_NAME": "github-actions",
            "GIT_COMMITTER_EMAIL": "actions@localhost",
        }
        return self.machine.run("bash", "-e", "-c", job["steps"][-1]["run"], env={**env, **values})

    def on_server(self, name: str, file: str) -> str:
        return Place(self.server).git("show", f"{name}:{file}")

    def branches(self) -> list[str]:
        return Place(self.server).git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()


def test_an_edition_is_measured_approved_and_published_by_buttons(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    refused = desk.press("publish", ACT="publish", EDITION=EDITION, REASON="")
    assert refused.code == 1
    assert "ED013" in refused.stderr
    assert desk.branches() == ["main"]

    measured = desk.press("measure")
    assert measured.code == 0, measured.said
    (branch,) = set(desk.branches()) - {"main"}
    said = desk.summary.read_text(encoding="utf-8")
    assert f"Stel ze voor: https://github.com/ons/draaiboek/compare/{branch}?expand=1\n" in said
    assert f"de editiepagina: https://github.com/ons/draaiboek/edit/{branch}/{PAGE}\n" in said
    (pasted,) = re.findall(r"```yaml\n(.*?)```\n", said, re.DOTALL)
    assert yaml.safe_load(desk.on_server(branch, FIGURES))["overtredingen"] == 0
    assert Place(desk.server).git("diff", "--name-only", "main", branch) == FIGURES

    # A person proposes that branch, pastes the text below the measurement there, and another person merges both.
    desk.editor.git("fetch", "--quiet", "origin")
    desk.editor.git("checkout", "--quiet", "-b", branch, f"origin/{branch}")
    approved = pasted.replace("FUNCTIE", "directeur").replace("ORGANISATIE", "een vereniging")
    front = re.sub(r"^(?:status: .*|goedkeuring:\n(?:(?:- |  ).*\n)*)", "", desk.editor.read(PAGE), flags=re.MULTILINE)
    desk.editor.write(PAGE, front.replace("---\n", f"---\n{approved.replace('JJJJ-MM-DD', '2026-11-28')}", 1))
    desk.editor.commit()
    told = json.loads(desk.editor.build("pr-report", "main", branch, "--fast", "--format", "json").stdout)
    assert told["goedkeuring"]["stand"] == "goedgekeurd"
    assert told["voor_publicatie"] == []
    desk.editor.git("push", "--quiet", "origin", "HEAD:main")
    done = desk.press("publish", ACT="publish", EDITION=EDITION, REASON="")
    assert done.code == 0, done.said
    assert desk.on_server("gh-pages", f"{EDITION}/toegankelijkheid/index.html")

    back = desk.press("publish", ACT="withdraw", EDITION=EDITION, REASON="Er staat een fout in.")
    assert back.code == 0, back.said
    assert "Er staat een fout in." in desk.on_server("gh-pages", "versions.json")


def test_the_button_to_measure_gives_no_lines_to_approve_what_cannot_be_published(tmp_path: Path) -> None:
    """Else they are pasted, and only the button to publish says that a remark of a sector waits."""
    desk = Desk(tmp_path)
    remarks = f"sectors/onderwijs/opmerkingen/{EDITION}"
    desk.editor.write(f"{remarks}/ronde.yml", "geopend: 2026-11-01\ntot: 2026-11-10\n")
    said = "doel: delen.md#achteraf\nopmerking: Binnen welke tijd?\nfunctie: directeur\norganisatie: een school\n"
    desk.editor.write(f"{remarks}/0001-a.yml", said)
    desk.merged()
    assert desk.press("measure").code == 0
    told = desk.summary.read_text(encoding="utf-8")
    assert "Stel ze voor: https://github.com/ons/draaiboek/compare/meting-" in told
    _, told = told.split("Keur de editie nog niet goed.")
    assert "ED014 1 opmerking wacht nog op een besluit (sector 'onderwijs')" in told
    assert "goedkeuring:" not in told


def test_what_is_no_edition_or_no_act_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for values in (
        {"ACT": "publish", "EDITION": "--push", "REASON": ""},
        {"ACT": "publish", "EDITION": "$(touch uitgevoerd)", "REASON": ""},
        {"ACT": "rollback", "EDITION": "2026.1; touch uitgevoerd", "REASON": "`touch uitgevoerd`"},
        {"ACT": "touch uitgevoerd", "EDITION": EDITION, "REASON": ""},
        {"ACT": "publish", "EDITION": "", "REASON": ""},
    ):
        run = desk.press("publish", **values)
        assert run.code != 0, values
        assert desk.branches() == ["main"]
    assert list(tmp_path.rglob("uitgevoerd")) == []
