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
from tests.accessibility import MEASUREMENT, STATEMENT
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
    """An editor's copy, the server, and the machine on which a button runs its script.

    Where nothing *is_measured*, the figures of a clean measurement are there at once.
    """

    def __init__(self, into: Path, *, is_measured: bool = True) -> None:
        self.editor = program.leaflet(into / "redactie")
        self.server = into / "server.git"
        self.machine = Place(into / "machine")
        self.summary = into / "samenvatting.md"
        tools = into / "tools"
        tools.mkdir()
        figures = into / "cijfers.yml"
        figures.write_text(MEASUREMENT, encoding="utf-8")
        at_once = f'[ "$*" != build.py ] || exit 0\n[ "$2" != audit ] || exec cp "{figures}" {FIGURES}\n'
        script = f'#!/bin/sh\n{"" if is_measured else at_once}exec "{sys.executable}" "$@"\n'
        (tools / "python3").write_text(script, encoding="utf-8")
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

    def press_on_gitlab(self, job: str, **values: str) -> list[Run]:
        """Run each line of *job* of .gitlab-ci.yml, as its runner does: on a detached commit, and git knows nobody.

        What it fetches is in docs.gitlab.com/ci/runners/git_submodules and /ci/variables/predefined_variables.
        """
        shutil.rmtree(self.machine.root, ignore_errors=True)
        self.machine.root.mkdir()
        commit = Place(self.server).git("rev-parse", "main")
        self.machine.git("init", "--quiet")
        self.machine.git("remote", "add", "origin", f"{self.server}-without-a-token")
        refs = ("+refs/heads/main:refs/remotes/origin/main",)
        self.machine.git("fetch", "--quiet", "--no-tags", str(self.server), *refs)
        self.machine.git("checkout", "--quiet", "--detach", commit)
        pipeline = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
        known = {**pipeline[pipeline[job]["extends"]], **pipeline[job]}
        env = {
            "PATH": self.path,
            "CI": "true",
            "GITLAB_CI": "true",
            "CI_COMMIT_BRANCH": "main",
            "CI_COMMIT_SHA": commit,
            "CI_DEFAULT_BRANCH": "main",
            "CI_PROJECT_URL": "https://gitlab.voorbeeld.be/ons/draaiboek",
            "CI_REPOSITORY_URL": str(self.server),
            **known["variables"],
            **values,
        }
        lines = [line for line in (*known["before_script"], *known["script"]) if line != "bash .ci/install"]
        return [self.machine.run("bash", "-e", "-o", "pipefail", "-c", line, env=env) for line in lines]

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


def test_so_it_goes_on_gitlab(tmp_path: Path) -> None:
    desk = Desk(tmp_path, is_measured=False)
    *_, measured = desk.press_on_gitlab("meten")
    assert measured.code == 0, measured.said
    (branch,) = set(desk.branches()) - {"main"}
    new = "https://gitlab.voorbeeld.be/ons/draaiboek/-/merge_requests/new?merge_request%5Bsource_branch%5D="
    assert f"Stel ze voor: {new}{branch}\n" in measured.stdout
    assert f"de editiepagina: https://gitlab.voorbeeld.be/ons/draaiboek/-/edit/{branch}/{PAGE}\n" in measured.stdout
    pasted = measured.stdout.partition("```yaml\n")[2].partition("```")[0]
    assert pasted.startswith("status: goedgekeurd\ngoedkeuring:\n")

    desk.editor.git("fetch", "--quiet", "origin", branch)
    desk.editor.git("checkout", "--quiet", "-b", branch, "FETCH_HEAD")
    program.approve(desk.editor, EDITION)
    desk.merged()
    *_, done = desk.press_on_gitlab("publiceren", EDITION=EDITION)
    assert done.code == 0, done.said
    assert desk.on_server("gh-pages", f"{EDITION}/toegankelijkheid/index.html")
    *_, back = desk.press_on_gitlab("publiceren", ACT="withdraw", EDITION=EDITION, REASON="Er staat een fout in.")
    assert back.code == 0, back.said
    assert "Er staat een fout in." in desk.on_server("gh-pages", "versions.json")


def test_the_button_to_measure_gives_no_lines_to_approve_what_cannot_be_published(tmp_path: Path) -> None:
    """Else they are pasted, and only the button to publish says that a remark of a sector waits."""
    desk = Desk(tmp_path, is_measured=False)
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
